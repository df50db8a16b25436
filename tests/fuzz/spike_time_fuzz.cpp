#include <cstddef>
#include <cstdint>

#include "hux/errors.hpp"
#include "io/experiment/spike_time_file.hpp"
#include "memory_file.hpp"

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
