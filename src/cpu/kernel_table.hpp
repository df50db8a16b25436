#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "cpu/population_state.hpp"

namespace hux::cpu {

/// Kernels by the name of their model.
template <class Real>
using kernel_table = std::vector<std::pair<std::string_view, kernels<Real>>>;

/// The kernels of one integrator for all models; each is instantiated in a source file of its own
/// (advance_instance.cpp.in), which is what most of the build's time goes to.
template <class Integrator, class Real>
kernel_table<Real> kernels_of();

}  // namespace hux::cpu
