#include "equations/text/receptor_numbers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string_view>

#include "hux/device/functions.hpp"
#include "hux/device/math.hpp"

namespace hux {
namespace {

bool holds(bound b, double value) {
  if (!std::isfinite(value)) return false;
  return b == bound::finite || (b == bound::negative && value < 0) || (b == bound::non_negative && value >= 0) ||
         (b == bound::positive && value > 0);
}

std::string_view text_of(bound b) {
  switch (b) {
    case bound::negative:
      return "less than 0";
    case bound::non_negative:
      return "0 or more";
    case bound::positive:
      return "more than 0, as currents are outward positive";
    default:
      return "a finite number";
  }
}

/// A conductance is never below zero; it is looked at millivolt by millivolt.
found_mistake mistake_of_opening(const opening_list& opening, const double* parameters) {
  const auto coefficients = coefficients_of(opening.derive, parameters, 1);
  for (const double c : coefficients)
    if (!holds(bound::finite, c))
      return std::pair(bounded_number{0, bound::finite, "receptor.current", "has the coefficient ", ""}, c);
  for (int v = -100; v <= 60; ++v) {
    const double open = fraction_open(opening, v, coefficients);
    if (!holds(bound::non_negative, open) || open > std::numeric_limits<float>::max())
      return std::pair(bounded_number{0, bound::non_negative, "receptor.current", "has the factor ",
                                      fmt::format(" at v = {} mV", v)},
                       open);
  }
  return std::nullopt;
}

/// Currents are looked at millivolt by millivolt of both potentials.
found_mistake mistake_of_wire(const wire_list& wire, const double* parameters) {
  const double change = steepest(wire, coefficients_of(wire.derive, parameters, 1));
  if (holds(bound::finite, change) && change <= std::numeric_limits<float>::max()) return std::nullopt;
  return std::pair(bounded_number{0, bound::finite, "wire.current", "changes by ",
                                  " per mV somewhere from -100 to 60 mV of v and v_pre"},
                   change);
}

}  // namespace

std::string bounded_number::sentence(double value) const {
  const double shown = std::isnan(value) ? NAN : value + 0.0;  // neither has a sign to be shown
  const auto wanted = text_of(std::isfinite(value) ? expected : bound::finite);
  return fmt::format("{}{:g}{}; expected {}", before, shown, after, wanted);
}

cascade::propagator advanced(const receptor_numbers& n, const double* parameters, double h) {
  const auto values = n.of(parameters, h);
  const double to_x = values[n.exponent_x];
  if (!n.cascaded) return {exp(to_x), 0, 0};
  const double to_y = values[n.exponent_y];
  const double x = exp(to_x);
  const double y = exp(to_y);
  // (x - y) / (rate of x - rate of y) with the slower of the two divided out: nothing cancels, and equal rates are
  // met.
  return {x, values[n.drive] * h * maximum(x, y) * exprel(-absolute(to_x - to_y)), y};
}

cascade::jump added(const receptor_numbers& n, const double* parameters) {
  const auto values = n.of(parameters);
  return {values[n.jump_x], values[n.jump_y]};
}

double fraction_open(const opening_list& opening, double v, const std::vector<double>& coefficients) {
  std::vector<double> inputs{v};
  inputs.insert(inputs.end(), coefficients.begin(), coefficients.end());
  return results_of<double>(opening.open, inputs)[0];
}

found_mistake first_mistake(const receptor_numbers& numbers, const double* parameters) {
  const auto values = numbers.of(parameters);
  for (const auto& b : numbers.bounded)
    if (!holds(b.expected, values[b.place])) return std::pair(b, values[b.place]);
  if (numbers.wire) return mistake_of_wire(*numbers.wire, parameters);
  return numbers.opening ? mistake_of_opening(*numbers.opening, parameters) : std::nullopt;
}

std::string mistake_in(const receptor_numbers& numbers, const double* parameters) {
  const auto found = first_mistake(numbers, parameters);
  return found ? found->first.key + " " + found->first.sentence(found->second) : "";
}

}  // namespace hux
