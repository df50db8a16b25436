#include "network/build_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "experiment/lookup.hpp"
#include "hux/device/math.hpp"
#include "network/given_values.hpp"
#include "network/poisson_thresholds.hpp"
#include "network/time_course.hpp"
#include "support/lookup_index.hpp"

namespace hux {
namespace {

/// Builds an input; each kind of stimulus has its overload.
class input_builder {
 public:
  input_builder(const settings& s, const population& to, const built_network& network, thread_team& team)
      : settings_(s), to_(to), network_(network), population_(index_of(network.populations, to.name)), team_(team) {}

  built_inputs build(const input& in) {
    std::visit([&](const auto& what) { add(in, what); }, in.what);
    return std::move(made_);
  }

 private:
  [[nodiscard]] std::uint32_t size() const { return network_.populations[population_].size; }

  [[nodiscard]] const equations& model() const { return *network_.populations[population_].model; }

  [[nodiscard]] std::size_t receptor(const std::string& name) const {
    return index_of(network_.populations[population_].receptors, name);
  }

  [[nodiscard]] stream draws(const input& in, const char* what) const {
    return {settings_.seed, "input " + in.name + " " + what};
  }

  /// By neuron, whether it is one of those chosen; empty if all are.
  [[nodiscard]] std::vector<std::uint8_t> chosen(const input& in) const {
    if (in.neurons.empty()) return {};
    std::vector<std::uint8_t> on(size(), 0);
    for (const std::uint32_t neuron : in.neurons) on[neuron] = 1;
    return on;
  }

  /// Values over the chosen neurons, 0 elsewhere; one for all where one is enough.
  [[nodiscard]] std::vector<double> by_neuron(const input& in, const neuron_values& how, const char* what,
                                              quantity q) const {
    const double* common = common_value(how);
    if (in.neurons.empty() && common) return {*common};
    const given_values given{
        how, {to_, settings_.seed, in.neurons.empty() ? nullptr : &in.neurons}, q, key_of(in) + "." + what};
    auto values = draw_values(given, draws(in, what), team_, 0);
    if (in.neurons.empty()) return values;
    std::vector<double> all(std::max<std::size_t>(size(), 2), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) all[in.neurons[i]] = values[i];
    return all;
  }

  /// Every stimulus that has a waveform.
  template <class Waveform>
  void add(const input& in, const Waveform& w) {
    made_.currents.push_back(
        {in.name, population_, by_neuron(in, w.amplitude, "amplitude", model().current), course_of(w), {}, {}});
  }

  /// g (command - V) in parts: what holds V throughout, what brings it to the level of the neuron, and to `after`.
  void add(const input& in, const voltage_clamp& c) {
    const double g = c.conductance;
    made_.currents.push_back({in.name,
                              population_,
                              by_neuron(in, g * c.holding, "holding", model().current),
                              course_of(constant_current{}),
                              by_neuron(in, g, "conductance", model().conductance),
                              {}});
    auto level = by_neuron(in, c.level, "level", resolved(quantity::voltage, model()));
    const auto clamped = by_neuron(in, 1.0, "level", quantity::dimensionless);
    std::vector<double> amplitude(level.size());
    for (std::size_t i = 0; i < level.size(); ++i)
      amplitude[i] = g * (level[i] - c.holding) * clamped[std::min(i, clamped.size() - 1)];
    made_.currents.push_back({in.name,
                              population_,
                              std::move(amplitude),
                              course_of(step_current{0.0, c.start, c.stop}),
                              {},
                              std::move(level)});
    constexpr double forever = std::numeric_limits<double>::infinity();
    if (c.after)
      made_.currents.push_back({in.name,
                                population_,
                                by_neuron(in, g * (*c.after - c.holding), "after", model().current),
                                course_of(step_current{0.0, c.stop, forever}),
                                {},
                                {}});
  }

  void add(const input& in, const white_noise& w) {
    const std::int64_t hold = w.interval > 0 ? steps_of(w.interval, network_.dt) : 1;
    made_.noises.push_back(
        {in.name, population_, chosen(in), w.mean, w.std, hold, 0, draws(in, "noise"), draws(in, "initial")});
  }

  void add(const input& in, const ornstein_uhlenbeck& ou) {
    const double correlation = exp(-network_.dt / ou.tau);
    made_.noises.push_back(
        {in.name, population_, chosen(in), ou.mean, ou.std, 1, correlation, draws(in, "noise"), draws(in, "initial")});
  }

  void add(const input& in, const poisson_train& p) {
    auto thresholds = poisson_thresholds(p.rate * network_.dt / 1000);
    if (thresholds.empty()) return;
    made_.poissons.push_back(
        {in.name, population_, receptor(p.receptor), chosen(in), std::move(thresholds), p.weight, draws(in, "spikes")});
  }

  void add(const input& in, const spike_times& s) {
    built_spike_times built{in.name, population_, receptor(s.receptor), s.weight, {}};
    for (std::size_t i = 0; i < s.time.size(); ++i)
      built.events.push_back({std::llround(s.time[i] / network_.dt), s.neuron[i]});
    const auto before = [](const auto& a, const auto& b) {
      return a.step != b.step ? a.step < b.step : a.neuron < b.neuron;
    };
    std::sort(built.events.begin(), built.events.end(), before);
    made_.spike_trains.push_back(std::move(built));
  }

  const settings& settings_;
  const population& to_;
  const built_network& network_;
  std::size_t population_;
  thread_team& team_;
  built_inputs made_;
};

template <class Built>
void append(std::vector<Built> more, std::vector<Built>& to) {
  std::ranges::move(more, std::back_inserter(to));
}

template <class Built>
std::vector<Built> exchange(std::vector<Built>& all, const std::vector<input>& inputs, std::size_t number,
                            std::vector<Built> fresh) {
  const auto input_of = [&](const Built& b) { return index_of(inputs, b.name); };
  const auto begin = std::ranges::lower_bound(all, number, {}, input_of);
  const auto end = std::ranges::upper_bound(begin, all.end(), number, {}, input_of);
  std::vector<Built> before;
  std::move(begin, end, std::back_inserter(before));
  const auto place = all.erase(begin, end);
  all.insert(place, std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
  return before;
}

}  // namespace

built_inputs build_input(const input& in, const settings& s, const population_names& names,
                         const built_network& network, thread_team& team) {
  return input_builder(s, names.find(in.population, key_of(in) + ".population"), network, team).build(in);
}

void append(built_inputs more, built_inputs& to) {
  append(std::move(more.currents), to.currents);
  append(std::move(more.noises), to.noises);
  append(std::move(more.poissons), to.poissons);
  append(std::move(more.spike_trains), to.spike_trains);
}

built_inputs exchange_input(built_inputs& all, const std::vector<input>& inputs, std::size_t number,
                            built_inputs fresh) {
  return {exchange(all.currents, inputs, number, std::move(fresh.currents)),
          exchange(all.noises, inputs, number, std::move(fresh.noises)),
          exchange(all.poissons, inputs, number, std::move(fresh.poissons)),
          exchange(all.spike_trains, inputs, number, std::move(fresh.spike_trains))};
}

}  // namespace hux
