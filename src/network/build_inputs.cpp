#include "network/build_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiment/lookup.hpp"
#include "hux/device/math.hpp"
#include "network/draw.hpp"
#include "network/poisson_thresholds.hpp"
#include "network/time_course.hpp"
#include "support/lookup_index.hpp"

namespace hux {
namespace {

/// Builds one input after the other; each kind of stimulus has its overload.
class input_builder {
 public:
  input_builder(const experiment& e, const population_names& names, built_network& network, thread_team& team)
      : e_(e), names_(names), network_(network), team_(team) {}

  void build(const input& in) {
    population_ = names_.index(in.population, key_of(in) + ".population");
    std::visit([&](const auto& what) { add(in, what); }, in.what);
  }

 private:
  [[nodiscard]] std::uint32_t size() const { return network_.populations[population_].size; }

  [[nodiscard]] std::size_t receptor(const std::string& name) const {
    return index_of(network_.populations[population_].receptors, name);
  }

  [[nodiscard]] stream draws(const input& in, const char* what) const {
    return {e_.settings.seed, "input " + in.name + " " + what};
  }

  /// By neuron, whether it is one of those chosen; empty if all are.
  [[nodiscard]] std::vector<std::uint8_t> chosen(const input& in) const {
    if (in.neurons.empty()) return {};
    std::vector<std::uint8_t> on(size(), 0);
    for (const std::uint32_t neuron : in.neurons) on[neuron] = 1;
    return on;
  }

  /// Values of a distribution over the chosen neurons, 0 elsewhere; one for all where one is enough.
  [[nodiscard]] std::vector<double> by_neuron(const input& in, const distribution& d, const char* what) const {
    if (in.neurons.empty() && std::holds_alternative<double>(d)) return {std::get<double>(d)};
    const std::size_t count = in.neurons.empty() ? size() : in.neurons.size();
    auto values = draw_values(d, count, draws(in, what), team_, "input." + in.name + "." + what);
    if (in.neurons.empty()) return values;
    std::vector<double> all(std::max<std::size_t>(size(), 2), 0.0);
    for (std::size_t i = 0; i < count; ++i) all[in.neurons[i]] = values[i];
    return all;
  }

  /// Every stimulus that has a waveform.
  template <class Waveform>
  void add(const input& in, const Waveform& w) {
    network_.currents.push_back({in.name, population_, by_neuron(in, w.amplitude, "amplitude"), course_of(w), {}, {}});
  }

  /// g (command - V) in parts: what holds V throughout, what brings it to the level of the neuron, and to `after`.
  void add(const input& in, const voltage_clamp& c) {
    const double g = c.conductance;
    network_.currents.push_back({in.name,
                                 population_,
                                 by_neuron(in, g * c.holding, "holding"),
                                 course_of(constant_current{}),
                                 by_neuron(in, g, "conductance"),
                                 {}});
    auto level = by_neuron(in, c.level, "level");
    const auto clamped = by_neuron(in, 1.0, "level");
    std::vector<double> amplitude(level.size());
    for (std::size_t i = 0; i < level.size(); ++i)
      amplitude[i] = g * (level[i] - c.holding) * clamped[std::min(i, clamped.size() - 1)];
    network_.currents.push_back({in.name,
                                 population_,
                                 std::move(amplitude),
                                 course_of(step_current{0.0, c.start, c.stop}),
                                 {},
                                 std::move(level)});
    constexpr double forever = std::numeric_limits<double>::infinity();
    if (c.after)
      network_.currents.push_back({in.name,
                                   population_,
                                   by_neuron(in, g * (*c.after - c.holding), "after"),
                                   course_of(step_current{0.0, c.stop, forever}),
                                   {},
                                   {}});
  }

  void add(const input& in, const white_noise& w) {
    const std::int64_t hold = w.interval > 0 ? steps_of(w.interval, network_.dt) : 1;
    network_.noises.push_back(
        {in.name, population_, chosen(in), w.mean, w.std, hold, 0, draws(in, "noise"), draws(in, "initial")});
  }

  void add(const input& in, const ornstein_uhlenbeck& ou) {
    const double correlation = exp(-network_.dt / ou.tau);
    network_.noises.push_back(
        {in.name, population_, chosen(in), ou.mean, ou.std, 1, correlation, draws(in, "noise"), draws(in, "initial")});
  }

  void add(const input& in, const poisson_train& p) {
    auto thresholds = poisson_thresholds(p.rate * network_.dt / 1000);
    if (thresholds.empty()) return;
    network_.poissons.push_back(
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
    network_.spike_trains.push_back(std::move(built));
  }

  const experiment& e_;
  const population_names& names_;
  built_network& network_;
  thread_team& team_;
  std::size_t population_ = 0;
};

}  // namespace

void build_inputs(const experiment& e, const population_names& names, built_network& network, thread_team& team) {
  input_builder builder(e, names, network, team);
  for (const auto& in : e.network.inputs)
    if (in.on) builder.build(in);
}

}  // namespace hux
