#include "io/experiment/table_writer.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include "hux/units.hpp"
#include "io/text/toml_text.hpp"

namespace hux {
namespace {

/// A plain number, or a string with a unit.
std::string written(double value, quantity q) {
  return q == quantity::dimensionless ? written_number(value) : in_quotes(format_quantity(value, q));
}

template <class Values, class Write>
std::string list(const Values& values, Write&& write) {
  std::string text = "[";
  for (const auto& value : values) text.append(text.size() > 1 ? ", " : "").append(write(value));
  return text + "]";
}

std::string written_list(const std::vector<double>& values, quantity q) {
  return list(values, [q](double value) { return written(value, q); });
}

/// Neurons as `where` takes them: those in a row as one range, "10-19", which needs no list if it is the only one.
std::string written_ranges(const std::vector<std::uint32_t>& neurons) {
  std::vector<std::string> ranges;
  for (std::size_t i = 0, end = 0; i < neurons.size(); i = end) {
    for (end = i + 1; end < neurons.size() && neurons[end] == neurons[end - 1] + 1; ++end) continue;
    const auto first = std::to_string(neurons[i]);
    ranges.push_back(end == i + 1 ? first : in_quotes(first + "-" + std::to_string(neurons[end - 1])));
  }
  const bool is_range = ranges.size() == 1 && neurons.size() > 1;
  return is_range ? ranges[0] : list(ranges, std::identity());
}

std::string bounds_of(const bounds& b, quantity q) {
  std::string text;
  if (b.min > -std::numeric_limits<double>::infinity()) text += ", min = " + written(b.min, q);
  if (b.max < std::numeric_limits<double>::infinity()) text += ", max = " + written(b.max, q);
  return text + ", outside = " + (b.action == out_of_bounds::clip ? "\"clip\"" : "\"redraw\"");
}

/// A key of an inline table and its value.
std::string pair(std::string_view key, const std::string& value) { return std::string(key) + " = " + value; }
std::string in_table(const std::string& pairs) { return "{ " + pairs + " }"; }

/// The key of a law, and what it has.
struct written_law {
  hux::quantity quantity;
  std::function<std::string(const std::vector<double>&)> listed;

  std::string operator()(double value) const { return pair("value", written(value, quantity)); }
  std::string operator()(const uniform& u) const { return pair("uniform", written_list({u.low, u.high}, quantity)); }
  std::string operator()(const linspace& l) const {
    return pair("linspace", written_list({l.first, l.last}, quantity));
  }
  std::string operator()(const std::vector<double>& v) const { return pair("values", listed(v)); }
  std::string operator()(const normal& n) const { return pair("normal", moments(n)); }
  std::string operator()(const lognormal& l) const { return pair("lognormal", moments(l)); }
  std::string operator()(const distribution& d) const { return std::visit(*this, d); }
  std::string operator()(const repeat& r) const { return pair("repeat", listed(r.values)); }
  std::string operator()(const formula& f) const { return pair("formula", in_quotes(f.text)); }
  std::string operator()(const std::vector<neuron_part>& /*parts*/) const { return ""; }  // a part has none

