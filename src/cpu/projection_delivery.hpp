#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <variant>
#include <vector>

#include "cpu/blocks.hpp"
#include "cpu/event_lists.hpp"
#include "cpu/views.hpp"
#include "engine/spikes_in_flight.hpp"
#include "hux/device/window_spike.hpp"
#include "network/built_network.hpp"

namespace hux::cpu {

/// What decides how the spikes of a projection travel.
struct traffic {
  double synapses = 0;
  std::uint32_t targets = 0;
  std::int64_t max_delay = 0, window = 1;  ///< steps
  unsigned block_bits = 0;                 ///< logarithm of the number of neurons of a block
  bool own_weights = false;

  /// Windows that may hold events at once: an event leaves in one, at most max_delay later it arrives.
  [[nodiscard]] std::int64_t ring() const { return max_delay / window + 1; }
  [[nodiscard]] std::uint64_t blocks() const {
    return (std::uint64_t{targets} + (1ULL << block_bits) - 1) >> block_bits;
  }
  [[nodiscard]] std::uint64_t bytes_of_counts() const;
  /// Are events counted, not listed?
  [[nodiscard]] bool counted() const;
};

/// Where a block sums up what arrives at one of its receptors.
struct receptor_sums {
  std::variant<std::int32_t*, std::int64_t*> sums;  ///< [step][neuron]
  double per_unit;                                  ///< turns a projection's weights into fixed point
};

/// The spikes in flight along one projection: appended to lists by (block of targets, window of arrival) when a window
/// has ended, summed into a block's scratch before the block advances; or, where there is room for it in a core's
/// cache, counted by (step of arrival, target). Each block has a thread that owns it and writes its lists or counts, so
/// that these do not travel between the caches of processor cores.
class projection_delivery {
 public:
  /// @param window steps
  /// @param horizon steps after which nobody looks at events; they are kept no longer
  /// @param block_bits logarithm of the number of neurons of a block
  /// @param owned the blocks of the target population that each thread owns: contiguous, in the order of threads
  projection_delivery(const built_projection& projection, std::int64_t window, std::int64_t horizon,
                      unsigned block_bits, const std::vector<block_range>& owned, chunk_arena& arena);

  /// Forgets all that is on its way, and sends the spikes of windows before the first, as far as their events arrive in
  /// that or later.
  void restart(const std::vector<earlier_window>& earlier);

  /// Appends the synapses of a window's spikes onto the blocks that a thread owns. Called by that thread.
  /// @tparam Spike window_spike, or release for a projection with a terminal
  template <class Spike>
  void send(const std::vector<Spike>& spikes, std::int64_t window, unsigned thread);

  /// The same of the spikes that the projection carries, among those of all populations and terminals.
  template <class Found>
  void send_own(const Found& found, std::int64_t window, unsigned thread) {
    if (projection_.terminal)
      send(found.releases[projection_.source][*projection_.terminal], window, thread);
    else
      send(found.spikes[projection_.source], window, thread);
  }

  /// Adds the events that arrive at a block in a window to the sums of its receptors, and forgets them.
  /// @param owner thread that owns the block
  /// @param thread that calls
  void receive(std::uint32_t block, std::int64_t window, std::span<const receptor_sums> to, unsigned owner,
               unsigned thread);

  [[nodiscard]] const built_projection& projection() const { return projection_; }
  /// Bytes of the counts, or of lists with so many events in flight.
  [[nodiscard]] static std::uint64_t planned_bytes(const traffic& expected, double events);

 private:
  /// Where events go that arrive a given number of steps after the begin of the next window.
  struct destination {
    std::uint32_t first;      ///< list of the first block of a share, or count of its first target
    std::uint32_t step_bits;  ///< step within the window, above the bits of the neuron
  };
  /// What a thread owns; not on a cache line of another's.
  struct alignas(128) share {
    block_range blocks;
    std::uint32_t first_target, last_target;  ///< [first, last)
    event_lists lists;                        ///< [window of arrival][block of the share]
    buffer<std::uint32_t> counts;             ///< [window of arrival][step][target of the share, in whole blocks]
    std::vector<destination> destinations;    ///< scratch of send(): by delay and step of the spike within its window
    std::int64_t tabulated = std::numeric_limits<std::int64_t>::min();  ///< the window that they are of
  };
  /// Where a window stands in the ring; windows before the first may be as many as the ring has.
  [[nodiscard]] std::int64_t slot_of(std::int64_t window) const { return (window + ring_) % ring_; }
  void forget(std::int64_t window);
  [[nodiscard]] share share_of(block_range blocks, chunk_arena& arena) const;
  [[nodiscard]] std::uint32_t width(const share& s) const { return (s.blocks.end - s.blocks.begin) << block_bits_; }
  void tabulate(std::int64_t window, share& s) const;
  template <class Word, class Spike>
  void send_words(const Word* words, const std::vector<Spike>& spikes, share& s) const;
  template <class Delays, class Word, class Spike>
  void send_rows(const Delays& delays, const Word* words, const std::vector<Spike>& spikes, share& s) const;
  template <class Delays, class Word, class Weight>
  void send_row(const Delays& delays, const Word* words, std::uint64_t begin, std::uint64_t end,
                const destination* by_delay, const Weight& weight, share& s) const;
  template <class Row>
  void with_weights(const window_spike& spike, const Row& row) const;
  template <class Row>
  void with_weights(const release& spike, const Row& row) const;
  /// Does each event bring a weight?
  [[nodiscard]] bool individual() const;
  template <class Delays, class Word>
  void count_row(const Delays& delays, const Word* words, std::uint64_t begin, std::uint64_t end,
                 const destination* by_delay, share& s) const;
  void receive_counts(std::uint32_t block, std::int64_t window, std::span<const receptor_sums> to, share& s) const;
  /// Adds events, as they stand in a list.
  template <class Sum>
  void add_listed(const std::uint32_t* words, std::uint32_t count, Sum* sums, double per_unit) const;

  const built_projection& projection_;
  std::int64_t window_;              // steps
  std::int64_t shortest_, longest_;  // delays, steps; those beyond the horizon stand for all that are longer
  std::uint32_t block_bits_;
  std::int64_t ring_;  // windows that may hold events at once
  bool counted_;
  std::vector<share> shares_;  // by thread
};

}  // namespace hux::cpu
