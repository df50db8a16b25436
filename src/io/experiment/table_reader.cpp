#include "io/experiment/table_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <tuple>

#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "io/experiment/law_reader.hpp"
#include "io/experiment/listed_elsewhere.hpp"
#include "io/text/toml_text.hpp"

namespace hux {
namespace {

/// A value as a message shows it.
std::string shown(const toml::node& node) {
  if (node.is_table()) return "a table";
  if (const auto* array = node.as_array()) return "a list of " + std::to_string(array->size());
  constexpr std::size_t longest = 60;
  if (const auto* text = node.as_string()) return quotation(text->get(), longest);
  std::ostringstream text;
  node.visit([&](const auto& n) {
    if constexpr (toml::is_value<decltype(n)>) text << std::boolalpha << n.get();
  });
  return text.str();
}

[[noreturn]] void refuse(const std::string& key, const toml::node& node, const std::string& expected) {
  throw input_error(key, shown(node) + " is not what is needed here; expected " + expected);
}

std::string text_of(const toml::node& node, const std::string& key, std::string_view expected) {
  if (const auto text = node.value<std::string>(); text && node.is_string()) return *text;
  refuse(key, node, std::string(expected));
}

/// A string with a unit, or a plain number where the quantity has none, with whatever sign of zero.
double signed_quantity_of(const toml::node& node, const std::string& key, quantity q) {
  if (!node.is_string() && !node.is_number()) refuse(key, node, describe(q));
  try {
    if (const auto* number = node.as_floating_point()) return parse_quantity(format_quantity(number->get(), {}), q);
    if (const auto* number = node.as_integer()) return parse_quantity(std::to_string(number->get()), q);
    return parse_quantity(node.as_string()->get(), q);
  } catch (const units_error& e) {
    throw input_error(key, e.what());
  }
}

/// The unit in which a quantity is written: "uM" of "0.05 uM".
std::string unit_in(const toml::node& node, const std::string& key) {
  if (node.is_number()) return "";
  constexpr std::string_view expected = "a number with a unit such as '20 uF/cm2'", blank = " \t";
  const std::string text = text_of(node, key, expected);
  const char* end = text.data() + text.size();
  double ignored = 0;
  const auto number =
      std::from_chars(text.data() + std::min(text.find_first_not_of(" \t+"), text.size()), end, ignored);
  if (number.ec == std::errc::invalid_argument) refuse(key, node, std::string(expected));
  const std::string_view rest(number.ptr, end);
  const auto first = rest.find_first_not_of(blank);
  if (first == std::string_view::npos) return "";
  const auto unit = rest.substr(first, rest.find_last_not_of(blank) - first + 1);
  return (unit.starts_with('/') ? "1" : "") + std::string(unit);
}

/// What is measured in a unit.
quantity measured_in(const std::string& unit, const std::string& key) {
  try {
    return hux::quantity_of(unit);
  } catch (const units_error& e) {
    throw input_error(key, e.what());
  }
}

/// Zero has no sign.
double quantity_of(const toml::node& node, const std::string& key, quantity q, const surroundings& around) {
  const bool is_bare = around.bare_numbers && node.is_number();
  return signed_quantity_of(node, key, is_bare ? quantity::dimensionless : q) + 0.0;
}

std::vector<double> quantities_of(const toml::node& node, const std::string& key, quantity q,
                                  const surroundings& around) {
  if (is_elsewhere(node)) return quantities_elsewhere(node, key, q, around);
  if (!node.is_array()) refuse(key, node, "a list, each " + describe(q));
  std::vector<double> values;
  values.reserve(node.as_array()->size());
  for (const auto& element : *node.as_array()) values.push_back(quantity_of(element, key, q, around));
  return values;
}

}  // namespace

std::string table_reader::key(std::string_view name) const {
  if (!only_.empty() && name == only_) return path_;
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const toml::node* table_reader::find(std::string_view name, need n, std::string_view expected) {
  asked_.emplace_back(name);
  const auto* node = table_.get(name);
  if (!node && n == need::required) throw input_error(key(name), "missing; expected " + std::string(expected));
  return node;
}

const toml::table& table_reader::table_of(const toml::node& node, const std::string& key) {
  if (const auto* table = node.as_table()) return *table;
  refuse(key, node, "a table");
}

std::vector<std::string> table_reader::names_in_order(const toml::table& table) {
  std::vector<std::tuple<std::size_t, std::size_t, std::string>> names;
  for (const auto& [key, node] : table)
    names.emplace_back(key.source().begin.line, key.source().begin.column, key.str());
  std::ranges::sort(names);
  std::vector<std::string> result;
  for (auto& [line, column, name] : names) result.push_back(std::move(name));
  return result;
}

std::vector<std::string_view> table_reader::names() const {
  std::vector<std::string_view> all;
  for (const auto& [name, node] : table_) all.push_back(name.str());
  return all;
}

void table_reader::text(std::string_view name, std::string& value, need n) {
  constexpr std::string_view expected = "a text in quotes";
  if (const auto* node = find(name, n, expected)) value = text_of(*node, key(name), expected);
}

const toml::array* table_reader::array_at(std::string_view name, need n, std::string_view expected) {
  const auto* node = find(name, n, expected);
  if (node && !node->is_array()) refuse(key(name), *node, std::string(expected));
  return node ? node->as_array() : nullptr;
}

void table_reader::texts(std::string_view name, std::vector<std::string>& values, need n) {
  const auto* array = array_at(name, n, "a list of names such as [\"v\", \"m\"]");
  if (!array) return;
  values.clear();
  for (const auto& node : *array) values.push_back(text_of(node, key(name), "a name in quotes"));
}

void table_reader::texts(std::string_view name, std::optional<std::vector<std::string>>& values) {
  if (table_.contains(name)) values.emplace();
  std::vector<std::string> none;
  texts(name, values ? *values : none);
}

void table_reader::all_or_texts(std::string_view name, std::optional<std::vector<std::string>>& values) {
  const auto* node = find(name, need::optional, {});
  if (node && node->is_boolean()) {
    values.reset();
    if (!node->as_boolean()->get()) values.emplace();
  } else if (node && node->is_array()) {
    texts(name, values.emplace());
  } else if (node) {
    refuse(key(name), *node, "true, false or a list of names");
  }
}

void table_reader::flag(std::string_view name, bool& value) {
  const auto* node = find(name, need::optional, {});
  if (node && !node->is_boolean()) refuse(key(name), *node, "true or false");
  if (node) value = node->as_boolean()->get();
}

bool table_reader::word(std::string_view name, std::string_view expected, bool& is) {
  const auto* node = find(name, need::optional, {});
  is = node && node->is_string();
  if (is && node->as_string()->get() != expected)
    refuse(key(name), *node, "a table, or \"" + std::string(expected) + '"');
  return is;
}

bool table_reader::is_text(std::string_view name) {
  const auto* node = find(name, need::optional, {});
  if (!node || node->is_table()) return false;
  if (!node->is_string() || node->as_string()->get().empty()) refuse(key(name), *node, "a name, or a table");
  return true;
}

const toml::table* table_reader::table_at(std::string_view name) {
  const auto* node = find(name, need::optional, {});
  return node ? &table_of(*node, key(name)) : nullptr;
}

void table_reader::values(std::string_view name, std::map<std::string, std::string>& values) {
  const auto* table = table_at(name);
  if (!table) return;
  for (const auto& [of, node] : *table)
    values[std::string(of.str())] = written_value(here(node, key(name) + "." + std::string(of.str())));
}

void table_reader::each_text(std::string_view name, std::vector<std::pair<std::string, std::string>>& values) {
  const auto* table = table_at(name);
  if (!table) return;
  table_reader inner(*table, key(name), around_);
  for (const auto& element : names_in_order(*table)) inner.text(element, values.emplace_back(element, "").second);
}

void table_reader::numbers(std::string_view name, std::map<std::string, double>& values) {
  const auto* table = table_at(name);
  if (!table) return;
  table_reader inner(*table, key(name), around_);
  for (const auto& [of, node] : *table)
    inner.quantity(of.str(), values[std::string(of.str())], quantity::dimensionless);
}

void table_reader::text_or_numbers(std::string_view name, std::string& text, std::map<std::string, double>& values) {
  constexpr std::string_view expected = "a name, or a table of numbers";
  const auto& node = *find(name, need::required, expected);
  if (!node.is_table()) {
    text = text_of(node, key(name), expected);
    return;
  }
  if (node.as_table()->empty()) throw input_error(key(name), "is an empty table; expected " + std::string(expected));
  numbers(name, values);
}

table_reader table_reader::element_of(const toml::array& tables, const std::string& key, std::size_t number) const {
  const auto* table = tables[number].as_table();
  if (!table) refuse(key_of_element(key, {}, number), tables[number], "a table");
  const auto name = (*table)["name"].value<std::string>().value_or("");
  return {*table, key_of_element(key, name, number), around_};
}

std::uint64_t table_reader::natural_of(const toml::node& node, const std::string& key, std::uint64_t most) {
  std::optional<std::uint64_t> value;
  if (const auto* integer = node.as_integer()) {
    if (integer->get() >= 0) value = integer->get();
  } else if (const auto* real = node.as_floating_point()) {  // 1e6
    constexpr double exact = 9007199254740992;
    if (real->get() >= 0 && real->get() <= exact && std::floor(real->get()) == real->get())
      value = static_cast<std::uint64_t>(real->get());
  } else if (const auto* text = node.as_string()) {  // beyond the integers of TOML
    std::uint64_t parsed = 0;
    const auto* end = text->get().data() + text->get().size();
    const auto [stop, failure] = std::from_chars(text->get().data(), end, parsed);
    if (failure == std::errc{} && stop == end) value = parsed;
  }
  if (!value || *value > most) refuse(key, node, "a whole number from 0 to " + std::to_string(most));
  return *value;
}

std::uint32_t table_reader::index_of(const toml::node& node, const std::string& key) {
  return static_cast<std::uint32_t>(natural_of(node, key, std::numeric_limits<std::uint32_t>::max()));
}

void table_reader::naturals(std::string_view name, std::vector<std::uint32_t>& values, need n) {
  const auto* node = find(name, n, "a list of whole numbers");
  if (!node) return;
  values.clear();
  if (is_elsewhere(*node)) return void(values = naturals_elsewhere(*node, key(name), around_));
  if (!node->is_array()) refuse(key(name), *node, "a list of whole numbers");
  for (const auto& element : *node->as_array()) values.push_back(index_of(element, key(name)));
}

void table_reader::append_range(std::vector<std::uint32_t>& values, const toml::node& node, const std::string& key) {
  constexpr std::uint32_t longest = 1U << 24;
  const auto text = node.value<std::string>().value_or("");
  const char* end = text.data() + text.size();
  std::uint32_t first = 0, last = 0;
  const auto low = std::from_chars(text.data(), end, first);
  const bool dashed = low.ec == std::errc{} && low.ptr != end && *low.ptr == '-';
  const auto high = dashed ? std::from_chars(low.ptr + 1, end, last) : low;
  if (!dashed || high.ec != std::errc{} || high.ptr != end || last < first)
    refuse(key, node, "indices of neurons such as [0, 3] or \"0-9\"");
  if (last - first >= longest || values.size() >= longest)
    throw input_error(key, shown(node) + " is longer than " + std::to_string(longest) + " neurons; leave " +
                               std::string("the key out to mean all of them"));
  for (std::uint64_t i = first; i <= last; ++i) values.push_back(static_cast<std::uint32_t>(i));
}

void table_reader::append_indices(std::vector<std::uint32_t>& values, const toml::node& node, const std::string& key) {
  if (!node.is_array()) return append_range(values, node, key);
  for (const auto& element : *node.as_array())
    element.is_string() ? append_range(values, element, key) : values.push_back(index_of(element, key));
}

void table_reader::indices(std::string_view name, std::vector<std::uint32_t>& values) {
  const auto* node = find(name, need::optional, {});
  if (!node) return;
  values.clear();
  if (is_elsewhere(*node))
    values = naturals_elsewhere(*node, key(name), around_);
  else
    append_indices(values, *node, key(name));
  if (values.empty()) throw input_error(key(name), "the list is empty; leave the key out to mean all neurons");
}

void table_reader::quantity(std::string_view name, double& value, hux::quantity q, need n) {
  if (const auto* node = find(name, n, describe(q))) value = quantity_of(*node, key(name), q, around_);
}

void table_reader::quantity(std::string_view name, std::optional<double>& value, hux::quantity q) {
  if (const auto* node = find(name, need::optional, {})) value = quantity_of(*node, key(name), q, around_);
}

void table_reader::quantity(std::string_view name, distribution& value, hux::quantity q, need n) {
  if (const auto* node = find(name, n, describe(q))) value = distribution_of(*node, key(name), q);
}

void table_reader::quantity(std::string_view name, neuron_values& value, hux::quantity q, need n) {
  if (const auto* node = find(name, n, describe(q))) value = neuron_values_of(*node, key(name), q);
}

void table_reader::quantity(std::string_view name, std::optional<neuron_values>& value, hux::quantity q) {
  if (const auto* node = find(name, need::optional, {})) value = neuron_values_of(*node, key(name), q);
}

void table_reader::own_quantity(std::string_view name, double& value, hux::quantity& q, need n) {
  const auto* node = find(name, n, "a quantity such as '20 uF/cm2'");
  if (!node) return;
  q = measured_in(unit_in(*node, key(name)), key(name));
  value = quantity_of(*node, key(name), q, around_);
}

void table_reader::quantity_or_steady(std::string_view name, std::optional<double>& value, std::string& unit) {
  const auto* node = find(name, need::optional, {});
  if (!node || node->value<std::string_view>() != "steady") return quantity_in(name, value, unit);
  if (!unit.empty()) measured_in(unit, key("unit"));
}

void table_reader::quantity_in(std::string_view name, std::optional<double>& value, std::string& unit) {
  if (!unit.empty()) measured_in(unit, key("unit"));
  const auto* node = find(name, need::optional, {});
  if (!node) return;
  if (unit.empty()) unit = unit_in(*node, key(name));
  value = quantity_of(*node, key(name), measured_in(unit, key(name)), around_);
}

void table_reader::quantities(std::string_view name, std::vector<double>& values, hux::quantity q, need n) {
  if (const auto* node = find(name, n, "a list, each " + describe(q)))
    values = quantities_of(*node, key(name), q, around_);
}

distribution table_reader::distribution_of(const toml::node& node, const std::string& key, hux::quantity q) const {
  if (node.is_array()) refuse(key, node, describe(q) + ", or for one each { values = [...] }");
  if (!node.is_table()) return quantity_of(node, key, q, around_);
  if (is_elsewhere(node)) return quantities_elsewhere(node, key, q, around_);
  table_reader law(*node.as_table(), key, around_);
  return read_law(law, q);
}

neuron_values table_reader::neuron_values_of(const toml::node& node, const std::string& key, hux::quantity q) const {
  if (const auto* table = node.as_table()) {
    if (is_elsewhere(node)) return distribution_of(node, key, q);
    table_reader law(*table, key, around_);
    if (table->contains("where")) return std::vector{read_part(law, q)};
    return read_neuron_law(law, q);
  }
  const auto* list = node.as_array();
  if (!list || list->empty() || !list->front().is_table()) return distribution_of(node, key, q);
  std::vector<neuron_part> parts;
  for (std::size_t i = 0; i < list->size(); ++i) {
    table_reader element = element_of(*list, key, i);
    parts.push_back(read_part(element, q));
  }
  return parts;
}

std::optional<std::filesystem::path> table_reader::file(std::string_view name) {
  std::string given;
  text(name, given);
  if (given.empty()) return std::nullopt;
  return file_called(given, key(name));
}

std::vector<std::filesystem::path> table_reader::files(std::string_view name) {
  const auto* array = array_at(name, need::optional, "a list of files");
  std::vector<std::filesystem::path> all;
  for (std::size_t i = 0; array && i < array->size(); ++i)
    all.push_back(file_called(text_of((*array)[i], key(name), "the name of a file in quotes"), key(name)));
  return all;
}

std::filesystem::path table_reader::file_called(const std::string& given, const std::string& key) const {
  if (given.empty() || given.find('\0') != std::string::npos)
    throw input_error(key, quotation(given) + " is not the name of a file");
  return around_.folder / given;
}

bool table_reader::is_standard(const toml::node& node, const std::string& key, hux::quantity q,
                               std::string_view standard) {
  if (standard.empty() || !node.is_string()) return false;
  if (node.as_string()->get() == standard) return true;
  if (q != quantity::dimensionless) return false;
  refuse(key, node, describe(q) + ", or '" + std::string(standard) + "'");
}

void table_reader::forbidden(std::string_view name, std::string_view why) {
  misplaced(name, "not needed: " + std::string(why));
}

void table_reader::misplaced(std::string_view name, const std::string& sentence) {
  if (table_.contains(name)) throw input_error(key(name), sentence);
}

void table_reader::finish() const {
  for (const auto& [name, node] : table_) {
    if (std::ranges::find(asked_, name.str()) != asked_.end()) continue;
    std::vector<std::string_view> known;  // some are asked for twice, once for what they are
    for (const auto& asked : asked_)
      if (std::ranges::find(known, asked) == known.end()) known.push_back(asked);
    throw input_error(key(name.str()), "unknown key; " + suggestion(name.str(), known));
  }
}

}  // namespace hux
