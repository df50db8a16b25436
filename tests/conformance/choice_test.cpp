#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"
#include "simt/executor.hpp"
#include "simulation/cells.hpp"

/// Which of several GPUs, or none, an experiment runs on, and whether it fits.
namespace hux {
namespace {

using test::cells;
using test::experiment_of;
using testing::AllOf;
using testing::HasSubstr;

class choice : public testing::Test {
 protected:
  ~choice() override { simt::current_settings() = before_; }

  static experiment small(backend_kind backend, std::uint32_t device = 0) {
    auto e = experiment_of({cells("p", 1000, "traub_miles")}, 1);
    e.settings.backend = backend;
    e.settings.device = device;
    return e;
  }

  static std::string refusal(const experiment& e) {
    try {
      const simulation s(e);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }

 private:
  simt::settings before_ = simt::current_settings();
};

TEST_F(choice, falls_on_the_gpu_if_it_is_left_open) {
  simulation s(small(backend_kind::automatic));
  EXPECT_EQ(s.settled().settings.backend, backend_kind::cuda);
  EXPECT_EQ(s.why_cpu(), "");
}

TEST_F(choice, is_that_of_the_user) {
  EXPECT_EQ(simulation(small(backend_kind::cpu)).settled().settings.backend, backend_kind::cpu);
  simt::current_settings().devices = 2;
  EXPECT_EQ(simulation(small(backend_kind::cuda, 1)).settled().settings.device, 1U);
}

TEST_F(choice, names_the_gpus_that_there_are_if_it_cannot_be_met) {
  simt::current_settings().devices = 2;
  EXPECT_THAT(refusal(small(backend_kind::cuda, 2)), AllOf(HasSubstr("simulation.device"), HasSubstr("no GPU 2")));
}

TEST_F(choice, falls_on_the_cpu_without_a_gpu_and_says_why) {
  simt::current_settings().devices = 0;
  simulation s(small(backend_kind::automatic));
  EXPECT_EQ(s.settled().settings.backend, backend_kind::cpu);
  EXPECT_EQ(s.why_cpu(), "the executor has none");
  EXPECT_THAT(refusal(small(backend_kind::cuda)),
              AllOf(HasSubstr("simulation.backend"), HasSubstr("the executor has none")));
}

TEST_F(choice, falls_on_the_cpu_if_equations_are_text) {
  const std::string text = R"~(
simulation = { duration = "1 ms" }
model.leaky.parameters = { c_m = "1 uF/cm2", g_l = "0.1 mS/cm2" }
model.leaky.currents.i_l = "g_l * (v + 65 mV)"
population.p = { size = 3, model = "leaky" })~";
  simulation s(read_experiment_text(text, "leaky.toml", {}, {}, built_in_catalog()));
  EXPECT_EQ(s.settled().settings.backend, backend_kind::cpu);
  EXPECT_EQ(s.why_cpu(), "the equations of 'leaky' are text, which Hux runs on the CPU alone");
  auto e = s.settled();
  e.settings.backend = backend_kind::cuda;
  EXPECT_THAT(refusal(e), AllOf(HasSubstr("simulation.backend"), HasSubstr("'leaky'")));
  EXPECT_THROW(plan(e), input_error);
}

TEST_F(choice, falls_on_the_cpu_if_a_conductance_follows_v_by_text) {
  const std::string text = R"~(
simulation = { duration = "1 ms" }
synapse.seeing.receptor.states.g = { derivative = "-g / (2 ms)", arrival = "g + w" }
synapse.seeing.receptor.current = "g * exp(v / (90 mV)) * v"
population.p = { size = 3, model = "traub_miles", receptor.exc.synapse = "seeing" })~";
  simulation s(read_experiment_text(text, "seeing.toml", {}, {}, built_in_catalog()));
  EXPECT_EQ(s.settled().settings.backend, backend_kind::cpu);
  EXPECT_EQ(s.why_cpu(), "the conductance of 'seeing' follows v by text, which Hux runs on the CPU alone");
  auto e = s.settled();
  e.settings.backend = backend_kind::cuda;
  EXPECT_THAT(refusal(e), AllOf(HasSubstr("simulation.backend"), HasSubstr("'seeing'")));
}

TEST_F(choice, falls_on_the_cpu_if_the_gpu_has_too_little_memory) {
  simt::current_settings().memory = std::size_t{1} << 16;
  simulation s(small(backend_kind::automatic));
  EXPECT_EQ(s.settled().settings.backend, backend_kind::cpu);
  EXPECT_THAT(s.why_cpu(), AllOf(HasSubstr("GiB are free on GPU 0"), HasSubstr("the largest part is")));
}

TEST_F(choice, of_a_gpu_with_too_little_memory_is_refused_with_figures) {
  simt::current_settings().memory = std::size_t{1} << 16;
  EXPECT_THROW(simulation{small(backend_kind::cuda)}, memory_error);
  EXPECT_THAT(refusal(small(backend_kind::cuda)), HasSubstr("GiB are free on GPU 0"));
}

// Room for what is planned is room enough.
TEST_F(choice, plans_all_the_memory_that_a_run_takes) {
  auto e = small(backend_kind::cuda);
  e.network.populations[0].receptors = {test::make_receptor("exc", "exponential"), test::make_receptor("inh", "alpha")};
  e.network.projections = {test::connect("ee", "p", "p", "exc", fixed_indegree{50}, uniform{0, 1}, uniform{0.5, 3}),
                           test::connect("ie", "p", "p", "inh", fixed_probability{0.02}, 0.2, 1.0)};
  e.network.inputs = {test::stimulate("drive", "p", constant_current{normal{200, 50, {}}}),
                      test::stimulate("noise", "p", ornstein_uhlenbeck{0, 50, 3}),
                      test::stimulate("rain", "p", poisson_train{"exc", 300, 1})};
  e.recordings.samples = {test::sample("all", "p", {"v", "g_exc"}, 0.1)};
  simt::current_settings().memory = plan(e).device_total();
  EXPECT_EQ(refusal(e), "");
  simulation s(e);
  EXPECT_NO_THROW(s.run());
}

}  // namespace
}  // namespace hux
