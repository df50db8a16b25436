#include "slicing.hpp"
#include "waveform.hpp"
#include "window_slot.hpp"

namespace hux::cuda {

template <class Real>
window_slot<Real>::window_slot(const built_network& network, std::size_t sample_values)
    : courses_(network.currents.size() * static_cast<std::size_t>(network.window) * stages),
      samples_(sample_values),
      counts_(network.populations.size()),
      diverged_(network.populations.size()),
      courses_on_host_(courses_.size()),
      counts_on_host_(counts_.size()),
      diverged_on_host_(diverged_.size()),
      brake_on_host_(1) {
  for (const auto& p : network.populations) spikes_.emplace_back(spike_room(p.size, network.window, network.dt));
}

template <class Real>
void window_slot<Real>::begin(const built_network& network, step_range window, std::uint64_t number,
                              device::stream_handle compute) {
  window_ = window;
  number_ = number;
  device::record(begun_.handle(), compute);
  const std::size_t steps = static_cast<std::size_t>(network.window) * stages;
  for (std::size_t i = 0; i < network.currents.size(); ++i)
    tabulate(network.currents[i].waveform, window, network.dt, courses_on_host_.data() + i * steps);
  device::start_copy_to_device(courses_.span().data(), courses_on_host_.data(), courses_.size() * sizeof(Real),
                               compute);
  counts_.zero(compute);
  diverged_.zero(compute);
}

template <class Real>
void window_slot<Real>::report(device_span<std::uint64_t> brake, device::stream_handle compute,
                               device::stream_handle reports) {
  device::record(computed_.handle(), compute);
  device::wait(reports, computed_.handle());
  const auto fetch = [&](auto& to, const auto* from) {
    device::start_copy_to_host(to.data(), from, to.size() * sizeof(to[0]), reports);
  };
  fetch(counts_on_host_, counts_.span().data());
  fetch(diverged_on_host_, diverged_.span().data());
  fetch(brake_on_host_, brake.data());
  device::record(reported_.handle(), reports);
}

template <class Real>
phase_seconds window_slot<Real>::spent() const {
  return {device::seconds_between(begun_.handle(), advanced_.handle()),
          device::seconds_between(advanced_.handle(), computed_.handle())};
}

template class window_slot<float>;
template class window_slot<double>;

}  // namespace hux::cuda
