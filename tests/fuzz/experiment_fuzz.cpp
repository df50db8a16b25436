#include <cstddef>
#include <cstdint>
#include <string_view>

#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "io/experiment/experiment_text.hpp"

/// Whatever the bytes, an experiment is read or refused with an error of ours; what is read can be written and read
/// again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  hux::experiment e;
  try {
    e = hux::read_experiment_text(text, "fuzz.toml", "/nonexistent");
  } catch (const hux::error&) {
    return 0;
  }
  const auto written = hux::to_toml(e);
  if (hux::to_toml(hux::read_experiment_text(written, "written.toml", "/nonexistent")) != written) __builtin_trap();
  return 0;
}
