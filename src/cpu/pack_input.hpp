#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "cpu/pack.hpp"
#include "cpu/views.hpp"
#include "hux/device/integrators/receptor_input.hpp"

/// What comes to a pack of neurons in a step, whatever its equations are, and which of it are looked at.
/// @tparam Reals a pack
namespace hux::cpu {

template <class Real>
HUX_FN bool has_receptor_that_follows_v(const population_view<Real>& p) {
  for (std::uint32_t i = 0; i < p.receptor_count; ++i)
    if (p.receptors[i].kind >= 0) return true;
  return false;
}

/// Injected currents and noise, not yet scaled.
template <class Input, class Reals, class Real>
HUX_FN Input currents_at(const block_work<Real>& w, std::uint32_t first, std::int64_t step) {
  const std::int64_t slot = step - w.window_begin;
  const Reals noise = w.noise ? Reals::load(w.noise + slot * w.stride + (first - w.begin)) : Reals(Real(0));
  auto input = input_of_noise<Input>(noise);
  for (std::uint32_t c = 0; c < w.current_count; ++c) {
    const current_table<Real>& current = w.currents[c];
    const Reals amplitude = current.individual ? Reals::load(current.amplitude + first) : Reals(*current.amplitude);
    for (int s = 0; s < stages; ++s)
      input.sum[s].drive = fma(amplitude, Reals(current.course[slot * stages + s]), input.sum[s].drive);
    if (!current.conductance) continue;
    const Reals g = current.individual ? Reals::load(current.conductance + first) : Reals(*current.conductance);
    for (auto& sum : input.sum) sum.decay = sum.decay + g;
  }
  return input;
}

/// What arrives at a receptor; moves on to the next one.
template <class Reals, class Real, class Sum>
HUX_FN Reals next_arrivals(const block_work<Real>& w, const Sum* arrivals, std::int64_t& at) {
  Reals spikes;
  to_real(arrivals + at, spikes);
  at += w.window * w.stride;
  return spikes;
}

/// Takes in the spikes that arrive at the begin of the step, adds the conductances and currents of all receptors
/// over the step, and advances them to its end.
template <class Reals, class Real, class Input>
HUX_FN void add_synapses(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first,
                         std::int64_t step, Input& input) {
  std::int64_t at = (step - w.window_begin) * w.stride + (first - w.begin);
  std::int64_t wide_at = at;
  Real* x_row = p.x;
  Real* y_row = p.y;  // of the next receptor that has one
  const receptor_view<Real>* const end = p.receptors + p.receptor_count;
  for (const receptor_view<Real>* receptor = p.receptors; receptor != end; ++receptor) {
    const receptor_view<Real>& r = *receptor;
    const Reals spikes = is_single<Real> && r.wide_sums ? next_arrivals<Reals>(w, w.wide_arrivals, wide_at)
                                                        : next_arrivals<Reals>(w, w.arrivals, at);
    Reals x = Reals::load(x_row + first);
    Reals y = r.cascaded ? Reals::load(y_row + first) : Reals(Real(0));
    advance_receptor(r, spikes, x, y, input);
    x.store(x_row + first);
    x_row += p.stride;
    if (!r.cascaded) continue;
    y.store(y_row + first);
    y_row += p.stride;
  }
}

/// Adds what arrives at the begin of the step to a state of a receptor that is advanced with its neuron.
template <class Reals, class Real>
HUX_FN void add_arrivals(const arrival_view<Real>& a, const block_work<Real>& w, std::uint32_t first, std::int64_t step,
                         Reals& state) {
  const std::int64_t at = (a.sums_row * w.window + step - w.window_begin) * w.stride + (first - w.begin);
  Reals spikes;
  if (is_single<Real> && a.wide_sums)
    to_real(w.wide_arrivals + at, spikes);
  else
    to_real(w.arrivals + at, spikes);
  state = without_denormals(fma(spikes, Reals(a.unit), state));
}

/// All of it, not yet scaled.
template <class Input, class Reals, class Real>
HUX_FN Input input_of_step(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first,
                           std::int64_t step) {
  auto input = currents_at<Input, Reals>(w, first, step);
  add_synapses<Reals>(p, w, first, step, input);
  return input;
}

/// A bit for each neuron of the pack that has not diverged: then its potential is NaN, and it would be found anew in
/// every step.
/// @param neurons of the block from the pack's first on
template <class Real, class Reals>
HUX_FN std::uint64_t watched_lanes(std::uint32_t neurons, const Reals& v) {
  constexpr Real infinity = std::numeric_limits<Real>::infinity();
  const std::uint64_t inside = (2ULL << (std::min<std::uint32_t>(Reals::width, neurons) - 1)) - 1;
  return (less(v, Reals(infinity)) | less(Reals(-infinity), v)) & inside;
}

/// Tells a state that is no number where v is within its limits.
template <class Real>
HUX_FN void tell_lost(Real v, Real value, std::uint8_t state, std::uint32_t lane, pack_divergences<Real>& found) {
  constexpr Real infinity = std::numeric_limits<Real>::infinity();
  if (!(hux::absolute(v) < Real{v_limit}) || hux::absolute(value) < infinity) return;
  found.state[lane] = state;
  found.value[lane] = value;
}

}  // namespace hux::cpu
