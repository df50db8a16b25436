#pragma once

#include "hux/network.hpp"

namespace hux {

/// The experiment with what a model, preset or synapse gives by default written into it: parameters, threshold and
/// initial membrane potential. It simulates the same. Throws input_error on names the catalog does not have.
experiment with_defaults(experiment e);

}  // namespace hux
