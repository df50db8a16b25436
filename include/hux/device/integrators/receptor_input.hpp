#pragma once

#include "hux/device/integrators/stage_input.hpp"
#include "hux/device/math.hpp"

/// What synapses, currents and noise do to one step of a neuron; the same operations in the same order on every
/// backend, over a scalar or a pack of them.
namespace hux {

/// A receptor of a population as the inner loop needs it.
template <class Scalar>
struct receptor_constants {
  bool is_current = false;
  int kind = -1;  ///< of its voltage dependence, the place in the list of kinds; -1: its conductance does not see v
  bool cascaded = false;
  bool wide_sums = false;         ///< 64 bits for the sums of its input
  Scalar unit_x = 0, unit_y = 0;  ///< what one unit of the fixed-point input adds to x and y
  Scalar half_xx = 0, half_xy = 0, full_xx = 0, full_xy = 0, full_yy = 0;
  Scalar e_rev = 0;
  Scalar opening[max_opening_coefficients] = {};  ///< what a voltage-dependent conductance needs beside v
};

/// What has decayed below any effect is zero, before it becomes a denormal number.
template <class Real>
HUX_FN Real without_denormals(const Real& x) {
  return select_less(absolute(x), constant<Real>(1e-20), constant<Real>(0), x);
}

/// The input of a step in which there is nothing but noise.
template <class Input, class Real>
HUX_FN Input input_of_noise(const Real& noise) {
  Input input;
  for (auto& sum : input.sum) sum = {noise, constant<Real>(0)};
  return input;
}

/// Adds a receptor's conductance or current at the stages of a step.
template <class Scalar, class Real, class Input>
HUX_FN void add_receptor(const receptor_constants<Scalar>& r, const Real (&x)[stages], Input& input) {
  if constexpr (Input::follows_v)
    if (r.kind >= 0) {
      // A loop that a GPU unrolls: an index would bring the arrays out of its registers.
      for (int i = 0; i < max_voltage_dependent; ++i) {
        if (i != input.voltage_dependent) continue;
        for (int s = 0; s < stages; ++s) input.conductance[i][s] = x[s];
        input.e_rev[i] = Real(r.e_rev);
        for (int c = 0; c < Input::kinds::most; ++c) input.opening[i][c] = Real(r.opening[c]);
        input.kind[i] = r.kind;
      }
      ++input.voltage_dependent;
      return;
    }
  for (int s = 0; s < stages; ++s) {
    if (r.is_current) {
      input.sum[s].drive = input.sum[s].drive + x[s];
    } else {
      input.sum[s].drive = fma(x[s], Real(r.e_rev), input.sum[s].drive);
      input.sum[s].decay = input.sum[s].decay + x[s];
    }
  }
}

/// Takes in the spikes that arrive at the begin of a step, adds what they and earlier ones do over the step to the
/// input, and advances the receptor to the step's end.
/// @param spikes sum of their weights, in fixed-point units
/// @param y the cascade; left alone if there is none
template <class Scalar, class Real, class Input>
HUX_FN void advance_receptor(const receptor_constants<Scalar>& r, const Real& spikes, Real& x, Real& y, Input& input) {
  Real course[stages];
  course[at_begin] = fma(spikes, Real(r.unit_x), x);
  course[at_middle] = Real(r.half_xx) * course[at_begin];
  course[at_end] = Real(r.full_xx) * course[at_begin];
  if (r.cascaded) {
    const Real before = fma(spikes, Real(r.unit_y), y);
    course[at_middle] = fma(Real(r.half_xy), before, course[at_middle]);
    course[at_end] = fma(Real(r.full_xy), before, course[at_end]);
    y = without_denormals(Real(r.full_yy) * before);
  }
  x = without_denormals(course[at_end]);
  add_receptor(r, course, input);
}

/// Brings the input to the scale of the equations: a model's coefficient `input`.
template <class Real, class Input>
HUX_FN void scale(Input& input, const Real& by) {
  for (auto& sum : input.sum) sum = {sum.drive * by, sum.decay * by};
  if constexpr (Input::follows_v)
    for (int i = 0; i < max_voltage_dependent; ++i) {
      if (i >= input.voltage_dependent) break;
      for (auto& g : input.conductance[i]) g = g * by;
    }
}

}  // namespace hux
