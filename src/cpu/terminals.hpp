#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/bad_release.hpp"
#include "engine/state_row.hpp"
#include "hux/device/window_spike.hpp"
#include "hux/recorder.hpp"
#include "network/built_network.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// The terminals of a network's neurons: their states as they were after each neuron's last spike, from which they go
/// to the next at once. Threads may work on different neurons.
class terminals {
 public:
  explicit terminals(const built_network& network);

  /// Appends what the terminals of a population release of its spikes.
  /// @param spikes in the order of steps for each neuron
  /// @param from number of the first spike that has not been sent
  /// @param window_begin step from which spikes count
  /// @param to by terminal
  /// @param bad gets what is out of range, if that is before what is there
  void send(std::size_t population, const std::vector<window_spike>& spikes, std::size_t from,
            std::int64_t window_begin, std::vector<std::vector<release>>& to, bad_release& bad);

  /// The states of all terminals of a neuron at the begin of a step, one terminal's behind another's.
  void states_at(std::size_t population, std::uint32_t neuron, std::int64_t step, double* states) const;

  /// Rows of the state.
  [[nodiscard]] std::vector<double> read(std::size_t population, const state_row& row) const;
  void write(std::size_t population, const state_row& row, const std::vector<double>& values);

 private:
  /// Of a population.
  struct kept_terminal {
    const built_terminal* made_of;
    std::uint32_t size;                  ///< neurons
    std::vector<buffer<double>> states;  ///< by neuron
    buffer<std::int64_t> updated;        ///< by neuron: the step at whose begin it had these states
    buffer<std::int64_t> last_spike;     ///< by neuron: that of the last spike that was taken; empty if nobody asks
  };
  /// A neuron's states, and room to work in.
  struct neuron_states {
    double at[linear_system::most_states];
  };
  [[nodiscard]] static std::int64_t last_spike(const kept_terminal& t, std::uint32_t neuron);
  [[nodiscard]] static neuron_states states_at(const kept_terminal& t, std::uint32_t neuron, std::int64_t step);
  /// Is a spike left out, as it follows the last one too soon?
  [[nodiscard]] static bool is_dead(const kept_terminal& t, std::uint32_t neuron, std::int64_t now);
  /// What a spike releases.
  /// @param lost gets the first state that became no number, whose value is returned then
  [[nodiscard]] double released(kept_terminal& t, std::uint32_t neuron, std::int64_t now, double* scratch,
                                std::size_t& lost) const;

  double dt_;                                          // ms
  std::vector<std::vector<kept_terminal>> terminals_;  // by population
};

}  // namespace hux::cpu
