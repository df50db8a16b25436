#include <algorithm>
#include <deque>
#include <utility>

#include "engine/divergence.hpp"
#include "engine/sampler.hpp"
#include "engine/spike_sorter.hpp"
#include "host/cuda_backend.hpp"
#include "host/delivery.hpp"
#include "host/device_population.hpp"
#include "host/recorded.hpp"
#include "host/window_launches.hpp"
#include "host/window_slot.hpp"
#include "hux/errors.hpp"

namespace hux::cuda {
namespace {

template <class Real>
class cuda_backend final : public backend {
 public:
  explicit cuda_backend(const built_network& network)
      : network_(network),
        recorded_(network),
        populations_(make_populations(network, recorded_)),
        projections_(make_projections(network, populations_)),
        delivery_(projections_),
        abort_flag_(std::vector<std::uint64_t>{abort_flag::off}),
        launches_(populations_) {
    connect();
    for (std::int64_t i = 0; i < windows_in_flight; ++i) slots_.emplace_back(network, recorded_.values());
  }

  [[nodiscard]] std::int64_t most_in_flight() const override { return windows_in_flight; }

  void restart(std::int64_t /*step*/, const std::vector<earlier_window>& earlier) override {
    started_ = collected_ = 0;
    delivery_.forget();
    for (const earlier_window& e : earlier) {
      send_again(e);
      if (e.number < -1) delivery_.forget(e.number + 1);
    }
  }

  void start(step_range window) override {
    const std::uint64_t number = started_++;
    slot_of(number).begin(network_, window, number, compute_.handle());
    advance(slot_of(number));
    deliver(slot_of(number));
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
    take_spikes(slot, results);
    take_marks(slot, results);
    recorded_.collect(slot.window(), slot.samples(), bulk_.handle(), results.samples);
  }

  [[nodiscard]] phase_seconds spent() const override { return spent_; }

  [[nodiscard]] std::vector<double> read(std::size_t population, const state_row& row) override {
    return populations_[population].read(row);
  }

  void write(std::size_t population, const state_row& row, const std::vector<double>& values) override {
    populations_[population].write(row, values);
  }

  [[nodiscard]] std::vector<float> deviations(std::size_t noise) override { return deviations_of(noise).download(); }

  void set_deviations(std::size_t noise, const std::vector<float>& values) override {
    deviations_of(noise).upload(values);
  }

  void show_rows(std::size_t projection, const std::function<void(const synapse_rows&)>& to) const override {
    to(device_rows_of(network_.projections[projection]).download());
  }

 private:
  window_slot<Real>& slot_of(std::uint64_t window) { return slots_[window % windows_in_flight]; }

  // Two launches a window have a number: that of all populations, and that of the delivery.
  [[nodiscard]] static std::uint64_t advance_of(std::uint64_t window) { return 2 * window; }
  [[nodiscard]] static std::uint64_t delivery_of(std::uint64_t window) { return 2 * window + 1; }
  [[nodiscard]] abort_flag abort_flag_of(std::uint64_t launch) { return {abort_flag_.span(), launch}; }

  static std::vector<device_population<Real>> make_populations(const built_network& network,
                                                               const recorded<Real>& recordings) {
    std::vector<device_population<Real>> made;
    for (std::size_t p = 0; p < network.populations.size(); ++p) {
      made.emplace_back(network, p);
      made.back().set_recordings(recordings.views(p));
    }
    return made;
  }

  static std::vector<events_in_flight> make_projections(const built_network& network,
                                                        const std::vector<device_population<Real>>& populations) {
    std::vector<events_in_flight> made;
    for (const built_projection& p : network.projections)
      made.emplace_back(device_rows_of(p), p.source, populations[p.target].partition(), network.window, network.steps,
                        network.dt);
    return made;
  }

  /// Hands each population the lists of all projections that end at it.
  void connect() {
    std::vector<std::vector<incoming_view>> incoming(populations_.size());
    for (std::size_t i = 0; i < projections_.size(); ++i) {
      const built_projection& p = network_.projections[i];
      for (const built_factor& to : p.receptors) {
        const built_receptor& r = network_.populations[p.target].receptors[to.receptor];
        const double per_unit = to.per_unit(r);
        incoming[p.target].push_back({projections_[i].lists(),
                                      {r.wide_sums, r.sums_row},
                                      to_fixed<wide_fixed_point>(p.rows.weight, per_unit),
                                      per_unit,
                                      &to == &p.receptors.back()});
      }
    }
    for (std::size_t p = 0; p < populations_.size(); ++p) populations_[p].set_incoming(incoming[p]);
  }

  void advance(window_slot<Real>& slot) {
    window_view<Real> w;
    w.steps = slot.window();
    w.number = slot.number();
    w.dt = network_.dt;
    w.interpolate = network_.spike_times == spike_time::interpolated;
    w.courses = slot.courses();
    w.samples = slot.samples().span();
    w.stop = abort_flag_of(advance_of(slot.number()));
    launches_.start(slot, w, compute_.handle());
    slot.begin_delivery(compute_.handle());
  }

