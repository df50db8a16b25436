#pragma once

#include "device/views.hpp"

/// What happens to a block before it is advanced through a slice: all that arrives is summed into shared memory.
namespace hux::cuda {

/// Elements of a short list, counted in 32 bits.
template <class T>
HUX_DEVICE unsigned count_of(const device_span<T>& list) {
  return static_cast<unsigned>(list.size());
}

/// A block's share of shared memory; every thread has one element of each row.
template <class Real>
struct scratch {
  shared_span<wide_fixed_point> wide_sums;  ///< [receptor with wide sums][step of the slice][thread]
  shared_span<fixed_point<Real>> sums;      ///< [receptor without][step of the slice][thread]
  shared_span<Real> x;                      ///< [receptor][thread]
  shared_span<Real> y;                      ///< [cascade][thread]
  shared_span<Real> noise;                  ///< [step of the slice][thread]; of no size without noise
};

/// Bytes of it.
struct scratch_shape {
  std::uint32_t receptors = 0;
  std::uint32_t wide_sums = 0;  ///< receptors that have them
  std::uint32_t cascades = 0;
  bool noisy = false;

  /// A thread's, but for what it has for every step.
  template <class Real>
  [[nodiscard]] HUX_FN std::size_t fixed_bytes() const {
    return (receptors + cascades) * sizeof(Real);
  }
  /// A thread's for each step of a slice.
  template <class Real>
  [[nodiscard]] HUX_FN std::size_t step_bytes() const {
    return (receptors - wide_sums) * sizeof(fixed_point<Real>) + wide_sums * sizeof(wide_fixed_point) +
           (noisy ? sizeof(Real) : 0);
  }
};

template <class Real>
HUX_DEVICE scratch<Real> shared_scratch(const population_view<Real>& p) {
  const unsigned threads = device::block_size().x;
  const unsigned steps = p.slice;
  const unsigned wide = p.wide_receptors * steps * threads;
  const unsigned sums = (p.receptor_count - p.wide_receptors) * steps * threads;
  const unsigned x = p.receptor_count * threads;
  const unsigned y = p.cascades * threads;
  const std::size_t first_sum = wide * sizeof(wide_fixed_point);
  const std::size_t first_x = first_sum + sums * sizeof(fixed_point<Real>);
  return {device::dynamic_shared<wide_fixed_point>(0, wide), device::dynamic_shared<fixed_point<Real>>(first_sum, sums),
          device::dynamic_shared<Real>(first_x, x), device::dynamic_shared<Real>(first_x + x * sizeof(Real), y),
          device::dynamic_shared<Real>(first_x + (x + y) * sizeof(Real), p.noises.size() == 0 ? 0 : steps * threads)};
}

/// The neuron that a thread goes along with in a block of a population: threads behind the last one with that, so that
/// warps stay whole.
HUX_DEVICE std::uint32_t neuron_of(std::uint32_t block, std::uint32_t neurons) {
  const std::uint32_t neuron = block * device::block_size().x + device::block_thread();
  return neuron < neurons ? neuron : neurons - 1;
}

/// Is it this thread's? Blocks are powers of two.
HUX_DEVICE bool is_own(std::uint32_t neuron) {
  return (neuron & (device::block_size().x - 1)) == device::block_thread();
}

/// Where a row of sums begins.
HUX_DEVICE unsigned first_of_row(std::uint32_t row, std::uint32_t slice) {
  return row * slice * device::block_size().x;
}

/// Calls take(sums, first), where the sums of some input begin at the first.
template <class Real, class Take>
HUX_DEVICE void with_sums(const sums_place& place, std::uint32_t slice, const scratch<Real>& s, const Take& take) {
  const unsigned first = first_of_row(place.row, slice);
  if constexpr (is_single<Real>)
    if (place.wide) return take(s.wide_sums, first);
  take(s.sums, first);
}

/// Events of a projection that arrive at a block in a slice, from their list.
template <class Sum>
HUX_DEVICE void take_events(const incoming_view& in, std::size_t list, const shared_span<Sum>& sums,
                            unsigned first_sum) {
  const std::uint32_t count = in.lists.counts[list];
  const std::size_t first = list * in.lists.capacity * in.lists.words_each;
  for (std::uint32_t e = device::block_thread(); e < count; e += device::block_size().x) {
    const std::size_t at = first + static_cast<std::size_t>(e) * in.lists.words_each;
    const std::uint32_t place = in.lists.words[at];
    auto weight = static_cast<Sum>(in.weight);
    if (in.lists.words_each == 2) {
      const std::uint32_t word = in.lists.words[at + 1];
      weight = to_fixed<Sum>(std::bit_cast<float>(word), in.per_unit);
    }
    device::atomic_add(sums[first_sum + place], weight);
  }
}

/// Listed spikes that arrive at this block: each thread looks for those of some steps.
template <class Sum>
HUX_DEVICE void take_listed_spikes(const listed_spikes_view& listed, step_range steps, std::uint32_t block_begin,
                                   const shared_span<Sum>& sums, unsigned first_sum) {
  const unsigned threads = device::block_size().x;
  for (std::int64_t step = steps.begin + device::block_thread(); step < steps.end; step += threads) {
    std::size_t low = 0;
    std::size_t high = listed.steps.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      const std::int64_t at = listed.steps[middle];
      const std::uint32_t neuron = listed.neurons[middle];
      if (at < step || (at == step && neuron < block_begin))
        low = middle + 1;
      else
        high = middle;
    }
    for (; low < listed.steps.size(); ++low) {
      const std::int64_t at = listed.steps[low];
      const std::uint32_t thread = static_cast<std::uint32_t>(listed.neurons[low]) - block_begin;
      if (at != step || thread >= threads) break;
      device::atomic_add(sums[first_sum + static_cast<unsigned>(step - steps.begin) * threads + thread],
                         static_cast<Sum>(listed.weight));
    }
  }
}

