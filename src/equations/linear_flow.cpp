#include "equations/linear_flow.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace hux {
namespace {

constexpr std::size_t most_bits = 53;  // of a number of steps

/// The product of two systems as matrices whose last row is zero.
std::vector<double> product_of(const std::vector<double>& a, const std::vector<double>& b, std::size_t states) {
  const std::size_t row = states + 1;
  std::vector<double> made(states * row, 0.0);
  for (std::size_t i = 0; i < states; ++i)
    for (std::size_t k = 0; k < states; ++k)
      for (std::size_t j = 0; j < row; ++j) made[i * row + j] += a[i * row + k] * b[k * row + j];
  return made;
}

/// What twice the time changes: (1 + E)^2 - 1.
std::vector<double> doubled(const std::vector<double>& change, std::size_t states) {
  auto made = product_of(change, change, states);
  for (std::size_t i = 0; i < made.size(); ++i) made[i] += 2 * change[i];
  return made;
}

/// The largest sum of a row of |A|.
double norm_of(const linear_system& s) {
  double largest = 0;
  for (std::size_t i = 0; i < s.states; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < s.states; ++j) sum += std::abs(s.rates[i * s.row() + j]);
    largest = std::max(largest, sum);
  }
  return largest;
}

/// e^M - 1 by its series, whose terms fall fast where |M| is a half at most.
std::vector<double> series_of(const std::vector<double>& m, std::size_t states) {
  constexpr int terms = 18;  // 0.5^18 / 18! is far below the last place of the first
  std::vector<double> sum = m, term = m;
  for (int k = 2; k <= terms; ++k) {
    term = product_of(term, m, states);
    for (double& x : term) x /= k;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += term[i];
  }
  return sum;
}

/// What a step changes.
std::vector<double> change_of_step(const linear_system& s, double dt) {
  constexpr double longest = 0.5;
  int halvings = 0;
  double part = dt;
  for (double norm = norm_of(s) * dt; norm > longest && std::isfinite(norm); norm /= 2, part /= 2) ++halvings;
  auto m = s.rates;
  for (double& x : m) x *= part;
  auto change = series_of(m, s.states);
  for (; halvings > 0; --halvings) change = doubled(change, s.states);
  return change;
}

}  // namespace

bool find_steady(const linear_system& s, const std::vector<std::size_t>& steady, std::vector<double>& x) {
  const std::size_t n = steady.size();
  const auto rate = [&](std::size_t i, std::size_t j) { return s.rates[steady[i] * s.row() + j]; };
  std::vector<std::vector<double>> a(n, std::vector<double>(n + 1));
  for (std::size_t i = 0; i < n; ++i) {
    a[i][n] = -rate(i, s.states);
    for (std::size_t j = 0; j < s.states; ++j) {
      const auto open = std::ranges::find(steady, j);
      if (open == steady.end())
        a[i][n] -= rate(i, j) * x[j];
      else
        a[i][open - steady.begin()] = rate(i, j);
    }
  }
  constexpr double rounding = 1e-12;
  const double scale = norm_of(s);
  for (std::size_t k = 0; k < n; ++k) {
    const auto largest = std::max_element(
        a.begin() + k, a.end(), [k](const auto& r, const auto& q) { return std::abs(r[k]) < std::abs(q[k]); });
    std::iter_swap(a.begin() + k, largest);
    // What is left of a row that the others are made of is roundings.
    if (!(std::abs(a[k][k]) > rounding * scale)) return false;
    for (std::size_t i = 0; i < n; ++i) {
      const double factor = i == k ? 0 : a[i][k] / a[k][k];
      for (std::size_t j = k; j <= n; ++j) a[i][j] -= factor * a[k][j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) x[steady[i]] = a[i][n] / a[i][i] + 0.0;  // zero has no sign
  return std::ranges::all_of(x, [](double value) { return std::isfinite(value); });
}

linear_flow::linear_flow(const linear_system& s, double dt) : states_(s.states) {
  if (states_ == 0) return;
  changes_.push_back(change_of_step(s, dt));
  while (changes_.size() < most_bits) changes_.push_back(doubled(changes_.back(), states_));
}

void linear_flow::advance(std::int64_t steps, double* x) const {
  if (states_ == 0) return;
  std::array<double, linear_system::most_states> before{};
  for (std::size_t bit = 0; steps >> bit != 0; ++bit) {
    if ((steps >> bit & 1) == 0) continue;
    std::copy_n(x, states_, before.begin());
    const double* change = changes_[bit].data();
    for (std::size_t i = 0; i < states_; ++i) {
      double sum = change[states_];
      for (std::size_t j = 0; j < states_; ++j) sum += change[j] * before[j];
      x[i] += sum;
      change += states_ + 1;
    }
  }
}

bool linear_flow::is_bounded() const {
  return std::ranges::all_of(changes_, [](const auto& change) {
    return std::ranges::all_of(change, [](double x) { return std::isfinite(x); });
  });
}

}  // namespace hux
