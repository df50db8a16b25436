#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace hux::test {

inline double mean(const std::vector<double>& x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

inline double variance(const std::vector<double>& x) {
  const double m = mean(x);
  double sum = 0;
  for (const double value : x) sum += (value - m) * (value - m);
  return sum / static_cast<double>(x.size() - 1);
}

inline double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const double mx = mean(x);
  const double my = mean(y);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
  return sum / std::sqrt(variance(x) * variance(y)) / static_cast<double>(x.size() - 1);
}

/// A quantity by neuron and step.
using courses = std::vector<std::vector<double>>;

/// All values, neuron by neuron.
inline std::vector<double> pooled(const courses& c) {
  std::vector<double> all;
  for (const auto& one : c) all.insert(all.end(), one.begin(), one.end());
  return all;
}

/// Correlation between the value now and the one some steps later, over all neurons.
inline double autocorrelation(const courses& c, std::size_t lag) {
  std::vector<double> now;
  std::vector<double> later;
  for (const auto& one : c) {
    now.insert(now.end(), one.begin(), one.end() - static_cast<std::ptrdiff_t>(lag));
    later.insert(later.end(), one.begin() + static_cast<std::ptrdiff_t>(lag), one.end());
  }
  return correlation(now, later);
}

/// Correlation between neurons next to each other.
inline double correlation_of_neighbours(const courses& c) {
  return correlation(pooled({c.begin(), c.end() - 1}), pooled({c.begin() + 1, c.end()}));
}

}  // namespace hux::test
