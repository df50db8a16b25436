#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "cells.hpp"

namespace hux::test {

/// Shortest delay of the network of everything, ms.
inline constexpr double shortest_delay = 0.4;

inline std::vector<population> every_model() {
  const bounds positive{.min = 1e-3, .max = 1e9, .action = out_of_bounds::redraw};
  const bounds clipped{.min = 0, .max = 1e9, .action = out_of_bounds::clip};
  auto squid = cells("squid", 611, "hodgkin_huxley");
  squid.parameters = {{"temperature", 9.0}, {"g_l", normal{0.3, 0.03, positive}}, {"e_l", linspace{-56, -53}}};
  squid.receptors = {make_receptor("fast", "exponential", {{"tau", 3}}), make_receptor("slow", "nmda")};

  auto cortex = cells("cortex", 1203, "traub_miles");
  cortex.initial_v = normal{-60, 5, {}};
  cortex.initial_states = {{"m", 0.0}, {"h", uniform{0.2, 0.9}}};
  cortex.refractory = 3;
  cortex.threshold = -20;
  cortex.receptors = {make_receptor("exc", "exponential"), make_receptor("inh", "double_exponential", {{"e_rev", -80}}),
                      make_receptor("push", "exponential_current", {{"tau", 2}})};
  cortex.positions = random_layout{800, 600, 0};
  cortex.receptors[0].initial = normal{20, 15, clipped};

  auto fast = cells("fast", 333, "wang_buzsaki");
  fast.receptors = {make_receptor("gaba", "alpha", {{"e_rev", -75}}), make_receptor("ampa", "exponential")};

  auto axon = cells("axon", 97, "connor_stevens");
  axon.parameters = {{"g_a", lognormal{47.7, 2, {}}}};
  axon.receptors = {make_receptor("ampa", "double_exponential")};

  auto burst = cells("burst", 270, "pospischil");
  burst.preset = "LTS";
  burst.receptors = {make_receptor("nmda", "nmda", {{"c_mg", 0.5}}), make_receptor("ampa", "alpha")};
  return {squid, cortex, fast, axon, burst};
}

/// Synapses with weights and delays of their own, in no order.
inline explicit_list listed_synapses(std::uint32_t sources, std::uint32_t targets) {
  explicit_list list;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    list.source.push_back(i * 7919 % sources);
    list.target.push_back(i * 104729 % targets);
    list.weight.push_back(0.001 * (i % 17));
    list.delay.push_back(shortest_delay + 0.05 * (i % 23));
  }
  return list;
}

inline std::vector<projection> every_projection() {
  const bounds from_shortest{.min = shortest_delay, .max = 3, .action = out_of_bounds::redraw};
  const bounds positive{.min = 0, .max = 100, .action = out_of_bounds::redraw};
  auto lateral = connect("cc", "cortex", "cortex", "exc", fixed_probability{0.02}, 4.0, uniform{shortest_delay, 1.5});
  lateral.autapses = false;
  auto inward = connect("fc", "fast", "cortex", "inh", fixed_indegree{20}, normal{15, 4, positive}, 0.5);
  inward.multapses = false;
  auto near = connect("nn", "cortex", "cortex", "exc", distance_probability{distance_kernel::gaussian, 0.3, 50}, 2.0,
                      uniform{shortest_delay, 0.6});
  near.velocity = 0.2;
  near.periodic = true;
  return {
      lateral,
      near,
      inward,
      connect("cp", "cortex", "cortex", "push", fixed_outdegree{9}, normal{0, 20, {}}, normal{1, 0.5, from_shortest}),
      connect("cf", "cortex", "fast", "ampa", fixed_total_number{9000}, lognormal{0.01, 0.01, {}}, 0.4),
      connect("ff", "fast", "fast", "gaba", all_to_all{}, 0.0002, lognormal{0.8, 0.2, from_shortest}),
      connect("cs", "cortex", "squid", "slow", fixed_probability{0.01}, uniform{0, 0.02}, linspace{0.4, 0.4}),
      connect("ss", "squid", "squid", "fast", one_to_one{}, 0.05, 2.05),
      connect("sa", "squid", "axon", "ampa", listed_synapses(611, 97), 0.0, 0.0),
      connect("cb", "cortex", "burst", "nmda", fixed_indegree{10}, 30.0, 0.45),
      connect("ab", "axon", "burst", "ampa", fixed_outdegree{30}, 10.0, uniform{0.5, 40})};
}

