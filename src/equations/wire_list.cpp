#include "equations/wire_list.hpp"

#include <algorithm>
#include <cmath>

#include "equations/listed_model.hpp"

namespace hux {
namespace {

constexpr int lowest = -100, highest = 60;  // mV

/// The currents at each millivolt of v.
std::vector<double> row_of(const wire_list& wire, int v_pre, const std::vector<double>& coefficients) {
  std::vector<double> inputs{static_cast<double>(v_pre), 0};
  inputs.insert(inputs.end(), coefficients.begin(), coefficients.end());
  std::vector<double> row;
  for (int v = lowest; v <= highest; ++v) {
    inputs[1] = v;
    row.push_back(results_of<double>(wire.current, inputs)[0]);
  }
  return row;
}

/// NaN stays.
void raise(double& most, double change) {
  if (!(std::abs(change) <= most)) most = std::abs(change);
}

}  // namespace

double steepest(const wire_list& wire, const std::vector<double>& coefficients) {
  double most = 0;
  std::vector<double> before = row_of(wire, lowest, coefficients);
  for (int v_pre = lowest; v_pre <= highest && !std::isnan(most); ++v_pre) {
    const std::vector<double> row = row_of(wire, v_pre, coefficients);
    for (std::size_t i = 0; i < row.size() && !std::isnan(most); ++i) {
      raise(most, row[i] - before[i]);
      if (i > 0) raise(most, row[i] - row[i - 1]);
    }
    before = row;
  }
  return most;
}

}  // namespace hux
