#include "cpu/block_findings.hpp"

#include <bit>
#include <utility>

#include "hux/device/integrators/crossing.hpp"

namespace hux::cpu {
namespace {

/// Calls take(lane) for each bit.
template <class Take>
void for_each_lane(std::uint64_t lanes, const Take& take) {
  for (; lanes != 0; lanes &= lanes - 1) take(static_cast<std::uint32_t>(std::countr_zero(lanes)));
}

template <class Real>
void keep_spikes(const population_view<Real>& p, block_work<Real>& work, const pack_crossings<Real>& found) {
  auto& w = static_cast<block_findings<Real>&>(work);
  for_each_lane(found.lanes, [&](std::uint32_t lane) {
    const std::uint32_t neuron = found.first + lane;
    const double fraction = w.interpolate
                                ? crossing_fraction(found.v0[lane], found.v1[lane], found.d0[lane] * found.per_step,
                                                    found.d1[lane] * found.per_step, p.threshold)
                                : 1.0;
    const double time = (static_cast<double>(found.step) + fraction) * w.dt;
    const double now = w.interpolate ? time : static_cast<double>(found.step);
    if (p.refractory > 0 && !past_refractory(p.refractory, now, p.last_spike[neuron])) return;
    w.spikes->push_back({time, neuron, static_cast<std::uint32_t>(found.step - w.window_begin)});
  });
}

template <class Real>
std::vector<double> state_before(const pack_divergences<Real>& found, std::uint32_t lane) {
  std::vector<double> state(found.rows);
  for (std::size_t i = 0; i < found.rows; ++i) state[i] = found.before[i * found.stride + lane];
  return state;
}

template <class Real>
void keep_divergences(block_work<Real>& work, const pack_divergences<Real>& found) {
  auto& w = static_cast<block_findings<Real>&>(work);
  for_each_lane(found.lanes, [&](std::uint32_t lane) {
    divergence d{found.step, w.population, found.first + lane, found.state[lane], found.value[lane]};
    if (!w.stops) {
      w.diverged.push_back(std::move(d));
    } else if (w.diverged.empty() || d.before(w.diverged.front())) {
      d.state_before = state_before(found, lane);
      w.diverged = {std::move(d)};
    }
  });
}

}  // namespace

template <class Real>
block_findings<Real>::block_findings() {
  this->keep_spikes = cpu::keep_spikes<Real>;
  this->keep_divergences = cpu::keep_divergences<Real>;
}

template struct block_findings<float>;
template struct block_findings<double>;

}  // namespace hux::cpu
