#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/result/provenance.hpp"

namespace hux {

/// The spikes of a population.
struct spikes_summary {
  std::string population;
  std::uint64_t size = 0;  ///< neurons; where the file does not say: the largest index that fired, and 1
  std::uint64_t spikes = 0;
  double mean_rate = 0;       ///< Hz, over all neurons and the time recorded (else until the last spike)
  std::uint64_t regular = 0;  ///< neurons with at least 3 spikes, over which the following are taken
  double cv_mean = 0;         ///< of the coefficients of variation of inter-spike intervals
  double cv_std = 0;
};

/// A sampled variable.
struct report_summary {
  std::string name;
  std::string population;  ///< empty in files of others
  std::string variable;    ///< empty in files of others
  std::string unit;
  std::uint64_t samples = 0;
  std::uint64_t neurons = 0;
  double start = 0;     ///< ms
  double interval = 0;  ///< ms
};

/// The rate of a population over time.
struct rates_summary {
  std::string population;
  std::uint64_t bins = 0;
  double bin = 0;    ///< ms
  double start = 0;  ///< of the first bin, ms
  double stop = 0;   ///< end of the last bin, which may be a narrower one, ms; 0 if the file does not say
};

/// Neurons of a population that diverged and that the run went on without.
struct divergence_summary {
  std::string population;
  std::uint64_t neurons = 0;
  double first = 0;  ///< ms, when the first did; 0 if there is none
};

/// What is in a result file.
struct result_summary {
  std::optional<hux::provenance> provenance;  ///< none in files of others
  std::vector<spikes_summary> spikes;
  std::vector<report_summary> reports;
  std::vector<rates_summary> rates;
  std::vector<divergence_summary> diverged;
};

/// Reads a file that result_file or another writer of SONATA files has written. Spikes are read in pieces: memory is
/// needed for each neuron that fired, not for each spike. Of a run that goes on, or was killed, it is what its last
/// flush has brought to the disk; its status says which. HDF5 ends the program on some damaged files, so the file is
/// read in a process of its own first. Throws file_error if the file cannot be read or is malformed.
result_summary read_result(const std::filesystem::path& file);

}  // namespace hux
