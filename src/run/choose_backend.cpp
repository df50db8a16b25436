#include "run/choose_backend.hpp"

#include "engine/gpu.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace {

/// "GPU 0 (NVIDIA T400) cannot be used: ..." of each.
std::string why_unusable(const gpu_survey& survey) {
  if (survey.devices.empty()) return survey.why_none;
  std::string text;
  for (const auto& g : survey.devices)
    text += (text.empty() ? "" : "; ") + ("GPU " + std::to_string(g.number)) + " (" + g.name +
            ") cannot be used: " + g.unusable;
  return text;
}

backend_choice this_gpu(const gpu_survey& survey, std::uint32_t number) {
  if (survey.devices.empty())
    throw input_error("simulation.backend",
                      "'cuda' cannot be had: " + survey.why_none + "; expected \"cpu\" or \"auto\"");
  if (number >= survey.devices.size())
    throw input_error("simulation.device", "there is no GPU " + std::to_string(number) + "; expected less than " +
                                               std::to_string(survey.devices.size()));
  const gpu& g = survey.devices[number];
  if (!g.unusable.empty())
    throw input_error("simulation.device",
                      "GPU " + std::to_string(number) + " (" + g.name + ") cannot be used: " + g.unusable);
  return {backend_kind::cuda, number, g.available, ""};
}

}  // namespace

backend_choice choose_backend(const settings& s) {
  if (s.backend == backend_kind::cpu) return {};
  const gpu_survey survey = survey_gpus();
  if (s.backend == backend_kind::cuda) return this_gpu(survey, s.device);
  for (const auto& g : survey.devices)
    if (g.number >= s.device && g.unusable.empty()) return this_gpu(survey, g.number);
  return {backend_kind::cpu, 0, 0, why_unusable(survey)};
}

}  // namespace hux
