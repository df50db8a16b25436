#include "run/choose_backend.hpp"

#include "engine/gpu.hpp"
#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/terminals.hpp"
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

/// Why no GPU can run the equations of an experiment; empty if one can. What has kernels was compiled with Hux.
std::string why_not_on_a_gpu(const experiment& e) {
  for (const auto& p : e.network.populations) {
    const equations& model = model_of(*e.network.catalog, p);
    if (model.lists && model.kernels.empty())
      return "the equations of '" + model.name + "' are text, which Hux runs on the CPU alone";
    for (const auto& r : p.receptors) {
      const synapse_equations& synapse = synapse_of(*e.network.catalog, p, r);
      if (synapse.joined)
        return "the receptor '" + r.name + "' of population '" + p.name +
               "' has states that are no linear cascade, which Hux runs on the CPU alone";
      if (synapse.opening && synapse.kind < 0)
        return "the conductance of '" + synapse.name + "' follows v by text, which Hux runs on the CPU alone";
    }
  }
  for (const auto& p : e.network.populations)
    if (!p.terminals.empty())
      return "population '" + p.name + "' has the terminal '" + p.terminals[0].name +
             "', which Hux runs on the CPU alone";
  const population_names names(e.network);
  for (const auto& p : e.network.projections)
    if (const auto& target = names.find(p.target, key_of(p) + ".target"); is_continuous(names.known(), target, p))
      return "projection '" + p.name + "' brings a signal, which Hux runs on the CPU alone";
    else if (has_terminal(names.known(), target, p))
      return "projection '" + p.name + "' has a terminal, which Hux runs on the CPU alone";
  for (const auto& p : e.network.projections)
    if (p.spontaneous) return "projection '" + p.name + "' has spontaneous release, which Hux runs on the CPU alone";
  return "";
}

}  // namespace

void require_equations_for(const experiment& e) {
  const std::string why_not = e.settings.backend == backend_kind::cuda ? why_not_on_a_gpu(e) : "";
  if (!why_not.empty())
    throw input_error("simulation.backend", "'cuda' cannot be had: " + why_not + "; expected \"cpu\" or \"auto\"");
}

backend_choice choose_backend(const experiment& e) {
  const settings& s = e.settings;
  if (s.backend == backend_kind::cpu) return {};
  require_equations_for(e);
  const gpu_survey survey = survey_gpus();
  if (s.backend == backend_kind::cuda) return this_gpu(survey, s.device);
  if (const std::string why_not = why_not_on_a_gpu(e); !survey.devices.empty() && !why_not.empty())
    return {backend_kind::cpu, 0, 0, why_not};
  for (const auto& g : survey.devices)
    if (g.number >= s.device && g.unusable.empty()) return this_gpu(survey, g.number);
  return {backend_kind::cpu, 0, 0, why_unusable(survey)};
}

}  // namespace hux
