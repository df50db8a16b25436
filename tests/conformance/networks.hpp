#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "simulation/everything.hpp"

/// The networks on which backends are compared.
namespace hux::test {

/// The experiment on one of the backends.
inline experiment on(backend_kind backend, experiment e) {
  e.settings.backend = backend;
  return e;
}

/// The network of everything under one integrator in one precision.
inline experiment everything_by(const std::string& integrator, precision real, double duration) {
  experiment e = everything();
  e.settings.integrator = integrator;
  e.settings.precision = real;
  e.settings.duration = duration;
  if (integrator == "euler") {
    e.settings.dt = 0.01;
    e.settings.duration /= 2;
  }
  return e;
}

/// Some neurons of each population diverge, one population after the other, and the run goes on.
inline experiment with_victims(experiment e) {
  e.settings.on_divergence = divergence_policy::mark;
  double start = 0.3;
  for (const auto& p : e.network.populations) {
    e.network.inputs.push_back(
        stimulate("doom_" + p.name, p.name, step_current{1e8, start, 100}, {3, 64, 65, p.size - 1}));
    start += 0.2;
  }
  return e;
}

/// All that is switched in everything(), at instants and for times that lie off the grid.
inline std::vector<input> inputs_off_the_grid() {
  return {stimulate("step", "axon", step_current{60.0, 1.013, 3.1234}),
          stimulate("shock", "squid", step_current{3000.0, 1.0512, 1.0556}),
          stimulate("pulses", "burst", pulse_train{linspace{500, 3000}, 0.517, 3.99, 0.0931, 0.0173}),
          stimulate("ramp", "fast", ramp_current{4.0, 0.0101, 3.777}),
          stimulate("sine", "cortex", sine_current{500.0, 0.5, 173, 0.3, 0.7071, 3.2}),
          stimulate("clamp", "fast", voltage_clamp{0.5, -65, linspace{-80, 0}, 1.111, 2.222, -50})};
}

inline experiment switched_off_the_grid(experiment e) {
  e.network.inputs = inputs_off_the_grid();
  e.recordings.samples[2].variables = {"v", "i_clamp", "i_ramp"};
  return e;
}

inline experiment briefly_beside_weak_spikes() {
  experiment e = everything_beside_weak_spikes();
  e.settings.duration = 2.4;
  return e;
}

/// Spikes that arrive at several receptors each, whose sums are of 32 and of 64 bits, from lists and counts.
inline experiment at_several_receptors() {
  experiment e = briefly_beside_weak_spikes();
  const auto end_at = [&e](const std::string& name, std::map<std::string, double> receptors) {
    projection& p = projection_called(e, name);
    p.receptor.clear();
    p.receptors = std::move(receptors);
  };
  end_at("cc", {{"exc", 1.0}, {"inh", 0.3}});
  end_at("fc", {{"exc", 0.7}, {"inh", 1.0}});
  end_at("ss", {{"fast", 1.0}, {"slow", 2.0}});
  end_at("cb", {{"ampa", 0.1}, {"nmda", 1.0}});
  return e;
}

/// Spikes on the grid, and a refractory time that is no multiple of dt.
inline experiment refractory_on_the_grid() {
  experiment e = everything();
  e.settings.duration = 12;
  e.recordings.spike_times = spike_time::grid;
  e.network.populations[1].refractory = 1.01;
  return e;
}

/// A population all of which is made to fire at once, and so often that no list for its events was made so long.
inline experiment volleys(distribution weight) {
  auto p = cells("p", 400, "traub_miles");
  p.receptors = {make_receptor("exc", "exponential"), make_receptor("start", "exponential")};
  auto e = experiment_of({p}, 12, 0.05, precision::single);
  // The second one's lists have room for all that it brings; what the first one lacks must not change that.
  e.network.projections = {connect("pp", "p", "p", "exc", fixed_probability{0.25}, std::move(weight), uniform{1, 3}),
                           connect("few", "p", "p", "exc", fixed_indegree{1}, 1.0, 1.0)};
  spike_times all{"start", 200, {}, {}};
  for (std::uint32_t i = 0; i < 400; ++i) {
    all.neuron.push_back(i);
    all.time.push_back(1);
  }
  e.network.inputs = {stimulate("all", "p", all)};
  return e;
}

}  // namespace hux::test
