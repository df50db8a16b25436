#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/backend.hpp"

/// GPUs, as far as a run has to know of them; a build without CUDA has none.
namespace hux {

struct gpu {
  std::uint32_t number = 0;
  std::string name;
  std::string capability;       ///< "8.6"
  std::uint64_t memory = 0;     ///< bytes
  std::uint64_t available = 0;  ///< bytes that no program has taken
  std::string unusable;         ///< why Hux cannot use it; empty if it can
};

struct gpu_survey {
  std::vector<gpu> devices;
  std::string why_none;  ///< why there is none, as in "on the CPU, because ..."; empty if there are any
};

/// What GPUs there are; does not throw.
gpu_survey survey_gpus();

/// A GPU that survey_gpus() has found usable. Throws error if it fails.
std::unique_ptr<platform> gpu_platform(std::uint32_t number);

/// What a GPU will need for an experiment, in addition to its synapses, and what of the host for it. Allocates nothing,
/// and needs no GPU. Throws input_error if a population cannot run on one.
/// @param window steps
struct gpu_plan {
  std::vector<memory_plan::component> device;
  std::vector<memory_plan::component> host;
};
gpu_plan plan_gpu_backend(const experiment& e, const std::vector<planned_projection>& projections, std::int64_t window);

}  // namespace hux
