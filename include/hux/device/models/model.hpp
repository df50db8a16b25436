#pragma once

#include "hux/device/host_device.hpp"

namespace hux {

/// A first-order equation that is linear in its own variable: tau x' = drive - decay * x. Gates and the membrane
/// equation all have this form, which is what lets every integrator serve every model.
template <class Real>
struct linear {
  Real drive;
  Real decay;
};

/// One for each gate, in the model's order. Without any there is one that nobody uses, as C++ has no empty arrays.
template <class Element, int Gates>
using gate_array = Element[Gates > 0 ? Gates : 1];

/// The state of a neuron (or of a pack of neurons).
template <class Real, int Gates>
struct neuron_state {
  Real v;                        ///< membrane potential, mV
  gate_array<Real, Gates> gate;  ///< open fractions in [0, 1]
};

/// Largest membrane potential, in absolute value, that is taken for an action potential and not for a blow-up, mV.
inline constexpr double v_limit = 500;

}  // namespace hux
