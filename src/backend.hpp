#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "hux/recorder.hpp"
#include "hux/simulation.hpp"

namespace hux {

struct built_network;
class thread_team;

/// What a backend has spent its time on so far, in seconds; of several threads, the mean.
struct phase_seconds {
  double update = 0;    ///< neurons
  double delivery = 0;  ///< spikes to their targets
};

/// What advances a network: the only virtual boundary of a run, crossed once a window.
class backend {
 public:
  virtual ~backend() = default;

  /// Advances every neuron through a window, then delivers the spikes of the window. Windows follow each other from
  /// step 0 and have the network's window length, but for the last one.
  /// Throws divergence_error; what the window produced until then is lost, what earlier windows produced is not.
  virtual void advance(step_range window, window_results& results) = 0;

  [[nodiscard]] virtual phase_seconds spent() const = 0;

  /// A state variable of every neuron of a population: "v", a gate, or a receptor's name.
  [[nodiscard]] virtual std::vector<double> state(std::size_t population, std::string_view variable) const = 0;
};

/// Threads and SIMD on this machine. The network and the team must outlive the backend.
std::unique_ptr<backend> make_cpu_backend(const built_network& network, thread_team& team);

/// A projection as far as it is known before it is built.
struct planned_projection {
  const projection* description;
  std::size_t target;      ///< population
  double synapses;         ///< expected
  std::int64_t max_delay;  ///< steps
};

/// What that backend will need for an experiment, in addition to its synapses. Allocates nothing.
/// @param window steps
std::vector<memory_plan::component> plan_cpu_backend(const experiment& e,
                                                     const std::vector<planned_projection>& projections,
                                                     std::int64_t window, unsigned threads);

}  // namespace hux
