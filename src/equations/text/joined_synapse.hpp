#pragma once

#include "hux/equations.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// Are a receptor's states more than the two linear ones that are advanced exactly? That is so where they are told a
/// unit, a method or where they start, where there are more than two, see v, drive each other or are driven by a
/// constant, and where a derivative or the current is not linear in them.
bool joins_neuron(const synapse_page& page);

/// The equations of such a synapse, whose receptor's states become states of the target's equations. Throws input_error
/// with the key in an experiment file.
synapse_equations joined_synapse(const synapse_page& page);

}  // namespace hux
