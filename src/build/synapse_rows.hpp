#pragma once

#include <cstdint>
#include <string>

#include "buffer.hpp"
#include "build/placement.hpp"
#include "hux/network.hpp"
#include "thread_team.hpp"

namespace hux {

/// The synapses of a projection, in rows: those of one source neuron stand together, sorted by target. A synapse is a
/// word that holds its target in the low bits and its delay above them; 4 bytes where that fits, else 8.
struct synapse_rows {
  std::uint32_t sources = 0;       ///< neurons of the source population
  std::uint32_t targets = 0;       ///< neurons of the target population
  buffer<std::uint64_t> offset;    ///< [sources + 1]; the row of source s is [offset[s], offset[s + 1])
  unsigned target_bits = 0;        ///< low bits of a word: target; the bits above: delay in steps - min_delay
  buffer<std::uint32_t> narrow;    ///< the words, if 32 bits are enough,
  buffer<std::uint64_t> wide;      ///< else here; the other one is empty
  std::uint32_t min_delay = 1;     ///< steps; of a projection without synapses 1
  std::uint32_t max_delay = 1;     ///< steps
  double weight = 0;               ///< of every synapse, if weights is empty; model unit of the receptor
  buffer<float> weights;           ///< one each otherwise
  double largest_weight = 0;       ///< largest |weight|
  std::uint32_t max_indegree = 0;  ///< most synapses onto one target

  [[nodiscard]] std::uint64_t count() const { return offset.empty() ? 0 : offset[sources]; }
  [[nodiscard]] std::uint64_t word(std::uint64_t i) const { return narrow.empty() ? wide[i] : narrow[i]; }
  [[nodiscard]] std::uint32_t target(std::uint64_t i) const {
    return static_cast<std::uint32_t>(word(i) & ((1ULL << target_bits) - 1));
  }
  [[nodiscard]] std::uint32_t delay(std::uint64_t i) const {
    return static_cast<std::uint32_t>(word(i) >> target_bits) + min_delay;
  }
  [[nodiscard]] double weight_of(std::uint64_t i) const { return weights.empty() ? weight : weights[i]; }

  /// No more than this arrives at one target in one step, in sum of |weight|, whatever spikes there are.
  [[nodiscard]] double largest_weight_sum() const { return max_indegree * largest_weight; }
  [[nodiscard]] std::uint64_t bytes() const;
};

/// A delay in whole steps: the nearest number, half a step counting up.
/// @param key names the delay in errors. Throws input_error if that is less than 1 step, or 2^31 steps or more.
std::uint32_t delay_steps(double ms, double dt, const std::string& key);

/// Builds the synapses of a projection. They depend on the seed and the projection alone, not on the team.
/// @param same_population source and target are one population (autapses are then possible)
/// @param dt ms
/// @param where the neurons are, if the rule or the delays depend on it
/// Throws input_error where the rule cannot be met: more partners than there are, an index out of range.
synapse_rows build_rows(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population,
                        double dt, std::uint64_t seed, thread_team& team, const ends& where = {});

/// Number of synapses that build_rows will make: its mean over seeds where the rule is random. Where it depends on
/// distances and there are many neurons, it is estimated from some of them.
double expected_synapses(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population,
                         const ends& where = {});

/// Memory of a projection, bytes; upper estimates.
struct row_bytes {
  std::uint64_t kept = 0;       ///< while the simulation runs
  std::uint64_t transient = 0;  ///< in addition while the projection is being built
};
row_bytes planned_bytes(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population,
                        double dt, unsigned threads, const ends& where = {});

}  // namespace hux
