// Any bytes are either read as a result file or refused with a file_error.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include "hux/core/errors.hpp"
#include "io/result_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::filesystem::path file = std::filesystem::temp_directory_path() / "hux_result_fuzz.h5";
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  try {
    hux::read_result(file);
  } catch (const hux::file_error&) {
  }
  return 0;
}
