#include "kept_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "cli/human.hpp"
#include "experiment/recordable.hpp"
#include "hux/errors.hpp"
#include "network/built_network.hpp"
#include "network/stage_steps.hpp"
#include "support/lookup_index.hpp"

namespace hux::python {
namespace {

/// What is recorded may have the name of something else that was: then that makes place.
template <class Kept>
auto with_name(std::vector<Kept>& all, const std::string& name) {
  return std::ranges::find(all, name, &Kept::name);
}

template <class Kept>
void put(std::vector<Kept>& all, Kept fresh) {
  const auto place = with_name(all, fresh.name);
  if (place == all.end())
    all.push_back(std::move(fresh));
  else
    *place = std::move(fresh);
}

/// Samples that a recording will have of some steps.
std::uint64_t samples_in(step_range steps, const kept_samples& of) {
  const auto up_to = [&](std::int64_t step) { return (step + of.every - 1) / of.every; };
  std::uint64_t count = 0;
  for (const step_range& on : of.on) {
    const step_range both{std::max(steps.begin, on.begin), std::min(steps.end, on.end)};
    if (both.begin < both.end) count += up_to(both.end) - up_to(both.begin);
  }
  return count;
}

std::vector<std::string> units_of(const recording& r, const experiment& e) {
  const auto known = recordables_of(e.network.populations[index_of(e.network.populations, r.population)], e.network);
  std::vector<std::string> units;
  for (const auto& name : r.variables) units.emplace_back(unit_of(known[index_of(known, name)].quantity));
  return units;
}

bool same_recording(recording a, const recording& b) {
  a.on = b.on;
  return a == b;
}

constexpr const char* way_out = "expected record_to(file), which keeps nothing in memory, or a larger limit_bytes";

}  // namespace

void kept_results::clear() {
  spikes_.clear();
  samples_.clear();
  rates_.clear();
  diverged_.times.clear();
  diverged_.populations.clear();
  diverged_.neurons.clear();
  lost_.reset();
}

void kept_results::start(const experiment& e, double time) {
  stop();
  since_ = time;
  go_on(e, time);
}

void kept_results::stop() {
  const std::scoped_lock lock(mutex_);
  clear();
  keeping_ = false;
}

void kept_results::go_on(const experiment& e, double time) {
  const std::scoped_lock lock(mutex_);
  keeping_ = true;
  dt_ = e.settings.dt;
  for (auto& kept : spikes_) kept.population.reset();
  for (auto& kept : samples_) kept.number.reset();
  go_on_with_spikes(e);
  go_on_with_rates(e, time);
  for (std::size_t i = 0; i < e.recordings.samples.size(); ++i) go_on_with(e.recordings.samples[i], i, e);
}

void kept_results::go_on_with_spikes(const experiment& e) {
  const auto& recorded = e.recordings.spikes;
  for (std::size_t i = 0; i < e.network.populations.size(); ++i) {
    const std::string& name = e.network.populations[i].name;
    if (recorded && std::ranges::find(*recorded, name) == recorded->end()) continue;
    if (with_name(spikes_, name) == spikes_.end())
      spikes_.push_back({name, {}, kept_series<double>(memory_), kept_series<std::uint32_t>(memory_)});
    with_name(spikes_, name)->population = i;
  }
}

/// A bin that was not counted from its start on would be wrong: rates that begin again are kept anew.
void kept_results::go_on_with_rates(const experiment& e, double time) {
  for (auto& kept : rates_)
    if (std::ranges::find(e.recordings.rates, kept.name) == e.recordings.rates.end()) kept.population.reset();
  for (const auto& name : e.recordings.rates) {
    const auto known = with_name(rates_, name);
    const double bin = e.recordings.rate_bin;
    if (known != rates_.end() && known->population && known->bin == bin) continue;
    const std::size_t population = index_of(e.network.populations, name);
    const std::uint32_t size = e.network.populations[population].size;
    put(rates_, {name, population, time, bin, rate_counter(size, bin, time), kept_series<float>(memory_)});
  }
}

void kept_results::go_on_with(const recording& r, std::size_t number, const experiment& e) {
  const auto known = with_name(samples_, r.name);
  if (known != samples_.end() && same_recording(known->of, r)) {
    known->of.on = r.on;
    known->on = pieces_of_recording(r, e);
    known->number = number;
    return;
  }
  std::vector<std::uint32_t> neurons = r.neurons;
  if (neurons.empty()) {
    neurons.resize(e.network.populations[index_of(e.network.populations, r.population)].size);
    std::iota(neurons.begin(), neurons.end(), 0U);
  }
  put(samples_, {r.name, r, number, std::move(neurons), units_of(r, e), steps_of(r.interval, dt_),
                 pieces_of_recording(r, e), kept_series<double>(memory_), kept_series<float>(memory_)});
}

void kept_results::prepare(step_range steps) {
  const std::scoped_lock lock(mutex_);
  if (!keeping_) return;
  if (lost_) refuse(*lost_);
  for (auto& kept : samples_) {
    if (!kept.number) continue;
    const std::uint64_t count = samples_in(steps, kept);
    if (kept.times.reserve(count) && kept.values.reserve(count * kept.width())) continue;
    throw memory_error(
        fmt::format("the samples of recording '{}' in {:g} ms take {} of memory, and {} are left of {}; {}", kept.name,
                    static_cast<double>(steps.end - steps.begin) * dt_,
                    cli::bytes(count * (sizeof(double) + kept.width() * sizeof(float))), cli::bytes(memory_.left()),
                    cli::bytes(memory_.limit()), way_out));
  }
}

void kept_results::refuse(double time) const {
  throw memory_error(
      fmt::format("spikes and samples from {:.12g} ms on are more than the {} that are kept in memory; {}", time,
                  cli::bytes(memory_.limit()), way_out));
}

void kept_results::record(const window_results& results) {
  const std::scoped_lock lock(mutex_);
  if (!keeping_) return;
  const double begin = static_cast<double>(results.steps.begin) * dt_;
  if (!lost_ && !make_room(results)) lost_ = begin;
  if (lost_) refuse(*lost_);
  keep(results);
}

bool kept_results::make_room(const window_results& results) {
  bool all = true;
  for (auto& kept : spikes_) {
    if (!kept.population) continue;
    const std::size_t more = results.spikes[*kept.population].size();
    all = all && kept.times.reserve(more) && kept.neurons.reserve(more);
  }
  for (auto& kept : samples_) {
    if (!kept.number) continue;
    const auto& block = results.samples[*kept.number];
    all = all && kept.times.reserve(block.count) && kept.values.reserve(block.values.size());
  }
  for (auto& kept : rates_) {
    const double bins = static_cast<double>(results.steps.end - results.steps.begin) * dt_ / kept.bin;
    all = all && kept.values.reserve(static_cast<std::size_t>(bins) + 2);
  }
  const std::size_t marks = results.diverged.size();
  return all && diverged_.times.reserve(marks) && diverged_.populations.reserve(marks) &&
         diverged_.neurons.reserve(marks);
}

void kept_results::keep(const window_results& results) {
  for (auto& kept : spikes_) {
    if (!kept.population) continue;
    for (const spike& s : results.spikes[*kept.population]) {
      kept.times.push_back(s.time);
      kept.neurons.push_back(s.neuron);
    }
  }
  for (auto& kept : samples_) {
    if (!kept.number) continue;
    const auto& block = results.samples[*kept.number];
    for (std::int64_t i = 0; i < block.count; ++i)
      kept.times.push_back(static_cast<double>(block.first + i) * kept.of.interval);
    kept.values.append(block.values.data(), block.values.size());
  }
  for (auto& kept : rates_) {
    if (!kept.population) continue;
    kept.counter.add(results.spikes[*kept.population]);
    const auto rates = kept.counter.take(static_cast<double>(results.steps.end) * dt_);
    kept.values.append(rates.data(), rates.size());
  }
  for (const divergence_mark& mark : results.diverged) {
    diverged_.times.push_back(mark.time);
    diverged_.populations.push_back(mark.population);
    diverged_.neurons.push_back(mark.neuron);
  }
}

}  // namespace hux::python
