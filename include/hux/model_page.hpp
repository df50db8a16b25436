#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hux/parameter.hpp"

namespace hux {

/// What a model's currents, conductances and capacitance are of.
enum class membrane_of : std::uint8_t {
  area,  ///< a square centimetre: uA/cm2, mS/cm2, uF/cm2
  cell,  ///< a cell: pA, nS, pF
  none   ///< plain numbers, time in ms
};

/// A text by its name.
using named_text = std::pair<std::string, std::string>;

/// A gate: x' = speed (alpha (1 - x) - beta x), or x' = speed (inf - x) / tau. Of the two pairs one is given.
struct page_gate {
  std::string name;
  std::string alpha, beta;  ///< 1/ms
  std::string inf, tau;     ///< a number, and ms
  std::string speed;        ///< a number; empty: 1

  bool operator==(const page_gate&) const = default;
};

/// How a state variable goes through a step.
enum class state_method : std::uint8_t {
  integrators,  ///< as the integrator does with all
  exponential   ///< by the exact solution of its equation, which is linear in it: stable at any rate
};

/// Any other state variable, by its derivative.
struct page_state {
  std::string name;
  std::string derivative;         ///< its unit per ms
  std::string unit;               ///< as written; empty: a plain number
  std::optional<double> initial;  ///< at t = 0, in that unit; none: steady, where its derivative is zero at the initial
                                  ///< membrane potential
  state_method method = state_method::integrators;
  bool of_receptor = false;  ///< is it a receptor's, to which spikes may add?

  bool operator==(const page_state&) const = default;
};

/// A neuron's equations as a user writes them, as plain data: a page of TOML (README.md, "Your own neurons").
/// c_m v' = inputs - sum of currents; currents are outward positive, inputs inward.
struct model_page {
  std::string name;
  std::string description;
  std::string source;  ///< paper
  membrane_of per = membrane_of::area;
  double threshold = 0;                                          ///< default spike threshold, mV
  double initial_v = -65;                                        ///< default membrane potential at t = 0, mV
  std::string capacitance;                                       ///< made of parameters; empty: the parameter c_m
  std::vector<parameter_info> parameters;                        ///< each in its own unit as it was written
  std::map<std::string, std::map<std::string, double>> presets;  ///< values that differ from the defaults, by preset
  std::vector<named_text> defines;  ///< shared expressions, and gates without a state of their own
  std::vector<page_gate> gates;     ///< open fractions in [0, 1]
  std::vector<page_state> states;
  std::vector<named_text> currents;  ///< sorted by name: their sum is taken in this order

  bool operator==(const model_page&) const = default;
};

}  // namespace hux
