#pragma once

#include <limits>

#include "cpu/pack.hpp"
#include "cpu/pack_input.hpp"
#include "cpu/views.hpp"
#include "hux/device/type_list.hpp"

namespace hux::cpu {

/// Advances neurons of one model by one integrator, a pack at a time, with the state in registers through all steps.
/// Where the pack is of AVX-512, what is compiled with this must be this alone: any other inline function might be
/// taken by the linker for that of a source file whose code has to run everywhere (tests/structure holds it).
/// @tparam Bytes of a hardware vector
/// @tparam Kinds of voltage-dependent receptors that populations may have
template <class Model, class Integrator, class Real, int Bytes, class Kinds>
class advancer {
  using reals = pack<Real, Bytes, 2>;
  using state = neuron_state<reals, Model::gates>;
  using coefficients = typename Model::template coefficients<reals>;

 public:
  static constexpr std::uint32_t width = reals::width;
  static_assert(padding % width == 0);

  static void advance(const population_view<Real>& p, block_work<Real>& w, const void* program) {
    has_receptor_that_follows_v(p) ? advance_with<Kinds>(p, w, program) : advance_with<type_list<>>(p, w, program);
  }

  /// @tparam Present those of the kinds that the population may have
  template <class Present>
  static void advance_with(const population_view<Real>& p, block_work<Real>& w, const void* /*program*/) {
    using input_of_stages = stage_input<reals, Present>;
    for (std::uint32_t first = w.begin; first < w.end; first += width) {
      state s = load(p, first);
      std::uint64_t watched = watched_lanes<Real>(w.end - first, s.v);
      const coefficients& k = coefficients_of(p, first);
      for (std::int64_t step = w.steps.begin; step < w.steps.end; ++step) {
        auto input = input_of_step<input_of_stages, reals>(p, w, first, step);
        scale(input, k.input);
        take_in_arrivals(p, w, first, step, s);
        const state before = s;
        Integrator::template step<Model>(s, k, input);
        inspect({p, w, first, step}, before, s, k, input, watched);
      }
      store(p, first, s);
    }
  }

  static void stagger(const population_view<Real>& p, const void* /*program*/) {
    if constexpr (Integrator::staggered)
      for (std::uint32_t first = 0; first < p.size; first += width) {
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

  /// Adds what arrives to the states of receptors that the model has.
  HUX_FN static void take_in_arrivals([[maybe_unused]] const population_view<Real>& p,
                                      [[maybe_unused]] const block_work<Real>& w, [[maybe_unused]] std::uint32_t first,
                                      [[maybe_unused]] std::int64_t step, [[maybe_unused]] state& s) {
    if constexpr (requires { Model::receptor_states; }) {
      const arrival_view<Real>* next = p.arrivals;
      for (int i = 0; i < Model::gates; ++i)
        if ((Model::receptor_states >> i & 1U) != 0) add_arrivals(*next++, w, first, step, s.gate[i]);
    }
  }

  /// Looks for a blow-up and for spikes.
  /// @param watched neurons that may have one; those that diverge are taken out of it, and their potential is NaN
  template <class Input>
  HUX_FN static void inspect(const pack_step& at, const state& before, state& after, const coefficients& k,
                             const Input& input, std::uint64_t& watched) {
    const reals limit(Real{v_limit});
    const std::uint64_t diverged = (~less(absolute(after.v), limit) | lost_pools(after)) & watched;
    // Copies: what a call is given by reference would be kept in memory all the time.
    if (diverged != 0) [[unlikely]] {
      const pack_step here = at;
      const state from = before;
      const state to = after;
      after.v = report(here, diverged, from, to);
      watched &= ~diverged;
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

  /// A bit for each neuron with a pool that is no number: it need not show in v.
  HUX_FN static std::uint64_t lost_pools([[maybe_unused]] const state& s) {
    std::uint64_t lost = 0;
    for (int i = Model::gates - Model::pools; i < Model::gates; ++i)
      lost |= ~less(absolute(s.gate[i]), reals(std::numeric_limits<Real>::infinity()));
    return lost;
  }

  /// @return v, which is NaN where a neuron has diverged
  __attribute__((noinline)) static reals report(const pack_step& at, std::uint64_t diverged, const state& before,
                                                const state& s) {
    Real rows[1 + Model::gates][padding];
    before.v.store(rows[0]);
    for (int i = 0; i < Model::gates; ++i) before.gate[i].store(rows[1 + i]);
    pack_divergences<Real> found{at.first, at.step, diverged, {}, {}, rows[0], 1 + Model::gates, padding};
    s.v.store(found.value);
    Real v[padding];
    s.v.store(v);
    for (int i = Model::gates; i > Model::gates - Model::pools; --i) {
      Real values[padding];
      s.gate[i - 1].store(values);
      for (std::uint32_t lane = 0; lane < width; ++lane)
        tell_lost(v[lane], values[lane], static_cast<std::uint8_t>(i), lane, found);
    }
    at.w.keep_divergences(at.w, found);
    for (std::uint32_t lane = 0; lane < width; ++lane)
      if ((diverged >> lane & 1) != 0) v[lane] = std::numeric_limits<Real>::quiet_NaN();
    return reals::load(v);
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
