#pragma once

#include "hux/equations.hpp"
#include "hux/model_page.hpp"

namespace hux {

/// The equations of a neuron that are written as text. Throws input_error with the key in an experiment file
/// ("model.morris_lecar.currents.i_ca").
equations equations_of(const model_page& page);

}  // namespace hux
