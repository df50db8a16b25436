#include <algorithm>
#include <deque>
#include <utility>

#include "cuda_backend.hpp"
#include "delivery.hpp"
#include "device_population.hpp"
#include "divergence.hpp"
#include "hux/core/errors.hpp"
#include "recorded.hpp"
#include "sampler.hpp"
#include "window_slot.hpp"

namespace hux::cuda {
namespace {

template <class Real>
class cuda_backend final : public backend {
 public:
  cuda_backend(const built_network& network, const std::vector<device_rows>& rows, std::uint32_t list_capacity)
      : network_(network), rows_(rows), recorded_(network), brake_(std::vector<std::uint64_t>{brake::off}) {
    for (std::size_t p = 0; p < network.populations.size(); ++p) {
      populations_.emplace_back(network, p);
      populations_.back().set_recordings(recorded_.views(p));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const slicing& target = populations_[network.projections[i].target].cut();
      const auto usual = delivery::usual_capacity(static_cast<double>(rows[i].summary.count), target, network.dt);
      deliveries_.emplace_back(rows[i], target, network.window, list_capacity > 0 ? list_capacity : usual);
    }
    for (std::size_t p = 0; p < populations_.size(); ++p) connect(p);
    for (std::int64_t i = 0; i < windows_in_flight; ++i) slots_.emplace_back(network, recorded_.values());
  }

  [[nodiscard]] std::int64_t most_in_flight() const override { return windows_in_flight; }

  void start(step_range window) override {
    const std::uint64_t number = started_++;
    slot_of(number).begin(network_, window, number, compute_.handle());
    advance(slot_of(number));
    deliver(slot_of(number), 0);
  }

  void collect(window_results& results) override {
    window_slot<Real>& slot = slot_of(collected_);
    slot.wait_for_report();
    while (is_stopped_in(slot)) {
      resolve(slot);
      slot.wait_for_report();
    }
    ++collected_;
    const phase_seconds spent = slot.spent();
    spent_.update += spent.update;
    spent_.delivery += spent.delivery;
    results.steps = slot.window();
    fetch_spikes(slot, results);
    recorded_.collect(slot.window(), slot.samples(), bulk_.handle(), results.samples);
  }

  [[nodiscard]] phase_seconds spent() const override { return spent_; }

  [[nodiscard]] std::vector<double> state(std::size_t population, std::string_view variable) const override {
    const auto values = populations_[population].state(state_variable(network_.populations[population], variable));
    return {values.begin(), values.end()};
  }

  void show_rows(std::size_t projection, const std::function<void(const synapse_rows&)>& to) const override {
    to(rows_[projection].download());
  }

 private:
  window_slot<Real>& slot_of(std::uint64_t window) { return slots_[window % windows_in_flight]; }

  // Launches are numbered by window; within one, all populations first, then each delivery.
  [[nodiscard]] std::uint64_t first_launch(std::uint64_t window) const { return window * (deliveries_.size() + 1); }
  [[nodiscard]] brake brake_of(std::uint64_t launch) { return {brake_.span(), launch}; }

  /// Hands a population the lists of all projections that end at it.
  void connect(std::size_t population) {
    std::vector<incoming_view<Real>> incoming;
    for (std::size_t i = 0; i < deliveries_.size(); ++i) {
      const built_projection& p = network_.projections[i];
      if (p.target != population) continue;
      const double per_unit = 1 / network_.populations[population].receptors[p.receptor].unit;
      incoming.push_back({deliveries_[i].lists(), static_cast<std::uint32_t>(p.receptor),
                          to_fixed<Real>(p.rows.weight, per_unit), per_unit});
    }
    populations_[population].set_incoming(incoming);
  }

  void advance(window_slot<Real>& slot) {
    for (std::size_t p = 0; p < populations_.size(); ++p) {
      const slicing& cut = populations_[p].cut();
      window_view<Real> w;
      w.steps = slot.window();
      w.slice = cut.slice;
      w.first_slice = slot.number() * static_cast<std::uint64_t>(cut.slices);
      w.dt = network_.dt;
      w.interpolate = network_.spike_times == spike_time::interpolated;
      w.courses = slot.courses();
      w.samples = slot.samples().span();
      w.spikes = slot.spikes(p).span();
      w.spike_count = slot.count(p);
      w.diverged = slot.divergence(p);
      w.stop = brake_of(first_launch(slot.number()));
      populations_[p].advance(w, compute_.handle());
    }
    slot.begin_delivery(compute_.handle());
  }

