#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "equations/compiling.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"
#include "run/compile_equations.hpp"
#include "simulation/runs.hpp"

namespace hux {
namespace {

using test::outcome;
using test::run;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

/// Morris-Lecar cells, some with a receptor that follows v, and a pool of calcium in others.
constexpr const char* morris_lecar_cells = R"toml(
simulation = { duration = "150 ms", dt = "0.05 ms", backend = "cpu", threads = 2 }
[model.morris_lecar]
threshold = "0 mV"
initial.v = "-60 mV"
parameters = { c_m = "20 uF/cm2", g_ca = "4.4 mS/cm2", g_k = "8 mS/cm2", phi = "0.04 1/ms" }
define.m_inf = "(1 + tanh((v + 1.2 mV) / 18 mV)) / 2"
gates.w = { inf = "(1 + tanh((v - 2 mV) / 30 mV)) / 2", tau = "1 / (phi * cosh((v - 2 mV) / 60 mV))" }
currents.i_ca = "g_ca * m_inf * (v - 120 mV)"
currents.i_k = "g_k * w * (v + 84 mV)"
currents.i_l = "2 mS/cm2 * (v + 60 mV)"
[population.plain]
model = "morris_lecar"
size = 70
initial.v = { uniform = ["-70 mV", "-20 mV"] }
[population.driven]
model = "morris_lecar"
size = 45
parameters.g_k = { uniform = ["7 mS/cm2", "9 mS/cm2"] }
receptor.slow = { synapse = "nmda", tau_rise = "2 ms", tau_decay = "30 ms", e_rev = "0 mV", initial = "0.5 mS/cm2" }
[projection.on]
source = "plain"
target = "driven"
receptor = "slow"
rule = "fixed_indegree"
indegree = 5
weight = "1 mS/cm2"
delay = "1 ms"
[input.drive]
type = "step"
population = "plain"
amplitude = "100 uA/cm2"
start = "0 ms"
stop = "150 ms"
[input.push]
type = "step"
population = "driven"
amplitude = "95 uA/cm2"
start = "0 ms"
stop = "150 ms"
[recording.trace]
population = "driven"
variables = ["v", "w", "i_ca", "g_ca"]
interval = "1 ms"
)toml";

experiment read(equations_run how, const std::string& integrator = "rk4", precision real = precision::single) {
  experiment e = read_experiment_text(morris_lecar_cells, "cells.toml", {});
  e.settings.equations = how;
  e.settings.integrator = integrator;
  e.settings.precision = real;
  return e;
}

std::string failure_of(const experiment& e) {
  try {
    const simulation s(e);
    return "";
  } catch (const error& failure) {
    return failure.what();
  }
}

class equations_of_text : public ::testing::Test {
 protected:
  own_folder home;
  std::filesystem::path folder = home / "cache";
  environment_variable cache{"HUX_CACHE", folder.c_str()};
};

TEST_F(equations_of_text, give_the_same_bits_interpreted_and_compiled) {
  for (const auto* integrator : {"rk4", "exponential_euler", "crank_nicolson"})
    for (const precision real : {precision::single, precision::double_}) {
      const outcome interpreted = run(read(equations_run::interpreted, integrator, real));
      EXPECT_GT(interpreted.spikes[0].size() + interpreted.spikes[1].size(), 150U);
      EXPECT_GT(std::min(interpreted.spikes[0].size(), interpreted.spikes[1].size()), 10U);
      EXPECT_EQ(differences(interpreted, run(read(equations_run::compiled, integrator, real))), "") << integrator;
    }
  EXPECT_EQ(files_in(folder), 12U);
}

TEST_F(equations_of_text, are_compiled_once) {
  const std::string compiled = "equations of 'morris_lecar' are compiled \\([0-9.]+ s\\)",
                    cached = "equations of 'morris_lecar' are compiled, taken from the cache";
  const simulation first(read(equations_run::compiled));
  EXPECT_THAT(first.how_equations_run(), ElementsAre(MatchesRegex(compiled), MatchesRegex(compiled)));
  for (const auto how : {equations_run::compiled, equations_run::automatic}) {
    const auto begun = std::chrono::steady_clock::now();
    const simulation next(read(how));
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
    RecordProperty("milliseconds", std::to_string(1000 * spent.count()));
    EXPECT_THAT(next.how_equations_run(), ElementsAre(cached, cached));
    EXPECT_EQ(next.settled().settings.equations, equations_run::compiled);
  }
}

TEST_F(equations_of_text, are_not_compiled_where_that_does_not_pay) {
  for (const auto how : {equations_run::interpreted, equations_run::automatic}) {
    const simulation s(read(how));
    const std::string interpreted = "equations of 'morris_lecar' are interpreted";
    EXPECT_THAT(s.how_equations_run(), ElementsAre(interpreted, interpreted));
    EXPECT_THAT(s.warnings(), IsEmpty());
    EXPECT_EQ(s.settled().settings.equations, equations_run::interpreted);
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(equations_of_text, of_the_cache_are_not_taken_to_be_interpreted) {
  run(read(equations_run::compiled));
  const simulation s(read(equations_run::interpreted));
  EXPECT_EQ(s.settled().settings.equations, equations_run::interpreted);
}

TEST_F(equations_of_text, are_compiled_for_a_long_run) {
  experiment e = read(equations_run::automatic);
  e.settings.duration = 1e9;
  const simulation s(e);
  EXPECT_EQ(s.settled().settings.equations, equations_run::compiled);
}

TEST_F(equations_of_text, gain_more_the_more_there_is_to_do) {
  const experiment e = read(equations_run::automatic);
  const equations& model = e.network.catalog->model("morris_lecar");
  const double gained = seconds_gained(e, model, 1000);
  EXPECT_GT(gained, 0);
  EXPECT_DOUBLE_EQ(seconds_gained(e, model, 3000), 3 * gained);
  experiment other = e;
  other.settings.duration *= 10;
  EXPECT_DOUBLE_EQ(seconds_gained(other, model, 1000), 10 * gained);
  other = e;
  other.settings.threads *= 2;
  EXPECT_DOUBLE_EQ(seconds_gained(other, model, 1000), gained / 2);
  other = e;
  other.settings.precision = precision::double_;
  EXPECT_GT(seconds_gained(other, model, 1000), 1.5 * gained);
  other = e;
  other.settings.integrator = "exponential_euler";
  EXPECT_LT(seconds_gained(other, model, 1000), gained / 1.5);
}

TEST_F(equations_of_text, that_cannot_be_compiled_are_an_error_only_where_that_was_asked_for) {
  const std::string mute = home.program("mute", "exit 0"), broken = home.program("broken", "echo oh no >&2; exit 1");
  const std::vector<std::pair<std::string, std::string>> compilers{
      {"/no/such/compiler",
       "equations are compiled by '/no/such/compiler', which cannot be started; expected g++ to be "
       "installed, or another compiler in the variable CXX"},
      {broken, "the compiler '" + broken + "' refuses equations: oh no"},
      {mute, "the compiler '" + mute + "' has written no object"}};
  experiment long_run = read(equations_run::automatic);
  long_run.settings.duration = 1e9;
  for (const auto& [name, sentence] : compilers) {
    const environment_variable chosen("CXX", name.c_str());
    EXPECT_EQ(failure_of(read(equations_run::compiled)), "simulation.equations: 'compile' cannot be had: " + sentence);
    EXPECT_THAT(simulation(read(equations_run::automatic)).warnings(), IsEmpty());
    const simulation s(long_run);
    EXPECT_THAT(s.warnings(), ElementsAre("equations of 'morris_lecar' would run faster compiled, but " + sentence));
    EXPECT_EQ(s.settled().settings.equations, equations_run::interpreted);
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(equations_of_text, say_when_the_cache_is_not_used) {
  std::filesystem::create_directory(folder);
  chmod(folder.c_str(), 0755);
  const simulation s(read(equations_run::compiled));
  EXPECT_THAT(s.warnings(), ElementsAre(AllOf(HasSubstr(folder.string()), HasSubstr("expected mode 0700"))));
  EXPECT_EQ(s.settled().settings.equations, equations_run::compiled);
  EXPECT_EQ(files_in(folder), 0U);
}

TEST_F(equations_of_text, may_be_compiled_by_two_runs_at_once) {
  const outcome alone = run(read(equations_run::interpreted));
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] { EXPECT_EQ(differences(alone, run(read(equations_run::compiled))), ""); });
  for (auto& t : threads) t.join();
  EXPECT_EQ(files_in(folder), 2U);
}

TEST_F(equations_of_text, have_states_that_fit_each_other) {
  simulation compiled(read(equations_run::compiled)), interpreted(read(equations_run::interpreted));
  compiled.run(20);
  interpreted.restore(compiled.save());
  interpreted.run(10);
  compiled.run(10);
  EXPECT_EQ(compiled.state("driven", "v"), interpreted.state("driven", "v"));
}

TEST_F(equations_of_text, are_named_by_their_values_not_by_their_model) {
  experiment other = read(equations_run::compiled);
  std::string text = morris_lecar_cells;
  for (std::size_t at = 0; (at = text.find("morris_lecar", at)) != std::string::npos;) text.replace(at, 12, "another");
  run(other);
  other = read_experiment_text(text, "cells.toml", {});
  EXPECT_EQ(simulation(other).settled().settings.equations, equations_run::compiled);
}

TEST_F(equations_of_text, are_said_in_the_file_of_the_experiment_unless_they_are_automatic) {
  EXPECT_THAT(to_toml(read(equations_run::compiled)), HasSubstr("equations = \"compile\"\n"));
  EXPECT_THAT(to_toml(read(equations_run::automatic)), Not(HasSubstr("equations = ")));
}

/// Cells of nothing but v, with a current that makes them spike once, with or without a receptor that follows v.
experiment cells_of_v(equations_run how, const std::string& integrator, precision real, const char* receptor) {
  experiment e = read_experiment_text(R"toml(
simulation = { duration = "60 ms", dt = "0.05 ms", backend = "cpu" }
[model.cubic]
threshold = "0 mV"
initial.v = "-60 mV"
parameters = { c_m = "1 uF/cm2", g = "0.1 mS/cm2" }
currents.i = "g * (v + 60 mV) * (v + 20 mV) * (v - 40 mV) / (1000 mV2)"
[population.cells]
model = "cubic"
size = 37
initial.v = { uniform = ["-60 mV", "10 mV"] }
[recording.trace]
population = "cells"
variables = ["v", "i"]
interval = "1 ms"
)toml" + std::string(receptor),
                                      "cubic.toml", {});
  e.settings.equations = how;
  e.settings.integrator = integrator;
  e.settings.precision = real;
  return e;
}

TEST_F(equations_of_text, of_nothing_but_v_give_the_same_bits_interpreted_and_compiled) {
  const auto* slow =
      "[population.cells.receptor.slow]\nsynapse = \"nmda\"\ntau_rise = \"2 ms\"\ntau_decay = \"30 ms\"\n"
      "e_rev = \"0 mV\"\ninitial = \"0.5 mS/cm2\"\n";
  for (const auto* integrator : {"rk4", "euler", "exponential_euler", "crank_nicolson"})
    for (const precision real : {precision::single, precision::double_})
      for (const auto* receptor : {"", slow}) {
        const auto made = [&](equations_run how) { return cells_of_v(how, integrator, real, receptor); };
        const outcome interpreted = run(made(equations_run::interpreted));
        EXPECT_GT(interpreted.spikes[0].size(), 3U);
        EXPECT_EQ(simulation(made(equations_run::compiled)).settled().settings.equations, equations_run::compiled);
        EXPECT_EQ(differences(interpreted, run(made(equations_run::compiled))), "") << integrator;
      }
}

TEST_F(equations_of_text, that_are_built_in_are_left_alone) {
  experiment e = read_experiment_text(
      "simulation = { duration = \"1 ms\", equations = \"compile\" }\n"
      "population.p = { model = \"traub_miles\", size = 3 }\n",
      "built_in.toml", {});
  const simulation s(e);
  EXPECT_THAT(s.how_equations_run(), IsEmpty());
  EXPECT_EQ(s.settled().settings.equations, equations_run::compiled);
}

}  // namespace
}  // namespace hux
