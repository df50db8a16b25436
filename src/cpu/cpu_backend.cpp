#include <algorithm>
#include <atomic>
#include <bit>
#include <memory>

#include "backend.hpp"
#include "build/built_network.hpp"
#include "cpu/block_size.hpp"
#include "cpu/delivery.hpp"
#include "cpu/drawn_inputs.hpp"
#include "cpu/make_population.hpp"
#include "cpu/population_state.hpp"
#include "divergence.hpp"
#include "sampler.hpp"
#include "stopwatch.hpp"
#include "thread_team.hpp"
#include "waveform.hpp"

namespace hux {
namespace cpu {
namespace {

template <class Real>
class cpu_backend : public backend {
 public:
  cpu_backend(const built_network& network, thread_team& team)
      : network_(network),
        team_(team),
        block_bits_(cpu::block_bits(shape_of(network), team.size())),
        scratch_(team.size()) {
    for (const auto& p : network.populations) {
      kernels_.push_back(find_kernels<Real>(p.model, network.integrator));
      populations_.push_back(make_population<Real>(p, network, kernels_.back()));
      add_blocks(p);
    }
    for (const auto& p : network.projections)
      deliveries_.push_back(std::make_unique<delivery>(p, network.window, block_bits_, team.size(), chunks_));
    for (const auto& n : network.noises) noises_.emplace_back(n, network.populations[n.population].size);
    for (const auto& r : network.recordings) samplers_.emplace_back(network, r);
    prepare_currents();
    for (auto& s : scratch_) prepare(s);
  }

  void start(step_range window) override {
    tabulate_currents(window);
    prepare_samples(window);
    next_block_ = 0;
    next_delivery_ = 0;
    team_.run({[&](unsigned thread) { advance_blocks(window, finished_, thread); },
               [&](unsigned thread) { deliver(window.begin / network_.window, thread); }});
    refuse_divergence();
    report_spikes(window, finished_);
  }

  void collect(window_results& results) override { std::swap(results, finished_); }

  [[nodiscard]] phase_seconds spent() const override {
    phase_seconds all;
    for (const auto& s : scratch_) {
      all.update += s.spent.update / team_.size();
      all.delivery += s.spent.delivery / team_.size();
    }
    return all;
  }

  [[nodiscard]] std::vector<double> state(std::size_t population, std::string_view variable) const override {
    const auto& p = populations_[population];
    const std::size_t number = state_variable(network_.populations[population], variable);
    const Real* from = number == 0                ? p.v.data()
                       : number <= p.gates.size() ? p.gates[number - 1].data()
                                                  : p.receptors[number - 1 - p.gates.size()].x.data();
    return {from, from + p.size};
  }

  void show_rows(std::size_t projection, const std::function<void(const synapse_rows&)>& to) const override {
    to(network_.projections[projection].rows);
  }

 private:
  struct block {
    std::size_t population;
    std::uint32_t begin, end;
    std::vector<std::size_t> recordings;  // that sample neurons of the block
  };
  /// What a thread works with.
  struct thread_scratch {
    buffer<fixed_point<Real>> sums;  // [receptor][step of the window][neuron of the block], zero between blocks
    buffer<Real> noise;              // [step of the window][neuron of the block]
    std::vector<std::vector<window_spike>> spikes;  // by population
    divergence failure;                             // the first
    phase_seconds spent;
  };

  void add_blocks(const built_population& p) {
    const std::uint32_t size = 1U << block_bits_;
    const std::size_t population = populations_.size() - 1;
    for (std::uint32_t begin = 0; begin < p.size; begin += std::min(size, p.size - begin)) {
      const std::uint32_t end = begin + std::min(size, p.size - begin);
      blocks_.push_back({population, begin, end, recordings_of(population, begin, end)});
    }
  }

  [[nodiscard]] std::vector<std::size_t> recordings_of(std::size_t population, std::uint32_t begin,
                                                       std::uint32_t end) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < network_.recordings.size(); ++i) {
      const auto& r = network_.recordings[i];
      const auto first = std::lower_bound(r.neurons.begin(), r.neurons.end(), begin);
      if (r.population == population && first != r.neurons.end() && *first < end) found.push_back(i);
    }
    return found;
  }

  void prepare(thread_scratch& s) {
    std::size_t receptors = 0;
    for (const auto& p : network_.populations) receptors = std::max(receptors, p.receptors.size());
    const std::size_t slots = static_cast<std::size_t>(network_.window) << block_bits_;
    s.sums = buffer<fixed_point<Real>>(std::max<std::size_t>(receptors * slots, 1), 0);
    s.noise = buffer<Real>(slots, Real(0));
    s.spikes.resize(network_.populations.size());
  }

  // ---- currents with one course for all neurons ----

