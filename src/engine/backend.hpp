#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/spikes_in_flight.hpp"
#include "engine/state_row.hpp"
#include "hux/equations.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation.hpp"
#include "network/platform.hpp"

namespace hux {

class thread_team;

/// What a backend has spent its time on so far, in seconds: of several threads, the mean; of a GPU, its own time.
struct phase_seconds {
  double update = 0;    ///< neurons
  double delivery = 0;  ///< spikes to their targets
};

/// What advances a network: the only virtual boundary of a run, crossed once a window.
class backend {
 public:
  virtual ~backend() = default;

  /// Windows that may have been started and not yet collected.
  [[nodiscard]] virtual std::int64_t most_in_flight() const = 0;

  /// Lets windows start at a step: forgets what is in flight, and sends the spikes of earlier windows again. To be
  /// called when all windows that were started have been collected; until then windows start at step 0, with nothing in
  /// flight.
  virtual void restart(std::int64_t step, const std::vector<earlier_window>& earlier) = 0;

  /// Starts a window: every neuron is advanced through it, then its spikes are delivered. Windows follow each other and
  /// have the network's window length; after a shorter one there has to be a restart.
  virtual void start(step_range window) = 0;

  /// Waits for the oldest window that was started and takes what it has produced.
  /// Throws divergence_error; what that window produced is lost, what earlier windows produced is not.
  virtual void collect(window_results& results) = 0;

  [[nodiscard]] virtual phase_seconds spent() const = 0;

  // The state, one number a neuron, after all windows that were started have been collected.

  [[nodiscard]] virtual std::vector<double> read(std::size_t population, const state_row& row) = 0;
  virtual void write(std::size_t population, const state_row& row, const std::vector<double>& values) = 0;
  /// How far a correlated noise of the network is from its mean.
  [[nodiscard]] virtual std::vector<float> deviations(std::size_t noise) = 0;
  virtual void set_deviations(std::size_t noise, const std::vector<float>& values) = 0;

  /// Can it take other inputs while it goes on? Else it has to be made anew for them.
  [[nodiscard]] virtual bool can_take_inputs() const { return false; }
  /// Takes the network's inputs, which are others than before; their noises start as at t = 0. To be called after all
  /// windows that were started have been collected.
  virtual void take_inputs() {}

  /// Shows somebody the synapses of a projection, which may have to be fetched for it.
  virtual void show_rows(std::size_t projection, const std::function<void(const synapse_rows&)>& to) const = 0;
};

/// What was compiled for the populations of a network, beside what their equations bring.
struct own_kernel {
  const equations* model;
  bool follows_v;  ///< of populations with a receptor whose conductance follows v, or of those without
  std::vector<const synapse_equations*> kinds;  ///< own_kinds() of these populations
  compiled_kernels kernels;
};
using own_kernels = std::vector<own_kernel>;

/// Threads and SIMD on this machine; the team must outlive the platform.
std::unique_ptr<platform> cpu_platform(thread_team& team, own_kernels own = {});

/// A projection as far as it is known before it is built.
struct planned_projection {
  wiring made_of;
  std::size_t source, target;  ///< populations
  synapse_number synapses;
  std::int64_t max_delay;  ///< steps, within the run
  bool own_weights;        ///< does each event bring one?
};

/// What a CPU will need for an experiment, in addition to its synapses. Allocates nothing.
/// @param window steps
std::vector<memory_plan::component> plan_cpu_backend(const experiment& e,
                                                     const std::vector<planned_projection>& projections,
                                                     std::int64_t window, unsigned threads);

}  // namespace hux
