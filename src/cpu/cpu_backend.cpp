#include "cpu/cpu_backend.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <optional>
#include <utility>

#include "cpu/block_findings.hpp"
#include "cpu/block_input.hpp"
#include "cpu/block_sampler.hpp"
#include "cpu/block_size.hpp"
#include "cpu/blocks.hpp"
#include "cpu/coupling.hpp"
#include "cpu/found_spikes.hpp"
#include "cpu/kernel_table.hpp"
#include "cpu/make_population.hpp"
#include "cpu/minis.hpp"
#include "cpu/population_state.hpp"
#include "cpu/tabulated_currents.hpp"
#include "cpu/terminals.hpp"
#include "engine/backend.hpp"
#include "engine/divergence.hpp"
#include "network/built_network.hpp"
#include "support/meeting.hpp"
#include "support/stopwatch.hpp"
#include "support/thread_team.hpp"

namespace hux {
namespace cpu {
namespace {

template <class Real>
class cpu_backend : public backend {
 public:
  cpu_backend(const built_network& network, thread_team& team, const own_kernels& own)
      : network_(network),
        team_(team),
        block_bits_(cpu::block_bits(shape_of(network), team.size())),
        blocks_(blocks_of(network, block_bits_)),
        shares_(shares_of(blocks_, network, team.size())),
        currents_(std::in_place, network),
        input_(network, block_bits_, blocks_, shares_),
        terminals_(network),
        last_spikes_(no_spikes_yet(network)),
        threads_(team.size()),
        gathered_(network) {
    for (const auto& p : network.populations) {
      kernels_.push_back(kernels_of<Real>(p, network, own));
      populations_.push_back(make_population<Real>(p, network, *kernels_.back(), team));
    }
    coupling_.emplace(network, populations_);
    samplers_.emplace(network, populations_, terminals_);
    for (unsigned t = 0; t < threads_.size(); ++t) prepare(threads_[t], shares_[t].together);
  }

  ~cpu_backend() override {
    if (!in_flight_) return;
    try {
      team_.finish();
    } catch (...) {  // NOLINT(bugprone-empty-catch): nobody is left who wants to know
    }
  }

  /// While the caller records a window, the other threads advance the next.
  [[nodiscard]] std::int64_t most_in_flight() const override { return 2; }

  void restart(std::int64_t step, const std::vector<earlier_window>& earlier) override {
    origin_ = step;
    started_ = collected_ = 0;
    now_ = step;
    coupled_ = false;
    for (auto& t : threads_) t.sent = -1;
    input_.restart(earlier);
  }

  void start(step_range window) override {
    finish();
    currents_->tabulate(window);
    window_results& results = results_[number_of(window) % 2];
    results.steps = window;
    samplers_->prepare(window, results);
    now_ = window.begin;
    couple();
    coupling_->start();
    now_ = window.end;
    in_flight_ = true;
    if (who_meet_ > 1) meeting_.emplace(who_meet_);
    team_.begin([this, window](unsigned thread) { run_window(window, thread); });
    ++started_;
  }

  void collect(window_results& results) override {
    if (started_ - collected_ == 1) finish();
    window_results& oldest = results_[collected_ % 2];
    gathered_.gather(found_[number_of(oldest.steps) % 2], oldest);
    std::swap(results, oldest);
    ++collected_;
  }

  [[nodiscard]] phase_seconds spent() const override {
    phase_seconds all;
    for (const auto& t : threads_) {
      all.update += t.spent.update / team_.size();
      all.delivery += t.spent.delivery / team_.size();
    }
    return all;
  }

  [[nodiscard]] std::vector<double> read(std::size_t population, const state_row& row) override {
    if (is_terminal(row)) return terminals_.read(population, row);
    if (const auto& last = last_spikes_[population]; row.is == state_row::last_spike_step)
      return {last.data(), last.data() + last.size()};
    couple();
    if (row.is == state_row::signal_before) return coupling_->sent(population, row.number, now_ - row.steps);
    const auto& p = populations_[population];
    if (!in_flight_ && (row.is == state_row::receptor || row.is == state_row::cascade))
      coupling_->receive({population, 0, p.view.size, {}}, now_);  // else it would be as the last step has left it
    if (row.is == state_row::last_spike) return {p.last_spike.data(), p.last_spike.data() + p.view.size};
    return {p.row(row.number), p.row(row.number) + p.view.size};
  }

