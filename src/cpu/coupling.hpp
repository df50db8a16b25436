#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "cpu/blocks.hpp"
#include "cpu/population_state.hpp"
#include "cpu/wires.hpp"
#include "hux/equations.hpp"
#include "network/built_network.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// Of a projection that brings a signal, as far as memory depends on it.
struct planned_link {
  double synapses;
  std::uint32_t sources, targets;
  bool own_weights;
  std::int64_t steps;  ///< of what was sent that are kept
};

/// Synapses that act at all times: graded synapses and gap junctions. At the start of each step every receptor of a
/// signal gets the sum of weight times signal, and by how much that changes in the step. Of what arrives after a delay
/// that is known. What arrives at once is taken to change as much as in the step before, which is of order 2, too. What
/// was sent before is a part of the state.
/// What a neuron gets does not depend on blocks and threads: projections in the order of their names, of each 32 sums
/// of every 32nd synapse in the order of sources, which are then added in pairs.
template <class Real>
class coupling {
 public:
  /// @param populations that will be where they are as long as it
  coupling(const built_network& network, std::vector<population_state<Real>>& populations);

  /// Takes the states as they are at the start of a step. Neurons of which it is not known have sent the same before.
  /// As long as no window starts from there, it may be done again with other states.
  void restart(std::int64_t step);

  /// A window starts: what was sent before the last restart is known from here on.
  void start();

  /// A population has another state from here on, which does not follow from the one before: its neurons have sent the
  /// same before, if it arrives at once. What is on its way stays there.
  void forget(std::size_t population);

  /// Does a population send signals, or receive them?
  [[nodiscard]] bool joins(std::size_t population) const {
    return !sent_[population].empty() || !received_[population].empty();
  }

  /// Brings what arrives at a block at the start of a step to its receptors. Until then all blocks whose signals arrive
  /// at once have sent what they send at that step, and others what they sent the shortest delay before it.
  void receive(const block& b, std::int64_t step);

  /// Takes note of what a block sends at the start of a step.
  void send(const block& b, std::int64_t step);

  /// What a population has sent at the start of a step, which is not longer ago than its delay.
  [[nodiscard]] std::vector<double> sent(std::size_t population, std::size_t signal, std::int64_t step) const;
  /// The same so many steps before the next restart, which takes it.
  void set_before(std::size_t population, std::size_t signal, std::uint32_t steps, const std::vector<double>& values);

  [[nodiscard]] static std::uint64_t planned_bytes(const planned_link& l);

 private:
  /// The sum of what a population sends at the start of a step, which whoever needs it first works out for all.
  struct shared_total {
    std::atomic<std::int64_t> begun = -1, done = -1;  ///< of that step
    Real value = 0;
  };

  /// What the neurons of a population send.
  struct sent_signal {
    const built_signal* what;
    observer observed;                        ///< of one that is an observable
    std::size_t stride = 0;                   ///< from one neuron's coefficients to the next; 0: all have the same
    std::vector<double> coefficients;         ///< of the observer
    std::vector<buffer<Real>> values;         ///< by neuron, in a ring of steps
    std::unique_ptr<shared_total[]> totals;   ///< in the same ring
    std::vector<std::vector<double>> before;  ///< what restarts take, 1, 2 ... steps ago; empty: nothing
    bool knows_before = false;                ///< is what was sent before the last restart there?

    [[nodiscard]] buffer<Real>& at(std::int64_t step) { return values[step % values.size()]; }
    [[nodiscard]] const buffer<Real>& at(std::int64_t step) const { return values[step % values.size()]; }
  };
  /// The synapses of a projection, by target.
  struct link {
    const built_projection* projection;
    std::int64_t delay;                     ///< steps
    Real weight;                            ///< of all, where there are no others
    bool all_to_all;                        ///< with one weight: a sum for all
    buffer<std::uint64_t> offset;           ///< [targets + 1]; none if all to all
    buffer<std::uint32_t> sources;          ///< ascending for each target
    buffer<float> weights;                  ///< as many, or none
    std::unique_ptr<wires<Real>> currents;  ///< of each synapse by itself; none: what is sent is summed

    [[nodiscard]] Real sum_of_weights(std::uint32_t target) const;
    /// @param value of a synapse of the target, by its number among those
    template <class Value>
    [[nodiscard]] Real weighted_sum(std::uint32_t target, const Value& value) const;
    /// @param sent by source
    /// @param total of those, if all to all
    [[nodiscard]] Real arriving(std::uint32_t target, const Real* sent, Real total) const;
  };
  /// What arrives at a receptor, either at once or after delays.
  struct destination {
    std::size_t receptor;
    bool delayed;
    Real factor;                       ///< of the weighted sums
    std::vector<link> links;           ///< in the order of their names
    std::array<buffer<Real>, 2> sums;  ///< by neuron, of what arrives at the start of even and of odd steps
  };

  void add_signal(const built_population& p, const built_signal& what, std::vector<sent_signal>& to) const;
  void add_link(const built_projection& p);
  static bool adds_to_another(const destination& d, const std::vector<destination>& all);
  void write_sums_of_weights();
  void remember(sent_signal& s, std::int64_t step);
  static Real total_of(sent_signal& s, std::int64_t step);
  void add_signals(const block& b, const link& l, std::int64_t step, Real* sums);
  void add_currents(const block& b, const link& l, std::int64_t step, Real* sums);
  void sum_up(const block& b, destination& d, std::int64_t step);
  void send(const block& b, sent_signal& s, std::int64_t step);

  const built_network& network_;
  std::vector<population_state<Real>>& populations_;
  std::vector<std::vector<sent_signal>> sent_;      // by population
  std::vector<std::vector<destination>> received_;  // by population, in the order of receptors
};

extern template class coupling<float>;
extern template class coupling<double>;

}  // namespace hux::cpu
