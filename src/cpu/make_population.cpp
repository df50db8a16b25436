#include "cpu/make_population.hpp"

#include <algorithm>

#include "engine/receptor_constants.hpp"
#include "hux/device/integrators/crossing.hpp"

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

/// The coefficients of each neuron, or of one for all, in packs of `width`.
template <class Real>
buffer<std::byte> packed_coefficients(const built_population& p, double unit_of_time, std::uint32_t width) {
  const std::size_t count = p.model->coefficients;
  const std::uint32_t sets = p.heterogeneous() ? (p.size + width - 1) / width * width : width;
  buffer<std::byte> packs(count * sets * sizeof(Real));
  std::vector<double> values;
  for (std::uint32_t i = 0; i < sets; ++i) {
    if (i == 0 || (p.heterogeneous() && i < p.size)) values = p.model->derived(p.parameters_of(i), unit_of_time);
    auto* to = reinterpret_cast<Real*>(packs.data()) + i / width * width * count + i % width;
    for (std::size_t c = 0; c < count; ++c) to[c * width] = static_cast<Real>(values[c]);
  }
  return packs;
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
  s.coefficients = packed_coefficients<Real>(p, network.integrator->unit_of_time * network.dt, kernel.width);
  kernel.stagger(s, 0, p.size);
  return s;
}

template population_state<float> make_population(const built_population&, const built_network&, const kernels<float>&);
template population_state<double> make_population(const built_population&, const built_network&,
                                                  const kernels<double>&);

}  // namespace hux::cpu
