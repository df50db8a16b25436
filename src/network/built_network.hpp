#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "equations/terminal_flow.hpp"
#include "experiment/recordable.hpp"
#include "experiment/spontaneous_rate.hpp"
#include "hux/catalog.hpp"
#include "hux/device/rng.hpp"
#include "hux/network.hpp"
#include "network/synapse_rows.hpp"
#include "network/time_course.hpp"

namespace hux {

/// A network with every draw made and every name resolved: what a backend needs, and nothing that depends on which
/// backend it is. Times are in steps, values in double precision.
/// A state of the neuron to which what arrives at a receptor is added.
struct built_arrival {
  std::size_t state = 0;  ///< among those beside v
  double jump = 0;        ///< by a weight of 1; 0: nothing
};

struct built_receptor {
  std::string name;
  const synapse_equations* synapse = nullptr;  ///< of the catalog
  bool is_current = false;                     ///< is x an inward current, not a conductance?
  bool cascaded = false;                       ///< has a second variable
  double e_rev = 0;                            ///< mV; of conductances
  std::vector<double> opening;                 ///< what a voltage-dependent conductance needs beside v
  std::vector<double> wire;                    ///< what the currents of wires need beside potentials
  cascade::propagator half{}, full{};
  cascade::jump jump{};
  double unit = 1;              ///< of weights in fixed point; a power of two
  bool wide_sums = false;       ///< 64 bits for the sums of what arrives, in single precision too
  std::uint32_t sums_row = 0;   ///< number among the population's receptors whose sums are as wide
  std::vector<double> initial;  ///< x at t = 0: one for all, or one a neuron
  double origin = 0;            ///< of signals that arrive, which is taken off
  /// Of one where signals arrive, by which their weighted sum is multiplied, and the sum of the weights.
  cascade::jump signal{};
  std::optional<std::size_t> weights_receptor{};  ///< where the sum of the weights is a conductance beside it
  /// Of one that is advanced with its neuron: all its states, which stand among those of the neuron in this order. It
  /// has no others.
  std::vector<built_arrival> arrivals{};

  [[nodiscard]] bool is_joined() const { return !arrivals.empty(); }
};

/// A terminal of each neuron of a population.
struct built_terminal {
  std::string name;                               ///< its own, or that of its projection
  std::string synapse;                            ///< that has it
  const terminal_equations* equations = nullptr;  ///< of the catalog
  std::vector<double> parameters;                 ///< in the synapse's order
  terminal_flow flow;                             ///< over time steps
  std::vector<double> initial;                    ///< states at t = 0
  double dead_steps = 0;                          ///< spikes sooner after the last one are left out
};

/// What neurons send at all times.
struct built_signal {
  std::string name;         ///< of the variable that it is
  bool observed = false;    ///< is that one of the observables, and not a state variable?
  std::size_t number = 0;   ///< among those; of state variables 0 for v
  double origin = 0;        ///< taken off: sums of differences of potentials lose no digits to what potentials share
  std::uint32_t delay = 0;  ///< the longest, in steps; 0: what is sent arrives at once
};

/// Of potentials that meet those of their targets, mV.
inline constexpr double origin_of_potentials = -65;

struct built_population {
  std::string name;
  std::uint32_t size = 0;
  const equations* model = nullptr;             ///< of the catalog, with its terminals that send signals
  std::vector<std::vector<double>> parameters;  ///< in the model's order: one for all, or one a neuron
  std::vector<double> v;                        ///< at t = 0, one a neuron
  std::vector<std::vector<double>> gates;       ///< at t = 0 by state beside v, one a neuron
  double threshold = 0;                         ///< mV
  double refractory = 0;  ///< least time from spike to spike: ms, or whole steps where spikes are on the grid
  std::vector<built_receptor> receptors;  ///< those that are advanced with their neuron come last
  std::vector<built_terminal> terminals;
  std::vector<built_signal> signals;
  bool keeps_last_spike = false;  ///< does a spontaneous rate depend on the step of it?

  /// The synapse of each receptor.
  [[nodiscard]] std::vector<const synapse_equations*> synapses() const {
    std::vector<const synapse_equations*> all;
    for (const auto& r : receptors) all.push_back(r.synapse);
    return all;
  }

  /// Receptors that have a variable of their own.
  [[nodiscard]] std::size_t receptor_rows() const {
    return static_cast<std::size_t>(std::ranges::count_if(receptors, [](const auto& r) { return !r.is_joined(); }));
  }

  /// Receptors with wide_sums.
  [[nodiscard]] std::uint32_t wide_receptors() const {
    std::uint32_t count = 0;
    for (const auto& r : receptors) count += r.wide_sums ? 1 : 0;
    return count;
  }

  /// Receptors with a second variable.
  [[nodiscard]] std::uint32_t cascades() const {
    std::uint32_t count = 0;
    for (const auto& r : receptors) count += r.cascaded ? 1 : 0;
    return count;
  }

  /// States of all its terminals.
  [[nodiscard]] std::size_t terminal_states() const {
    std::size_t count = 0;
    for (const auto& t : terminals) count += t.equations->states.size();
    return count;
  }

  /// The parameters of one neuron, in the model's order.
  [[nodiscard]] std::vector<double> parameters_of(std::uint32_t neuron) const {
    std::vector<double> values;
    values.reserve(parameters.size());
    for (const auto& p : parameters) values.push_back(p.size() == 1 ? p[0] : p[neuron]);
    return values;
  }

