#pragma once

#include <string>

#include "cpu/kernel_table.hpp"

namespace hux::cpu {

/// Equations in C++ and how to find what they define.
struct model_source {
  std::string text;  ///< defines a type as those of hux/device/models/
  std::string type;  ///< its name
};

/// Compiles the functions that advance neurons of a model by an integrator.
/// @tparam Real float or double
/// @param vector_bytes of the hardware vectors, 32 or 64
/// @throws error as loaded_object does
template <class Real>
compiled_kernels compile_kernels(const model_source& model, const std::string& integrator,
                                 int vector_bytes = widest_vectors());

}  // namespace hux::cpu
