#include "network/draw.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "hux/device/math.hpp"
#include "hux/errors.hpp"
#include "network/joined.hpp"
#include "support/overloaded.hpp"

namespace hux {
namespace {

// No standard normal variate of ours is larger: square_root(-2 log(2^-53)) = 8.57.
constexpr double largest_normal = 8.6;

// The normal law of the logarithm of a lognormal variate.
normal logarithm_of(const lognormal& d) {
  const double ratio = d.std / d.mean;
  const double variance = log(1 + ratio * ratio);
  return {log(d.mean) - 0.5 * variance, square_root(variance), {}};
}

law two_numbers(law::form kind, double first, double second, const bounds& within = {}) {
  law result;
  result.kind = kind;
  result.first = first;
  result.second = second;
  result.within = within;
  return result;
}

law spaced(const linspace& d, std::uint64_t count) {
  const double step = count > 1 ? (d.last - d.first) / static_cast<double>(count - 1) : 0;
  law result = two_numbers(law::form::linspace, d.first, step);
  result.last = count > 1 ? d.last : d.first;
  return result;
}

law listed(const std::vector<double>& values, std::uint64_t count, const std::string& key) {
  if (values.size() != count)
    throw input_error(key, joined("lists ", values.size(), " values where ", count, " are needed, one each"));
  law result = two_numbers(law::form::listed, 0, 0);
  result.values = values.data();
  return result;
}

std::string between(const bounds& b) {
  if (std::isinf(b.min) && std::isinf(b.max)) return "";
  return joined(", between ", b.min, " and ", b.max);
}

value_range within(value_range r, const bounds& b) {
  return {std::clamp(r.min, b.min, b.max), std::clamp(r.max, b.min, b.max)};
}

value_range normal_range(const normal& d, double deviations) {
  return {d.mean - deviations * d.std, d.mean + deviations * d.std};
}

value_range lognormal_range(const lognormal& d, double deviations) {
  const value_range r = normal_range(logarithm_of(d), deviations);
  return {exp(r.min) * (1 - 1e-12), exp(r.max) * (1 + 1e-12)};
}

value_range listed_range(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

}  // namespace

law law_of(const distribution& d, std::uint64_t count, const std::string& key) {
  law result = std::visit(overloaded{
                              [](double value) { return two_numbers(law::form::constant, value, 0); },
                              [](const uniform& u) { return two_numbers(law::form::uniform, u.low, u.high - u.low); },
                              [](const normal& n) { return two_numbers(law::form::normal, n.mean, n.std, n.within); },
                              [](const lognormal& l) {
                                const normal n = logarithm_of(l);
                                return two_numbers(law::form::lognormal, n.mean, n.std, l.within);
                              },
                              [&](const linspace& l) { return spaced(l, count); },
                              [&](const std::vector<double>& values) { return listed(values, count, key); },
                          },
                          d);
  result.count = count;
  return result;
}

double found(double x, const distribution& d, const std::string& key) {
  if (std::isnan(x))
    throw input_error(key, joined("none of ", attempt_limit, " draws of ", describe(d), " lies within its bounds"));
  return x;
}

std::vector<double> draw_values(const distribution& d, std::uint64_t count, const stream& s, thread_team& team,
                                const std::string& key) {
  std::vector<double> values(count);
  draw_each(d, count, s, team, key, std::identity(), [&](std::uint64_t i, double value) { values[i] = value; });
  return values;
}

value_range range_of(const distribution& d) { return range_of(d, largest_normal); }

value_range range_of(const distribution& d, double deviations) {
  return std::visit(overloaded{
                        [](double value) {
                          return value_range{value, value};
                        },
                        [](const uniform& u) {
                          return value_range{u.low, u.high};
                        },
                        [&](const normal& n) { return within(normal_range(n, deviations), n.within); },
                        [&](const lognormal& l) { return within(lognormal_range(l, deviations), l.within); },
                        [](const linspace& l) {
                          return value_range{std::min(l.first, l.last), std::max(l.first, l.last)};
                        },
                        [](const std::vector<double>& values) { return listed_range(values); },
                    },
                    d);
}

double mean_of(const distribution& d) {
  return std::visit(overloaded{
                        [](double value) { return value; },
                        [](const uniform& u) { return (u.low + u.high) / 2; },
                        [](const normal& n) { return std::clamp(n.mean, n.within.min, n.within.max); },
                        [](const lognormal& l) { return std::clamp(l.mean, l.within.min, l.within.max); },
                        [](const linspace& l) { return (l.first + l.last) / 2; },
                        [](const std::vector<double>& values) {
                          return std::accumulate(values.begin(), values.end(), 0.0) /
                                 static_cast<double>(std::max<std::size_t>(values.size(), 1));
                        },
                    },
                    d);
}

bool reaches_bounds(const distribution& d) {
  const auto meet = [](const value_range& r, const bounds& b) {
    return b.action == out_of_bounds::clip || (r.min <= b.max && r.max >= b.min);
  };
  return std::visit(overloaded{
                        [&](const normal& n) { return meet(normal_range(n, largest_normal), n.within); },
                        [&](const lognormal& l) { return meet(lognormal_range(l, largest_normal), l.within); },
                        [](const auto&) { return true; },
                    },
                    d);
}

std::string describe(const distribution& d) {
  return std::visit(
      overloaded{
          [](double value) { return joined(value); },
          [](const uniform& u) { return joined("uniform (low ", u.low, ", high ", u.high, ")"); },
          [](const normal& n) { return joined("normal (mean ", n.mean, ", std ", n.std, between(n.within), ")"); },
          [](const lognormal& l) {
            return joined("lognormal (mean ", l.mean, ", std ", l.std, between(l.within), ")");
          },
          [](const linspace& l) { return joined("linspace (first ", l.first, ", last ", l.last, ")"); },
          [](const std::vector<double>& values) { return joined(values.size(), " values"); },
      },
      d);
}

}  // namespace hux
