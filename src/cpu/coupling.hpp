#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cpu/blocks.hpp"
#include "cpu/population_state.hpp"
#include "hux/equations.hpp"
#include "network/built_network.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// Synapses that act at all times: graded synapses and gap junctions. At the begin of each step every receptor of a
/// signal gets the sum of weight times signal, and by how much that has changed since the step before: in the step at
/// hand it is taken to change as much again, which is of order 2.
/// What a neuron gets does not depend on blocks and threads: projections in the order of their names, of each 32 sums
/// of every 32nd synapse in the order of sources, which are then added in pairs.
template <class Real>
class coupling {
 public:
  /// @param populations that will be where they are as long as it
  coupling(const built_network& network, std::vector<population_state<Real>>& populations);

  [[nodiscard]] bool is_there() const { return !signals_.empty(); }

  /// Takes the states as they are at the begin of a step. Nothing has changed before the first.
  void restart(std::int64_t step);

  /// Brings what arrives at a block at the begin of a step to its receptors. All blocks have been sent for that step.
  void receive(const block& b, std::int64_t step);

  /// Takes note of what a block sends at the begin of a step.
  void send(const block& b, std::int64_t step);

 private:
  /// What the neurons of a population send.
  struct sent_signal {
    std::size_t population;
    built_signal what;
    observer observed;                   ///< of one that is an observable
    std::size_t stride = 0;              ///< from one neuron's coefficients to the next; 0: all have the same
    std::vector<double> coefficients;    ///< of the observer
    std::array<buffer<Real>, 2> values;  ///< by neuron, in even and in odd steps
  };
  /// The synapses of a projection, by target.
  struct link {
    const built_projection* projection;
    std::size_t signal;
    Real weight;                    ///< of all, where there are no others
    bool all_to_all;                ///< with one weight: a sum for all
    buffer<std::uint64_t> offset;   ///< [targets + 1]; none if all to all
    buffer<std::uint32_t> sources;  ///< ascending for each target
    buffer<float> weights;          ///< as many, or none

    [[nodiscard]] Real sum_of_weights(std::uint32_t target) const;
    /// @param sent by source
    /// @param total of those, if all to all
    [[nodiscard]] Real arriving(std::uint32_t target, const Real* sent, Real total) const;
  };
  /// A receptor and what arrives there.
  struct destination {
    std::size_t receptor;
    Real factor;              ///< of the weighted sums
    std::vector<link> links;  ///< in the order of their names
  };

  std::size_t number_of_signal(std::size_t population, const built_signal& what);
  void add_link(const built_projection& p);
  void write_sums_of_weights();

  const built_network& network_;
  std::vector<population_state<Real>>& populations_;
  std::vector<sent_signal> signals_;
  std::vector<std::vector<std::size_t>> sent_by_;   // by population
  std::vector<std::vector<destination>> received_;  // by population
};

extern template class coupling<float>;
extern template class coupling<double>;

}  // namespace hux::cpu
