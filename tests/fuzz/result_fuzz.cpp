#include <cstddef>
#include <cstdint>

#include "hux/errors.hpp"
#include "io/result/result_reader.hpp"
#include "memory_file.hpp"

/// A result is summarised, or refused with an error of ours, whatever is in the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const hux::memory_file file(data, size);
  try {
    hux::read_result(file.path());
  } catch (const hux::error&) {
  }
  return 0;
}
