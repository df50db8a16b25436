#include "experiment/spontaneous_rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "equations/text/syntax.hpp"
#include "experiment/lookup.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace {

constexpr std::array names_in_rates{unit_of_name{"since_spike", "ms"}};

evaluated_formula rate_of(const projection& p) {
  try {
    return {p.spontaneous->rate, names_in_rates, "Hz"};
  } catch (const equation_error& mistake) {
    throw input_error(key_of_spontaneous(p) + ".rate", mistake.what());
  }
}

}  // namespace

spontaneous_rate::spontaneous_rate(const projection& p) : formula_(rate_of(p)) {}

bool spontaneous_rate::is_constant() const { return !formula_.uses(names_in_rates[0].name); }

double spontaneous_rate::operator()(double since) { return formula_(std::array{since}); }

double largest_spontaneous_rate(double dt) { return 1000 / dt; }

double planned_rate(const projection& p, double dt) {
  spontaneous_rate rate(p);
  return std::max(rate(dt / 2), rate(std::numeric_limits<double>::infinity())) / 1000;
}

std::string said_of_rate(double rate, double since, double dt) {
  const std::string when =
      std::isinf(since) ? "before the first spike" : fmt::format("{:.6g} ms after the last spike", since);
  return fmt::format("{:.6g} Hz {} is out of range; expected 0 to {:.6g} Hz, at most one release a step",
                     std::isnan(rate) ? std::numeric_limits<double>::quiet_NaN() : rate, when,
                     largest_spontaneous_rate(dt));
}

std::string key_of_spontaneous(const projection& p) { return key_of(p) + ".spontaneous"; }

}  // namespace hux
