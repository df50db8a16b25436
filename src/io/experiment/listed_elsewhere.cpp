#include "io/experiment/listed_elsewhere.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <variant>

#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "io/experiment/list_digest.hpp"
#include "io/experiment/table_reader.hpp"

namespace hux {
namespace {

/// What a number of a list is to be multiplied by to be in the unit of a quantity.
double factor_of(const std::string& unit, const std::string& key, quantity q, const surroundings& around) {
  const auto expected = unit_of(q);
  if (unit.empty() && !around.bare_numbers && !expected.empty())
    throw input_error(key + ".unit",
                      "missing; expected the unit of the numbers, such as '" + std::string(expected) + "'");
  try {
    return unit.empty() ? 1 : parse_quantity("1 " + unit, q);
  } catch (const units_error& e) {
    throw input_error(key, e.what());
  }
}

/// A list that the text of an experiment names, which has to be the one that was there when that was written.
std::vector<double> named_list(const std::string& name, const std::string& digest, const std::string& key,
                               const surroundings& around) {
  if (!around.named) throw input_error(key, "names a data set of no file; expected file = \"lists.h5\" beside it");
  std::vector<double> values = around.named(name);
  if (digest_of(values) != digest)
    throw file_error("the numbers of " + name + " are not those that were written there");
  return values;
}

/// Calls use(list, unit) with what a node names.
template <class Use>
auto with_list(const toml::node& node, const std::string& key, const surroundings& around, const Use& use) {
  table_reader reader(*node.as_table(), key, around);
  std::string unit, dataset, digest;
  reader.text("unit", unit);
  if (const auto file = reader.file("file")) {
    reader.text("dataset", dataset, need::required);
    reader.finish();
    const auto values = around.read_dataset(*file, dataset);
    return use(number_list(values), unit);
  }
  reader.text("dataset", dataset);
  if (!dataset.empty()) {
    reader.text("digest", digest);
    reader.finish();
    const auto values = named_list(dataset, digest, key, around);
    return use(number_list(values), unit);
  }
  std::uint64_t number = 0;
  reader.natural(array_key, number, need::required);
  reader.finish();
  if (number >= around.arrays.size())
    throw input_error(key, "there is no array " + std::to_string(number) + "; programs hand them over, and " +
                               std::to_string(around.arrays.size()) + " were");
  return use(around.arrays[number], unit);
}

[[noreturn]] void refuse_element(const std::string& key, std::size_t place, double value, const std::string& expected) {
  throw input_error(key, "number " + std::to_string(place) + " of the list (from 0 on) is " +
                             format_quantity(value, quantity::dimensionless) + "; expected " + expected);
}

/// Each number of a list as a double, or as it is.
template <class T>
void append(std::vector<double>& values, std::span<const T> list) {
  values.assign(list.begin(), list.end());
}

bool is_natural(double value) {
  return value >= 0 && value <= std::numeric_limits<std::uint32_t>::max() && std::floor(value) == value;
}
bool is_natural(std::int64_t value) { return value >= 0 && value <= std::numeric_limits<std::uint32_t>::max(); }
bool is_natural(std::uint32_t /*value*/) { return true; }

}  // namespace

bool is_elsewhere(const toml::node& node) {
  const auto* table = node.as_table();
  return table && (table->contains(array_key) || table->contains("file") || table->contains("dataset"));
}

const toml::node& here(const toml::node& value, const std::string& key) {
  if (is_elsewhere(value))
    throw input_error(key, "an array or a data set cannot stand here; expected the values themselves");
  if (const auto* table = value.as_table())
    for (const auto& [name, node] : *table) here(node, key);
  return value;
}

std::vector<double> quantities_elsewhere(const toml::node& node, const std::string& key, quantity q,
                                         const surroundings& around) {
  return with_list(node, key, around, [&](const number_list& list, const std::string& unit) {
    std::vector<double> values;
    std::visit([&](auto numbers) { append(values, numbers); }, list);
    const auto finite = [](double value) { return std::isfinite(value); };
    if (const auto bad = std::ranges::find_if_not(values, finite); bad != values.end())
      refuse_element(key, bad - values.begin(), *bad, describe(q));
    if (const double factor = factor_of(unit, key, q, around); factor != 1)
      for (double& value : values) value *= factor;
    return values;
  });
}

std::vector<std::uint32_t> naturals_elsewhere(const toml::node& node, const std::string& key,
                                              const surroundings& around) {
  return with_list(node, key, around, [&](const number_list& list, const std::string& unit) {
    factor_of(unit, key, quantity::dimensionless, around);
    const auto converted = [&](auto numbers) {
      const auto natural = [](auto value) { return is_natural(value); };
      if (const auto bad = std::ranges::find_if_not(numbers, natural); bad != numbers.end())
        refuse_element(key, bad - numbers.begin(), static_cast<double>(*bad), "a whole number from 0 to 4294967295");
      return std::vector<std::uint32_t>(numbers.begin(), numbers.end());
    };
    return std::visit(converted, list);
  });
}

}  // namespace hux
