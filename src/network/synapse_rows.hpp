#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>

#include "hux/device/math.hpp"
#include "hux/network.hpp"
#include "network/weight_figures.hpp"
#include "network/wiring.hpp"
#include "support/buffer.hpp"
#include "support/thread_team.hpp"

namespace hux {

struct value_range;  // build/draw.hpp

/// Bits that the numbers 0 to largest take.
inline unsigned bits_for(std::uint32_t largest) { return static_cast<unsigned>(std::bit_width(largest)); }

/// What is known of the synapses of a projection wherever they are kept.
struct row_summary {
  std::uint32_t sources = 0;       ///< neurons of the source population
  std::uint32_t targets = 0;       ///< neurons of the target population
  std::uint64_t count = 0;         ///< of synapses
  unsigned target_bits = 0;        ///< low bits of a word: target; the bits above: delay in steps - min_delay
  std::uint32_t min_delay = 1;     ///< steps; of a projection without synapses 1
  std::uint32_t max_delay = 1;     ///< steps
  bool own_weights = false;        ///< each synapse has a weight of its own
  double weight = 0;               ///< of every synapse otherwise; model unit of the receptor
  bool drawn_weights = false;      ///< at random
  double largest_weight = 0;       ///< largest |weight|
  double smallest_weight = 0;      ///< smallest |weight| that is not 0; 0 if there is none
  double mean_weight = 0;          ///< mean |weight|
  std::uint32_t max_indegree = 0;  ///< most synapses onto one target

  void set_sizes(std::uint32_t source_neurons, std::uint32_t target_neurons) {
    sources = source_neurons;
    targets = target_neurons;
    target_bits = bits_for(targets > 0 ? targets - 1 : 0);
  }
  void set_one_weight(double of_all) {
    weight = of_all;
    largest_weight = smallest_weight = mean_weight = absolute(of_all);
  }
  /// @param drawn weights, in double precision; those kept are in single
  void set_weight_range(const magnitude_range& drawn) {
    largest_weight = static_cast<float>(std::bit_cast<double>(drawn.largest));
    smallest_weight = drawn.largest == 0 ? 0 : std::bit_cast<double>(drawn.smallest);
  }
  /// @param sum of magnitudes, in units of which so many are 1
  void set_mean_weight(std::uint64_t sum, double per_unit) {
    mean_weight = static_cast<double>(sum) / static_cast<double>(count) / per_unit;
  }
  /// Can it be taken?
  [[nodiscard]] bool has_weight_sum() const { return largest_weight > 0 && std::isfinite(largest_weight); }

  /// No more than this arrives at one target in one step, in sum of |weight|, whatever spikes there are.
  [[nodiscard]] double largest_weight_sum() const { return max_indegree * largest_weight; }
  /// Whether a word of 32 bits holds a target and a delay.
  [[nodiscard]] bool fits_narrow() const { return target_bits + bits_for(max_delay - min_delay) <= 32; }
};

/// The synapses of a projection, in rows: those of one source neuron stand together, sorted by target. A synapse is a
/// word that holds its target in the low bits and its delay above them; 4 bytes where that fits, else 8.
struct synapse_rows : row_summary {
  buffer<std::uint64_t> offset;           ///< [sources + 1]; the row of source s is [offset[s], offset[s + 1])
  buffer<std::uint32_t> narrow;           ///< the words, if 32 bits are enough,
  buffer<std::uint64_t> wide;             ///< else here; the other one is empty
  buffer<float> weights;                  ///< one each, or none if one weight is that of all
  std::shared_ptr<const void> elsewhere;  ///< not on the host: the same in the form of a backend, which knows its type

  [[nodiscard]] std::uint64_t word(std::uint64_t i) const { return narrow.empty() ? wide[i] : narrow[i]; }
  [[nodiscard]] std::uint32_t target(std::uint64_t i) const {
    return static_cast<std::uint32_t>(word(i) & ((1ULL << target_bits) - 1));
  }
  [[nodiscard]] std::uint32_t delay(std::uint64_t i) const {
    return static_cast<std::uint32_t>(word(i) >> target_bits) + min_delay;
  }
  [[nodiscard]] double weight_of(std::uint64_t i) const { return own_weights ? weights[i] : weight; }
  [[nodiscard]] std::uint64_t bytes() const;
};

/// The synapses one by one, with weights and delays.
explicit_list listed(const synapse_rows& rows, double dt);

/// The whole number of steps nearest to a delay, half a step counting up, whether or not it makes sense as a delay.
HUX_FN double nearest_steps(double ms, double dt) {
  constexpr double tie = 1e-9;  // half a step is seldom exact in binary: 0.075 / 0.05 is below 1.5
  return __builtin_floor(ms / dt + 0.5 + tie);
}

/// A delay in whole steps, as nearest_steps has them.
/// @param key names the delay in errors. Throws input_error if that is less than 1 step, or 2^31 steps or more.
std::uint32_t delay_steps(double ms, double dt, const std::string& key);

/// The interval that no delay of a projection leaves, ms.
value_range delay_range(const projection& p, const ends& where);

/// Builds the synapses of a projection. They depend on the seed and the projection alone, not on the team.
/// Throws input_error where the rule cannot be met: more partners than there are, an index out of range.
synapse_rows build_rows(const wiring& w, thread_team& team);

/// Number of synapses that build_rows will make.
struct synapse_number {
  double mean = 0;  ///< over seeds, where the rule is random
  double most = 0;  ///< exceeded once in a billion seeds
};
/// Where it depends on distances and there are many neurons, it is estimated from some of them, which takes as long as
/// millions of distances do.
synapse_number expected_synapses(const wiring& w);

/// Will each synapse have a weight of its own?
bool has_own_weights(const projection& p);

/// Memory of a projection, bytes; upper estimates.
struct row_bytes {
  std::uint64_t kept = 0;       ///< while the simulation runs
  std::uint64_t transient = 0;  ///< in addition while the projection is being built
};
/// @param number as expected
row_bytes planned_bytes(const wiring& w, const synapse_number& number, unsigned threads);

/// Synapses that a GPU sorts at a time, in whole rows: two keys of 8 bytes each are all that sorting needs.
inline constexpr std::uint64_t device_sort_chunk = 1ULL << 24;

/// Memory of a projection that a GPU builds, bytes of the device. An explicit list is built on the host, which then has
/// both figures of planned_bytes for a moment.
row_bytes planned_device_bytes(const wiring& w, const synapse_number& number);

}  // namespace hux
