#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hux {

/// A spike that is still on its way to some of its targets.
struct sent_spike {
  std::int64_t step;     ///< since t = 0, in which the threshold was crossed
  std::uint32_t neuron;  ///< index within the population
};

/// What a terminal sent of a spike that is still on its way.
struct sent_release {
  std::int64_t step;
  std::uint32_t neuron;
  float amount;  ///< by which weights are multiplied
};

/// A spontaneous release that is still on its way.
struct sent_mini {
  std::int64_t step;      ///< since t = 0
  std::uint64_t synapse;  ///< its place in the order in which connections are recorded
};

/// All by which a simulation differs from its experiment as it was built: with the experiment, all that decides how it
/// goes on. A value that can be kept, compared and restored, whatever the backend, the threads and the windows.
struct simulation_state {
  /// One number a neuron.
  struct variable {
    std::string name;  ///< "v", a gate, a receptor, "<receptor>.y": y of its cascade (Rotter & Diesmann 1999),
                       ///< "last_spike" (ms, or steps where spike times are on the grid; before all time: none yet),
                       ///< "last_spike_step" (at whose begin it was, -1: none yet; where a spontaneous rate asks),
                       ///< "<terminal>.<state>" as it was in step "<terminal>.updated"
    std::vector<double> values;
  };
  struct terminal {
    std::string name;                     ///< its own, or that of its projection
    std::vector<sent_release> in_flight;  ///< in the order of (step, neuron)
  };
  struct population {
    std::string name;
    std::vector<variable> variables;
    std::vector<sent_spike> in_flight;  ///< in the order of steps; to where no terminal is
    std::vector<terminal> terminals;
  };
  /// One with spontaneous release.
  struct projection {
    std::string name;
    std::vector<sent_mini> in_flight;  ///< in the order of (step, synapse)
  };
  /// How far an Ornstein-Uhlenbeck process is from its mean.
  struct noise {
    std::string input;
    std::string population;
    std::vector<float> deviations;  ///< one a neuron, model current
  };
  /// Numbers that a text only names.
  struct list {
    std::string name;
    std::vector<double> numbers;
  };

  std::string version;      ///< of Hux
  std::string network;      ///< as it was built: populations, projections, dt, seed, integrator, precision; the text of
                            ///< an outlined_experiment
  std::string changes;      ///< the same with inputs as changed since; empty: nothing was changed
  std::vector<list> lists;  ///< that changes names and the network as it was built does not have
  bool single = true;       ///< are variables of single precision?
  double dt = 0;            ///< ms
  std::int64_t step = 0;    ///< since t = 0
  std::vector<population> populations;
  std::vector<projection> projections;
  std::vector<noise> noises;

  /// ms
  [[nodiscard]] double time() const { return static_cast<double>(step) * dt; }
};

/// The first thing in which two states differ in any bit, said in a phrase; empty if there is none.
std::string first_difference(const simulation_state& a, const simulation_state& b);

}  // namespace hux