  struct current_source {
    std::size_t population;
    std::vector<Real> course;  // [step of the window][stage]
    buffer<Real> amplitude;    // by neuron, or one
    buffer<Real> conductance;  // as many, or none
  };

  /// One value for all neurons, or padded values of each.
  buffer<Real> by_neuron(const std::vector<double>& values, std::size_t population) const {
    if (values.empty()) return {};
    buffer<Real> copy(values.size() > 1 ? padded(network_.populations[population].size) : 1, Real(0));
    std::copy(values.begin(), values.end(), copy.begin());
    return copy;
  }

  void prepare_currents() {
    current_tables_.resize(network_.populations.size());
    for (const auto& c : network_.currents)
      currents_.push_back({c.population, std::vector<Real>(static_cast<std::size_t>(network_.window) * stages),
                           by_neuron(c.amplitude, c.population), by_neuron(c.conductance, c.population)});
    for (const auto& c : currents_)
      current_tables_[c.population].push_back({c.amplitude.data(), c.amplitude.size() > 1, c.course.data(),
                                               c.conductance.empty() ? nullptr : c.conductance.data()});
  }

  void tabulate_currents(step_range window) {
    for (std::size_t i = 0; i < currents_.size(); ++i)
      tabulate(network_.currents[i].waveform, window, network_.dt, currents_[i].course.data());
  }

  // ---- one block through one window ----

  void advance_blocks(step_range window, window_results& results, unsigned thread) {
    thread_scratch& s = scratch_[thread];
    for (auto& spikes : s.spikes) spikes.clear();
    stopwatch watch;
    for (std::size_t i = next_block_++; i < blocks_.size(); i = next_block_++) {
      const block_window w{blocks_[i].begin, blocks_[i].end, window, 1U << block_bits_};
      gather_arrivals(blocks_[i], w, s, thread);
      s.spent.delivery += watch.lap();
      advance_block(blocks_[i], w, results, s);
      s.spent.update += watch.lap();
    }
  }

  void advance_block(const block& b, const block_window& w, window_results& results, thread_scratch& s) {
    block_work<Real> work;
    work.failure.population = b.population;
    work.begin = b.begin;
    work.end = b.end;
    work.window_begin = w.steps.begin;
    work.window = network_.window;
    work.dt = network_.dt;
    work.interpolate = network_.spike_times == spike_time::interpolated;
    work.stride = w.stride;
    work.arrivals = s.sums.data();
    work.noise = gather_noise(b, w, s);
    work.currents = &current_tables_[b.population];
    work.spikes = &s.spikes[b.population];
    advance_and_sample(b, w.steps, work, results);
    if (work.failure.before(s.failure)) s.failure = work.failure;
    const auto& receptors = populations_[b.population].receptors;
    std::fill_n(s.sums.data(), receptors.size() * (static_cast<std::size_t>(network_.window) << block_bits_), 0);
  }

  fixed_point<Real>* sums_of(thread_scratch& s, std::size_t receptor) {
    return s.sums.data() + (receptor * static_cast<std::size_t>(network_.window) << block_bits_);
  }

  void gather_arrivals(const block& b, const block_window& w, thread_scratch& s, unsigned thread) {
    const auto& receptors = network_.populations[b.population].receptors;
    const std::int64_t window = w.steps.begin / network_.window;
    for (auto& d : deliveries_)
      if (d->projection().target == b.population)
        d->template receive<Real>(b.begin >> block_bits_, window, receptors[d->projection().receptor].unit,
                                  sums_of(s, d->projection().receptor), thread);
    const auto add = [&](const auto& input, auto&& adder) {
      if (input.population != b.population) return;
      adder(input, w, to_fixed<Real>(input.weight, 1 / receptors[input.receptor].unit), sums_of(s, input.receptor));
    };
    for (const auto& p : network_.poissons) add(p, add_poisson<fixed_point<Real>>);
    for (const auto& t : network_.spike_trains) add(t, add_spike_times<fixed_point<Real>>);
  }

  const Real* gather_noise(const block& b, const block_window& w, thread_scratch& s) {
    bool any = false;
    for (auto& n : noises_) {
      if (n.population() != b.population) continue;
      if (!any) std::fill(s.noise.begin(), s.noise.end(), Real(0));
      n.add(w, s.noise.data());
      any = true;
    }
    return any ? s.noise.data() : nullptr;
  }

  // ---- sampling ----

  void prepare_samples(step_range window) {
    finished_.samples.resize(network_.recordings.size());
    for (std::size_t i = 0; i < network_.recordings.size(); ++i)
      size_samples(network_.recordings[i], window, finished_.samples[i]);
  }

