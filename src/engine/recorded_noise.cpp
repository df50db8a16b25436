#include "engine/recorded_noise.hpp"

#include "engine/noise.hpp"

namespace hux {

recorded_noise::recorded_noise(const built_network& network) : network_(network) {
  for (std::size_t r = 0; r < network.recordings.size(); ++r) {
    const auto& recording = network.recordings[r];
    for (const auto& noise : network.noises)
      for (std::size_t v = 0; v < recording.variables.size(); ++v) {
        if (noise.population != recording.population || recording.variables[v].name != "i_" + noise.name) continue;
        variable& found = variables_.emplace_back(variable{r, v, &noise, noise_law_of(noise), {}});
        for (const std::uint32_t neuron : recording.neurons)
          found.deviations.push_back(initial_deviation(noise, neuron));
      }
  }
}

void recorded_noise::restart(const std::vector<std::vector<float>>& deviations) {
  for (variable& v : variables_) {
    const auto& now = deviations[v.noise - network_.noises.data()];
    const auto& neurons = network_.recordings[v.recording].neurons;
    for (std::size_t i = 0; i < neurons.size() && !now.empty(); ++i) v.deviations[i] = now[neurons[i]];
  }
}

void recorded_noise::add_to(window_results& window) {
  for (variable& v : variables_) add_to(window.samples[v.recording], network_.recordings[v.recording], window.steps, v);
}

void recorded_noise::add_to(sample_block& samples, const built_recording& recording, step_range steps, variable& v) {
  for (std::size_t i = 0; i < recording.neurons.size(); ++i) {
    const std::uint32_t neuron = recording.neurons[i];
    if (!v.noise->on.empty() && v.noise->on[neuron] == 0) continue;
    visit_noise(
        v.law, v.noise->draws, neuron, steps.begin, steps.end, v.deviations[i], [&](std::int64_t step, float current) {
          if (step % recording.interval != 0) return;
          const std::size_t row = step / recording.interval - samples.first;
          samples.values[(row * recording.variables.size() + v.number) * recording.neurons.size() + i] += current;
        });
  }
}

}  // namespace hux
