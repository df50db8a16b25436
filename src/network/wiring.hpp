#pragma once

#include <cstdint>

#include "hux/network.hpp"
#include "network/placement.hpp"

namespace hux {

/// A projection between populations of given sizes: all that its synapses follow from.
struct wiring {
  const hux::projection& projection;
  std::uint32_t sources, targets;
  bool same_population;  ///< source and target are one population (autapses are then possible)
  double dt;             ///< ms
  std::uint64_t seed;
  ends where;  ///< the neurons are, if the rule or the delays depend on it

  [[nodiscard]] bool excludes_self() const { return same_population && !projection.autapses; }
};

inline wiring wiring_of(const projection& p, const population& source, const population& target, const settings& s) {
  return {p, source.size, target.size, p.source == p.target, s.dt, s.seed, ends(p, source, target, s.seed)};
}

}  // namespace hux
