#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "networks.hpp"
#include "orders.hpp"
#include "simulation/runs.hpp"

/// Populations that one kernel advances share its launches, and keep the bits that each has alone.
namespace hux {
namespace {

using namespace test;

/// Populations of all sizes, of one neuron and of a block and one, that share all that there is to share.
experiment many_alike() {
  const std::vector<std::uint32_t> sizes{1, 127, 128, 129, 300, 2, 64, 31, 257, 5, 130, 40};
  std::vector<population> all;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    auto p = cells("p" + std::to_string(i), sizes[i], i % 5 == 4 ? "wang_buzsaki" : "traub_miles");
    p.initial_v = uniform{-70, -50};
    p.receptors = {make_receptor("exc", i % 3 == 0 ? "exponential" : "alpha")};
    if (i % 4 == 1) p.receptors.push_back(make_receptor("slow", "nmda"));
    if (i % 6 == 5) p.parameters = {{"g_l", uniform{9, 11}}};
    all.push_back(p);
  }
  auto e = experiment_of(all, 6, 0.05, precision::single);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::string name = all[i].name;
    const population& next = all[(i + 1) % sizes.size()];
    const double weight = next.model == "wang_buzsaki" ? 0.01 : 3;
    e.network.projections.push_back(
        connect(name, name, next.name, "exc", fixed_probability{0.2}, weight, uniform{0.5, 1.5}));
    e.network.inputs.push_back(stimulate("rain" + name, next.name, poisson_train{"exc", 4000, 2 * weight}));
    if (i % 3 == 2) e.network.inputs.push_back(stimulate("noise" + name, name, white_noise{200, 100, 0.2}));
    if (i % 4 == 3) e.network.inputs.push_back(stimulate("step" + name, name, step_current{500.0, 1, 3}));
    e.recordings.samples.push_back(sample("v" + name, name, {"v", "g_exc"}, 0.3));
  }
  return e;
}

TEST(launches, that_are_shared_give_the_bits_of_the_cpu) {
  for (const auto policy : {divergence_policy::stop, divergence_policy::mark}) {
    experiment e = many_alike();
    e.settings.on_divergence = policy;
    if (policy == divergence_policy::mark)
      e.network.inputs.push_back(stimulate("doom", "p3", step_current{1e8, 2, 3}, {128, 0}));
    e.settings.backend = backend_kind::cpu;
    const outcome expected = run(e);
    for (const auto& spikes : expected.spikes) EXPECT_FALSE(spikes.empty()) << &spikes - expected.spikes.data();
    e.settings.backend = backend_kind::cuda;
    in_every_order([&](const std::string& order) { EXPECT_EQ(differences(expected, run(e)), "") << order; });
  }
}

#ifndef HUX_ON_GPU

constexpr std::uint64_t windows = 10;

/// Of a run of so many windows.
std::uint64_t launches_of(const std::vector<population>& populations) {
  auto e = experiment_of(populations, 1, 0.05);
  e.settings.window = 2;
  e.settings.backend = backend_kind::cuda;
  const std::uint64_t before = simt::launches();
  simulation(e).run();
  return simt::launches() - before;
}

std::vector<population> alike(std::size_t count) {
  std::vector<population> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(cells("p" + std::to_string(i), 200, "traub_miles"));
  return all;
}

TEST(launches, are_one_a_window_for_eight_populations_of_equal_parameters) {
  const std::uint64_t alone = launches_of(alike(1));
  EXPECT_EQ(launches_of(alike(8)), alone);
  EXPECT_EQ(launches_of(alike(9)), alone + windows);
}

TEST(launches, are_shared_by_populations_whose_neurons_have_parameters_of_their_own) {
  auto each = alike(3);
  for (std::size_t i = 0; i < each.size(); ++i)
    each[i].parameters = {{"g_l", uniform{9, 10.0 + static_cast<double>(i)}}};
  EXPECT_EQ(launches_of(each), launches_of(alike(1)));
}

TEST(launches, are_shared_where_receptors_and_thresholds_differ) {
  auto both = alike(2);
  both[1].receptors = {make_receptor("exc", "alpha"), make_receptor("inh", "double_exponential")};
  both[1].threshold = 10;
  EXPECT_EQ(launches_of(both), launches_of(alike(1)));
}

TEST(launches, are_not_shared_by_populations_of_other_parameters_or_kernels) {
  const std::uint64_t alone = launches_of(alike(1));
  auto other_leak = alike(2);
  other_leak[1].parameters = {{"g_l", 11.0}};
  EXPECT_EQ(launches_of(other_leak), alone + windows);
  auto other_model = alike(2);
  other_model[1].model = "wang_buzsaki";
  EXPECT_EQ(launches_of(other_model), alone + windows);
  auto follows_v = alike(2);
  follows_v[1].receptors = {make_receptor("slow", "nmda")};
  EXPECT_EQ(launches_of(follows_v), alone + windows);
}

#endif

}  // namespace
}  // namespace hux