  void write(std::size_t population, const state_row& row, const std::vector<double>& values) override {
    if (is_terminal(row)) return terminals_.write(population, row, values);
    if (row.is == state_row::last_spike_step) {
      std::ranges::transform(values, last_spikes_[population].data(),
                             [](double step) { return static_cast<std::int64_t>(step); });
      return;
    }
    coupled_ = false;
    if (row.is == state_row::signal_before) return coupling_->set_before(population, row.number, row.steps, values);
    auto& p = populations_[population];
    if (row.is == state_row::potential || row.is == state_row::gate) coupling_->forget(population);
    if (row.is == state_row::last_spike)
      std::copy(values.begin(), values.end(), p.last_spike.data());
    else
      fill_row(values, p.view.size, p.row(row.number));
  }

  [[nodiscard]] std::vector<float> deviations(std::size_t noise) override { return input_.deviations(noise); }

  void set_deviations(std::size_t noise, const std::vector<float>& values) override {
    input_.deviations(noise) = values;
  }

  [[nodiscard]] bool can_take_inputs() const override { return true; }

  void take_inputs() override {
    currents_.emplace(network_);
    input_.take_inputs();
    samplers_.emplace(network_, populations_, terminals_);
  }

  void show_rows(std::size_t projection, const std::function<void(const synapse_rows&)>& to) const override {
    to(network_.projections[projection].rows);
  }

 private:
  /// Lets the coupling know the states as they are.
  void couple() {
    if (!std::exchange(coupled_, true)) coupling_->restart(now_);
  }

  /// A block that waits for others at each step of a window.
  struct coupled_block {
    const block* which;
    input_scratch<Real> input;
    block_findings<Real> work;
  };

  /// What a thread owns and works with. What others look at while it works has cache lines of its own.
  struct thread_data {
    alignas(128) std::atomic<std::uint32_t> next_block = 0;  // of its share that is nobody's yet in this window
    std::atomic<std::int64_t> sent = -1;                     // last window before which it has sent spikes to its share
    alignas(128) std::array<found_spikes, 2> spikes;         // of windows of even and of odd number, for all
    alignas(128) found_spikes found;  // in this window so far; what others have read is slow to write to
    input_scratch<Real> input;
    std::vector<coupled_block> together;
    std::vector<divergence> diverged;  // in this window so far
    bad_release bad;                   // in all windows so far
    bad_rate unusable;                 // in all windows so far
    std::optional<mini_maker> minis;
    phase_seconds spent;
  };

  void prepare(thread_data& s, const block_range& together) {
    s.input = input_.make_scratch();
    for (std::uint32_t i = together.begin; i < together.end; ++i)
      s.together.push_back({&blocks_[i], input_.make_scratch(), {}});
    if (!s.together.empty()) ++who_meet_;
    s.found = no_spikes_of(network_);
    s.minis.emplace(network_, last_spikes_);
    for (std::size_t parity = 0; parity < 2; ++parity) {
      s.spikes[parity] = s.found;
      found_[parity].push_back(&s.spikes[parity]);
    }
  }

  // ---- one window ----

  [[nodiscard]] std::int64_t number_of(step_range window) const { return (window.begin - origin_) / network_.window; }

  /// Takes part in the window that the team is at.
  void finish() {
    if (!std::exchange(in_flight_, false)) return;
    team_.finish();
    gather_divergences(results_[(started_ - 1) % 2]);
  }

  /// Only the spikes themselves and the blocks of those who need help pass from one processor core to another.
  void run_window(step_range window, unsigned thread) {
    thread_data& own = threads_[thread];
    const leaving_on_failure others{meeting_ && !own.together.empty() ? &*meeting_ : nullptr};
    stopwatch watch;
    deliver(number_of(window) - 1, thread);
    own.spent.delivery += watch.lap();
    advance(window, thread, watch);
    own.spikes[number_of(window) % 2] = own.found;
  }

