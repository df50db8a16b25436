#pragma once

#include "hux/core/type_list.hpp"
#include "hux/models/hodgkin_huxley.hpp"
#include "hux/models/traub_miles.hpp"

namespace hux {

/// Every neuron model there is.
using all_models = type_list<hodgkin_huxley, traub_miles>;

}  // namespace hux
