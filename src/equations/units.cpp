#include "hux/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "equations/units_of_measure.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

struct quantity_text {
  hux::quantity quantity;
  std::string_view unit;     ///< the one in which Hux keeps it
  std::string_view name;     ///< with its article
  std::string_view example;  ///< as a user would write it
};

constexpr std::array quantities{
    quantity_text{quantity::dimensionless, "", "a number", "0.5"},
    quantity_text{quantity::voltage, "mV", "a voltage", "-65 mV"},
    quantity_text{quantity::time, "ms", "a time", "1.5 ms"},
    quantity_text{quantity::rate, "Hz", "a rate", "60 Hz"},
    quantity_text{quantity::current, "pA", "a current", "50 pA"},
    quantity_text{quantity::conductance, "nS", "a conductance", "6 nS"},
    quantity_text{quantity::capacitance, "pF", "a capacitance", "200 pF"},
    quantity_text{quantity::current_density, "uA/cm2", "a current density", "7 uA/cm2"},
    quantity_text{quantity::conductance_density, "mS/cm2", "a conductance density", "0.1 mS/cm2"},
    quantity_text{quantity::capacitance_density, "uF/cm2", "a capacitance density", "1 uF/cm2"},
    quantity_text{quantity::area, "um2", "an area", "20000 um2"},
    quantity_text{quantity::length, "um", "a length", "100 um"},
    quantity_text{quantity::velocity, "m/s", "a velocity", "0.3 m/s"},
    quantity_text{quantity::temperature, "degC", "a temperature", "6.3 degC"},
    quantity_text{quantity::concentration, "mM", "a concentration", "1 mM"},
    quantity_text{quantity::frequency_per_ms, "1/ms", "a rate", "3 1/ms"},
    quantity_text{quantity::model_current, "pA or uA/cm2", "a current", "50 pA"},
    quantity_text{quantity::model_conductance, "nS or mS/cm2", "a conductance", "6 nS"},
    quantity_text{quantity::model_synaptic, "nS, mS/cm2, pA or uA/cm2", "a conductance or current", "6 nS"},
};

bool is_of_its_own(quantity q) { return q > quantity::model_synaptic; }

/// Of a unit, "a conductance"; of one that no quantity has, what else it is called.
std::string_view dimension_name(const dimension& found, std::string_view otherwise) {
  for (const auto& q : quantities)
    if (q.quantity < quantity::model_current && same_dimension(found, *find_dimension(q.unit))) return q.name;
  return otherwise;
}

/// Quantities that are kept in a unit that a user has named. They are never forgotten, so that views of their texts
/// hold.
class own_quantities {
 public:
  quantity of(std::string_view unit) {
    const std::scoped_lock lock(mutex_);
    auto found = std::ranges::find(all_, unit, &texts::unit);
    if (found == all_.end()) found = all_.insert(found, described(unit));
    return static_cast<quantity>(first + (found - all_.begin()));
  }

  quantity_text operator[](quantity q) {
    const std::scoped_lock lock(mutex_);
    const auto& t = all_.at(static_cast<std::size_t>(static_cast<int>(q) - first));
    return {q, t.unit, t.name, t.example};
  }

 private:
  struct texts {
    std::string unit, name, example;
  };

  static texts described(std::string_view unit) {
    const std::string u(unit);
    return {u, std::string(dimension_name(dimension_of(u), "a value")) + " in " + u, "1 " + u};
  }

  static constexpr int first = static_cast<int>(quantity::model_synaptic) + 1;
  std::mutex mutex_;
  std::deque<texts> all_;
};

own_quantities& of_their_own() {
  static own_quantities all;
  return all;
}

quantity_text text_of(quantity q) {
  return is_of_its_own(q) ? of_their_own()[q] : *std::ranges::find(quantities, q, &quantity_text::quantity);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

[[noreturn]] void refuse(std::string_view text, const std::string& found, quantity q) {
  throw units_error(quotation(text) + " " + found + "; expected " + describe(q));
}

/// A number as its digits and its power of ten: "1.5e3" is {"1.5", 3}.
struct decimal {
  std::string_view digits;
  long exponent = 0;
  std::string_view rest;
};

std::optional<decimal> split_number(std::string_view text) {
  auto start = text;
  if (start.starts_with('+')) start.remove_prefix(1);
  if (start.empty() || (start[0] != '-' && start[0] != '.' && (start[0] < '0' || start[0] > '9'))) return std::nullopt;
  double ignored = 0;
  const auto fixed = std::from_chars(start.data(), start.data() + start.size(), ignored, std::chars_format::fixed).ptr;
  if (fixed == start.data() || (fixed[-1] != '.' && (fixed[-1] < '0' || fixed[-1] > '9')))
    return std::nullopt;  // no digits, or "-inf"
  decimal result{std::string_view(start.data(), fixed), 0, start.substr(fixed - start.data())};
  if (!result.rest.starts_with('e') && !result.rest.starts_with('E')) return result;
  auto exponent = result.rest.substr(1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  const auto [end, failure] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
  if (end == exponent.data()) return result;
  result.exponent = failure == std::errc{} ? std::clamp(result.exponent, -100000L, 100000L) : 100000L;
  result.rest = exponent.substr(end - exponent.data());
  return result;
}

/// Shifting the decimal exponent before the one conversion to binary makes the result correctly rounded in any unit.
double to_double(const decimal& number, int ten, std::string_view text, quantity q) {
  const auto all = std::string(number.digits) + "e" + std::to_string(number.exponent + ten);
  double value = 0;
  const auto [end, failure] = std::from_chars(all.data(), all.data() + all.size(), value);
  if (failure != std::errc{} || end != all.data() + all.size()) refuse(text, "is not within the range of numbers", q);
  return value;
}

}  // namespace

quantity quantity_of(std::string_view unit) {
  unit = trimmed(unit);
  if (unit == "1") return quantity::dimensionless;
  const auto known = std::ranges::find(quantities, unit, &quantity_text::unit);
  if (known != quantities.end() && known->quantity < quantity::model_current) return known->quantity;
  return of_their_own().of(unit);
}

std::string_view unit_of(quantity q) { return text_of(q).unit; }

std::string describe(quantity q) {
  const auto t = text_of(q);
  const std::string_view quote = q == quantity::dimensionless ? "" : "'";
  return std::string(t.name) + " such as " + std::string(quote) + std::string(t.example) + std::string(quote);
}

double parse_quantity(std::string_view text, quantity q) {
  const auto number = split_number(trimmed(text));
  if (!number) refuse(text, "is not a number with a unit", q);
  const auto unit_text = trimmed(number->rest);
  const auto expected = dimension_of(unit_of(q));
  const auto found = find_dimension(unit_text.empty() ? "" : "1 " + std::string(unit_text));  // "3/ms" is "3 1 /ms"
  if (!found) refuse(text, "has the unknown unit " + quotation(unit_text), q);
  if (unit_text.empty() && q != quantity::dimensionless) refuse(text, "has no unit", q);
  if (!same_dimension(*found, expected))
    refuse(text, "is " + std::string(dimension_name(*found, "of another dimension")), q);
  return to_double(*number, found->ten - expected.ten, text, q);
}

std::string format_quantity(double value, quantity q) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  std::string text(digits.data(), end);
  if (q != quantity::dimensionless) text.append(" ").append(unit_of(q));
  return text;
}

}  // namespace hux
