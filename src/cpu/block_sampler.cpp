#include "cpu/block_sampler.hpp"

#include <algorithm>

namespace hux::cpu {

template <class Real>
block_sampler<Real>::block_sampler(const built_network& network, const std::vector<population_state<Real>>& populations,
                                   const terminals& of_network)
    : network_(network), populations_(populations), terminals_(of_network) {
  for (const auto& r : network.recordings) samplers_.emplace_back(network, r);
}

template <class Real>
void block_sampler<Real>::prepare(step_range window, window_results& results) const {
  results.samples.resize(network_.recordings.size());
  for (std::size_t i = 0; i < network_.recordings.size(); ++i)
    size_samples(network_.recordings[i], window, results.samples[i]);
}

template <class Real>
void block_sampler<Real>::sample(std::size_t recording, const block& b, std::int64_t step, sample_block& into) const {
  const auto& r = network_.recordings[recording];
  const auto first = std::lower_bound(r.neurons.begin(), r.neurons.end(), b.begin);
  const std::size_t row = (step / r.interval - into.first) * r.variables.size();
  const auto& p = populations_[b.population];
  std::vector<double> state(samplers_[recording].state_variables());
  std::vector<double> scratch = samplers_[recording].scratch();
  for (auto neuron = first; neuron != r.neurons.end() && *neuron < b.end; ++neuron) {
    for (std::size_t i = 0; i < p.rows(); ++i) state[i] = p.row(i)[*neuron];
    if (state.size() > p.rows()) terminals_.states_at(b.population, *neuron, step, state.data() + p.rows());
    const auto column = static_cast<std::size_t>(neuron - r.neurons.begin());
    samplers_[recording].sample(step, column, state.data(), scratch,
                                into.values.data() + row * r.neurons.size() + column, r.neurons.size());
  }
}

template class block_sampler<float>;
template class block_sampler<double>;

}  // namespace hux::cpu
