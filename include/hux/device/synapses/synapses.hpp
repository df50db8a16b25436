#pragma once

#include "hux/device/synapses/nmda.hpp"
#include "hux/device/type_list.hpp"

namespace hux {

/// The synapses whose conductance depends on v: kernels for populations with such receptors are compiled for them.
using voltage_dependent_synapses = type_list<nmda>;

}  // namespace hux
