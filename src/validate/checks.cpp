#include "validate/checks.hpp"

#include <algorithm>
#include <cmath>

#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "network/built_network.hpp"
#include "network/draw.hpp"
#include "support/overloaded.hpp"

namespace hux {
namespace {

/// How to keep the values of an unbounded law where they are allowed.
std::string remedy(const distribution& d, bool too_low) {
  const bool is_law = std::holds_alternative<normal>(d) || std::holds_alternative<lognormal>(d);
  return !is_law ? "" : too_low ? "; bound it by min" : "; bound it by max";
}

/// Checks the shape of each kind of distribution.
struct shape_check {
  const std::string& key;

  void operator()(double value) const { check_finite(key, {value}); }
  void operator()(const uniform& u) const {
    check_finite(key, {u.low, u.high});
    if (u.low > u.high) fail(u, "its first value is the larger one; expected the smaller first");
  }
  void operator()(const normal& n) const { check_moments(n); }
  void operator()(const lognormal& l) const {
    if (l.mean <= 0) fail(l, "its mean is not positive; a lognormal variate always is");
    check_moments(l);
  }
  void operator()(const linspace& l) const { check_finite(key, {l.first, l.last}); }
  void operator()(const std::vector<double>& values) const {
    for (const double value : values) check_finite(key, {value});
  }

 private:
  template <class Law>
  void check_moments(const Law& law) const {
    check_finite(key, {law.mean, law.std});
    if (law.std < 0) fail(law, "its std is negative; expected 0 or more");
    if (!(law.within.min <= law.within.max)) fail(law, "its min is larger than its max");
    if (!reaches_bounds(law))
      fail(law, "none of its draws can lie within its bounds; expected bounds nearer to its mean");
  }
  [[noreturn]] void fail(const distribution& d, const std::string& what) const {
    throw input_error(key, describe(d) + ": " + what);
  }
};

/// Positions follow from the seed, so that these are the values of the run.
void check_formula(const formula& f, const given_values& given, range r) {
  constexpr std::size_t longest = 60;
  formula_values values(f, given);
  for (std::uint64_t k = 0; k < given.to.count(); ++k) {
    const double value = values(given.to[k]);
    if (std::isfinite(value) && is_within(value, r)) continue;
    const auto shown = std::isnan(value) ? "nan" : format_quantity(value, given.quantity);
    throw input_error(given.key, quotation(f.text, longest) + " gives " + shown + " for neuron " +
                                     std::to_string(given.to[k]) + "; expected " + std::string(allowed(r)));
  }
}

void check_repeat(const repeat& in_turn, const given_values& given, range r) {
  if (in_turn.values.empty()) throw input_error(given.key, "there are no values to repeat; expected at least one");
  for (const double value : in_turn.values) check_value(given.key, value, given.quantity, r);
}

void check_parts(const std::vector<neuron_part>& parts, const given_values& given, range r) {
  const auto of_rest = std::ranges::count_if(parts, [](const neuron_part& p) { return p.neurons.empty(); });
  if (parts.empty() || of_rest > 1)
    throw input_error(given.key, parts.empty() ? "an empty list; expected at least one part"
                                               : std::to_string(of_rest) + " parts name no neurons; expected one, " +
                                                     "for those that none names");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto key = key_of_part(given, parts, i);
    if (std::holds_alternative<std::vector<neuron_part>>(parts[i].values))
      throw input_error(key, "a part has parts itself; expected a value or a distribution");
    check_neurons(key + ".where", parts[i].neurons, given.to.of.size);
  }
  for_each_part(given, parts, [&](const given_values& part) { check_values(part, r); });
}

}  // namespace

void check_values(const given_values& given, range r) {
  std::visit(overloaded{
                 [&](const distribution& d) { check_distribution(given.key, d, given.quantity, r, given.to.count()); },
                 [&](const repeat& in_turn) { check_repeat(in_turn, given, r); },
                 [&](const formula& f) { check_formula(f, given, r); },
                 [&](const std::vector<neuron_part>& parts) { check_parts(parts, given, r); },
             },
             given.how);
}

void check_shape(const std::string& key, const distribution& d) { std::visit(shape_check{key}, d); }

void check_distribution(const std::string& key, const distribution& d, quantity q, range r, std::uint64_t count) {
  if (const auto* value = std::get_if<double>(&d)) return check_value(key, *value, q, r);
  check_shape(key, d);
  const auto* listed = std::get_if<std::vector<double>>(&d);
  if (listed && listed->size() != count)
    throw input_error(
        key, "has " + std::to_string(listed->size()) + " values; expected " + std::to_string(count) + ", one for each");
  const auto values = range_of(d);
  for (const double value : {values.min, values.max})
    if (!is_within(value, r))
      throw input_error(key, describe(d) + " can give " + format_quantity(value, q) + "; expected " +
                                 std::string(allowed(r)) + remedy(d, value <= 0));
}

void check_weight(const std::string& key, double weight, quantity q, range r) {
  check_value(key, weight, q, r);
  if (!(std::abs(weight) < arrival_limit))
    throw input_error(key, format_quantity(weight, q) +
                               " is more than a receptor can take in one step; expected less than " +
                               format_quantity(arrival_limit, q));
}

void check_countable(const std::string& key, double time, double dt) {
  constexpr double most = 4503599627370496;  // 2^52: half a step is still exact
  check_value(key, time, quantity::time, range::non_negative);
  if (time / dt > most)
    throw input_error(key, format_quantity(time, quantity::time) + " is more than 2^52 time steps of " +
                               format_quantity(dt, quantity::time));
}

void check_whole_steps(const std::string& key, double time, double dt) {
  constexpr double rounding = 1e-9;  // relative; of a quotient of two decimal numbers
  check_value(key, time, quantity::time, range::positive);
  check_countable(key, time, dt);
  const double steps = std::round(time / dt);
  if (steps < 1 || std::abs(time / dt - steps) > rounding * steps)
    throw input_error(key, format_quantity(time, quantity::time) + " is not a whole number of time steps; expected a " +
                               "multiple of simulation.dt, " + format_quantity(dt, quantity::time));
}

void check_indices(const std::string& key, const std::vector<std::uint32_t>& neurons, std::uint32_t size) {
  const auto largest = std::ranges::max_element(neurons);
  if (largest != neurons.end() && *largest >= size)
    throw input_error(key, "there is no neuron " + std::to_string(*largest) + "; the population's are 0 to " +
                               std::to_string(size - 1));
}

void check_neurons(const std::string& key, const std::vector<std::uint32_t>& neurons, std::uint32_t size) {
  check_indices(key, neurons, size);
  auto sorted = neurons;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    throw input_error(key, "neuron " + std::to_string(*twice) + " is named twice; expected each once");
}

}  // namespace hux
