#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"

// Cells that receive spikes through each kind of receptor, against tests/data/synapses.json, which
// scripts/reference_synapses.py worked out from the equations without any code of ours.

namespace {

using namespace hux::test;

const nlohmann::json& reference() {
  static const auto data = nlohmann::json::parse(std::ifstream(HUX_SOURCE_DIR "/tests/data/synapses.json"));
  return data;
}

hux::experiment cell_of(const nlohmann::json& run, double duration, double dt) {
  auto p = cells("p", 1, "traub_miles");
  p.parameters = {{"e_l", reference().at("parameters").at("e_l").get<double>()}};
  p.receptors = {make_receptor("r", run.at("synapse"), run.at("parameters").get<std::map<std::string, double>>())};
  auto e = experiment_of({p}, duration, dt);
  const auto times = reference().at("spikes").get<std::vector<double>>();
  const std::vector<std::uint32_t> neuron(times.size(), 0);
  e.network.inputs = {stimulate("spikes", "p", hux::spike_times{"r", run.at("weight"), neuron, times})};
  return e;
}

/// The largest error of V at the instants which the reference samples, mV.
double error(const nlohmann::json& run, const std::string& integrator, double dt) {
  const auto t = reference().at("samples").get<std::vector<double>>();
  const auto exact = run.at("v").get<std::vector<double>>();
  double largest = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    auto e = cell_of(run, t[i], dt);
    e.settings.integrator = integrator;
    largest = std::max(largest, std::abs(final_state(e, "p", "v")[0] - exact[i]));
  }
  return largest;
}

/// Does the error fall with this power of dt? A run whose error is at the last digits of the reference has shown
/// enough.
void expect_order(const std::string& integrator, double dt, double order) {
  for (const auto& run : reference().at("runs")) {
    const double coarse = error(run, integrator, dt);
    const double fine = error(run, integrator, dt / 2);
    if (coarse < 1e-9) continue;
    EXPECT_NEAR(std::log2(coarse / fine), order, 0.15)
        << run.at("synapse") << " " << run.at("weight") << ": " << coarse << " and " << fine << " mV";
  }
}

// The largest error is that of a cell sampled on the upstroke of a spike.
TEST(cells_with_synapses, follow_the_reference_under_rk4) {
  for (const auto& run : reference().at("runs")) {
    EXPECT_LT(error(run, "rk4", 0.05), 0.1) << run.at("synapse") << " " << run.at("weight");
    EXPECT_LT(error(run, "rk4", 0.0125), 7e-4) << run.at("synapse") << " " << run.at("weight");
  }
}

TEST(cells_with_synapses, below_their_threshold_follow_the_reference_to_8_digits) {
  for (const std::size_t i : {0U, 2U}) EXPECT_LT(error(reference().at("runs")[i], "rk4", 0.05), 5e-8);
}

TEST(cells_with_synapses, follow_the_reference_with_order_4_under_rk4) { expect_order("rk4", 0.00625, 4); }

TEST(cells_with_synapses, follow_the_reference_with_order_2_under_exponential_euler) {
  expect_order("exponential_euler", 0.0125, 2);
}

TEST(cells_with_synapses, follow_the_reference_with_order_2_under_crank_nicolson) {
  expect_order("crank_nicolson", 0.0125, 2);
}

TEST(cells_with_synapses, follow_the_reference_with_order_1_under_euler) { expect_order("euler", 0.00625, 1); }

}  // namespace
