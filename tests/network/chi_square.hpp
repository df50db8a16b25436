#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace hux {

/// A standard normal deviate beyond that, up or down, is no accident: it comes once in 16,000 times.
inline constexpr double largest_deviate = 4.0;

/// A chi-square statistic as a standard normal deviate (Wilson & Hilferty 1931).
inline double deviate(double chi_square, double degrees) {
  const double v = 2.0 / (9.0 * degrees);
  return (std::cbrt(chi_square / degrees) - (1 - v)) / std::sqrt(v);
}

/// Of counts that should be equal but for chance, given the variance of a single one. Their sum is fixed.
inline double uniformity(const std::vector<std::uint32_t>& counts, double variance) {
  const auto n = static_cast<double>(counts.size());
  double mean = 0;
  for (const double c : counts) mean += c / n;
  double squares = 0;
  for (const double c : counts) squares += (c - mean) * (c - mean);
  return deviate(squares / (variance * n / (n - 1)), n - 1);
}

/// Of counts of draws among equally probable outcomes.
inline double uniformity(const std::vector<std::uint32_t>& counts) {
  double sum = 0;
  for (const double c : counts) sum += c;
  const double p = 1.0 / static_cast<double>(counts.size());
  return uniformity(counts, sum * p * (1 - p));
}

}  // namespace hux
