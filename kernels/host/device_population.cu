#include <algorithm>
#include <utility>

#include "engine/receptor_views.hpp"
#include "host/device_population.hpp"
#include "hux/device/integrators/crossing.hpp"

namespace hux::cuda {
namespace {

template <class T>
device_span<const T> look_at(const device::device_array<T>& array) {
  return array.span();
}

/// Values by receptor, of one for all neurons or one each, [receptor][neuron].
template <class Real>
std::vector<Real> initial_x(const built_population& p) {
  std::vector<Real> x;
  x.reserve(p.receptors.size() * p.size);
  for (const auto& r : p.receptors)
    for (std::uint32_t i = 0; i < p.size; ++i)
      x.push_back(static_cast<Real>(r.initial.size() == 1 ? r.initial[0] : r.initial[i]));
  return x;
}

/// Coefficients [coefficient][set].
template <class Real>
std::vector<Real> derived(const built_population& p, double unit_of_time, std::uint32_t sets) {
  std::vector<Real> all(p.model->coefficients * sets);
  for (std::uint32_t i = 0; i < sets; ++i) {
    const auto values = p.model->derived(p.parameters_of(i), unit_of_time);
    for (std::size_t c = 0; c < values.size(); ++c) all[c * sets + i] = static_cast<Real>(values[c]);
  }
  return all;
}

/// The state at t = 0, gates where the integrator wants them.
template <class Real>
host_state<Real> initial(const built_population& p, const built_network& network, const kernels<Real>& kernel) {
  host_state<Real> s;
  s.v.assign(p.v.begin(), p.v.end());
  for (const auto& g : p.gates) s.gates.insert(s.gates.end(), g.begin(), g.end());
  s.sets = p.heterogeneous() ? p.size : 1;
  s.coefficients = derived<Real>(p, network.integrator->unit_of_time * network.dt, s.sets);
  kernel.stagger(s);
  return s;
}

}  // namespace

scratch_shape scratch_shape_of(const built_network& network, std::size_t number) {
  const auto& receptors = network.populations[number].receptors;
  scratch_shape shape;
  shape.receptors = static_cast<std::uint32_t>(receptors.size());
  shape.cascades = network.populations[number].cascades();
  shape.wide_sums = network.populations[number].wide_receptors();
  shape.noisy = std::any_of(network.noises.begin(), network.noises.end(),
                            [number](const auto& n) { return n.population == number; });
  return shape;
}

template <class Real>
device_population<Real>::device_population(const built_network& network, std::size_t number)
    : size_(network.populations[number].size),
      partition_(partition_of(network.populations[number].name, size_, scratch_shape_of(network, number), sizeof(Real),
                              network.window, network.block_size)),
      inputs_(make_inputs<Real>(network, number)) {
  const built_population& p = network.populations[number];
  choice_.kernels = &kernels_of<Real>(*p.model, network.integrator->name);
  choice_.threads = partition_.threads;
  choice_.blocked =
      std::any_of(p.receptors.begin(), p.receptors.end(), [](const auto& r) { return r.synapse->opening != nullptr; });
  host_state<Real> start = initial<Real>(p, network, *choice_.kernels);
  v_ = device::device_array<Real>(start.v);
  gates_ = device::device_array<Real>(start.gates);
  coefficients_ = device::device_array<Real>(start.coefficients);
  x_ = device::device_array<Real>(initial_x<Real>(p));
  receptors_ = device::device_array<receptor_view<Real>>(receptor_views<Real>(p));
  y_ = device::device_array<Real>(std::vector<Real>(std::size_t{p.cascades()} * size_, Real(0)));
  if (p.refractory > 0) last_spike_ = device::device_array<double>(std::vector<double>(size_, no_spike));
  view_.size = size_;
  view_.stride = size_;
  view_.receptor_count = static_cast<std::uint32_t>(p.receptors.size());
  view_.wide_receptors = p.wide_receptors();
  view_.cascades = p.cascades();
  view_.block_bits = partition_.block_bits();
  view_.v = v_.span();
  view_.gates = gates_.span();
  view_.x = x_.span();
  view_.y = y_.span();
  view_.coefficients = look_at(coefficients_);
  view_.sets = start.sets;
  view_.receptors = look_at(receptors_);
  if (start.sets == 1 && !choice_.blocked) choice_.common = std::move(start.coefficients);
  view_.threshold = static_cast<Real>(p.threshold);
  view_.refractory = p.refractory;
  view_.last_spike = last_spike_.span();
  view_.slice = static_cast<std::uint32_t>(partition_.slice);
  view_.slices = static_cast<std::uint32_t>(partition_.slices);
  view_.currents = look_at(inputs_.currents);
  view_.noises = look_at(inputs_.noises);
  view_.poissons = look_at(inputs_.poissons);
  view_.listed_spikes = look_at(inputs_.listed_spikes);
}

template <class Real>
void device_population<Real>::set_incoming(const std::vector<incoming_view>& incoming) {
  incoming_ = device::device_array<incoming_view>(incoming);
  view_.incoming = look_at(incoming_);
}

template <class Real>
void device_population<Real>::set_recordings(const std::vector<recording_view>& recordings) {
  recordings_ = device::device_array<recording_view>(recordings);
  view_.recordings = look_at(recordings_);
}

template <class Real>
row_place<Real> device_population<Real>::place_of(const state_row& row) {
  const std::size_t gates = gates_.size() / size_;
  const std::size_t receptors = x_.size() / size_;
  switch (row.is) {
    case state_row::potential:
      return {&v_, 0};
    case state_row::gate:
      return {&gates_, row.number - 1};
    case state_row::receptor:
      return {&x_, row.number - 1 - gates};
    default:
      return {&y_, row.number - 1 - gates - receptors};
  }
}

template <class Real>
std::vector<double> device_population<Real>::read(const state_row& row) {
  if (row.is == state_row::last_spike) return last_spike_.download();
  const row_place<Real> place = place_of(row);
  const std::vector<Real> values = place.array->download_part(place.row * size_, size_);
  return {values.begin(), values.end()};
}

template <class Real>
void device_population<Real>::write(const state_row& row, const std::vector<double>& values) {
  if (row.is == state_row::last_spike) return last_spike_.upload(values);
  const row_place<Real> place = place_of(row);
  place.array->upload_part(place.row * size_, std::vector<Real>(values.begin(), values.end()));
}

template <class Real>
Real device_population<Real>::v(std::uint32_t neuron) const {
  return v_.download_part(neuron, 1)[0];
}

template class device_population<float>;
template class device_population<double>;

}  // namespace hux::cuda