  [[nodiscard]] bool heterogeneous() const {
    for (const auto& p : parameters)
      if (p.size() > 1) return true;
    return false;
  }
};

/// A receptor of the target at which a projection ends.
struct built_factor {
  std::size_t receptor = 0;
  double factor = 1;  ///< by which weights are multiplied there

  /// What turns weights into fixed point, the same wherever they arrive.
  [[nodiscard]] double per_unit(const built_receptor& r) const { return factor / r.unit; }
};

/// What each synapse of a projection releases without a spike.
struct built_spontaneous {
  spontaneous_rate rate;
  double weight;
  stream draws;
};

struct built_projection {
  std::string name;
  std::size_t source = 0, target = 0;  ///< populations
  std::vector<built_factor> receptors;
  std::optional<std::size_t> terminal;  ///< of the source; none: spikes bring their weights as they are
  synapse_rows rows;
  std::optional<std::size_t> signal{};         ///< of the source; none: it acts at spikes
  std::optional<std::size_t> target_signal{};  ///< of the target: v, where each synapse has a current by itself
  bool connects_all = false;                   ///< is its rule all_to_all?
  std::optional<built_spontaneous> spontaneous{};
};

/// A current with one course in time, amplitude of the neuron times the course, less conductance times V.
struct built_current {
  std::string name;  ///< of its input; those of one name in one population are parts of one current
  std::size_t population = 0;
  std::vector<double> amplitude;  ///< one for all, or one a neuron
  time_course waveform;
  std::vector<double> conductance;  ///< empty: none; else as many as amplitudes
  std::vector<double> level;        ///< of a voltage clamp, mV, as many as amplitudes; empty: none
};

/// A current drawn for each neuron: white noise held for some steps, or an Ornstein-Uhlenbeck process.
struct built_noise {
  std::string name;
  std::size_t population = 0;
  std::vector<std::uint8_t> on;  ///< by neuron; empty: all
  double mean = 0, std = 0;
  std::int64_t hold = 1;   ///< steps for which a value is held
  double correlation = 0;  ///< of an Ornstein-Uhlenbeck process from step to step; 0: white noise
  stream draws;
  stream initial_draws;
};

/// Poisson trains: the number of spikes in a step is how many thresholds a uniform 32-bit word reaches.
struct built_poisson {
  std::string name;
  std::size_t population = 0, receptor = 0;
  std::vector<std::uint8_t> on;           ///< by neuron; empty: all
  std::vector<std::uint32_t> thresholds;  ///< ascending
  double weight = 0;
  stream draws;
};

/// Spikes at given steps, sorted by step.
struct built_spike_times {
  struct event {
    std::int64_t step;
    std::uint32_t neuron;
  };
  std::string name;
  std::size_t population = 0, receptor = 0;
  double weight = 0;
  std::vector<event> events;
};

/// Sampling of chosen neurons, sorted, every so many steps.
struct built_recording {
  std::size_t population = 0;
  std::vector<recordable> variables;
  std::vector<std::uint32_t> neurons;
  std::int64_t interval = 1;
};

/// All inputs that are on.
struct built_inputs {
  std::vector<built_current> currents;
  std::vector<built_noise> noises;
  std::vector<built_poisson> poissons;
  std::vector<built_spike_times> spike_trains;
};

struct built_network : built_inputs {
  std::shared_ptr<const hux::catalog> catalog;
  double dt = 0;                                ///< ms
  std::int64_t steps = 0;                       ///< of the whole run
  std::int64_t window = 1;                      ///< steps between two deliveries
  std::uint32_t block_size = 0;                 ///< neurons advanced together; 0: the backend chooses
  const integrator_info* integrator = nullptr;  ///< of the catalog
  precision real = precision::single;
  spike_time spike_times = spike_time::interpolated;
  divergence_policy on_divergence = divergence_policy::stop;
  std::vector<built_population> populations;
  std::vector<built_projection> projections;
  std::vector<built_recording> recordings;
  std::vector<std::string> warnings;  ///< what a user should know of the results, one sentence each
};

/// Spikes may add less than this to a receptor in a step: that leaves room for products with potentials in single
/// precision.
inline constexpr double arrival_limit = 1e30;

class platform;
class thread_team;

/// Builds a validated experiment, its synapses on the platform that it will run on and what its neurons have by a team
/// of threads.
/// @param known null, or of a network that goes on with the state that it has, so that none is drawn: synapses that
/// were built before, by projection, or null: to be built. They are taken when nothing can fail any more.
built_network build_network(const experiment& e, platform& on, thread_team& team,
                            const std::vector<synapse_rows*>* known = nullptr);

/// Steps of a time that is a multiple of dt within rounding.
std::int64_t steps_of(double time, double dt);

/// A delay as it is kept when nobody looks at events after the horizon: no longer than that, and than a window.
constexpr std::int64_t within_horizon(std::int64_t delay, std::int64_t horizon, std::int64_t window) {
  return std::min(delay, std::max(horizon, window));
}

/// Of a projection that brings a signal, in steps; 0: it arrives at once.
std::uint32_t delay_of_signal(const projection& p, double dt);

/// Most steps that may pass between two deliveries: the shortest delay, and no more than settings.window if given.
/// Signals that arrive at once are exchanged within.
std::int64_t window_steps(const experiment& e);

}  // namespace hux