/// Is an input on for a neuron?
HUX_DEVICE bool is_on(device_span<const std::uint8_t> on, std::uint32_t neuron) {
  return on.size() == 0 || static_cast<std::uint8_t>(on[neuron]) != 0;
}

template <class Sum>
HUX_DEVICE void take_poisson(const poisson_view& input, std::uint32_t neuron, step_range steps,
                             const shared_span<Sum>& sums, unsigned first_sum) {
  if (!is_on(input.on, neuron)) return;
  const unsigned threads = device::block_size().x;
  visit_poisson(input.thresholds, static_cast<std::uint32_t>(input.thresholds.size()), input.draws, neuron, steps.begin,
                steps.end, [&](std::int64_t step, std::uint32_t spikes) {
                  const auto row = static_cast<unsigned>(step - steps.begin);
                  sums[first_sum + row * threads + device::block_thread()] +=
                      static_cast<Sum>(spikes) * static_cast<Sum>(input.weight);
                });
}

template <class Real>
HUX_DEVICE void take_noise(const noise_view& input, std::uint32_t neuron, step_range steps, const scratch<Real>& s) {
  if (!is_on(input.on, neuron)) return;
  const unsigned threads = device::block_size().x;
  float deviation = input.law.correlated ? static_cast<float>(input.deviation[neuron]) : 0.0F;
  visit_noise(input.law, input.draws, neuron, steps.begin, steps.end, deviation, [&](std::int64_t step, float current) {
    s.noise[static_cast<unsigned>(step - steps.begin) * threads + device::block_thread()] += static_cast<Real>(current);
  });
  if (input.law.correlated) input.deviation[neuron] = deviation;
}

/// Makes a thread's own elements zero.
template <class Real>
HUX_DEVICE void clear(const scratch<Real>& s) {
  const unsigned threads = device::block_size().x;
  for (unsigned i = device::block_thread(); i < s.wide_sums.size(); i += threads) s.wide_sums[i] = 0;
  for (unsigned i = device::block_thread(); i < s.sums.size(); i += threads) s.sums[i] = 0;
  for (unsigned i = device::block_thread(); i < s.noise.size(); i += threads) s.noise[i] = Real(0);
}

/// Sums up all that the block's neurons receive in a slice. All threads of the block come here.
/// @param neuron that the thread goes along with
/// @param slice number of the slice since t = 0
template <class Real>
HUX_DEVICE void gather(const population_view<Real>& p, std::uint32_t neuron, step_range steps, std::uint64_t slice,
                       const scratch<Real>& s) {
  const std::uint32_t block = neuron >> p.block_bits;
  clear(s);
  device::block_barrier();
  for (unsigned i = 0; i < count_of(p.incoming); ++i) {
    const incoming_view in = p.incoming[i];
    const std::size_t list = in.lists.list_of(slice, block);
    with_sums(in.sums, p.slice, s, [&](const auto& sums, unsigned first) { take_events(in, list, sums, first); });
  }
  for (unsigned i = 0; i < count_of(p.listed_spikes); ++i) {
    const listed_spikes_view listed = p.listed_spikes[i];
    with_sums(listed.sums, p.slice, s, [&](const auto& sums, unsigned first) {
      take_listed_spikes(listed, steps, block * device::block_size().x, sums, first);
    });
  }
  device::block_barrier();
  // Taken events leave the lists empty for those of later slices.
  for (unsigned i = device::block_thread(); i < count_of(p.incoming); i += device::block_size().x) {
    const incoming_view in = p.incoming[i];
    if (in.last) in.lists.counts[in.lists.list_of(slice, block)] = 0;
  }
  // What follows touches elements of its own.
  if (is_own(neuron)) {
    for (unsigned i = 0; i < count_of(p.poissons); ++i) {
      const poisson_view input = p.poissons[i];
      with_sums(input.sums, p.slice, s,
                [&](const auto& sums, unsigned first) { take_poisson(input, neuron, steps, sums, first); });
    }
    for (unsigned i = 0; i < count_of(p.noises); ++i) {
      const noise_view input = p.noises[i];
      take_noise(input, neuron, steps, s);
    }
  }
}

}  // namespace hux::cuda