  [[nodiscard]] outgoing_spikes spikes_along(window_slot<Real>& slot, std::size_t projection) {
    const std::size_t source = network_.projections[projection].source;
    outgoing_spikes spikes;
    spikes.spikes = slot.spikes(source).span();
    spikes.count = slot.count(source);
    spikes.stop = brake_of(first_launch(slot.number()) + 1 + projection);
    return spikes;
  }

  /// Queues the deliveries of a window from one of them on, and what it reports.
  void deliver(window_slot<Real>& slot, std::size_t first) {
    for (std::size_t i = first; i < deliveries_.size(); ++i)
      deliveries_[i].send(slot.number(), spikes_along(slot, i), compute_.handle());
    slot.report(brake_.span(), compute_.handle(), reports_.handle());
  }

  [[nodiscard]] bool is_stopped_in(const window_slot<Real>& slot) const {
    return slot.stopped_by() < first_launch(slot.number() + 1);
  }

  /// Deals with what has stopped a window, and queues again all that did nothing because of it.
  void resolve(window_slot<Real>& slot) {
    const std::uint64_t launch = slot.stopped_by() - first_launch(slot.number());
    if (launch == 0) refuse_window(slot);
    const auto projection = static_cast<std::size_t>(launch - 1);
    device::synchronize(compute_.handle());
    device::synchronize(reports_.handle());
    deliveries_[projection].grow(slot.number(), spikes_along(slot, projection));
    connect(network_.projections[projection].target);
    brake_.upload(std::vector<std::uint64_t>{brake::off});
    deliver(slot, projection);
    for (std::uint64_t later = slot.number() + 1; later < started_; ++later) {
      window_slot<Real>& next = slot_of(later);
      next.begin(network_, next.window(), later, compute_.handle());
      advance(next);
      deliver(next, 0);
    }
  }

  /// A neuron has diverged, or there are more spikes than can be.
  [[noreturn]] void refuse_window(const window_slot<Real>& slot) const {
    divergence first;
    for (std::size_t p = 0; p < populations_.size(); ++p) {
      if (slot.diverged(p) == 0) continue;
      const std::uint64_t code = ~slot.diverged(p);
      const auto neuron = static_cast<std::uint32_t>(code);
      const divergence found{slot.window().begin + static_cast<std::int64_t>(code >> 32), p, neuron,
                             static_cast<double>(populations_[p].v(neuron))};
      if (found.before(first)) first = found;
    }
    refuse(first, network_);
    throw input_error("simulation.window",
                      "the neurons of a population cross their threshold more than once a millisecond, for which a GPU "
                      "has no room in a window of this length; expected window = 1");
  }

  void fetch_spikes(window_slot<Real>& slot, window_results& results) {
    results.spikes.resize(populations_.size());
    std::size_t all = 0;
    for (std::size_t p = 0; p < populations_.size(); ++p) all += slot.spike_count(p);
    if (spikes_on_host_.size() < all) spikes_on_host_ = device::pinned_array<window_spike>(all + all / 2);
    std::size_t first = 0;
    for (std::size_t p = 0; p < populations_.size(); first += slot.spike_count(p++))
      if (slot.spike_count(p) > 0)
        device::start_copy_to_host(spikes_on_host_.data() + first, slot.spikes(p).span().data(),
                                   slot.spike_count(p) * sizeof(window_spike), bulk_.handle());
    if (all > 0) device::synchronize(bulk_.handle());
    first = 0;
    for (std::size_t p = 0; p < populations_.size(); first += slot.spike_count(p++)) {
      found_.assign(spikes_on_host_.data() + first, spikes_on_host_.data() + first + slot.spike_count(p));
      put_in_order(found_, results.spikes[p]);
    }
  }

  const built_network& network_;
  const std::vector<device_rows>& rows_;
  recorded<Real> recorded_;
  std::vector<device_population<Real>> populations_;
  std::deque<delivery> deliveries_;
  std::deque<window_slot<Real>> slots_;
  device::device_array<std::uint64_t> brake_;
  device::pinned_array<window_spike> spikes_on_host_;
  std::vector<window_spike> found_;
  std::uint64_t started_ = 0;
  std::uint64_t collected_ = 0;
  phase_seconds spent_;
  // The last members: what is queued on them ends before anything is released.
  device::stream compute_, reports_, bulk_;
};

}  // namespace

std::unique_ptr<backend> make_backend(const built_network& network, const std::vector<device_rows>& rows,
                                      std::uint32_t list_capacity) {
  if (network.real == precision::single) return std::make_unique<cuda_backend<float>>(network, rows, list_capacity);
  return std::make_unique<cuda_backend<double>>(network, rows, list_capacity);
}

}  // namespace hux::cuda
