#include "cpu/drawn_inputs.hpp"

#include <algorithm>
#include <array>

namespace hux::cpu {
namespace {

/// Four normal variates from the words of one draw.
std::array<float, 4> four_normals(const random_words& words) {
  const auto first = standard_normals(words[0], words[1]);
  const auto second = standard_normals(words[2], words[3]);
  return {first.first, first.second, second.first, second.second};
}

}  // namespace

noise_source::noise_source(const built_noise& noise, std::uint32_t size) : noise_(noise) {
  if (noise.correlation == 0) return;
  value_.resize(size);
  for (std::uint32_t i = 0; i < size; ++i)
    value_[i] = static_cast<float>(noise.std) * four_normals(noise.initial_draws.draw(i, 0))[0];
}

template <class Real>
void noise_source::add(const block_window& w, Real* currents) {
  const auto mean = static_cast<float>(noise_.mean);
  const auto std = static_cast<float>(noise_.std);
  const auto kept = static_cast<float>(noise_.correlation);
  const auto renewed = static_cast<float>(noise_.std * square_root(1 - noise_.correlation * noise_.correlation));
  for (std::uint32_t i = w.begin; i < w.end; ++i) {
    if (!on(i)) continue;
    std::array<float, 4> normals{};
    std::int64_t drawn = -1;
    for (std::int64_t step = w.steps.begin; step < w.steps.end; ++step) {
      const std::int64_t index = step / noise_.hold;  // four values a draw
      if (index / 4 != drawn)
        normals = four_normals(noise_.draws.draw(i, static_cast<std::uint64_t>(drawn = index / 4)));
      const float normal = normals[static_cast<std::size_t>(index % 4)];
      float deviation = std * normal;
      if (!value_.empty()) {
        deviation = value_[i];
        value_[i] = fma(kept, value_[i], renewed * normal);
      }
      currents[(step - w.steps.begin) * w.stride + (i - w.begin)] += static_cast<Real>(mean + deviation);
    }
  }
}

template <class Sum>
void add_poisson(const built_poisson& input, const block_window& w, Sum weight, Sum* sums) {
  for (std::uint32_t i = w.begin; i < w.end; ++i) {
    if (!input.on.empty() && input.on[i] == 0) continue;
    random_words words{};
    std::int64_t drawn = -1;
    for (std::int64_t step = w.steps.begin; step < w.steps.end; ++step) {
      if (step / 4 != drawn) words = input.draws.draw(i, static_cast<std::uint64_t>(drawn = step / 4));
      const std::uint32_t word = words[static_cast<std::size_t>(step % 4)];
      if (word < input.thresholds.front()) continue;
      const auto reached = std::upper_bound(input.thresholds.begin(), input.thresholds.end(), word);
      sums[(step - w.steps.begin) * w.stride + (i - w.begin)] +=
          static_cast<Sum>(reached - input.thresholds.begin()) * weight;
    }
  }
}

template <class Sum>
void add_spike_times(const built_spike_times& input, const block_window& w, Sum weight, Sum* sums) {
  const auto before = [](const built_spike_times::event& e, std::int64_t step) { return e.step < step; };
  auto event = std::lower_bound(input.events.begin(), input.events.end(), w.steps.begin, before);
  for (; event != input.events.end() && event->step < w.steps.end; ++event)
    if (event->neuron >= w.begin && event->neuron < w.end)
      sums[(event->step - w.steps.begin) * w.stride + (event->neuron - w.begin)] += weight;
}

template void noise_source::add(const block_window&, float*);
template void noise_source::add(const block_window&, double*);
template void add_poisson(const built_poisson&, const block_window&, std::int32_t, std::int32_t*);
template void add_poisson(const built_poisson&, const block_window&, std::int64_t, std::int64_t*);
template void add_spike_times(const built_spike_times&, const block_window&, std::int32_t, std::int32_t*);
template void add_spike_times(const built_spike_times&, const block_window&, std::int64_t, std::int64_t*);

}  // namespace hux::cpu
