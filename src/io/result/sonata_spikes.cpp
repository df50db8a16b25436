#include "io/result/sonata_spikes.hpp"

#include <string>
#include <utility>

#include "hux/catalog.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

/// SONATA writes the names of units out: "milliseconds".
std::string symbol_of(const std::string& unit) {
  for (const auto& [name, symbol] : {std::pair{"milliseconds", "ms"},
                                     {"millisecond", "ms"},
                                     {"seconds", "s"},
                                     {"second", "s"},
                                     {"microseconds", "us"},
                                     {"microsecond", "us"}})
    if (unit == name) return symbol;
  return unit;
}

}  // namespace

double milliseconds_in(hid_t timestamps) {
  std::string unit;
  if (!hdf5::read_attribute(timestamps, "units", unit)) return 1;
  try {
    return parse_quantity("1 " + symbol_of(unit), quantity::time);
  } catch (const units_error& e) {
    throw file_error(std::string("units of timestamps: ") + e.what());
  }
}

bool is_old_layout(hid_t spikes) { return hdf5::contains(spikes, "gids") && hdf5::is_dataset(spikes, "gids"); }

}  // namespace hux
