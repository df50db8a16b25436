#pragma once

#include <algorithm>
#include <vector>

#include "engine/receptor_kinds.hpp"
#include "hux/device/population_arrays.hpp"
#include "network/built_network.hpp"

namespace hux {

/// A population's receptors with variables of their own as kernels need them, in the precision of its state.
template <class Real>
std::vector<receptor_view<Real>> receptor_views(const built_population& p) {
  std::vector<receptor_view<Real>> views;
  const auto own = own_kinds(p.synapses());
  std::uint32_t cascades = 0;
  for (const built_receptor& r : p.receptors) {
    if (r.is_joined()) break;  // as those that come last
    receptor_view<Real> view;
    view.is_current = r.is_current;
    view.kind = r.synapse->kind;
    if (r.synapse->opening && !own.empty())
      view.kind = static_cast<int>(std::ranges::find(own, r.synapse) - own.begin());
    view.cascaded = r.cascaded;
    view.wide_sums = r.wide_sums;
    view.unit_x = static_cast<Real>(r.unit * r.jump.x);
    view.unit_y = static_cast<Real>(r.unit * r.jump.y);
    view.half_xx = static_cast<Real>(r.half.xx);
    view.half_xy = static_cast<Real>(r.half.xy);
    view.full_xx = static_cast<Real>(r.full.xx);
    view.full_xy = static_cast<Real>(r.full.xy);
    view.full_yy = static_cast<Real>(r.full.yy);
    view.e_rev = static_cast<Real>(r.e_rev);
    for (std::size_t c = 0; c < r.opening.size(); ++c) view.opening[c] = static_cast<Real>(r.opening[c]);
    view.row_of_y = r.cascaded ? cascades++ : 0;
    view.sums_row = r.sums_row;
    views.push_back(view);
  }
  return views;
}

}  // namespace hux
