#pragma once

#include "hux/core/type_list.hpp"
#include "hux/synapses/alpha.hpp"
#include "hux/synapses/double_exponential.hpp"
#include "hux/synapses/exponential.hpp"
#include "hux/synapses/exponential_current.hpp"
#include "hux/synapses/nmda.hpp"

namespace hux {

/// Every synapse model there is.
using all_synapses = type_list<exponential, double_exponential, alpha, exponential_current, nmda>;

}  // namespace hux
