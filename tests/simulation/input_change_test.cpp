#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "everything.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "io/result/result_reader.hpp"
#include "runs.hpp"

/// One input that is changed between the parts of a run: by the quick way, and by that of any change.
namespace hux {
namespace {

using namespace test;

experiment with_currents_sampled() {
  auto e = brief_everything();
  e.recordings.samples = {sample("cortex", "cortex", {"v", "g_exc", "i_colored"}, 0.4, {1, 700}),
                          sample("fast", "fast", {"v", "i_clamp", "i_ramp"}, 0.4, {7, 160}),
                          sample("squid", "squid", {"v", "i_white", "i_constant"}, 0.4, {160, 200})};
  return e;
}

input& input_called(experiment& e, const std::string& name) {
  return *std::ranges::find(e.network.inputs, name, &input::name);
}

struct input_change {
  std::string name;
  std::function<void(input&)> how;
};

template <class Stimulus, class Change>
input_change changing(const std::string& name, const Change& change) {
  return {name, [change](input& in) { change(std::get<Stimulus>(in.what)); }};
}

/// At least one for each kind of input; the last need another network.
std::vector<input_change> all_changes() {
  std::vector<input_change> all{
      changing<constant_current>("constant", [](auto& s) { s.amplitude = 12.0; }),
      changing<constant_current>("constant", [](auto& s) { s.amplitude = std::vector<double>(611, 7.0); }),
      changing<step_current>("step", [](auto& s) { s.amplitude = 30.0; }),
      changing<pulse_train>("pulses",
                            [](auto& s) {
                              s.amplitude = linspace{600, 3500};
                            }),
      changing<ramp_current>("ramp", [](auto& s) { s.amplitude = 5.0; }),
      changing<sine_current>("sine", [](auto& s) { s.offset = 1.0; }),
      changing<voltage_clamp>("clamp", [](auto& s) { s.level = -20.0; }),
      changing<white_noise>("white", [](auto& s) { s.std = 7; }),
      changing<ornstein_uhlenbeck>("colored", [](auto& s) { s.mean = 200; }),
      changing<poisson_train>("poisson", [](auto& s) { s.rate = 700; }),
      changing<spike_times>("volley", [](auto& s) { s.time.back() = 5.5; }),
      changing<voltage_clamp>("clamp", [](auto& s) { s.conductance = 0.6; }),
      changing<poisson_train>("rain", [](auto& s) { s.weight = 2; }),
      {"clamp",
       [](input& in) {
         in.what = step_current{3.0, 5, 7};
       }},
      {"step",
       [](input& in) {
         in.neurons = {0, 3};
       }},
  };
  for (const auto* name : {"constant", "sine", "clamp", "colored", "poisson", "volley"})
    all.push_back({name, [](input& in) { in.on = false; }});
  return all;
}

using way = void (*)(simulation& s, const input_change& c);

void quickly(simulation& s, const input_change& c) {
  experiment now = s.settled();
  c.how(input_called(now, c.name));
  s.change_input(input_called(now, c.name));
}

void as_any_change(simulation& s, const input_change& c) {
  experiment next = s.settled();
  c.how(input_called(next, c.name));
  s.change(next);
}

outcome changed_after(std::int64_t steps, const input_change& c, way change) {
  simulation s(with_currents_sampled());
  collector kept;
  s.record_to(kept);
  if (steps > 0) s.run(static_cast<double>(steps) * with_currents_sampled().settings.dt);
  change(s, c);
  const run_summary summary = s.run();
  return outcome_of(s, std::move(kept), summary);
}

TEST(a_changed_input, gives_the_bits_that_any_change_gives) {
  for (const auto& c : all_changes()) {
    EXPECT_EQ(differences(changed_after(87, c, as_any_change), changed_after(87, c, quickly)), "") << c.name;
    EXPECT_NE(differences(changed_after(87, c, quickly), run(with_currents_sampled())), "") << c.name;
  }
}

TEST(a_changed_input, is_in_the_state_and_in_the_experiment) {
  for (const auto& c : all_changes()) {
    simulation quick(with_currents_sampled()), other(with_currents_sampled());
    quick.run(3.48);
    other.run(3.48);
    quickly(quick, c);
    as_any_change(other, c);
    EXPECT_EQ(to_toml(quick.settled()), to_toml(other.settled())) << c.name;
    EXPECT_EQ(first_difference(quick.save(), other.save()), "") << c.name;
    simulation restored(with_currents_sampled());
    restored.restore(quick.save());
    EXPECT_EQ(first_difference(quick.save(), restored.save()), "") << c.name;
  }
}

TEST(a_changed_input, that_is_changed_back_was_not_changed) {
  simulation s(with_currents_sampled());
  collector kept;
  s.record_to(kept);
  s.run(3.48);
  for (const auto& c : all_changes()) {
    experiment before = with_currents_sampled();
    input& in = input_called(before, c.name);
    const input written = in;
    c.how(in);
    if (!in.on && c.name == "colored") continue;  // a correlated noise that is off forgets where it was
    s.change_input(in);
    s.change_input(written);
  }
  const run_summary summary = s.run();
  EXPECT_EQ(differences(run(with_currents_sampled()), outcome_of(s, std::move(kept), summary)), "");
}

TEST(a_changed_input, may_be_changed_at_every_step_and_on_any_number_of_threads) {
  const auto stepwise = [](std::uint32_t threads, way change) {
    auto e = with_currents_sampled();
    e.settings.threads = threads;
    simulation s(e);
    collector kept;
    s.record_to(kept);
    run_summary summary;
    for (int step = 0; step < 40; ++step) {
      change(s, changing<constant_current>("constant", [=](auto& c) { c.amplitude = 9.0 + step % 3; }));
      summary = s.run(0.04);
    }
    return outcome_of(s, std::move(kept), summary);
  };
  const outcome expected = stepwise(1, as_any_change);
  EXPECT_EQ(differences(expected, stepwise(1, quickly)), "");
  EXPECT_EQ(differences(expected, stepwise(3, quickly)), "");
}

/// The sentence with which a change of an input is refused, after which the simulation is what it was.
std::string refusal(const input_change& c) {
  simulation s(with_currents_sampled());
  s.run(0.4);
  const simulation_state before = s.save();
  experiment now = s.settled();
  input next = input_called(now, c.name);
  c.how(next);
  std::string said;
  try {
    s.change_input(next);
  } catch (const input_error& refused) {
    said = refused.what();
  }
  EXPECT_EQ(first_difference(before, s.save()), "");
  s.run(0.04);
  return said;
}

TEST(a_changed_input, is_refused_where_no_experiment_may_have_it) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(refusal(changing<step_current>("step", [=](auto& s) { s.amplitude = none; })), "");
  EXPECT_NE(refusal(changing<step_current>("step", [](auto& s) { s.stop = 0; })), "");
  EXPECT_NE(refusal(changing<poisson_train>("rain", [](auto& s) { s.weight = 1e30; })), "");
  EXPECT_NE(refusal(changing<voltage_clamp>("clamp", [](auto& s) { s.conductance = 1e9; })), "");  // unstable
  EXPECT_EQ(refusal({"step", [](input& in) { in.name = "stop"; }}),
            "input: there is no input 'stop'; did you mean 'step'?");
}

TEST(a_changed_input, is_told_of_by_the_file_of_results) {
  const auto path = std::filesystem::temp_directory_path() / ("hux_input_" + std::to_string(::getpid()) + ".h5");
  simulation s(with_currents_sampled());
  s.record_to(path, true);
  s.run(0.4);
  quickly(s, changing<step_current>("step", [](auto& c) { c.amplitude = 30.0; }));
  s.run();
  EXPECT_EQ(read_result(path).provenance->changes,
            "at 0.4 ms\n- [input.step] amplitude = \"20 uA/cm2\"\n+ [input.step] amplitude = \"30 uA/cm2\"\n");
  std::filesystem::remove(path);
}

TEST(a_changed_input, is_counted_by_the_file_where_very_many_were_told_of) {
  const auto path = std::filesystem::temp_directory_path() / ("hux_inputs_" + std::to_string(::getpid()) + ".h5");
  experiment e = experiment_of({cells("axon", 1, "hodgkin_huxley")}, 10, 0.04, precision::single);
  e.network.inputs = {stimulate("step", "axon", step_current{1.0, 0, 5})};
  simulation s(e);
  s.record_to(path, true);
  s.run(0.4);
  for (int i = 0; i < 12000; ++i)
    quickly(s, changing<step_current>("step", [=](auto& c) { c.amplitude = i + 0.123456789012; }));
  s.run();
  const std::string changes = read_result(path).provenance->changes;
  EXPECT_LT(changes.size(), (std::size_t{1} << 20U) + 100);
  EXPECT_NE(changes.find(" changes more\n"), std::string::npos);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace hux