  /// Stops before each step at which a recording of the block is due; a fused window otherwise.
  void advance_and_sample(const block& b, step_range window, block_work<Real>& work, window_results& results) {
    std::int64_t step = window.begin;
    while (step < window.end) {
      std::int64_t next = window.end;
      for (const std::size_t i : b.recordings) {
        const std::int64_t interval = network_.recordings[i].interval;
        if (step % interval == 0) sample(i, b, step, results.samples[i]);
        next = std::min(next, (step / interval + 1) * interval);
      }
      work.steps = {step, next};
      kernels_[b.population].advance(populations_[b.population], work);
      step = next;
    }
  }

  void sample(std::size_t recording, const block& b, std::int64_t step, sample_block& into) {
    const auto& r = network_.recordings[recording];
    const auto first = std::lower_bound(r.neurons.begin(), r.neurons.end(), b.begin);
    const std::size_t row = static_cast<std::size_t>(step / r.interval - into.first) * r.variables.size();
    const auto& p = populations_[b.population];
    std::vector<double> state(1 + p.gates.size() + p.receptors.size());
    for (auto neuron = first; neuron != r.neurons.end() && *neuron < b.end; ++neuron) {
      auto* to = state.data();
      *to++ = static_cast<double>(p.v[*neuron]);
      for (const auto& g : p.gates) *to++ = static_cast<double>(g[*neuron]);
      for (const auto& receptor : p.receptors) *to++ = static_cast<double>(receptor.x[*neuron]);
      samplers_[recording].sample(step, *neuron, state.data(),
                                  into.values.data() + row * r.neurons.size() + (neuron - r.neurons.begin()),
                                  r.neurons.size());
    }
  }

  // ---- spikes ----

  /// Sends what all threads have found, some spikes at a time, on whichever thread is free.
  void deliver(std::int64_t window, unsigned thread) {
    constexpr std::uint64_t together = 32;
    stopwatch watch;
    std::uint64_t task = next_delivery_++;
    std::uint64_t first = 0;  // task of the list at hand
    for (const auto& d : deliveries_)
      for (const auto& s : scratch_) {
        const auto& spikes = s.spikes[d->projection().source];
        const std::uint64_t end = first + (spikes.size() + together - 1) / together;
        for (; task < end; task = next_delivery_++) {
          const std::size_t begin = (task - first) * together;
          d->send(spikes, begin, std::min<std::size_t>(begin + together, spikes.size()), window, thread);
        }
        first = end;
      }
    scratch_[thread].spent.delivery += watch.lap();
  }

  void report_spikes(step_range window, window_results& results) {
    results.steps = window;
    results.spikes.resize(populations_.size());
    for (std::size_t p = 0; p < populations_.size(); ++p) {
      spikes_.clear();
      for (const auto& s : scratch_) spikes_.insert(spikes_.end(), s.spikes[p].begin(), s.spikes[p].end());
      put_in_order(spikes_, results.spikes[p]);
    }
  }

  // ---- the rest ----

  void refuse_divergence() const {
    divergence first;
    for (const auto& s : scratch_)
      if (s.failure.before(first)) first = s.failure;
    refuse(first, network_);
  }

  const built_network& network_;
  thread_team& team_;
  unsigned block_bits_;
  std::vector<population_state<Real>> populations_;
  std::vector<kernels<Real>> kernels_;
  std::vector<block> blocks_;
  chunk_arena chunks_;
  std::vector<std::unique_ptr<delivery>> deliveries_;
  std::vector<noise_source> noises_;
  std::vector<sampler> samplers_;
  std::vector<current_source> currents_;
  std::vector<std::vector<current_table<Real>>> current_tables_;  // by population
  std::vector<thread_scratch> scratch_;                           // by thread
  std::vector<window_spike> spikes_;                              // of the window, one population's
  std::atomic<std::size_t> next_block_ = 0;                       // nobody's yet
  std::atomic<std::uint64_t> next_delivery_ = 0;                  // task that is nobody's yet
  window_results finished_;
};

class threads_platform : public platform {
 public:
  explicit threads_platform(thread_team& team) : team_(team) {}

  synapse_rows build_rows(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population,
                          double dt, std::uint64_t seed, const ends& where) override {
    return hux::build_rows(p, sources, targets, same_population, dt, seed, team_, where);
  }

  std::unique_ptr<backend> make_backend(const built_network& network) override {
    if (network.real == precision::single) return std::make_unique<cpu_backend<float>>(network, team_);
    return std::make_unique<cpu_backend<double>>(network, team_);
  }

 private:
  thread_team& team_;
};

}  // namespace
}  // namespace cpu

std::unique_ptr<platform> cpu_platform(thread_team& team) { return std::make_unique<cpu::threads_platform>(team); }

}  // namespace hux
