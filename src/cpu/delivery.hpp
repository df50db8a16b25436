#pragma once

#include <cstdint>
#include <vector>

#include "build/built_network.hpp"
#include "cpu/event_lists.hpp"
#include "cpu/population_state.hpp"

namespace hux::cpu {

/// The spikes in flight along one projection: appended to lists by (thread, block of targets, window of arrival) when a
/// window ends, summed into a block's scratch before the block advances.
class delivery {
 public:
  /// @param block_bits logarithm of the number of neurons of a block
  delivery(const built_projection& projection, std::int64_t window, unsigned block_bits, unsigned threads,
           chunk_arena& arena);

  /// Appends the synapses of spikes [begin, end) of a window. Called by several threads at once.
  void send(const std::vector<window_spike>& spikes, std::size_t begin, std::size_t end, std::int64_t window,
            unsigned thread);

  /// Adds the events that arrive at a block in a window to sums[step][neuron], and forgets them.
  /// @param unit weight of 1 in fixed point
  template <class Real>
  void receive(std::uint32_t block, std::int64_t window, double unit, fixed_point<Real>* sums, unsigned thread);

  [[nodiscard]] const built_projection& projection() const { return projection_; }
  /// Bytes of the heads of the lists.
  [[nodiscard]] static std::uint64_t planned_bytes(std::uint32_t targets, std::int64_t max_delay, std::int64_t window,
                                                   unsigned block_bits, unsigned threads);

 private:
  /// Where events go that arrive a given number of steps after the begin of the next window.
  struct destination {
    std::uint32_t first_list;  ///< of block 0
    std::uint32_t step_bits;   ///< step within the window, above the bits of the neuron
  };
  /// Those of a window, by delay and step of the spike within the window.
  struct destination_table {
    std::int64_t window = -1;
    std::vector<destination> entries;
  };
  [[nodiscard]] destination destination_of(std::int64_t steps, std::int64_t window) const;
  void tabulate(std::int64_t window, destination_table& table) const;
  template <class Word>
  void send_rows(const Word* words, const std::vector<window_spike>& spikes, std::size_t begin, std::size_t end,
                 unsigned thread);
  template <class Word, bool Individual>
  void send_row(const Word* words, std::uint64_t begin, std::uint64_t end, const destination* by_delay,
                event_lists& lists);

  const built_projection& projection_;
  std::int64_t window_;  // steps
  std::uint32_t block_bits_;
  std::uint32_t blocks_;
  std::int64_t ring_;                            // windows that may hold events at once
  std::vector<event_lists> lists_;               // by thread
  std::vector<destination_table> destinations_;  // by thread: scratch of send()
};

}  // namespace hux::cpu
