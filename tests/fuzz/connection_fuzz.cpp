#include <cstddef>
#include <cstdint>

#include "hux/errors.hpp"
#include "io/experiment/connection_file.hpp"
#include "memory_file.hpp"

/// A list of synapses is read, or refused with an error of ours, whatever is in the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const hux::memory_file file(data, size);
  try {
    hux::read_connection_file(file.path());
  } catch (const hux::error&) {
  }
  return 0;
}