  /// Sends what all threads have found in a window to the thread's own blocks.
  void deliver(std::int64_t window, unsigned thread) {
    if (window >= 0) input_.send(found_[window % 2], window, thread);
  }

  /// Advances the thread's own blocks, then helps others.
  void advance(step_range window, unsigned thread, stopwatch& watch) {
    thread_data& own = threads_[thread];
    own.found.clear();
    own.next_block = shares_[thread].apart.begin;
    own.sent.store(number_of(window), std::memory_order_release);
    advance_together(window, thread, watch);
    advance_share(thread, 0, window, thread, watch);
    for (unsigned other = 1; other < team_.size(); ++other) {
      const unsigned owner = (thread + other) % team_.size();
      // The last block of a share is its owner's, so that blocks do not travel because somebody was a bit faster.
      if (threads_[owner].sent.load(std::memory_order_acquire) == number_of(window))
        advance_share(owner, 1, window, thread, watch);
    }
  }

  /// Advances the thread's own blocks to or from which signals come at once, a step at a time. All threads with such
  /// meet in between.
  void advance_together(step_range window, unsigned thread, stopwatch& watch) {
    thread_data& own = threads_[thread];
    if (own.together.empty()) return;
    for (coupled_block& c : own.together) {
      const block_window w = window_of(*c.which, window);
      input_.gather(*c.which, w, thread, thread, c.input);
      c.work = work_on(*c.which, w, c.input, own);
    }
    own.spent.delivery += watch.lap();
    for (std::int64_t step = window.begin; step < window.end; ++step) {
      if (step > window.begin && meeting_) meeting_->come(static_cast<std::uint32_t>(step - window.begin));
      for (coupled_block& c : own.together) advance_and_sample(*c.which, {step, step + 1}, c.work, own);
    }
    for (coupled_block& c : own.together) end_work(c.work, c.input, own);
    own.spent.update += watch.lap();
  }

  /// Advances blocks of an owner's share until no more than `leave` are left.
  void advance_share(unsigned owner, std::uint32_t leave, step_range window, unsigned thread, stopwatch& watch) {
    std::atomic<std::uint32_t>& next = threads_[owner].next_block;
    const std::uint32_t end = shares_[owner].apart.end;
    thread_data& own = threads_[thread];
    while (next.load(std::memory_order_relaxed) + leave < end) {
      const std::uint32_t i = next++;
      if (i >= end) return;
      const block_window w = window_of(blocks_[i], window);
      input_.gather(blocks_[i], w, owner, thread, own.input);
      own.spent.delivery += watch.lap();
      block_findings<Real> work = work_on(blocks_[i], w, own.input, own);
      advance_and_sample(blocks_[i], window, work, own);
      end_work(work, own.input, own);
      own.spent.update += watch.lap();
    }
  }

  [[nodiscard]] block_window window_of(const block& b, step_range window) const {
    return {b.begin, b.end, window, number_of(window), 1U << block_bits_};
  }

  /// @param input what has been gathered for the block
  [[nodiscard]] block_findings<Real> work_on(const block& b, const block_window& w, input_scratch<Real>& input,
                                             thread_data& own) {
    block_findings<Real> work;
    work.population = b.population;
    work.begin = b.begin;
    work.end = b.end;
    work.window_begin = w.steps.begin;
    work.window = network_.window;
    work.dt = network_.dt;
    work.interpolate = network_.spike_times == spike_time::interpolated;
    work.stride = w.stride;
    work.arrivals = input.sums.data();
    work.wide_arrivals = input.wide_sums.data();
    work.noise = input_.gather_noise(b, w, input);
    work.currents = currents_->of(b.population).data();
    work.current_count = static_cast<std::uint32_t>(currents_->of(b.population).size());
    work.spikes = &own.found.spikes[b.population];
    work.stops = network_.on_divergence == divergence_policy::stop;
    return work;
  }

