#include <algorithm>
#include <utility>

#include "engine/waveform.hpp"
#include "host/partition.hpp"
#include "host/window_slot.hpp"

namespace hux::cuda {

template <class Real>
window_slot<Real>::window_slot(const built_network& network, std::size_t sample_values)
    : courses_(network.currents.size() * network.window * stages),
      samples_(sample_values),
      counters_(network.populations.size() * counters_of_population),
      courses_on_host_(courses_.size()),
      report_(counters_.size() + 1) {
  std::vector<spikes_view> outgoing;
  for (std::size_t i = 0; i < network.populations.size(); ++i) {
    const std::uint32_t neurons = network.populations[i].size;
    marks_.emplace_back(network.on_divergence == divergence_policy::mark ? neurons : 0);
    spikes_.emplace_back(spike_room(neurons, network.window, network.dt));
    spikes_on_host_.emplace_back(spikes_to_expect(neurons, network.window, network.dt));
    outgoing.push_back({spikes(i), counters(i).subspan(spikes_counter, 1)});
  }
  outgoing_ = device::device_array<spikes_view>(outgoing);
  show_host_memory();
}

/// Tells the device where the host's memory for spikes is.
template <class Real>
void window_slot<Real>::show_host_memory() {
  std::vector<reported_spikes> views;
  for (std::size_t i = 0; i < spikes_.size(); ++i) views.push_back({spikes(i), spikes_on_host_[i].span()});
  reported_spikes_ = device::device_array<reported_spikes>(views);
}

template <class Real>
void window_slot<Real>::begin(const built_network& network, step_range window, std::uint64_t number,
                              device::stream_handle compute) {
  window_ = window;
  number_ = number;
  device::record(begun_.handle(), compute);
  const std::size_t steps = network.window * stages;
  for (std::size_t i = 0; i < network.currents.size(); ++i)
    tabulate(network, network.currents[i], window, courses_on_host_.data() + i * steps);
  device::start_copy_to_device(courses_.span().data(), courses_on_host_.data(), courses_.size() * sizeof(Real),
                               compute);
  counters_.zero(compute);
}

template <class Real>
void window_slot<Real>::report(device_span<std::uint64_t> abort_flag, device::stream_handle compute,
                               device::stream_handle reports) {
  constexpr unsigned most_blocks = 32;  // more would not write faster to the host
  device::record(computed_.handle(), compute);
  device::wait(reports, computed_.handle());
  std::size_t room = 1;
  for (const auto& s : spikes_on_host_) room = std::max(room, s.size());
  const auto blocks =
      static_cast<unsigned>(std::min<std::size_t>((room + most_threads - 1) / most_threads, most_blocks));
  device::launch(blocks, most_threads, 0, reports, cuda::report, std::as_const(reported_spikes_).span(),
                 std::as_const(counters_).span(), abort_flag, report_.span());
  device::record(reported_.handle(), reports);
}

template <class Real>
void window_slot<Real>::take_spikes(std::size_t population, device::stream_handle stream,
                                    std::vector<window_spike>& spikes) {
  const std::size_t count = spike_count(population);
  auto& host = spikes_on_host_[population];
  if (count > host.size()) {
    const device_span<window_spike> found = spikes_[population].span();
    host = device::pinned_array<window_spike>(std::min(found.size(), count + count / 2));
    device::start_copy_to_host(host.data(), found.data(), count * sizeof(window_spike), stream);
    device::synchronize(stream);
    show_host_memory();
  }
  spikes.assign(host.data(), host.data() + count);
}

template <class Real>
divergence window_slot<Real>::decoded(std::uint64_t code, std::size_t population) const {
  const std::int64_t step = ~code >> 32;
  return {window_.begin + step, population, static_cast<std::uint32_t>(~code), 0};
}

template <class Real>
void window_slot<Real>::find_failure(std::size_t population, std::vector<divergence>& found) const {
  const std::uint64_t code = report_[population * counters_of_population + divergence_counter];
  if (code != 0) found.push_back(decoded(code, population));
}

template <class Real>
void window_slot<Real>::take_marks(std::size_t population, device::stream_handle stream,
                                   std::vector<divergence>& found) const {
  const std::size_t count = report_[population * counters_of_population + marks_counter];
  if (count == 0) return;
  for (const std::uint64_t code : marks_[population].download_part(0, count, stream))
    found.push_back(decoded(code, population));
}

template <class Real>
phase_seconds window_slot<Real>::spent() const {
  return {device::seconds_between(begun_.handle(), advanced_.handle()),
          device::seconds_between(advanced_.handle(), computed_.handle())};
}

template class window_slot<float>;
template class window_slot<double>;

}  // namespace hux::cuda
