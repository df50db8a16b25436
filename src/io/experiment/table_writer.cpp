#include "io/experiment/table_writer.hpp"

#include <cmath>
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

std::string bounds_of(const bounds& b, quantity q) {
  std::string text;
  if (b.min > -std::numeric_limits<double>::infinity()) text += ", min = " + written(b.min, q);
  if (b.max < std::numeric_limits<double>::infinity()) text += ", max = " + written(b.max, q);
  return text + ", outside = " + (b.action == out_of_bounds::clip ? "\"clip\"" : "\"redraw\"");
}

/// A distribution as an inline table, a single value as itself.
struct written_law {
  hux::quantity quantity;

  std::string operator()(double value) const { return written(value, quantity); }
  std::string operator()(const uniform& u) const { return of("uniform", written_list({u.low, u.high}, quantity)); }
  std::string operator()(const linspace& l) const { return of("linspace", written_list({l.first, l.last}, quantity)); }
  std::string operator()(const std::vector<double>& v) const { return of("values", written_list(v, quantity)); }
  std::string operator()(const normal& n) const { return of("normal", moments(n)); }
  std::string operator()(const lognormal& l) const { return of("lognormal", moments(l)); }

 private:
  static std::string of(std::string_view name, const std::string& value) {
    return "{ " + std::string(name) + " = " + value + " }";
  }
  template <class Law>
  [[nodiscard]] std::string moments(const Law& law) const {
    return "{ mean = " + written(law.mean, quantity) + ", std = " + written(law.std, quantity) +
           bounds_of(law.within, quantity) + " }";
  }
};

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
  line(name, list(values, [](std::uint32_t value) { return std::to_string(value); }));
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

void table_writer::quantity(std::string_view name, const std::optional<distribution>& value, hux::quantity q) {
  if (value) quantity(name, *value, q);
}

void table_writer::quantity(std::string_view name, const distribution& value, hux::quantity q, need /*n*/) {
  line(name, std::visit(written_law{q}, value));
}

void table_writer::quantities(std::string_view name, const std::vector<double>& values, hux::quantity q, need n) {
  if (n == need::required || !values.empty()) line(name, written_list(values, q));
}

}  // namespace hux
