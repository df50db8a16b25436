#include <cstddef>
#include <cstdint>

#include "cli/file_trial.hpp"
#include "hux/errors.hpp"
#include "io/experiment/spike_time_file.hpp"
#include "io/hdf5/file_trial.hpp"
#include "memory_file.hpp"

/// Some damaged files end HDF5, and with it the process.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  hux::set_file_trial(hux::cli::tried_in_a_copy);
  return 0;
}

/// Spike times are read, or refused with an error of ours, whatever is in the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const hux::memory_file file(data, size);
  try {
    hux::spike_times spikes;
    hux::read_spike_time_file(file.path(), spikes);
  } catch (const hux::error&) {
  }
  return 0;
}
