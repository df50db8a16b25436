#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "hux/experiment_file.hpp"
#include "runs.hpp"

/// Small networks of cells that see each other at all times, against tests/data/coupling.json, which
/// scripts/reference_coupling.py worked out with SciPy from the equations as published.
namespace hux {
namespace {

using namespace test;

const nlohmann::json& coupling_reference() {
  static const auto data = nlohmann::json::parse(std::ifstream(HUX_SOURCE_DIR "/tests/data/coupling.json"));
  return data;
}

outcome run_network(const std::string& name, const std::string& integrator, double dt, const std::string& duration) {
  const std::string path = HUX_SOURCE_DIR "/tests/data/coupling/" + name + ".toml";
  return run(read_experiment(
      path, std::vector<std::string>{"simulation.integrator='" + integrator + "'",
                                     "simulation.dt='" + std::to_string(dt) + " ms'",
                                     "simulation.duration='" + duration + "'", "simulation.equations='interpret'"}));
}

/// The largest error of a spike, ms. Every spike of the reference is there.
double error_of_spikes(const outcome& o, const nlohmann::json& reference) {
  double largest = 0;
  std::size_t neuron = 0;
  for (const auto& expected : reference.at("spikes").get<std::vector<std::vector<double>>>()) {
    std::vector<double> found;
    for (const auto& s : o.spikes[0])
      if (s.neuron == neuron) found.push_back(s.time);
    EXPECT_EQ(found.size(), expected.size()) << "neuron " << neuron;
    for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i)
      largest = std::max(largest, std::abs(found[i] - expected[i]));
    ++neuron;
  }
  return largest;
}

/// The largest error of v at 5, 10, ... ms, mV.
double error_of_v(const outcome& o, const nlohmann::json& reference) {
  const auto expected = reference.at("v").get<std::vector<std::vector<double>>>();
  double largest = 0;
  for (std::size_t neuron = 0; neuron < expected.size(); ++neuron)
    for (std::size_t t = 0; t < expected[neuron].size(); ++t)
      largest = std::max(largest, std::abs(o.samples[0].at((t + 1) * expected.size() + neuron) - expected[neuron][t]));
  return largest;
}

struct network_case {
  const char* name;
  const char* integrator;
  double v, spike;  ///< errors allowed at dt = 0.005 ms, mV and ms
};

class coupling_reference_of : public testing::TestWithParam<network_case> {};

INSTANTIATE_TEST_SUITE_P(
    networks, coupling_reference_of,
    testing::Values(
        network_case{"gap_pair", "rk4", 0.15, 1.2e-3}, network_case{"gap_pair_traub_miles", "rk4", 4e-4, 1.1e-4},
        network_case{"graded_pair", "rk4", 4e-3, 4e-5}, network_case{"mixed_ring", "rk4", 8e-3, 1.3e-4},
        network_case{"delayed_ring", "rk4", 4e-3, 5e-5}, network_case{"delayed_ring", "exponential_euler", 0.6, 0.035},
        network_case{"rectified_ring", "rk4", 0.15, 2e-3}, network_case{"rectified_ring", "crank_nicolson", 5, 0.065},
        network_case{"crowd", "rk4", 0.015, 1e-4}, network_case{"kinetic_pair", "rk4", 1.1e-4, 1.1e-5},
        network_case{"prinz_pair", "rk4", 0.3, 6e-3}, network_case{"prinz_pair", "exponential_euler", 0.3, 6e-3},
        network_case{"prinz_pair", "crank_nicolson", 0.3, 6e-3},
        network_case{"kinetic_pair", "crank_nicolson", 0.03, 3e-3}),
    [](const auto& tested) { return std::string(tested.param.name) + "_" + tested.param.integrator; });

/// Of order 2: half of dt leaves a quarter of the error.
TEST_P(coupling_reference_of, is_met_with_order_2) {
  const network_case& c = GetParam();
  const auto& reference = coupling_reference().at(c.name);
  const outcome coarse = run_network(c.name, c.integrator, 0.01, "100.1 ms");
  const outcome fine = run_network(c.name, c.integrator, 0.005, "100.1 ms");
  EXPECT_LT(error_of_v(fine, reference), c.v);
  EXPECT_LT(error_of_spikes(fine, reference), c.spike);
  EXPECT_GT(std::log2(error_of_v(coarse, reference) / error_of_v(fine, reference)), 1.5);
}

TEST(coupling_reference, has_the_spikes_of_a_pair_of_fast_spiking_cells) {
  const auto& reference = coupling_reference().at("golomb").at("coupled");
  const outcome o = run_network("golomb", "rk4", 0.0025, "1000 ms");
  EXPECT_EQ(o.spikes[0].size(), 32U + 48U);
  EXPECT_LT(error_of_spikes(o, reference), 0.06);  // late spikes grow apart
  const std::vector<double> published{9.780, 11.789, 31.622, 42.811, 56.794};
  for (std::size_t i = 0; i < published.size(); ++i) EXPECT_NEAR(o.times(0)[i], published[i], 1e-3);
}

}  // namespace
}  // namespace hux
