#pragma once

#include "hux/core/type_list.hpp"
#include "hux/integrators/crank_nicolson.hpp"
#include "hux/integrators/euler.hpp"
#include "hux/integrators/exponential_euler.hpp"
#include "hux/integrators/rk4.hpp"

namespace hux {

/// Every integrator there is.
using all_integrators = type_list<rk4, euler, exponential_euler, crank_nicolson>;

}  // namespace hux
