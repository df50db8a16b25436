#include "cpu/minis.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "cpu/views.hpp"
#include "engine/spontaneous.hpp"
#include "equations/terminal_flow.hpp"

namespace hux::cpu {
namespace {

constexpr std::int64_t never = terminal_flow::never;

static_assert(padding % rows_of_strip == 0, "blocks hold whole strips");

}  // namespace

last_spike_steps no_spikes_yet(const built_network& network) {
  last_spike_steps all;
  for (const auto& p : network.populations) all.emplace_back(p.keeps_last_spike ? p.size : 0, never);
  return all;
}

rate_table::rate_table(spontaneous_rate rate, double dt)
    : rate_(std::move(rate)), constant_(rate_.is_constant()), dt_(dt), before_first_(worked_out(never)) {}

double rate_table::since(std::int64_t steps) const {
  return steps == never ? std::numeric_limits<double>::infinity() : time_after_spike(2 * steps + 1, dt_ / 2);
}

double rate_table::mean(std::int64_t steps) {
  if (constant_ || steps == never) return before_first_;
  if (steps >= static_cast<std::int64_t>(most_kept)) return worked_out(steps);
  while (static_cast<std::int64_t>(kept_.size()) <= steps)
    kept_.push_back(worked_out(static_cast<std::int64_t>(kept_.size())));
  return kept_[steps];
}

mini_maker::mini_maker(const built_network& network, last_spike_steps& last)
    : network_(network), last_(last), sources_(network.populations.size()) {
  for (std::size_t i = 0; i < network.projections.size(); ++i)
    if (const auto& p = network.projections[i]; p.spontaneous)
      sources_[p.source].push_back({i, rate_table(p.spontaneous->rate, network.dt)});
}

void mini_maker::make(const block& b, step_range steps, std::int64_t window_begin,
                      const std::vector<window_spike>& spikes, std::size_t known, std::vector<std::vector<mini>>& to,
                      bad_rate& bad) {
  if (sources_[b.population].empty()) return;
  spikes_.clear();
  if (!last_[b.population].empty()) gather(spikes, known, window_begin);
  for (source& s : sources_[b.population]) make_of(s, b, steps, {to[s.projection], window_begin}, bad);
  note_spikes(b.population);
}

void mini_maker::gather(const std::vector<window_spike>& spikes, std::size_t known, std::int64_t window_begin) {
  for (std::size_t i = known; i < spikes.size(); ++i)
    spikes_.push_back({spikes[i].neuron, window_begin + spikes[i].step + 1});
  std::ranges::sort(spikes_, {}, [](const spike_step& s) { return std::pair(s.neuron / rows_of_strip, s.step); });
}

void mini_maker::make_of(source& s, const block& b, step_range steps, const append_mini& append, bad_rate& bad) const {
  const built_projection& p = network_.projections[s.projection];
  const bool constant = p.spontaneous->rate.is_constant();
  auto spike = spikes_.begin();
  for (std::uint32_t first = b.begin; first < b.end; first += rows_of_strip) {
    const std::uint32_t end = std::min(first + rows_of_strip, b.end);
    if (constant)
      make_steadily(s, p, {first, end}, steps, append);
    else
      make_of_strip(s, p, {first, end}, steps, spike, append, bad);
  }
}

/// At a constant rate rows behind each other are as one.
void mini_maker::make_steadily(source& s, const built_projection& p, block_range neurons, step_range steps,
                               const append_mini& append) {
  const std::uint64_t ends[] = {p.rows.offset[neurons.begin], p.rows.offset[neurons.end]};
  const double mean = s.rates.mean(never);
  strip_releases rows(p.spontaneous->draws, ends, 1);
  for (std::int64_t step = steps.begin; step < steps.end; ++step)
    rows.visit(step, &mean, [&](std::uint64_t synapse) { append(step, synapse); });
}

/// A mini in a step follows the spikes of earlier ones.
void mini_maker::make_of_strip(source& s, const built_projection& p, block_range neurons, step_range steps,
                               spike_iterator& spike, const append_mini& append, bad_rate& bad) const {
  const std::uint32_t count = neurons.end - neurons.begin;
  std::array<std::int64_t, rows_of_strip> last;
  std::array<double, rows_of_strip> mean;
  std::copy_n(last_[p.source].data() + neurons.begin, count, last.begin());
  strip_releases rows(p.spontaneous->draws, p.rows.offset.data() + neurons.begin, count);
  for (std::int64_t step = steps.begin; step < steps.end; ++step) {
    for (; spike != spikes_.end() && spike->neuron < neurons.end && spike->step <= step; ++spike)
      last[spike->neuron - neurons.begin] = spike->step;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::int64_t since = last[i] == never ? never : step - last[i];
      mean[i] = s.rates.mean(since);
      if (mean[i] >= 0 && mean[i] <= 1) continue;
      bad.note({step, s.projection, neurons.begin + i, s.rates.since(since), s.rates.rate(since)});
      mean[i] = 0;
    }
    rows.visit(step, mean.data(), [&](std::uint64_t synapse) { append(step, synapse); });
  }
  while (spike != spikes_.end() && spike->neuron < neurons.end) ++spike;
}

void mini_maker::note_spikes(std::size_t population) {
  for (const spike_step& s : spikes_) last_[population][s.neuron] = s.step;
}

}  // namespace hux::cpu
