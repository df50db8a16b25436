#pragma once

#include <variant>

#include "hux/inputs/constant_current.hpp"
#include "hux/inputs/ornstein_uhlenbeck.hpp"
#include "hux/inputs/poisson_train.hpp"
#include "hux/inputs/pulse_train.hpp"
#include "hux/inputs/ramp_current.hpp"
#include "hux/inputs/sine_current.hpp"
#include "hux/inputs/spike_times.hpp"
#include "hux/inputs/step_current.hpp"
#include "hux/inputs/voltage_clamp.hpp"
#include "hux/inputs/white_noise.hpp"

namespace hux {

/// Every stimulus there is.
using stimulus = std::variant<constant_current, step_current, pulse_train, ramp_current, sine_current, voltage_clamp,
                              white_noise, ornstein_uhlenbeck, poisson_train, spike_times>;

}  // namespace hux
