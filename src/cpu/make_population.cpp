#include "cpu/make_population.hpp"

#include <algorithm>

#include "hux/integrators/crossing.hpp"
#include "receptor_constants.hpp"

namespace hux::cpu {
namespace {

/// The padding repeats the last neuron, which keeps it within the range of ordinary numbers.
template <class Real>
buffer<Real> padded_copy(const std::vector<double>& values, std::uint32_t size) {
  buffer<Real> to(padded(size));
  for (std::uint32_t i = 0; i < to.size(); ++i)
    to[i] = static_cast<Real>(values.size() == 1 ? values[0] : values[std::min(i, size - 1)]);
  return to;
}

template <class Real>
receptor_state<Real> make_receptor(const built_receptor& r, std::uint32_t size) {
  receptor_state<Real> s;
  static_cast<receptor_constants<Real>&>(s) = constants_of<Real>(r);
  s.x = padded_copy<Real>(r.initial, size);
  if (r.cascaded) s.y = buffer<Real>(padded(size), Real(0));
  return s;
}

}  // namespace

template <class Real>
population_state<Real> make_population(const built_population& p, const built_network& network,
                                       const kernels<Real>& kernel) {
  population_state<Real> s;
  s.size = p.size;
  s.v = padded_copy<Real>(p.v, p.size);
  for (const auto& g : p.gates) s.gates.push_back(padded_copy<Real>(g, p.size));
  for (const auto& r : p.receptors) s.receptors.push_back(make_receptor<Real>(r, p.size));
  s.threshold = static_cast<Real>(p.threshold);
  s.refractory = p.refractory;
  if (p.refractory > 0) s.last_spike = buffer<double>(padded(p.size), no_spike);
  s.heterogeneous = p.heterogeneous();
  kernel.derive(p.parameters, network.dt, kernel.width, s);
  kernel.stagger(s, 0, p.size);
  return s;
}

template population_state<float> make_population(const built_population&, const built_network&, const kernels<float>&);
template population_state<double> make_population(const built_population&, const built_network&,
                                                  const kernels<double>&);

}  // namespace hux::cpu
