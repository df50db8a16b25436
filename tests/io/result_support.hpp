#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "hux/network.hpp"
#include "hux/recorder.hpp"

namespace hux::test {

/// A folder of its own, removed at the end.
class scratch_folder {
 public:
  scratch_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hux_test_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Two populations; rates of the first, and samples of three of its neurons.
inline experiment small_experiment() {
  experiment e;
  e.title = "small";
  e.settings.duration = 4;
  e.settings.dt = 0.5;
  e.settings.seed = 7;
  e.settings.backend = backend_kind::cpu;
  e.settings.threads = 2;
  population excitatory;
  excitatory.name = "E";
  excitatory.size = 10;
  excitatory.model = "traub_miles";
  receptor ampa;
  ampa.name = "ampa";
  excitatory.receptors.push_back(ampa);
  population inhibitory = excitatory;
  inhibitory.name = "I";
  inhibitory.size = 4;
  e.network.populations = {excitatory, inhibitory};
  e.recordings.rates = {"E"};
  recording r;
  r.name = "probe";
  r.population = "E";
  r.variables = {"v", "m", "g_ampa", "i_na"};
  r.neurons = {5, 2, 9};
  r.interval = 0.5;
  e.recordings.samples = {r};
  return e;
}

/// The window of steps [2 k, 2 k + 2) of small_experiment: the value sampled is
/// 1000 sample + 100 variable + position of the neuron in the recording.
inline window_results small_window(int k) {
  window_results w;
  w.steps = {2 * k, 2 * k + 2};
  w.spikes = {{{k + 0.25, 3}, {k + 0.25, 8}, {k + 1.0, 3}}, {{k + 0.5, 1}}};
  sample_block block;
  block.first = 2 * k;
  block.count = 2;
  for (int sample = 2 * k; sample < 2 * k + 2; ++sample)
    for (int variable = 0; variable < 4; ++variable)
      for (int neuron = 0; neuron < 3; ++neuron)
        block.values.push_back(static_cast<float>(1000 * sample + 100 * variable + neuron));
  w.samples = {block};
  return w;
}

/// What throwing this exception says; fails the test if nothing is thrown.
template <class Error, class Work>
std::string message_of(Work&& work) {
  try {
    work();
  } catch (const Error& e) {
    return e.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

}  // namespace hux::test
