#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cpu/kernel_table.hpp"

namespace hux {
class object_cache;
}

namespace hux::cpu {

/// Equations in C++ and how to find what they define.
struct model_source {
  std::string text;  ///< defines a type as hux/device/models/model.hpp says, or hux::openings of a kind of receptor
  std::string type;  ///< its name
};

/// Which populations functions are compiled for: those for some of them take less time to compile.
enum class populations_of : std::uint8_t { any, receptors_that_follow_v, other_receptors };

/// What is wanted of a compiler.
struct kernel_order {
  model_source model;
  std::string integrator;
  precision real = precision::single;
  populations_of populations = populations_of::any;
  std::vector<model_source> kinds{};    ///< of receptors that follow v
  int vector_bytes = widest_vectors();  ///< of the hardware vectors, 32 or 64
};

/// Compiles the functions that advance neurons of a model by an integrator.
/// @param cache where they are kept; null: nowhere
/// @param check called now and then; if it throws, nothing is compiled
/// @throws error as loaded_object does
compiled_kernels compile_kernels(
    const kernel_order& order, const object_cache* cache = nullptr, const std::function<void()>& check = [] {});

/// The same if they are in a cache.
std::optional<compiled_kernels> cached_kernels(const kernel_order& order, const object_cache& cache);

}  // namespace hux::cpu
