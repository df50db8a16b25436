#pragma once

#include "hux/core/type_list.hpp"
#include "hux/models/connor_stevens.hpp"
#include "hux/models/hodgkin_huxley.hpp"
#include "hux/models/pospischil.hpp"
#include "hux/models/traub_miles.hpp"
#include "hux/models/wang_buzsaki.hpp"

namespace hux {

/// Every neuron model there is.
using all_models = type_list<hodgkin_huxley, traub_miles, wang_buzsaki, connor_stevens, pospischil>;

}  // namespace hux
