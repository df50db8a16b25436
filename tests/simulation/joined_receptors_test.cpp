#include "joined_receptors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "equations/compiling.hpp"
#include "hux/experiment_file.hpp"
#include "refusal.hpp"
#include "runs.hpp"

/// Receptors that are no linear cascade: their states are advanced as any of their neuron.
namespace hux {
namespace {

using namespace test;

struct receptor_case {
  const char* synapse;
  const char* weight;
  const char* state;
  std::size_t number;  ///< of the state in the reference
  double scale = 1;    ///< of the state there
  const char* more = "";
  bool exponential = false;  ///< is a state solved exactly in each step, with order 2?
};

const receptor_case receptor_cases[]{{"saturating", "0.8 nS", "o", 1},
                                     {"slow_block", "4 nS", "m", 1},
                                     {"saturating_current", "60 pA", "i", 0},
                                     {"saturating_nmda", "2 nS", "s", 1, 2, ", g_max='2 nS'", true}};

/// What a leaky cell does that receives spikes, [ms][v and the state].
std::vector<double> course_of(const receptor_case& c, const std::string& integrator, double dt) {
  const std::string receptor = std::string("{synapse='") + c.synapse + "'" + c.more + "}";
  const auto e = joined_from(
      leaky_cell, {"population.cells.receptor.r=" + receptor, std::string("input.train.weight='") + c.weight + "'",
                   std::string("recording.all.variables=['v', 'r.") + c.state + "']",
                   "simulation.integrator='" + integrator + "'", "simulation.dt='" + std::to_string(dt) + " ms'"});
  simulation s(e);
  std::vector<double> course;
  for (int ms = 1; ms <= 40; ++ms) {
    s.run(1);
    course.push_back(s.state("cells", "v")[0]);
    course.push_back(s.state("cells", std::string("r.") + c.state)[0]);
  }
  return course;
}

/// The largest errors of v, mV, and of the state.
std::pair<double, double> errors_of(const receptor_case& c, const std::string& integrator, double dt) {
  static const auto data = nlohmann::json::parse(std::ifstream(HUX_SOURCE_DIR "/tests/data/receptors.json"));
  const auto& reference = data.at(c.synapse);
  const auto course = course_of(c, integrator, dt);
  std::pair<double, double> largest{0, 0};
  for (std::size_t t = 0; t < 40; ++t) {
    const double state = reference.at("states")[c.number][t].get<double>() * c.scale;
    largest.first = std::max(largest.first, std::abs(course[2 * t] - reference.at("v")[t].get<double>()));
    largest.second = std::max(largest.second, std::abs(course[2 * t + 1] - state));
  }
  return largest;
}

/// The reference is good for less.
constexpr double as_exact_as_the_reference = 1e-11;

void expect_order(const std::string& integrator, double full_order, double dt, double tolerance) {
  const auto expect = [&](double coarse, double fine, double order, const std::string& of) {
    if (fine > as_exact_as_the_reference) {
      EXPECT_GT(std::log2(coarse / fine), order - tolerance) << of << ": " << coarse << " " << fine;
    }
  };
  for (const auto& c : receptor_cases) {
    const double order = c.exponential ? std::min(full_order, 2.0) : full_order;
    auto coarse = errors_of(c, integrator, dt);
    for (const int parts : {2, 4, 8}) {
      const auto fine = errors_of(c, integrator, dt / parts);
      expect(coarse.first, fine.first, order, std::string(c.synapse) + " v");
      expect(coarse.second, fine.second, order, std::string(c.synapse) + " state");
      coarse = fine;
    }
  }
}

TEST(joined_receptors, meet_scipy_with_order_4_under_rk4) { expect_order("rk4", 4, 0.2, 0.3); }
TEST(joined_receptors, meet_scipy_with_order_2_under_crank_nicolson) { expect_order("crank_nicolson", 2, 0.2, 0.2); }
TEST(joined_receptors, meet_scipy_with_order_2_under_exponential_euler) {
  expect_order("exponential_euler", 2, 0.2, 0.2);
}
TEST(joined_receptors, meet_scipy_with_order_1_under_euler) { expect_order("euler", 1, 0.1, 0.15); }

TEST(joined_receptors, are_near_scipy_with_the_standard_time_step) {
  for (const auto& c : receptor_cases) {
    EXPECT_LT(errors_of(c, "rk4", 0.05).first, 1e-5) << c.synapse;
    EXPECT_LT(errors_of(c, "rk4", 0.05).second, 1e-4) << c.synapse;
  }
}

/// However fast channels open, no more than all of them are open; crank_nicolson alone solves nothing exactly.
TEST(joined_receptors, of_nmda_saturate_at_any_weight_and_time_step) {
  for (const std::string integrator : {"rk4", "euler", "exponential_euler"}) {
    simulation s(joined_from(leaky_cell, {"population.cells.receptor.r={synapse='saturating_nmda', g_max='2 nS'}",
                                          "recording.all.variables=['r.s']", "input.train.weight='100000 nS'",
                                          "simulation.dt='0.1 ms'", "simulation.integrator='" + integrator + "'"}));
    s.run(10);
    const double open = s.state("cells", "r.s")[0];
    EXPECT_GT(open, 1.999) << integrator;
    EXPECT_LE(open, 2 * (1 + 1e-12)) << integrator;
  }
}

/// A linear receptor that is told a unit is advanced step by step; of order 4, it decays as it should.
TEST(joined_receptors, that_are_linear_decay_exponentially) {
  const std::vector<std::string> times{"population.cells.receptor.r={synapse='stepped'}",
                                       "recording.all.variables=['r.g']", "simulation.dt='0.05 ms'",
                                       "input.train.spikes={neurons=[0], times=['2 ms']}"};
  simulation s(joined_from(leaky_cell, times));
  s.run(12);
  EXPECT_NEAR(s.state("cells", "r.g")[0], 0.8 * std::exp(-10.0 / 3), 1e-7);
  auto exact = times;
  exact[0] = "population.cells.receptor.r={synapse='exponential', tau='3 ms'}";
  exact[1] = "recording.all.variables=['g_r']";
  simulation linear(joined_from(leaky_cell, exact));
  linear.run(12);
  EXPECT_NEAR(s.state("cells", "v")[0], linear.state("cells", "v")[0], 1e-6);
}

/// A synapse's text is in nS and pA, and serves cells of any kind.
TEST(joined_receptors, have_densities_where_the_membrane_is_by_area) {
  for (const auto& c : receptor_cases) {
    const std::string receptor = std::string("population.cells.receptor.r={synapse='") + c.synapse + "'}";
    const std::string variables = std::string("recording.all.variables=['r.") + c.state + "', 'i_r']";
    std::string density = c.weight;
    density.replace(density.find(' '), std::string::npos,
                    density.find("pA") == std::string::npos ? " mS/cm2" : " uA/cm2");
    const auto of_cell =
        joined_from(leaky_cell, {receptor, variables, std::string("input.train.weight='") + c.weight + "'"});
    const auto by_area = joined_from(leaky_cell, {receptor, variables, "population.cells.model='leaky_by_area'",
                                                  "input.train.weight='" + density + "'"});
    EXPECT_EQ(run(of_cell).samples, run(by_area).samples) << c.synapse;
  }
}

// ---- the same bits however it is worked out ----

TEST(joined_receptors, give_the_same_with_any_threads_blocks_and_windows) {
  const outcome one = run(joined_from(joined_network));
  EXPECT_GT(one.spikes[0].size(), 100U);
  EXPECT_GT(one.spikes[1].size(), 5U);
  for (const std::vector<std::string>& changes :
       std::vector<std::vector<std::string>>{{"simulation.threads=1"},
                                             {"simulation.threads=3", "simulation.block_size=32"},
                                             {"simulation.window=1"},
                                             {"simulation.window=3", "simulation.block_size=128"}})
    EXPECT_EQ(differences(one, run(joined_from(joined_network, changes))), "") << changes[0];
}

TEST(joined_receptors, give_the_same_in_double_precision_and_staggered_with_any_blocks) {
  for (const std::string integrator : {"crank_nicolson", "exponential_euler"}) {
    const std::vector<std::string> changes{"simulation.precision='double'",
                                           "simulation.integrator='" + integrator + "'"};
    auto other = changes;
    other.insert(other.end(), {"simulation.block_size=32", "simulation.window=4"});
    EXPECT_EQ(differences(run(joined_from(joined_network, changes)), run(joined_from(joined_network, other))), "");
  }
}

TEST(joined_receptors_slow, give_the_same_compiled_and_interpreted) {
  for (const std::string integrator : {"rk4", "exponential_euler"}) {
    const std::string by = "simulation.integrator='" + integrator + "'";
    EXPECT_EQ(differences(run(joined_from(joined_network, {by})),
                          run(joined_from(joined_network, {by, "simulation.equations='compile'"}))),
              "");
  }
}

TEST(joined_receptors, go_on_from_a_state_that_was_saved) {
  const auto e = joined_from(joined_network);
  simulation whole(e);
  whole.run(17.3);
  const simulation_state state = whole.save();
  whole.run(10);
  auto other = joined_from(joined_network, {"simulation.block_size=64", "simulation.window=2"});
  simulation restored(other);
  restored.restore(state);
  restored.run(10);
  EXPECT_EQ(first_difference(whole.save(), restored.save()), "");
}

TEST(joined_receptors, have_states_that_are_read_and_written_by_their_names) {
  simulation s(joined_from(joined_network));
  EXPECT_EQ(s.state("E", "ampa.d"), std::vector<double>(150, 1.0));
  s.set_state("E", "ampa.d", std::vector<double>{0.25});
  EXPECT_EQ(s.state("E", "ampa.d"), std::vector<double>(150, 0.25));
  EXPECT_THROW((void)s.state("E", "ampa"), input_error);
}

/// Weights act on what has not arrived yet, parameters from now on.
TEST(joined_receptors, go_on_with_other_weights_and_parameters_as_with_those_from_the_start) {
  const auto e = joined_from(joined_network);
  auto changed = e;
  std::ranges::find(changed.network.projections, "EI", &projection::name)->weight = 0.04;
  changed.network.populations[0].receptors[0].parameters["k"] = 0.1;
  simulation from_start(changed);
  simulation later(e);
  simulation other(e);
  later.change(changed);
  for (auto* s : {&from_start, &later, &other}) s->run(20);
  for (const auto& [population, variable] :
       {std::pair("E", "v"), std::pair("E", "ampa.d"), std::pair("I", "v"), std::pair("I", "nmda.s")}) {
    EXPECT_EQ(from_start.state(population, variable), later.state(population, variable)) << population << variable;
    EXPECT_NE(from_start.state(population, variable), other.state(population, variable)) << population << variable;
  }
}

// ---- mistakes ----

TEST(joined_receptors, start_as_their_synapse_says) {
  EXPECT_EQ(refusal_of([] { return joined_from(leaky_cell, {"population.cells.receptor.r.initial='1 nS'"}); }),
            "--set population.cells.receptor.r.initial='1 nS': population.cells.receptor.r.initial: the states of "
            "'saturating' start as the synapse says; expected none");
}

TEST(joined_receptors, have_units_that_membranes_by_area_can_have) {
  EXPECT_EQ(
      refusal_of([] { return joined_from(joined_network, {"population.I.receptor.nmda={synapse='desensitising'}"}); }),
      "joined.toml: model.wang_buzsaki: receptor 'nmda' has the unit '1/(nS ms)', and the model has currents by area; "
      "expected "
      "nS, pA or pF, or a model of a cell");
}

TEST(joined_receptors, run_on_the_cpu_alone) {
  EXPECT_EQ(refusal_of([] {
              const auto e = joined_from(joined_network, {"simulation.backend='cuda'"});
              const simulation never(e);
              return e;
            }),
            "simulation.backend: 'cuda' cannot be had: the receptor 'ampa' of population 'E' has states that are no "
            "linear cascade, which Hux runs on the CPU alone; expected \"cpu\" or \"auto\"");
}

}  // namespace
}  // namespace hux
