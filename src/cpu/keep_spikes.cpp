#include "cpu/keep_spikes.hpp"

#include <bit>

#include "hux/device/integrators/crossing.hpp"

namespace hux::cpu {

template <class Real>
void keep_spikes(population_state<Real>& p, block_work<Real>& w, const pack_crossings<Real>& found, double per_step) {
  for (std::uint64_t lanes = found.lanes; lanes != 0; lanes &= lanes - 1) {
    const auto lane = static_cast<std::uint32_t>(std::countr_zero(lanes));
    const std::uint32_t neuron = found.first + lane;
    const double fraction = w.interpolate
                                ? crossing_fraction(found.v0[lane], found.v1[lane], found.d0[lane] * per_step,
                                                    found.d1[lane] * per_step, static_cast<double>(p.threshold))
                                : 1.0;
    const double time = (static_cast<double>(found.step) + fraction) * w.dt;
    if (p.refractory > 0 &&
        !past_refractory(p.refractory, w.interpolate ? time : static_cast<double>(found.step), p.last_spike[neuron]))
      continue;
    w.spikes->push_back({time, neuron, static_cast<std::uint32_t>(found.step - w.window_begin)});
  }
}

template void keep_spikes(population_state<float>&, block_work<float>&, const pack_crossings<float>&, double);
template void keep_spikes(population_state<double>&, block_work<double>&, const pack_crossings<double>&, double);

}  // namespace hux::cpu
