#pragma once

#include "hux/equations.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// The equations of a synapse that acts at all times: its terminal sends a signal, and its receptor has `arriving`, the
/// sum of weight times signal, and `weights`, the sum of the weights. Throws as equations_of.
synapse_equations continuous_synapse(const synapse_page& page);

}  // namespace hux
