#include "io/experiment/law_reader.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "hux/errors.hpp"
#include "io/experiment/table_reader.hpp"

namespace hux {
namespace {

using names = std::vector<std::string_view>;

names laws() { return {"uniform", "normal", "lognormal", "linspace", "values"}; }

names laws_of_neurons() {
  auto all = laws();
  all.insert(all.end(), {"repeat", "formula", "value"});
  return all;
}

/// The key of a table that names a law.
std::string law_in(const table_reader& table, const names& known) {
  auto keys = table.names();
  const bool has_where = std::erase(keys, "where") > 0;
  if (keys.size() == 1) return std::string(keys.front());
  throw input_error(table.path(), std::string("a distribution is a table with one key") +
                                      (has_where ? " beside where; " : "; ") + suggestion("", known));
}

std::vector<double> list_at(table_reader& table, std::string_view name, quantity q) {
  std::vector<double> values;
  table.quantities(name, values, q, need::required);
  return values;
}

/// The two ends of [a, b].
template <class Law>
Law between_ends(table_reader& table, std::string_view name, quantity q) {
  const auto ends = list_at(table, name, q);
  if (ends.size() != 2)
    throw input_error(table.key(name), "a list of " + std::to_string(ends.size()) +
                                           "; expected a list of two, the first and the last value");
  return {ends[0], ends[1]};
}

template <class Law>
Law with_moments(table_reader& table, std::string_view name, quantity q) {
  Law law;
  table.section(name, [&](table_reader& moments) {
    moments.quantity("mean", law.mean, q, need::required);
    moments.quantity("std", law.std, q, need::required);
    moments.quantity("min", law.within.min, q);
    moments.quantity("max", law.within.max, q);
    moments.choice("outside", law.within.action, {{"redraw", out_of_bounds::redraw}, {"clip", out_of_bounds::clip}});
  });
  return law;
}

/// @param known for whom a distribution is read
distribution law_called(const std::string& law, table_reader& table, quantity q, const names& known) {
  if (law == "uniform") return between_ends<uniform>(table, law, q);
  if (law == "linspace") return between_ends<linspace>(table, law, q);
  if (law == "values") return list_at(table, law, q);
  if (law == "normal") return with_moments<normal>(table, law, q);
  if (law == "lognormal") return with_moments<lognormal>(table, law, q);
  throw input_error(table.key(law), "there is no distribution " + quotation(law) + "; " + suggestion(law, known));
}

}  // namespace

distribution read_law(table_reader& table, quantity q) {
  for (const std::string of_neurons : {"where", "repeat", "formula"})
    if (table.has(of_neurons))
      throw input_error(table.key(of_neurons), quotation(of_neurons) + " is for values of neurons, not of synapses; " +
                                                   suggestion("", laws()));
  const auto law = law_in(table, laws());
  return law_called(law, table, q, laws());
}

neuron_values read_neuron_law(table_reader& table, quantity q) {
  const auto law = law_in(table, laws_of_neurons());
  if (law == "repeat") return repeat{list_at(table, law, q)};
  if (law == "formula") {
    formula f;
    table.text(law, f.text, need::required);
    return f;
  }
  double value = 0;
  if (law != "value") return law_called(law, table, q, laws_of_neurons());
  table.quantity(law, value, q);
  return value;
}

neuron_part read_part(table_reader& table, quantity q) {
  neuron_part part;
  table.indices("where", part.neurons);
  part.values = read_neuron_law(table, q);
  return part;
}

}  // namespace hux
