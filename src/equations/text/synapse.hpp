#pragma once

#include "hux/equations.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// The equations of a synapse that are written as text. Throws input_error with the key in an experiment file
/// ("synapse.my_ampa.receptor.current").
synapse_equations equations_of(const synapse_page& page);

}  // namespace hux