inline std::vector<input> every_input() {
  std::vector<std::uint32_t> some(100);
  std::iota(some.begin(), some.end(), 150U);
  spike_times volley{"exc", 50, {}, {}};
  for (std::uint32_t i = 0; i < 1203; i += 3) {
    volley.neuron.push_back(i);
    volley.time.push_back(5 + 0.01 * i);
  }
  return {stimulate("constant", "squid", constant_current{normal{9, 2, {}}}),
          stimulate("step", "axon", step_current{20.0, 1, 15}),
          stimulate("pulses", "burst", pulse_train{linspace{500, 3000}, 1, 18, 4, 2}),
          stimulate("ramp", "fast", ramp_current{4.0, 0, 18}),
          stimulate("sine", "fast", sine_current{2.0, 0.5, 100, 0.3, 2, 17}, some),
          stimulate("clamp", "fast", voltage_clamp{0.5, -65, linspace{-80, 0}, 5, 10, -50}, some),
          stimulate("white", "squid", white_noise{0, 5, 0.2}, some),
          stimulate("colored", "cortex", ornstein_uhlenbeck{100, 200, 3}),
          stimulate("poisson", "cortex", poisson_train{"exc", 800, 3}),
          stimulate("rain", "fast", poisson_train{"ampa", 300, 0.01}, some),
          stimulate("volley", "cortex", volley)};
}

inline recordings every_recording() {
  recordings r;
  r.rates = {"cortex", "fast"};
  r.samples = {sample("squid", "squid", {"v", "m", "h", "i_na", "g_fast", "g_slow", "i_slow"}, 0.2, {0, 5, 300, 610}),
               sample("cortex", "cortex", {"v", "n", "g_exc", "g_inh", "i_inh", "i_push", "i_k"}, 0.6),
               sample("fast", "fast", {"g_gaba", "v", "i_clamp"}, 2, {7, 160}),
               sample("axon", "axon", {"i_a", "a", "b"}, 1),
               sample("burst", "burst", {"i_ca_t", "u", "g_nmda", "v"}, 0.4, {269, 3})};
  return r;
}

/// Every model, synapse, rule, distribution, input and kind of recording there is, in one network.
inline experiment everything() {
  auto e = experiment_of(every_model(), 20, 0.04, precision::single);
  e.network.projections = every_projection();
  e.network.inputs = every_input();
  e.recordings = every_recording();
  return e;
}

/// The same for long enough that all its delays are met.
inline experiment brief_everything() {
  auto e = everything();
  e.settings.duration = 8;
  return e;
}

/// The same of which a few cells of one population are sampled.
inline experiment sparsely_sampled() {
  auto e = brief_everything();
  e.recordings.samples = {sample("cortex", "cortex", {"v", "g_exc", "i_inh"}, 0.4, {1, 700})};
  return e;
}

inline projection& projection_called(experiment& e, const std::string& name) {
  return *std::ranges::find(e.network.projections, name, &projection::name);
}

/// Everything with spikes so weak that what arrives at some of the receptors beside them is summed in 64 bits.
inline experiment everything_beside_weak_spikes() {
  auto e = everything();
  const std::pair<const char*, const char*> receptors[] = {{"squid", "slow"}, {"cortex", "exc"}, {"cortex", "push"},
                                                           {"fast", "ampa"},  {"fast", "gaba"},  {"burst", "nmda"}};
  for (const auto& [population, receptor] : receptors)
    e.network.inputs.push_back(stimulate(std::string("weak_") + population + "_" + receptor, population,
                                         spike_times{receptor, 1e-12, {7, 9}, {1, 3}}));
  return e;
}

}  // namespace hux::test
