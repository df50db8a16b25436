#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "hux/errors.hpp"
#include "networks.hpp"
#include "orders.hpp"
#include "simulation/runs.hpp"

/// Whatever an experiment is made of, the GPU's backend gives the bits that the CPU's gives: spikes, samples, state.
namespace hux {
namespace {

using namespace test;

/// What the two leave behind, and in what they differ.
std::string found_different(const experiment& e) {
  return differences(run(on(backend_kind::cpu, e)), run(on(backend_kind::cuda, e)));
}

// ---- the network of everything under one integrator in one precision ----

class both_backends : public testing::TestWithParam<std::tuple<const char*, precision>> {
 public:
  static experiment network(double duration) {
    return everything_by(std::get<0>(GetParam()), std::get<1>(GetParam()), duration);
  }
};

std::string name_of_integrator_and_precision(const testing::TestParamInfo<both_backends::ParamType>& tested) {
  const auto& [integrator, real] = tested.param;
  return std::string(integrator) + (real == precision::single ? "_single" : "_double");
}

const auto every_kind = testing::Combine(testing::Values("rk4", "euler", "exponential_euler", "crank_nicolson"),
                                         testing::Values(precision::single, precision::double_));

INSTANTIATE_TEST_SUITE_P(every, both_backends, every_kind, name_of_integrator_and_precision);

TEST_P(both_backends, give_the_same_bits) { EXPECT_EQ(found_different(network(12)), ""); }

class both_backends_slow : public both_backends {};

INSTANTIATE_TEST_SUITE_P(every, both_backends_slow, every_kind, name_of_integrator_and_precision);

TEST_P(both_backends_slow, give_the_same_bits_in_every_order_of_threads) {
  const outcome expected = run(on(backend_kind::cpu, network(2.4)));
  in_every_order([&](const std::string& order) {
    EXPECT_EQ(differences(expected, run(on(backend_kind::cuda, network(2.4)))), "") << order;
  });
}

TEST_P(both_backends, give_the_same_bits_where_neurons_diverge) {
  const experiment e = with_victims(network(4));
  EXPECT_EQ(run(on(backend_kind::cpu, e)).diverged.size(), 20U);
  EXPECT_EQ(found_different(e), "");
}

TEST_P(both_backends, give_the_same_bits_under_currents_switched_off_the_grid) {
  EXPECT_EQ(found_different(switched_off_the_grid(network(4))), "");
}

// ---- the same network, cut up in other ways ----

class cut_up : public testing::Test {
 protected:
  static experiment network() {
    experiment e = everything();
    e.settings.duration = 4;
    return e;
  }
  static const outcome& expected() {
    static const outcome o = run(on(backend_kind::cpu, network()));
    return o;
  }
  static void expect_same(const experiment& e) {
    EXPECT_EQ(differences(expected(), run(on(backend_kind::cuda, e))), "");
  }
};

TEST_F(cut_up, in_windows_of_any_length) {
  for (const std::uint32_t window : {1U, 3U}) {
    SCOPED_TRACE(window);
    experiment e = network();
    e.settings.window = window;
    expect_same(e);
  }
}

TEST_F(cut_up, in_blocks_of_any_size) {
  for (const std::uint32_t size : {1U, 64U, 1024U}) {
    SCOPED_TRACE(size);
    experiment e = network();
    e.settings.block_size = size;
    expect_same(e);
  }
}

void expect_same_in_windows_of_any_length(experiment e) {
  const outcome expected = run(on(backend_kind::cpu, e));
  for (const std::uint32_t window : {0U, 3U}) {
    e.settings.window = window;
    EXPECT_EQ(differences(expected, run(on(backend_kind::cuda, e))), "") << window;
  }
}

void expect_same_in_every_order_of_threads(const experiment& e) {
  const outcome expected = run(on(backend_kind::cpu, e));
  in_every_order(
      [&](const std::string& order) { EXPECT_EQ(differences(expected, run(on(backend_kind::cuda, e))), "") << order; });
}

TEST(sums_of_64_bits, are_the_same_in_windows_of_any_length) {
  expect_same_in_windows_of_any_length(briefly_beside_weak_spikes());
}

TEST(sums_of_64_bits_slow, are_the_same_in_every_order_of_threads) {
  expect_same_in_every_order_of_threads(briefly_beside_weak_spikes());
}

TEST(several_receptors, receive_the_same_in_windows_of_any_length) {
  const experiment e = at_several_receptors();
  EXPECT_NE(differences(run(on(backend_kind::cpu, e)), run(on(backend_kind::cpu, briefly_beside_weak_spikes()))), "");
  expect_same_in_windows_of_any_length(e);
}

TEST(several_receptors_slow, receive_the_same_in_every_order_of_threads) {
  expect_same_in_every_order_of_threads(at_several_receptors());
}

TEST(sums_of_64_bits, are_spoken_of_alike) {
  const auto warnings = [](backend_kind backend) {
    return simulation(on(backend, everything_beside_weak_spikes())).warnings();
  };
  EXPECT_THAT(warnings(backend_kind::cpu), testing::Contains(testing::HasSubstr("input.weak_cortex_exc.weight")));
  EXPECT_EQ(warnings(backend_kind::cuda), warnings(backend_kind::cpu));
}

#ifndef HUX_ON_GPU
TEST_F(cut_up, with_streams_that_do_not_wait) {
  simt::current_settings().lazy_streams = false;
  expect_same(network());
  simt::current_settings().lazy_streams = true;
}
#endif

TEST_F(cut_up, sampled_or_not) {
  experiment e = network();
  e.recordings.samples.clear();
  expect_same(e);
}

// ---- what makes the host step in ----

TEST(refractory_times, are_counted_in_steps_where_spikes_are_on_the_grid) {
  EXPECT_EQ(found_different(refractory_on_the_grid()), "");
}

TEST(events, find_room_when_all_neurons_fire_at_once) {
  for (const distribution& weight : {distribution(2.0), distribution(uniform{0, 4})}) {
    const experiment e = volleys(weight);
    const outcome expected = run(on(backend_kind::cpu, e));
    EXPECT_GE(expected.spikes[0].size(), 400);
    in_every_order([&](const std::string& order) {
      EXPECT_EQ(differences(expected, run(on(backend_kind::cuda, e))), "") << order;
    });
  }
}

TEST(divergence, is_told_by_the_gpu_as_by_the_cpu) {
  auto e = experiment_of({cells("axons", 10, "hodgkin_huxley"), integrators("victims", 150)}, 30, 0.05);
  e.settings.integrator = "crank_nicolson";
  e.network.inputs = {stimulate("doom", "victims", step_current{101.0, 2, 30}, {141, 37, 48}),
                      stimulate("later", "victims", step_current{101.0, 2.05, 30}, {3})};
  const auto message = [&](backend_kind backend) -> std::string {
    try {
      run(on(backend, e));
    } catch (const divergence_error& error) {
      return error.what();
    }
    return "nothing diverged";
  };
  EXPECT_THAT(message(backend_kind::cpu), testing::HasSubstr("neuron 37 of population 'victims'"));
  in_every_order(
      [&](const std::string& order) { EXPECT_EQ(message(backend_kind::cuda), message(backend_kind::cpu)) << order; });
}

TEST(divergence, is_marked_by_the_gpu_as_by_the_cpu) {
  auto e = experiment_of({cells("axons", 10, "hodgkin_huxley"), integrators("victims", 150)}, 30, 0.05);
  e.settings.integrator = "crank_nicolson";
  e.settings.on_divergence = divergence_policy::mark;
  e.network.inputs = {stimulate("doom", "victims", step_current{101.0, 2, 30}, {141, 37, 48}),
                      stimulate("later", "victims", step_current{101.0, 2.05, 30}, {3}),
                      stimulate("axon", "axons", step_current{1e6, 7.05, 30}, {9})};
  const outcome expected = run(on(backend_kind::cpu, e));
  EXPECT_EQ(expected.diverged.size(), 5U);
  for (const std::uint32_t window : {0U, 1U, 7U}) {
    e.settings.window = window;
    in_every_order([&](const std::string& order) {
      EXPECT_EQ(differences(expected, run(on(backend_kind::cuda, e))), "") << order;
    });
  }
}

TEST(windows_in_flight, end_where_the_caller_wants_no_more) {
  simulation s(on(backend_kind::cuda, everything()));
  collector kept;
  s.record_to(kept);
  s.on_progress([](const progress& p) { return p.time < 1; });
  const run_summary summary = s.run();
  EXPECT_FALSE(summary.complete);
  EXPECT_TRUE(kept.gapless);
  EXPECT_LT(summary.time, 4);
  experiment as_far = everything();
  as_far.settings.duration = summary.time;
  const outcome expected = run(on(backend_kind::cpu, as_far));
  for (std::size_t p = 0; p < expected.spikes.size(); ++p)
    EXPECT_TRUE(same_bits(kept.spikes[p], expected.spikes[p])) << p;
  EXPECT_EQ(bits(s.state("squid", "v")), bits(expected.state.at("squid v")));
}

}  // namespace
}  // namespace hux
