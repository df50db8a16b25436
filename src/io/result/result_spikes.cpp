#include "io/result/result_spikes.hpp"

#include <fmt/format.h>

#include "hux/errors.hpp"

namespace hux {
namespace {

/// The file may be another's.
void require_size(hid_t group, const population& p) {
  std::uint64_t size = 0;
  hdf5::read_attribute(group, "size", size);
  if (size != p.size)
    throw file_error(
        fmt::format("it says that population {} has {} neurons; expected {}", quotation(p.name), size, p.size));
}

}  // namespace

spike_writer::spike_writer(hid_t group, const population& p, std::size_t index)
    : index_(index), events_(group, p.name) {
  if (events_.is_gone_on_with()) {
    require_size(events_.group(), p);
    return;
  }
  const std::string orders[] = {"none", "by_id", "by_time"};
  constexpr std::uint8_t by_time = 2;
  hdf5::write_enum_attribute(events_.group(), "sorting", orders, by_time);
  hdf5::write_attribute(events_.group(), "size", std::uint64_t{p.size});
}

void spike_writer::record(const window_results& results) {
  for (const spike& s : results.spikes[index_]) events_.append(s.time, s.neuron);
}

std::uint64_t spike_writer::bytes(const window_results& results) const {
  return results.spikes[index_].size() * (sizeof(double) + sizeof(std::uint64_t));
}

}  // namespace hux