  void end_work(const block_findings<Real>& work, input_scratch<Real>& input, thread_data& own) {
    own.diverged.insert(own.diverged.end(), work.diverged.begin(), work.diverged.end());
    input_.clear(work.population, input);
  }

  /// Stops before each step at which a recording of the block is due, or something arrives; a fused window otherwise.
  void advance_and_sample(const block& b, step_range steps, block_findings<Real>& work, thread_data& own) {
    std::int64_t step = steps.begin;
    while (step < steps.end) {
      std::int64_t next = coupling_->joins(b.population) ? step + 1 : steps.end;
      coupling_->receive(b, step);
      for (const std::size_t i : b.recordings) {
        const std::int64_t interval = network_.recordings[i].interval;
        if (step % interval == 0) samplers_->sample(i, b, step, results_[number_of(steps) % 2].samples[i]);
        next = std::min(next, (step / interval + 1) * interval);
      }
      work.steps = {step, next};
      const auto& kernel = *kernels_[b.population];
      const std::size_t known = work.spikes->size();
      kernel.advance(populations_[b.population].view, work, kernel.program);
      terminals_.send(b.population, *work.spikes, known, work.window_begin, own.found.releases[b.population], own.bad);
      own.minis->make(b, work.steps, work.window_begin, *work.spikes, known, own.found.minis, own.unusable);
      step = next;
      coupling_->send(b, step);
    }
  }

  // ---- neurons that diverge ----

  void gather_divergences(window_results& results) {
    diverged_.clear();
    for (auto& t : threads_) {
      diverged_.insert(diverged_.end(), t.diverged.begin(), t.diverged.end());
      t.diverged.clear();
    }
    bad_release bad;
    bad_rate unusable;
    for (const auto& t : threads_) {
      bad.note(t.bad);
      unusable.note(t.unusable);
    }
    // Whichever comes first ends the run, wherever windows end. The step of a release is the one after its spike.
    const bool stops = network_.on_divergence == divergence_policy::stop;
    const auto is_first = [&](std::int64_t step) {
      return !stops || std::ranges::none_of(diverged_, [step](const divergence& d) { return d.step < step; });
    };
    if (bad.is_there() && bad.step <= unusable.step && is_first(bad.step)) refuse_release(bad, network_);
    if (unusable.is_there() && is_first(unusable.step)) refuse_rate(unusable, network_);
    settle_divergences(diverged_, network_, results.diverged);
  }

  const built_network& network_;
  thread_team& team_;
  unsigned block_bits_;
  std::vector<block> blocks_;
  std::vector<thread_share> shares_;  // by thread
  std::optional<tabulated_currents<Real>> currents_;
  block_input<Real> input_;
  terminals terminals_;
  last_spike_steps last_spikes_;
  std::vector<population_state<Real>> populations_;
  std::optional<coupling<Real>> coupling_;
  bool coupled_ = false;            // does the coupling know the states?
  unsigned who_meet_ = 0;           // threads with such blocks
  std::optional<meeting> meeting_;  // of those, in a window
  std::int64_t now_ = 0;            // step that the states are at, once nothing is in flight
  std::vector<std::shared_ptr<const kernels<Real>>> kernels_;
  std::optional<block_sampler<Real>> samplers_;
  std::vector<thread_data> threads_;
  std::array<std::vector<const found_spikes*>, 2> found_;  // by all threads in windows of even and of odd number
  spike_gatherer gathered_;
  std::vector<divergence> diverged_;       // in the window
  bool in_flight_ = false;                 // is the team at a window?
  std::int64_t origin_ = 0;                // step at which the first window starts
  std::int64_t started_ = 0;               // windows
  std::int64_t collected_ = 0;             // of them
  std::array<window_results, 2> results_;  // of windows of even and of odd number
};

}  // namespace

std::unique_ptr<backend> make_backend(const built_network& network, thread_team& team, const own_kernels& own) {
  if (network.real == precision::single) return std::make_unique<cpu_backend<float>>(network, team, own);
  return std::make_unique<cpu_backend<double>>(network, team, own);
}

}  // namespace cpu
}  // namespace hux
