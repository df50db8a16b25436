#include "cpu/keep_divergences.hpp"

#include <bit>

namespace hux::cpu {

template <class Real>
void keep_divergences(block_work<Real>& w, const pack_divergences<Real>& found) {
  for (std::uint64_t lanes = found.lanes; lanes != 0; lanes &= lanes - 1) {
    const auto lane = static_cast<std::uint32_t>(std::countr_zero(lanes));
    w.diverged.push_back({found.step, w.population, found.first + lane, static_cast<double>(found.v[lane])});
  }
}

template void keep_divergences(block_work<float>&, const pack_divergences<float>&);
template void keep_divergences(block_work<double>&, const pack_divergences<double>&);

}  // namespace hux::cpu
