#include <utility>

#include "engine/noise.hpp"
#include "host/device_population.hpp"

namespace hux::cuda {
namespace {

/// Makes the arrays of one population's inputs, and views of them.
template <class Real>
class input_maker {
 public:
  input_maker(const built_network& network, std::size_t population) : network_(network), population_(population) {}

  input_arrays<Real> make() {
    made_.currents = device::device_array<current_view<Real>>(currents());
    made_.noises = device::device_array<noise_view>(of_population(network_.noises));
    made_.poissons = device::device_array<poisson_view>(of_population(network_.poissons));
    made_.listed_spikes = device::device_array<listed_spikes_view>(of_population(network_.spike_trains));
    return std::move(made_);
  }

 private:
  [[nodiscard]] std::vector<current_view<Real>> currents() {
    std::vector<current_view<Real>> views;
    for (std::size_t i = 0; i < network_.currents.size(); ++i) {
      const built_current& c = network_.currents[i];
      if (c.population != population_) continue;
      current_view<Real> view;
      view.individual = c.amplitude.size() > 1;
      view.amplitude = reals(c.amplitude);
      view.conductance = reals(c.conductance);
      view.course = static_cast<std::uint32_t>(i * network_.window * stages);
      views.push_back(view);
    }
    return views;
  }

  device_span<const Real> reals(const std::vector<double>& values) {
    return kept(made_.reals, std::vector<Real>(values.begin(), values.end()));
  }

  template <class Input>
  [[nodiscard]] auto of_population(const std::vector<Input>& inputs) {
    std::vector<decltype(view_of(inputs[0]))> views;
    for (const auto& input : inputs)
      if (input.population == population_) views.push_back(view_of(input));
    return views;
  }

  noise_view view_of(const built_noise& n) {
    const noise_law law = noise_law_of(n);
    device_span<float> deviation;
    if (law.correlated) {
      made_.floats.emplace_back(initial_deviations(n, network_.populations[population_].size));
      deviation = made_.floats.back().span();
    }
    return {law, n.draws, kept(made_.bytes, n.on), deviation};
  }

  poisson_view view_of(const built_poisson& p) {
    return {place_of(p), weight_of(p), p.draws, kept(made_.bytes, p.on), kept(made_.words, p.thresholds)};
  }

  listed_spikes_view view_of(const built_spike_times& s) {
    std::vector<std::int64_t> steps;
    std::vector<std::uint32_t> neurons;
    for (const auto& event : s.events) {
      steps.push_back(event.step);
      neurons.push_back(event.neuron);
    }
    return {place_of(s), weight_of(s), kept(made_.steps, steps), kept(made_.words, neurons)};
  }

  template <class Input>
  [[nodiscard]] const built_receptor& receptor_of(const Input& input) const {
    return network_.populations[population_].receptors[input.receptor];
  }

  template <class Input>
  [[nodiscard]] sums_place place_of(const Input& input) const {
    return {receptor_of(input).wide_sums, receptor_of(input).sums_row};
  }

  template <class Input>
  [[nodiscard]] wide_fixed_point weight_of(const Input& input) const {
    return to_fixed<wide_fixed_point>(input.weight, 1 / receptor_of(input).unit);
  }

  template <class T>
  static device_span<const T> kept(std::vector<device::device_array<T>>& in, const std::vector<T>& values) {
    in.emplace_back(values);
    return in.back().span();
  }

  const built_network& network_;
  std::size_t population_;
  input_arrays<Real> made_;
};

}  // namespace

template <class Real>
input_arrays<Real> make_inputs(const built_network& network, std::size_t population) {
  return input_maker<Real>(network, population).make();
}

template input_arrays<float> make_inputs(const built_network&, std::size_t);
template input_arrays<double> make_inputs(const built_network&, std::size_t);

}  // namespace hux::cuda
