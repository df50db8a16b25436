#pragma once

#include "hux/device/integrators/receptor_input.hpp"
#include "network/built_network.hpp"

namespace hux {

/// A receptor's constants in the precision of the state.
template <class Real>
receptor_constants<Real> constants_of(const built_receptor& r) {
  receptor_constants<Real> c;
  c.is_current = r.synapse->is_current;
  c.kind = r.synapse->kind;
  c.cascaded = r.cascaded;
  c.wide_sums = r.wide_sums;
  c.unit_x = static_cast<Real>(r.unit * r.jump.x);
  c.unit_y = static_cast<Real>(r.unit * r.jump.y);
  c.half_xx = static_cast<Real>(r.half.xx);
  c.half_xy = static_cast<Real>(r.half.xy);
  c.full_xx = static_cast<Real>(r.full.xx);
  c.full_xy = static_cast<Real>(r.full.xy);
  c.full_yy = static_cast<Real>(r.full.yy);
  c.e_rev = static_cast<Real>(r.e_rev);
  c.block = static_cast<Real>(r.block);
  return c;
}

}  // namespace hux
