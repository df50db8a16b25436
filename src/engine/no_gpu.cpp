// A build without CUDA: gpu.hpp.

#include "engine/gpu.hpp"
#include "equations/built_in_kernels.hpp"
#include "hux/errors.hpp"

namespace hux {

gpu_survey survey_gpus() { return {{}, "this build of Hux has no CUDA backend"}; }

std::vector<compiled_kernels> gpu_kernels(std::size_t /*model*/) { return {}; }

std::unique_ptr<platform> gpu_platform(std::uint32_t number) {
  throw error("there is no GPU " + std::to_string(number) + ": " + survey_gpus().why_none);
}

gpu_plan plan_gpu_backend(const experiment& /*e*/, const std::vector<planned_projection>& /*projections*/,
                          std::int64_t /*window*/) {
  throw input_error("simulation.backend", "'cuda' cannot be planned: " + survey_gpus().why_none);
}

}  // namespace hux
