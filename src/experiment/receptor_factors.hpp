#pragma once

#include <string>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/network.hpp"

namespace hux {

/// A receptor at which a projection ends.
struct receptor_factor {
  const receptor* of;
  double factor;    ///< by which weights are multiplied there
  std::string key;  ///< where it is named in an experiment file
};

/// The receptors at which a projection ends: one, or several. Throws input_error if the target has not one of them.
std::vector<receptor_factor> receptors_of(const population& target, const projection& p);

/// The synapse of the first of them. Throws input_error if others have weights of another kind, currents or
/// conductances.
const synapse_equations& synapse_of_weights(const catalog& known, const population& target, const projection& p);

}  // namespace hux
