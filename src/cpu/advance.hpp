#pragma once

#include <algorithm>
#include <limits>

#include "cpu/pack.hpp"
#include "cpu/views.hpp"
#include "hux/device/integrators/receptor_input.hpp"
#include "hux/device/synapses/synapses.hpp"

namespace hux::cpu {

/// Advances neurons of one model by one integrator, a pack at a time, with the state in registers through all steps.
/// Where the pack is of AVX-512, what is compiled with this must be this alone: any other inline function might be
/// taken by the linker for that of a source file whose code has to run everywhere (tests/structure holds it).
/// @tparam Bytes of a hardware vector
/// @tparam Kinds of voltage-dependent receptors that populations may have
template <class Model, class Integrator, class Real, int Bytes, class Kinds = voltage_dependent_synapses>
class advancer {
  using reals = pack<Real, Bytes, 2>;
  using state = neuron_state<reals, Model::gates>;
  using coefficients = typename Model::template coefficients<reals>;

 public:
  static constexpr std::uint32_t width = reals::width;
  static_assert(padding % width == 0);

  static void advance(const population_view<Real>& p, block_work<Real>& w) {
    const bool follows_v =
        std::any_of(p.receptors, p.receptors + p.receptor_count, [](const auto& r) { return r.kind >= 0; });
    follows_v ? advance_with<stage_input<reals, Kinds>>(p, w) : advance_with<stage_input<reals, type_list<>>>(p, w);
  }

  static void stagger(const population_view<Real>& p, std::uint32_t begin, std::uint32_t end) {
    if constexpr (Integrator::staggered)
      for (std::uint32_t first = begin; first < end; first += width) {
        state s = load(p, first);
        Integrator::template stagger<Model>(s, coefficients_of(p, first));
        store(p, first, s);
      }
  }

 private:
  /// A pack at a step of the work on its block.
  struct pack_step {
    const population_view<Real>& p;
    block_work<Real>& w;
    std::uint32_t first;  ///< neuron
    std::int64_t step;
  };

  template <class Input>
  static void advance_with(const population_view<Real>& p, block_work<Real>& w) {
    for (std::uint32_t first = w.begin; first < w.end; first += width) {
      state s = load(p, first);
      std::uint64_t watched = watched_lanes(w, first, s.v);
      const coefficients& k = coefficients_of(p, first);
      for (std::int64_t step = w.steps.begin; step < w.steps.end; ++step) {
        Input input = currents_at<Input>(w, first, step);
        add_synapses(p, w, first, step, input);
        scale(input, k.input);
        const state before = s;
        Integrator::template step<Model>(s, k, input);
        inspect({p, w, first, step}, before, s, k, input, watched);
      }
      store(p, first, s);
    }
  }

  /// First element of a row.
  static std::size_t row(const population_view<Real>& p, std::size_t number) { return number * p.stride; }

  static state load(const population_view<Real>& p, std::uint32_t first) {
    state s;
    s.v = reals::load(p.v + first);
    for (std::size_t g = 0; g < Model::gates; ++g) s.gate[g] = reals::load(p.gates + row(p, g) + first);
    return s;
  }

  static void store(const population_view<Real>& p, std::uint32_t first, const state& s) {
    s.v.store(p.v + first);
    for (std::size_t g = 0; g < Model::gates; ++g) s.gate[g].store(p.gates + row(p, g) + first);
  }

  static const coefficients& coefficients_of(const population_view<Real>& p, std::uint32_t first) {
    const auto* sets = reinterpret_cast<const coefficients*>(p.coefficients);
    return sets[p.sets > 1 ? first / width : 0];
  }

  /// Injected currents and noise, not yet scaled.
  template <class Input>
  HUX_FN static Input currents_at(const block_work<Real>& w, std::uint32_t first, std::int64_t step) {
    const std::int64_t slot = step - w.window_begin;
    const reals noise = w.noise ? reals::load(w.noise + slot * w.stride + (first - w.begin)) : reals(Real(0));
    auto input = input_of_noise<Input>(noise);
    for (std::uint32_t c = 0; c < w.current_count; ++c) {
      const current_table<Real>& current = w.currents[c];
      const reals amplitude = current.individual ? reals::load(current.amplitude + first) : reals(*current.amplitude);
      for (int s = 0; s < stages; ++s)
        input.sum[s].drive = fma(amplitude, reals(current.course[slot * stages + s]), input.sum[s].drive);
      if (!current.conductance) continue;
      const reals g = current.individual ? reals::load(current.conductance + first) : reals(*current.conductance);
      for (auto& sum : input.sum) sum.decay = sum.decay + g;
    }
    return input;
  }

