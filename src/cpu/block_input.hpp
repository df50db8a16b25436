#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cpu/blocks.hpp"
#include "cpu/drawn_inputs.hpp"
#include "cpu/found_spikes.hpp"
#include "cpu/mini_delivery.hpp"
#include "cpu/projection_delivery.hpp"
#include "network/built_network.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// Synaptic input and noise of a block during a window.
template <class Real>
struct input_scratch {
  buffer<fixed_point<Real>> sums;         ///< [receptor][step of the window][neuron of the block], zero between blocks
  buffer<wide_fixed_point> wide_sums;     ///< the same of receptors with wide sums
  buffer<Real> noise;                     ///< [step of the window][neuron of the block]
  std::vector<receptor_sums> arriving{};  ///< along the projection at hand
};

/// All that arrives at the neurons of blocks: events of projections, spikes of inputs, noise.
template <class Real>
class block_input {
 public:
  /// @param shares the blocks that each thread owns
  block_input(const built_network& network, unsigned block_bits, const std::vector<block>& blocks,
              const std::vector<thread_share>& shares);

  /// What a thread works with, for blocks of any population.
  [[nodiscard]] input_scratch<Real> make_scratch() const;

  /// Takes the network's inputs as they are now.
  void take_inputs();

  /// Forgets all that is on its way, and sends the spikes of windows before the first again.
  void restart(const std::vector<earlier_window>& earlier);

  /// Sends the spikes that all threads have found in a window to the blocks that one of them owns. Called by that one.
  void send(const std::vector<const found_spikes*>& found, std::int64_t window, unsigned thread);

  /// Adds what arrives at a block in a window to the sums, and forgets it.
  /// @param owner thread that owns the block
  /// @param thread that calls
  void gather(const block& b, const block_window& w, unsigned owner, unsigned thread, input_scratch<Real>& to);

  /// How far a correlated noise is from its mean, one number a neuron.
  [[nodiscard]] std::vector<float>& deviations(std::size_t noise) { return noises_[noise].deviations(); }

  /// The noise of a block in a window; null if it has none.
  const Real* gather_noise(const block& b, const block_window& w, input_scratch<Real>& to);

  /// Makes the sums of a population's receptors zero.
  void clear(std::size_t population, input_scratch<Real>& sums) const;

 private:
  /// By population.
  struct arrivals {
    std::vector<projection_delivery*> deliveries;
    std::vector<mini_delivery*> minis;
    std::vector<const built_poisson*> poissons;
    std::vector<const built_spike_times*> spike_trains;
    std::vector<noise_source*> noises;
  };

  void index_arrivals();
  void find_sums(const built_projection& p, input_scratch<Real>& to) const;
  template <class Add>
  void with_sums(input_scratch<Real>& s, const built_receptor& r, const Add& add) const;
  template <class Input, class Add>
  void add_input(const Input& input, const block& b, input_scratch<Real>& s, const Add& add) const;

  const built_network& network_;
  unsigned block_bits_;
  std::size_t slots_;  // sums of one receptor
  chunk_arena chunks_;
  std::vector<std::unique_ptr<projection_delivery>> deliveries_;
  std::vector<std::unique_ptr<mini_delivery>> minis_;
  std::vector<noise_source> noises_;
  std::vector<arrivals> arrivals_;
};

extern template class block_input<float>;
extern template class block_input<double>;

}  // namespace hux::cpu
