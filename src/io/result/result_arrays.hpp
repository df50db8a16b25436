#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// What a result file holds, as arrays in memory; read_result (result_reader.hpp) says what there is. All throw
/// file_error if the file cannot be read, has nothing of that name, or is malformed. A file whose run goes on gives
/// what its last flush has brought to the disk.
namespace hux {

/// Spikes in the order of the file, or neurons that diverged.
struct event_arrays {
  std::vector<double> times;  ///< ms
  std::vector<std::uint64_t> neurons;
};
event_arrays read_spike_arrays(const std::filesystem::path& file, const std::string& population);
event_arrays read_divergence_arrays(const std::filesystem::path& file, const std::string& population);

/// A sampled variable.
struct sample_array {
  std::vector<std::uint64_t> neurons;
  std::vector<float> values;  ///< [sample][neuron]
};
sample_array read_sample_array(const std::filesystem::path& file, const std::string& report);

/// Rates in bins, Hz.
std::vector<double> read_rate_array(const std::filesystem::path& file, const std::string& population);

}  // namespace hux
