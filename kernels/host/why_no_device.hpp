#pragma once

#include <string>

namespace hux::device {

/// Why CUDA finds no GPU. Versions are as CUDA numbers them: 12040 is 12.4.
/// @param driver the newest CUDA that the driver serves; 0: there is no driver
/// @param runtime the CUDA that this build comes with
/// @param reason CUDA's own words; empty if it has found none without any error
inline std::string why_no_device(int driver, int runtime, const std::string& reason) {
  const auto version = [](int number) {
    return std::to_string(number / 1000) + "." + std::to_string(number % 1000 / 10);
  };
  if (driver == 0) return "there is no NVIDIA GPU (no driver) on this machine";
  if (driver / 1000 < runtime / 1000)
    return "the NVIDIA driver of this machine is too old: it serves CUDA " + version(driver) +
           ", and this build of Hux needs " + version(runtime);
  if (reason.empty()) return "there is no NVIDIA GPU on this machine";
  return "CUDA finds no GPU (" + reason + ")";
}

}  // namespace hux::device
