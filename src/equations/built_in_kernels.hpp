#pragma once

#include <cstddef>
#include <vector>

#include "hux/equations.hpp"

namespace hux {

/// What a backend has compiled of the built-in neuron that has that place in all_models.
std::vector<compiled_kernels> cpu_kernels(std::size_t model);
/// Without CUDA, none.
std::vector<compiled_kernels> gpu_kernels(std::size_t model);

}  // namespace hux
