#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "equations/model_texts.hpp"
#include "equations/text_model.hpp"
#include "hux/simulation.hpp"
#include "simulation/cells.hpp"
#include "simulation/runs.hpp"

/// Courses of neurons that are written as text, against what SciPy and Brian2 make of their equations
/// (scripts/reference_equations.py).
namespace hux {
namespace {

const nlohmann::json& reference() {
  static const auto data = nlohmann::json::parse(std::ifstream(HUX_SOURCE_DIR "/tests/data/equations.json"));
  return data;
}

experiment cell_of(const std::string& text, const std::string& integrator, double dt, double duration, stimulus drive) {
  auto e = test::experiment_of({test::cells("P", 1, "x")}, duration, dt);
  auto known = std::make_shared<catalog>(*built_in_catalog());
  known->models.push_back(test::model_of_text(text));
  e.network.catalog = known;
  e.settings.integrator = integrator;
  e.settings.backend = backend_kind::cpu;
  e.network.inputs = {test::stimulate("drive", "P", std::move(drive))};
  return e;
}

// ---- the cell with a calcium pool ----

experiment calcium_cell(const std::string& integrator, double dt) {
  return cell_of(test::calcium_text, integrator, dt, reference().at("calcium").at("duration"),
                 sine_current{12.0, 0, 30, 0, 0, 1000});
}

/// The largest errors of v (mV) and of the pool (uM) at the instants that the reference samples.
std::pair<double, double> errors(const std::string& integrator, double dt) {
  const auto& samples = reference().at("calcium").at("samples");
  simulation s(calcium_cell(integrator, dt));
  std::pair<double, double> largest;
  for (std::size_t i = 0; i < samples.at("t").size(); ++i) {
    s.run(samples.at("t")[i].get<double>() - s.time());
    largest.first = std::max(largest.first, std::abs(s.state("P", "v")[0] - samples.at("v")[i].get<double>()));
    largest.second =
        std::max(largest.second, 1000 * std::abs(s.state("P", "ca")[0] - samples.at("ca")[i].get<double>()));
  }
  return largest;
}

void expect_order(const std::string& integrator, double order) {
  const double dt = 1.0 / 160;
  const auto coarse = errors(integrator, dt);
  const auto fine = errors(integrator, dt / 2);
  EXPECT_NEAR(std::log2(coarse.first / fine.first), order, 0.15) << coarse.first;
  EXPECT_NEAR(std::log2(coarse.second / fine.second), order, 0.15) << coarse.second;
}

TEST(cell_with_a_pool, is_brought_on_by_rk4_to_order_4) { expect_order("rk4", 4); }
TEST(cell_with_a_pool, is_brought_on_by_euler_to_order_1) { expect_order("euler", 1); }
TEST(cell_with_a_pool, is_brought_on_by_exponential_euler_to_order_2) { expect_order("exponential_euler", 2); }
TEST(cell_with_a_pool, is_brought_on_by_crank_nicolson_to_order_2) { expect_order("crank_nicolson", 2); }

TEST(cell_with_a_pool, spikes_when_the_reference_does) {
  const auto expected = reference().at("calcium").at("spikes").get<std::vector<double>>();
  for (const char* integrator : {"rk4", "exponential_euler", "crank_nicolson"}) {
    const auto times = test::run(calcium_cell(integrator, 0.01)).times(0);
    ASSERT_EQ(times.size(), expected.size()) << integrator;
    for (std::size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(times[i], expected[i], 0.01) << integrator;
  }
}

// ---- cells that Brian2 simulated ----

void expect_brian(const std::string& text, const nlohmann::json& expected) {
  auto e = cell_of(text, "rk4", 0.01, expected.at("duration"),
                   constant_current{expected.at("parameters").at("current").get<double>()});
  auto& p = e.network.populations[0];
  for (const auto& [name, value] : expected.at("parameters").items())
    if (name != "current") p.parameters[name] = value.get<double>();
  for (const auto& [name, value] : expected.at("initial").items())
    if (name == "v")
      p.initial_v = value.get<double>();
    else
      p.initial_states[name] = value.get<double>();
  e.recordings.samples = {test::sample("trace", "P", {"v"}, 1)};
  const auto ours = test::run(e);
  const auto times = expected.at("spikes").get<std::vector<double>>();
  ASSERT_EQ(ours.spikes[0].size(), times.size());
  for (std::size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(ours.spikes[0][i].time, times[i], 0.01);
  const auto v = expected.at("v").get<std::vector<double>>();
  ASSERT_GE(ours.samples[0].size(), v.size());
  for (std::size_t i = 0; i < v.size(); ++i) EXPECT_NEAR(ours.samples[0][i], v[i], 0.5) << i;
}

TEST(morris_lecar, spikes_when_that_of_brian_does) {
  for (const auto& expected : reference().at("morris_lecar")) expect_brian(test::morris_lecar_text, expected);
}
TEST(rothman_manis, spikes_when_that_of_brian_does) {
  for (const auto& expected : reference().at("rothman_manis")) expect_brian(test::rothman_manis_text, expected);
}

}  // namespace
}  // namespace hux
