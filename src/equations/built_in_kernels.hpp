#pragma once

#include <cstddef>
#include <vector>

#include "hux/equations.hpp"

namespace hux {

/// A table that is there as long as the program.
template <class Table>
std::shared_ptr<const void> built_in(const Table& table) {
  return {std::shared_ptr<const void>(), &table};
}

/// What a backend has compiled of the built-in neuron that has that place in built_in_models().
std::vector<compiled_kernels> cpu_kernels(std::size_t model);
/// Without CUDA, none.
std::vector<compiled_kernels> gpu_kernels(std::size_t model);

}  // namespace hux