  /// What arrives at a receptor; moves on to the next one.
  template <class Sum>
  HUX_FN static reals next_arrivals(const block_work<Real>& w, const Sum* arrivals, std::int64_t& at) {
    reals spikes;
    to_real(arrivals + at, spikes);
    at += w.window * w.stride;
    return spikes;
  }

  /// Takes in the spikes that arrive at the begin of the step, adds the conductances and currents of all receptors
  /// over the step, and advances them to its end.
  template <class Input>
  HUX_FN static void add_synapses(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first,
                                  std::int64_t step, Input& input) {
    std::int64_t at = (step - w.window_begin) * w.stride + (first - w.begin);
    std::int64_t wide_at = at;
    Real* x_row = p.x;
    Real* y_row = p.y;  // of the next receptor that has one
    const receptor_view<Real>* const end = p.receptors + p.receptor_count;
    for (const receptor_view<Real>* receptor = p.receptors; receptor != end; ++receptor) {
      const receptor_view<Real>& r = *receptor;
      const reals spikes = is_single<Real> && r.wide_sums ? next_arrivals(w, w.wide_arrivals, wide_at)
                                                          : next_arrivals(w, w.arrivals, at);
      reals x = reals::load(x_row + first);
      reals y = r.cascaded ? reals::load(y_row + first) : reals(Real(0));
      advance_receptor(r, spikes, x, y, input);
      x.store(x_row + first);
      x_row += p.stride;
      if (!r.cascaded) continue;
      y.store(y_row + first);
      y_row += p.stride;
    }
  }

  /// A bit for each neuron of the pack that has not diverged: then its potential is NaN, and it would be found anew in
  /// every step.
  HUX_FN static std::uint64_t watched_lanes(const block_work<Real>& w, std::uint32_t first, const reals& v) {
    constexpr Real infinity = std::numeric_limits<Real>::infinity();
    const std::uint64_t inside = (2ULL << std::min(width - 1, w.end - first - 1)) - 1;
    return (less(v, reals(infinity)) | less(reals(-infinity), v)) & inside;
  }

  /// Looks for a blow-up and for spikes.
  /// @param watched neurons that may have one; those that diverge are taken out of it, and their potential is NaN
  template <class Input>
  HUX_FN static void inspect(const pack_step& at, const state& before, state& after, const coefficients& k,
                             const Input& input, std::uint64_t& watched) {
    const reals limit(Real{v_limit});
    const std::uint64_t diverged = ~less(absolute(after.v), limit) & watched;
    // Copies: what a call is given by reference would be kept in memory all the time.
    if (diverged != 0) [[unlikely]] {
      const pack_step here = at;
      const reals v = after.v;
      report(here, diverged, v);
      watched &= ~diverged;
      after.v = select_less(absolute(after.v), limit, after.v, reals(std::numeric_limits<Real>::quiet_NaN()));
    }
    const reals threshold(at.p.threshold);
    const std::uint64_t crossed = less(before.v, threshold) & ~less(after.v, threshold) & watched;
    if (crossed != 0) [[unlikely]] {
      const pack_step here = at;
      const state from = before;
      const state to = after;
      const Input in = input;
      emit(here, crossed, from, to, k, in);
    }
  }

  __attribute__((noinline)) static void report(const pack_step& at, std::uint64_t diverged, const reals& v) {
    pack_divergences<Real> found;
    found.first = at.first;
    found.step = at.step;
    found.lanes = diverged;
    v.store(found.v);
    at.w.keep_divergences(at.w, found);
  }

  template <class Input>
  __attribute__((noinline)) static void emit(const pack_step& at, std::uint64_t crossed, const state& before,
                                             const state& after, const coefficients& k, const Input& input) {
    pack_crossings<Real> found;
    found.first = at.first;
    found.step = at.step;
    found.lanes = crossed;
    before.v.store(found.v0);
    after.v.store(found.v1);
    if (at.w.interpolate) {
      slope(membrane_with_input<Model>(before.v, before.gate, k, input, at_begin), before.v).store(found.d0);
      slope(membrane_with_input<Model>(after.v, after.gate, k, input, at_end), after.v).store(found.d1);
    }
    found.per_step = 1 / Integrator::unit_of_time;
    at.w.keep_spikes(at.p, at.w, found);
  }
};

}  // namespace hux::cpu
