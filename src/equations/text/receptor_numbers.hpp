#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "equations/listed_model.hpp"
#include "equations/opening_list.hpp"
#include "equations/wire_list.hpp"
#include "hux/device/synapses/synapse.hpp"

/// A receptor as numbers that its parameters make.
namespace hux {

/// What a number has to be.
enum class bound : std::uint8_t { finite, negative, non_negative, positive };

/// A number that has a bound, and the sentence around it.
struct bounded_number {
  std::uint32_t place;  ///< among the numbers
  bound expected;
  std::string key;            ///< of the equation that it is in, in the page
  std::string before, after;  ///< it, in the sentence

  [[nodiscard]] std::string sentence(double value) const;
};
/// What the functions of a synapse are made of: numbers, from the parameters and a time, by their places.
struct receptor_numbers {
  operation_list derive;
  bool cascaded = false;
  std::uint32_t exponent_x = 0, exponent_y = 0;  ///< rates of x and y times the time
  std::uint32_t drive = 0;                       ///< of x by y, 1/ms
  std::uint32_t jump_x = 0, jump_y = 0;
  std::uint32_t e_rev = 0;
  std::shared_ptr<const opening_list> opening;  ///< null: the conductance does not follow v
  std::shared_ptr<const wire_list> wire;        ///< null: synapses have no currents by themselves
  std::vector<bounded_number> bounded;

  [[nodiscard]] std::vector<double> of(const double* parameters, double h = 1) const {
    return coefficients_of(derive, parameters, h);
  }
};

cascade::propagator advanced(const receptor_numbers& n, const double* parameters, double h);
cascade::jump added(const receptor_numbers& n, const double* parameters);
double fraction_open(const opening_list& opening, double v, const std::vector<double>& coefficients);

/// What is out of its bound, and its value.
using found_mistake = std::optional<std::pair<bounded_number, double>>;
found_mistake first_mistake(const receptor_numbers& numbers, const double* parameters);
/// The same in a sentence; empty if there is none.
std::string mistake_in(const receptor_numbers& numbers, const double* parameters);

}  // namespace hux
