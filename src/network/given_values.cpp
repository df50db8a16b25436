#include "network/given_values.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <variant>

#include "equations/text/syntax.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "support/overloaded.hpp"

namespace hux {
namespace {

constexpr std::array names_in_formulas{unit_of_name{"i", ""}, unit_of_name{"n", ""}, unit_of_name{"x", "um"},
                                       unit_of_name{"y", "um"}, unit_of_name{"z", "um"}};

evaluated_formula formula_of(const formula& f, const given_values& given) {
  try {
    return {f.text, names_in_formulas, unit_of(given.quantity)};
  } catch (const equation_error& mistake) {
    throw input_error(given.key, mistake.what());
  }
}

/// Where the neurons are, if a formula asks.
placement positions_for(const evaluated_formula& f, const given_values& given) {
  const population& p = given.to.of;
  for (const std::string name : {"x", "y", "z"}) {
    if (!f.uses(name)) continue;
    if (p.positions) return {p, given.to.seed};
    throw input_error(given.key, name + " needs positions, and population '" + p.name + "' has none; expected " +
                                     key_of(p) + ".positions");
  }
  return {};
}

void add(value_summary& all, const value_summary& more) {
  if (more.count == 0) return;
  const std::uint64_t count = all.count + more.count;
  const value_range wider{std::min(all.range.min, more.range.min), std::max(all.range.max, more.range.max)};
  const double weight = static_cast<double>(more.count) / static_cast<double>(count);
  all = {all.count == 0 ? more.range : wider, all.mean + weight * (more.mean - all.mean), count};
}

/// @param value_of the k-th of the neurons
template <class Value>
value_summary summary_of_each(std::uint64_t count, Value value_of) {
  value_summary all;
  for (std::uint64_t k = 0; k < count; ++k) {
    const double value = value_of(k);
    add(all, {{value, value}, value, 1});
  }
  return all;
}

/// Whose place in a list of values those of a group take, and what is drawn for: the neurons', or that in the group.
enum class places : std::uint8_t { of_neurons, in_group };

void give(const given_values& given, const stream& s, thread_team& team, places where, std::vector<double>& values) {
  const std::uint64_t count = given.to.count();
  const auto place = [&](std::uint64_t k) { return where == places::of_neurons ? given.to[k] : k; };
  const auto put = [&](std::uint64_t k, double value) { values[place(k)] = value; };
  const auto drawn = [&](const distribution& d) { draw_each(d, count, s, team, given.key, place, put); };
  const auto in_turn = [&](const repeat& r) {
    team.for_each(count, [&](std::uint64_t k, unsigned) { put(k, r.values[k % r.values.size()]); });
  };
  const auto by_formula = [&](const formula& f) {
    std::vector<formula_values> of_thread(team.size(), formula_values(f, given));
    team.for_each(count, [&](std::uint64_t k, unsigned thread) { put(k, of_thread[thread](given.to[k])); });
  };
  const auto in_parts = [&](const std::vector<neuron_part>& parts) {
    for_each_part(given, parts, [&](const given_values& part) { give(part, s, team, places::of_neurons, values); });
  };
  std::visit(overloaded{drawn, in_turn, by_formula, in_parts}, given.how);
}

}  // namespace

std::vector<std::uint32_t> unnamed_neurons(const std::vector<neuron_part>& parts, std::uint32_t size) {
  std::vector<bool> named(size, false);
  for (const auto& part : parts)
    for (const std::uint32_t neuron : part.neurons) named[neuron] = true;
  std::vector<std::uint32_t> rest;
  rest.reserve(std::ranges::count(named, false));
  for (std::uint32_t i = 0; i < size; ++i)
    if (!named[i]) rest.push_back(i);
  return rest;
}

formula_values::formula_values(const formula& f, const given_values& given)
    : formula_(formula_of(f, given)), where_(positions_for(formula_, given)), size_(given.to.of.size) {}

double formula_values::operator()(std::uint32_t neuron) {
  const point at = where_(neuron);
  return formula_(std::array{static_cast<double>(neuron), size_, at.at[0], at.at[1], at.at[2]});
}

value_summary summary_of(const given_values& given, double deviations, double otherwise) {
  const std::uint64_t count = given.to.count();
  const auto in_parts = [&](const std::vector<neuron_part>& parts) {
    value_summary all;
    const auto add_part = [&](const given_values& part) { add(all, summary_of(part, deviations, otherwise)); };
    const std::uint64_t left = for_each_part(given, parts, add_part);
    add(all, {{otherwise, otherwise}, otherwise, left});
    return all;
  };
  return std::visit(overloaded{[&](const distribution& d) {
                                 return value_summary{range_of(d, deviations), mean_of(d), count};
                               },
                               [&](const repeat& r) {
                                 return summary_of_each(count, [&](auto k) { return r.values[k % r.values.size()]; });
                               },
                               [&](const formula& f) {
                                 formula_values values(f, given);
                                 return summary_of_each(count, [&](auto k) { return values(given.to[k]); });
                               },
                               in_parts},
                    given.how);
}

std::vector<double> draw_values(const given_values& given, const stream& s, thread_team& team, double otherwise) {
  std::vector<double> values(given.to.count(), otherwise);
  give(given, s, team, places::in_group, values);
  return values;
}

}  // namespace hux
