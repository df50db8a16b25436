#pragma once

#include <cstdint>
#include <string>

#include "hux/network.hpp"

namespace hux {

/// Where an experiment is to run.
struct backend_choice {
  backend_kind kind = backend_kind::cpu;
  std::uint32_t device = 0;     ///< number of the GPU
  std::uint64_t available = 0;  ///< of its memory, bytes
  std::string why;              ///< why not on a GPU, where that was left open: "... because ..."
};

/// Throws input_error if a GPU is asked for that could not run the equations, whether there is one or not.
void require_equations_for(const experiment& e);

/// Throws input_error, saying why, if a GPU is asked for and cannot be had, or cannot run the equations.
backend_choice choose_backend(const experiment& e);

}  // namespace hux
