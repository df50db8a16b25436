#pragma once

#include <cstdint>
#include <vector>

#include "cpu/blocks.hpp"
#include "engine/bad_rate.hpp"
#include "hux/device/step_range.hpp"
#include "hux/device/window_spike.hpp"
#include "hux/recorder.hpp"
#include "network/built_network.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// By population, the step at whose begin each neuron had its last spike, or never; empty where nobody asks.
using last_spike_steps = std::vector<buffer<std::int64_t>>;
last_spike_steps no_spikes_yet(const built_network& network);

/// The mean number of releases of a synapse in a step, by the time since the last spike. What was asked for once is
/// kept, up to a time.
class rate_table {
 public:
  rate_table(spontaneous_rate rate, double dt);

  /// @param steps begun since the last spike, or never
  [[nodiscard]] double mean(std::int64_t steps);
  /// The time that this is, in the middle of the step, ms.
  [[nodiscard]] double since(std::int64_t steps) const;
  [[nodiscard]] double rate(std::int64_t steps) { return rate_(since(steps)); }

  static constexpr std::size_t most_kept = 1U << 14U;

 private:
  [[nodiscard]] double worked_out(std::int64_t steps) { return rate(steps) * dt_ / 1000; }

  spontaneous_rate rate_;
  bool constant_;
  double dt_;  // ms
  double before_first_;
  std::vector<double> kept_;  // by steps since the last spike
};

/// Draws the minis of a network, for one thread.
class mini_maker {
 public:
  /// @param last shared by the threads, each of which changes the neurons of the blocks at hand
  mini_maker(const built_network& network, last_spike_steps& last);

  /// Appends the minis of a block's synapses in some steps to those found, by projection, and takes note of spikes.
  /// @param spikes of the block's population in the window; those from `known` on are the block's in these steps
  void make(const block& b, step_range steps, std::int64_t window_begin, const std::vector<window_spike>& spikes,
            std::size_t known, std::vector<std::vector<mini>>& to, bad_rate& bad);

 private:
  /// A projection that has minis.
  struct source {
    std::size_t projection;
    rate_table rates;
  };
  /// A spike, by the step at whose begin it is.
  struct spike_step {
    std::uint32_t neuron;
    std::int64_t step;
  };
  using spike_iterator = std::vector<spike_step>::const_iterator;
  struct append_mini {
    std::vector<mini>& to;
    std::int64_t window_begin;

    void operator()(std::int64_t step, std::uint64_t synapse) const {
      to.push_back({synapse, static_cast<std::uint32_t>(step - window_begin)});
    }
  };

  void gather(const std::vector<window_spike>& spikes, std::size_t known, std::int64_t window_begin);
  void make_of(source& s, const block& b, step_range steps, const append_mini& append, bad_rate& bad) const;
  static void make_steadily(source& s, const built_projection& p, block_range neurons, step_range steps,
                            const append_mini& append);
  void make_of_strip(source& s, const built_projection& p, block_range neurons, step_range steps, spike_iterator& spike,
                     const append_mini& append, bad_rate& bad) const;
  void note_spikes(std::size_t population);

  const built_network& network_;
  last_spike_steps& last_;
  std::vector<std::vector<source>> sources_;  // by population
  std::vector<spike_step> spikes_;            // of the block in the steps at hand, strip by strip
};

}  // namespace hux::cpu