  [[nodiscard]] outgoing_window outgoing(window_slot<Real>& slot) {
    return {slot.outgoing(), slot.number(), abort_flag_of(delivery_of(slot.number()))};
  }

  /// Where a correlated noise is among those of its population.
  [[nodiscard]] device::device_array<float>& deviations_of(std::size_t noise) {
    const std::size_t population = network_.noises[noise].population;
    const auto before = std::count_if(network_.noises.begin(), network_.noises.begin() + noise, [&](const auto& other) {
      return other.population == population && other.correlation != 0;
    });
    return populations_[population].deviations(before);
  }

  /// Delivers the spikes of a window before the first, as often as it takes for all lists to be long enough.
  void send_again(const earlier_window& e) {
    std::vector<device::device_array<window_spike>> spikes;
    std::vector<device::device_array<std::uint64_t>> counts;
    std::vector<spikes_view> views;
    for (const auto& found : e.spikes) {
      spikes.emplace_back(found);
      counts.emplace_back(std::vector<std::uint64_t>{found.size()});
      views.push_back({spikes.back().span(), counts.back().span()});
    }
    const device::device_array<spikes_view> outgoing(views);
    const outgoing_window window{outgoing.span(), static_cast<std::uint64_t>(e.number), abort_flag_of(0)};
    for (;;) {
      delivery_.send(window, {});
      if (abort_flag_.download()[0] == abort_flag::off) return;
      delivery_.make_room(window);
      connect();
      abort_flag_.upload(std::vector<std::uint64_t>{abort_flag::off});
    }
  }

  /// Queues the delivery of a window's spikes, and its report.
  void deliver(window_slot<Real>& slot) {
    delivery_.send(outgoing(slot), compute_.handle());
    slot.report(abort_flag_.span(), compute_.handle(), reports_.handle());
  }

  [[nodiscard]] static bool is_stopped_in(const window_slot<Real>& slot) {
    return slot.stopped_by() <= delivery_of(slot.number());
  }

  /// Deals with what has stopped a window, and queues again all that did nothing because of it.
  void resolve(window_slot<Real>& slot) {
    if (slot.stopped_by() == advance_of(slot.number())) refuse_window(slot);
    device::synchronize(compute_.handle());
    device::synchronize(reports_.handle());
    delivery_.make_room(outgoing(slot));
    connect();
    abort_flag_.upload(std::vector<std::uint64_t>{abort_flag::off});
    deliver(slot);
    for (std::uint64_t later = slot.number() + 1; later < started_; ++later) {
      window_slot<Real>& next = slot_of(later);
      next.begin(network_, next.window(), later, compute_.handle());
      advance(next);
      deliver(next);
    }
  }

  /// A neuron has diverged, or there are more spikes than can be.
  [[noreturn]] void refuse_window(const window_slot<Real>& slot) const {
    std::vector<divergence> found;
    for (std::size_t p = 0; p < populations_.size(); ++p) slot.find_failure(p, found);
    for (divergence& d : found) d.value = populations_[d.population].v(d.neuron);
    std::vector<divergence_mark> none;
    settle_divergences(found, network_, none);
    throw input_error("simulation.window",
                      "the neurons of a population cross their threshold more than once a millisecond, for which a GPU "
                      "has no room in a window of this length; expected window = 1");
  }

  void take_spikes(window_slot<Real>& slot, window_results& results) {
    results.spikes.resize(populations_.size());
    for (std::size_t p = 0; p < populations_.size(); ++p) {
      slot.take_spikes(p, bulk_.handle(), found_);
      sorter_.put_in_order(found_, results.spikes[p]);
    }
  }

  void take_marks(const window_slot<Real>& slot, window_results& results) {
    diverged_.clear();
    for (std::size_t p = 0; p < populations_.size(); ++p) slot.take_marks(p, bulk_.handle(), diverged_);
    settle_divergences(diverged_, network_, results.diverged);
  }

  const built_network& network_;
  recorded<Real> recorded_;
  std::vector<device_population<Real>> populations_;
  std::vector<events_in_flight> projections_;
  delivery delivery_;
  std::deque<window_slot<Real>> slots_;
  device::device_array<std::uint64_t> abort_flag_;
  std::vector<window_spike> found_;
  spike_sorter sorter_;
  std::vector<divergence> diverged_;
  std::uint64_t started_ = 0;
  std::uint64_t collected_ = 0;
  phase_seconds spent_;
  // The last members: what is queued on them ends before anything is released.
  window_launches<Real> launches_;
  device::stream compute_, reports_, bulk_;
};

}  // namespace

std::unique_ptr<backend> make_backend(const built_network& network) {
  if (network.real == precision::single) return std::make_unique<cuda_backend<float>>(network);
  return std::make_unique<cuda_backend<double>>(network);
}

}  // namespace hux::cuda