 private:
  template <class Law>
  [[nodiscard]] std::string moments(const Law& law) const {
    return in_table(pair("mean", written(law.mean, quantity)) + ", " + pair("std", written(law.std, quantity)) +
                    bounds_of(law.within, quantity));
  }
};

std::string written_part(const neuron_part& part, const written_law& law) {
  const auto text = std::visit(law, part.values);
  return in_table(part.neurons.empty() ? text : pair("where", written_ranges(part.neurons)) + ", " + text);
}

/// That of a single part needs no list, unless it is of no neurons by name.
std::string written_parts(const std::vector<neuron_part>& parts, const written_law& law) {
  if (parts.size() == 1 && !parts[0].neurons.empty()) return written_part(parts[0], law);
  return list(parts, [&](const neuron_part& part) { return written_part(part, law); });
}

}  // namespace

std::string table_writer::key(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

std::string table_writer::toml() const {
  std::string text = path_.empty() ? "" : "\n[" + path_ + "]\n";
  for (const auto& [name, value] : lines_) text.append(name).append(" = ").append(value).append("\n");
  return text + sections_;
}

std::string table_writer::on_a_line(std::string_view only) const {
  if (lines_.empty()) return "{}";
  if (lines_.size() == 1 && lines_[0].first == only) return lines_[0].second;
  std::string text;
  for (const auto& [name, value] : lines_)
    text.append(text.empty() ? "{ " : ", ").append(name).append(" = ").append(value);
  return text + " }";
}

void table_writer::line(std::string_view name, const std::string& value) { lines_.emplace_back(name, value); }

void table_writer::text(std::string_view name, const std::string& value, need n) {
  if (n == need::required || !value.empty()) line(name, in_quotes(value));
}

void table_writer::texts(std::string_view name, const std::vector<std::string>& values, need /*n*/) {
  line(name, list(values, in_quotes));
}

void table_writer::texts(std::string_view name, const std::optional<std::vector<std::string>>& values) {
  if (values) texts(name, *values);
}

void table_writer::each_text(std::string_view name, const std::vector<std::pair<std::string, std::string>>& values) {
  if (values.empty()) return;
  section(name, [&](auto& inner) {
    for (const auto& [key, value] : values) inner.line(key, in_quotes(value));
  });
}

void table_writer::quantity_or_steady(std::string_view name, const std::optional<double>& value,
                                      const std::string& unit) {
  quantity_in(name, value, unit);
}

void table_writer::quantity_in(std::string_view name, const std::optional<double>& value, const std::string& unit) {
  if (value) quantity(name, *value, quantity_of(unit));
}

void table_writer::values(std::string_view name, const std::map<std::string, std::string>& values) {
  toml::table table;
  for (const auto& [key, value] : values) put_value(table, key, value);
  if (!table.empty()) line(name, written_value(table));
}

void table_writer::numbers(std::string_view name, const std::map<std::string, double>& values) {
  toml::table table;
  for (const auto& [key, value] : values) table.insert_or_assign(key, value);
  if (!table.empty()) line(name, written_value(table));
}

void table_writer::text_or_numbers(std::string_view name, const std::string& text,
                                   const std::map<std::string, double>& values) {
  if (values.empty())
    this->text(name, text, need::required);
  else
    numbers(name, values);
}

void table_writer::all_or_texts(std::string_view name, const std::optional<std::vector<std::string>>& values) {
  if (values && !values->empty())
    texts(name, *values);
  else
    flag(name, !values);
}

void table_writer::flag(std::string_view name, bool value) { line(name, value ? "true" : "false"); }

bool table_writer::word(std::string_view name, std::string_view word, bool is) {
  if (is) line(name, in_quotes(std::string(word)));
  return is;
}

void table_writer::natural(std::string_view name, std::uint64_t value, need /*n*/) {
  constexpr std::uint64_t largest_of_toml = std::numeric_limits<std::int64_t>::max();
  const auto digits = std::to_string(value);
  line(name, value > largest_of_toml ? in_quotes(digits) : digits);
}

void table_writer::naturals(std::string_view name, const std::vector<std::uint32_t>& values, need /*n*/) {
  std::string text = lists_ ? lists_->keep(key(name), values) : "";
  if (text.empty()) text = list(values, [](std::uint32_t value) { return std::to_string(value); });
  line(name, text);
}

void table_writer::indices(std::string_view name, const std::vector<std::uint32_t>& values) {
  if (!values.empty()) naturals(name, values);
}

void table_writer::quantity(std::string_view name, double value, hux::quantity q, need /*n*/) {
  line(name, written(value, q));
}

void table_writer::quantity(std::string_view name, const std::optional<double>& value, hux::quantity q) {
  if (value) quantity(name, *value, q);
}

void table_writer::quantity(std::string_view name, const std::optional<neuron_values>& value, hux::quantity q) {
  if (value) quantity(name, *value, q);
}

void table_writer::quantity(std::string_view name, const distribution& value, hux::quantity q, need /*n*/) {
  const auto listed_here = [&](const std::vector<double>& values) { return listed(name, values, q); };
  const auto* one = std::get_if<double>(&value);
  line(name, one ? written(*one, q) : in_table(written_law{q, listed_here}(value)));
}

void table_writer::quantity(std::string_view name, const neuron_values& value, hux::quantity q, need n) {
  if (const auto* d = std::get_if<distribution>(&value)) return quantity(name, *d, q, n);
  int lists = 0;
  const auto listed_here = [&](const std::vector<double>& values) {
    return listed(std::string(name) + "." + std::to_string(lists++), values, q);
  };
  const written_law law{q, listed_here};
  const auto* parts = std::get_if<std::vector<neuron_part>>(&value);
  line(name, parts ? written_parts(*parts, law) : in_table(std::visit(law, value)));
}

void table_writer::quantities(std::string_view name, const std::vector<double>& values, hux::quantity q, need n) {
  if (n == need::required || !values.empty()) line(name, listed(name, values, q));
}

std::string table_writer::listed(std::string_view name, const std::vector<double>& values, hux::quantity q) const {
  const std::string elsewhere = lists_ ? lists_->keep(key(name), values, unit_of(q)) : "";
  return elsewhere.empty() ? written_list(values, q) : elsewhere;
}

}  // namespace hux
