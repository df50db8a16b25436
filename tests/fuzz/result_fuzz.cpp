#include <cstddef>
#include <cstdint>

#include "cli/file_trial.hpp"
#include "hux/errors.hpp"
#include "io/hdf5/file_trial.hpp"
#include "io/result/result_reader.hpp"
#include "memory_file.hpp"

/// HDF5 forgets to release what it had read of an object's header when it found it damaged.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

/// Some damaged files end HDF5, and with it the process.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  hux::set_file_trial(hux::cli::tried_in_a_copy);
  return 0;
}

/// A result is summarised, or refused with an error of ours, whatever is in the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const hux::memory_file file(data, size);
  try {
    hux::read_result(file.path());
  } catch (const hux::error&) {
  }
  return 0;
}
