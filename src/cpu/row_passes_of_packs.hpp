#pragma once

#include "cpu/pack_input.hpp"
#include "cpu/row_passes.hpp"
#include "hux/device/type_list.hpp"

namespace hux::cpu {

/// A kind of receptor that follows v, of which the conductance alone is taken in.
struct any_opening {
  static constexpr int coefficients = 1;
};

/// The passes a pack at a time. As for advancer, what is compiled with this must be this alone.
template <class Real, int Bytes>
class packed_passes {
  using reals = pack<Real, Bytes, sizeof(Real) == 4 ? 1 : 2>;
  static_assert(padding % reals::width == 0);

 public:
  static constexpr row_passes<Real> all() { return {take_in, add_arrivals_to_rows, inspect}; }

 private:
  static void take_in(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first,
                      std::uint32_t count, std::int64_t step, const input_rows<Real>& to) {
    has_receptor_that_follows_v(p)
        ? take_in_with<stage_input<reals, type_list<any_opening>>>(p, w, first, count, step, to)
        : take_in_with<stage_input<reals, type_list<>>>(p, w, first, count, step, to);
  }

  template <class Input>
  static void take_in_with(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first,
                           std::uint32_t count, std::int64_t step, const input_rows<Real>& to) {
    for (std::uint32_t i = 0; i < count; i += reals::width) {
      const auto input = input_of_step<Input, reals>(p, w, first + i, step);
      Real* row = to.first + i;
      const auto store = [&](const reals& values) {
        values.store(row);
        row += to.stride;
      };
      for (const auto& sum : input.sum) {
        store(sum.drive);
        store(sum.decay);
      }
      if constexpr (Input::follows_v)
        for (int r = 0; r < input.voltage_dependent; ++r)
          for (const auto& g : input.conductance[r]) store(g);
    }
  }

  static void add_arrivals_to_rows(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first,
                                   std::uint32_t count, std::int64_t step, Real* const* states) {
    for (std::uint32_t a = 0; a < p.arrival_count; ++a) {
      Real* row = states[1 + p.arrivals[a].state];
      for (std::uint32_t i = 0; i < count; i += reals::width) {
        reals state = reals::load(row + i);
        add_arrivals(p.arrivals[a], w, first + i, step, state);
        state.store(row + i);
      }
    }
  }

  static bool inspect(const Real* before, const Real* const* after, row_range pools, Real threshold,
                      std::uint32_t count, chunk_events& found) {
    const reals limit(Real{v_limit});
    const reals at(threshold);
    std::uint64_t any = 0;
    for (std::uint32_t word = 0; word * padding < count; ++word) {
      std::uint64_t crossed = 0;
      std::uint64_t diverged = 0;
      for (std::uint32_t i = 0; i < padding; i += reals::width) {
        const std::size_t first = word * padding + i;
        const reals v0 = reals::load(before + first);
        const reals v1 = reals::load(after[0] + first);
        const std::uint64_t watched = watched_lanes<Real>(reals::width, v0);
        const std::uint64_t blown_up =
            (~less(absolute(v1), limit) | lost(after + pools.first, pools.count, first)) & watched;
        diverged |= blown_up << i;
        crossed |= (less(v0, at) & ~less(v1, at) & watched & ~blown_up) << i;
      }
      found.crossed[word] = static_cast<std::uint32_t>(crossed);
      found.diverged[word] = static_cast<std::uint32_t>(diverged);
      any |= crossed | diverged;
    }
    return any != 0;
  }

  /// A bit for each neuron with a row that is no number.
  HUX_FN static std::uint64_t lost(const Real* const* rows, std::size_t count, std::size_t first) {
    std::uint64_t found = 0;
    for (std::size_t r = 0; r < count; ++r)
      found |= ~less(absolute(reals::load(rows[r] + first)), reals(std::numeric_limits<Real>::infinity()));
    return found;
  }
};

}  // namespace hux::cpu
