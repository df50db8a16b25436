#pragma once

#include "hux/device/integrators/crank_nicolson.hpp"
#include "hux/device/integrators/euler.hpp"
#include "hux/device/integrators/exponential_euler.hpp"
#include "hux/device/integrators/rk4.hpp"
#include "hux/device/type_list.hpp"

namespace hux {

/// Every integrator there is.
using all_integrators = type_list<rk4, euler, exponential_euler, crank_nicolson>;

}  // namespace hux
