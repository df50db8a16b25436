#include "run/choose_backend.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/gpu.hpp"
#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"

namespace hux {
namespace {

/// Cells of a model on a GPU.
experiment on_a_gpu(const std::string& model) {
  const std::string text = R"~(
simulation = { duration = "1 ms", backend = "cuda" }
model.leaky.parameters = { c_m = "1 uF/cm2", g_l = "0.1 mS/cm2" }
model.leaky.currents.i_l = "g_l * (v + 65 mV)"
population.p = { size = 3, model = ")~";
  return read_experiment_text(text + model + "\" }", "gpu.toml", {});
}

template <class Work>
std::string refusal(const Work& work) {
  try {
    work();
  } catch (const input_error& refused) {
    return refused.what();
  }
  return "";
}

TEST(choice_of_a_backend, says_of_built_in_models_why_there_is_no_gpu) {
  const gpu_survey survey = survey_gpus();
  if (!survey.devices.empty()) GTEST_SKIP() << "there is one";
  const experiment e = on_a_gpu("traub_miles");
  EXPECT_EQ(refusal([&] { choose_backend(e); }),
            "simulation.backend: 'cuda' cannot be had: " + survey.why_none + "; expected \"cpu\" or \"auto\"");
  const bool without_cuda = survey.why_none == "this build of Hux has no CUDA backend";
  EXPECT_EQ(refusal([&] { plan(e); }),
            without_cuda ? "simulation.backend: 'cuda' cannot be planned: " + survey.why_none : "");
}

TEST(choice_of_a_backend, says_of_users_models_that_they_are_text) {
  const std::string sentence =
      "simulation.backend: 'cuda' cannot be had: the equations of 'leaky' are text, which Hux runs on the CPU alone; "
      "expected \"cpu\" or \"auto\"";
  const experiment e = on_a_gpu("leaky");
  EXPECT_EQ(refusal([&] { choose_backend(e); }), sentence);
  EXPECT_EQ(refusal([&] { plan(e); }), sentence);
}

}  // namespace
}  // namespace hux
