#include "cpu/drawn_inputs.hpp"

#include <algorithm>

namespace hux::cpu {

noise_source::noise_source(const built_noise& noise, std::uint32_t size) : noise_(noise), law_(noise_law_of(noise)) {
  if (law_.correlated) deviation_ = initial_deviations(noise, size);
}

template <class Real>
void noise_source::add(const block_window& w, Real* currents) {
  for (std::uint32_t i = w.begin; i < w.end; ++i) {
    if (!on(i)) continue;
    float none = 0;
    visit_noise(law_, noise_.draws, i, w.steps.begin, w.steps.end, law_.correlated ? deviation_[i] : none,
                [&](std::int64_t step, float current) {
                  currents[(step - w.steps.begin) * w.stride + (i - w.begin)] += static_cast<Real>(current);
                });
  }
}

template <class Sum>
void add_poisson(const built_poisson& input, const block_window& w, Sum weight, Sum* sums) {
  const auto count = static_cast<std::uint32_t>(input.thresholds.size());
  for (std::uint32_t i = w.begin; i < w.end; ++i) {
    if (!input.on.empty() && input.on[i] == 0) continue;
    visit_poisson(input.thresholds.data(), count, input.draws, i, w.steps.begin, w.steps.end,
                  [&](std::int64_t step, std::uint32_t spikes) {
                    sums[(step - w.steps.begin) * w.stride + (i - w.begin)] += static_cast<Sum>(spikes) * weight;
                  });
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
