#pragma once

#include "hux/device/models/connor_stevens.hpp"
#include "hux/device/models/hodgkin_huxley.hpp"
#include "hux/device/models/pospischil.hpp"
#include "hux/device/models/traub_miles.hpp"
#include "hux/device/models/wang_buzsaki.hpp"
#include "hux/device/type_list.hpp"

namespace hux {

/// Every neuron model there is.
using all_models = type_list<hodgkin_huxley, traub_miles, wang_buzsaki, connor_stevens, pospischil>;

}  // namespace hux
