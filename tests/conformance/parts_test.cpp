#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "networks.hpp"
#include "orders.hpp"
#include "simulation/runs.hpp"

/// Runs in parts and states that are handed from one backend to the other give the bits of a whole run.
namespace hux {
namespace {

using namespace test;

experiment brief() {
  experiment e = everything();
  e.settings.duration = 4;
  return e;
}

const outcome& whole() {
  static const outcome o = run(on(backend_kind::cpu, brief()));
  return o;
}

TEST(a_run_in_parts_on_a_gpu, gives_the_bits_of_the_whole_wherever_it_is_cut) {
  for (const std::vector<std::int64_t>& cuts : {std::vector<std::int64_t>{41}, {50}, {3, 58, 59, 77}})
    EXPECT_EQ(differences(whole(), run_in_parts(on(backend_kind::cuda, brief()), cuts)), "") << cuts.front();
}

TEST(a_run_in_parts_on_a_gpu, gives_the_same_in_windows_and_blocks_of_any_size) {
  experiment e = on(backend_kind::cuda, brief());
  e.settings.window = 3;
  e.settings.block_size = 64;
  EXPECT_EQ(differences(whole(), run_in_parts(e, {3, 58, 59, 77})), "");
}

TEST(a_run_in_parts_on_a_gpu, gives_the_same_where_neurons_diverge) {
  const experiment e = with_victims(brief());
  EXPECT_EQ(differences(run(on(backend_kind::cpu, e)), run_in_parts(on(backend_kind::cuda, e), {3, 58, 59})), "");
}

TEST(a_run_in_parts_on_a_gpu_slow, gives_the_same_in_every_order_of_threads) {
  in_every_order([&](const std::string& order) {
    EXPECT_EQ(differences(whole(), run_in_parts(on(backend_kind::cuda, brief()), {57})), "") << order;
  });
}

/// Goes through a run by turns on backends that hand on the state at these steps.
outcome by_turns(const std::vector<std::int64_t>& steps, backend_kind first) {
  const auto other = [](backend_kind b) { return b == backend_kind::cpu ? backend_kind::cuda : backend_kind::cpu; };
  collector kept;
  simulation_state state;
  backend_kind backend = first;
  for (const std::int64_t step : steps) {
    simulation s(on(backend, brief()));
    if (kept.steps > 0) s.restore(state);
    s.record_to(kept);
    const run_summary summary = s.run(static_cast<double>(step - kept.steps) * brief().settings.dt);
    state = s.save();
    if (step == steps.back()) return outcome_of(s, std::move(kept), summary);
    backend = other(backend);
  }
  return {};
}

TEST(a_state, goes_from_one_backend_to_the_other_and_back) {
  EXPECT_EQ(differences(whole(), by_turns({36, 71, 100}, backend_kind::cpu)), "");
  EXPECT_EQ(differences(whole(), by_turns({36, 71, 100}, backend_kind::cuda)), "");
}

TEST(a_state, is_the_same_on_both_backends) {
  const auto state_on = [](backend_kind backend) {
    simulation s(on(backend, brief()));
    s.run(2.88);
    return s.save();
  };
  EXPECT_EQ(first_difference(state_on(backend_kind::cpu), state_on(backend_kind::cuda)), "");
}

TEST(every_variable, is_read_as_it_was_set_on_a_gpu) {
  simulation s(on(backend_kind::cuda, brief()));
  for (const auto& p : s.save().populations)
    for (const auto& variable : p.variables) {
      std::vector<double> values;
      for (std::size_t i = 0; i < variable.values.size(); ++i) values.push_back(static_cast<double>(i % 64) / 64);
      s.set_state(p.name, variable.name, values);
      EXPECT_EQ(bits(s.state(p.name, variable.name)), bits(values)) << p.name << " " << variable.name;
    }
}

TEST(events_in_flight, find_room_when_they_are_made_again) {
  // So many synapses of which all have events in flight at once fill lists that are made for a rate of 20 Hz.
  experiment e = experiment_of({cells("source", 200, "traub_miles"), cells("target", 64, "traub_miles")}, 4, 0.04,
                               precision::single);
  e.network.populations[1].receptors = {make_receptor("exc", "exponential")};
  e.network.populations[0].initial_v = -50.0;
  e.network.inputs = {stimulate("shock", "source", step_current{20000.0, 0.5, 1.5})};
  e.network.projections = {connect("all", "source", "target", "exc", all_to_all{}, 0.5, uniform{1, 2})};
  const outcome expected = run(on(backend_kind::cpu, e));
  ASSERT_GE(expected.spikes[0].size(), 200U);
  const auto spiked = static_cast<std::int64_t>(expected.spikes[0].back().time / e.settings.dt) + 2;
  simulation cpu(on(backend_kind::cpu, e));
  collector kept;
  cpu.record_to(kept);
  cpu.run(static_cast<double>(spiked) * e.settings.dt);
  simulation gpu(on(backend_kind::cuda, e));
  gpu.restore(cpu.save());
  gpu.record_to(kept);
  const run_summary summary = gpu.run();
  EXPECT_EQ(differences(expected, outcome_of(gpu, std::move(kept), summary)), "");
}

}  // namespace
}  // namespace hux
