#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hux::device {

/// A device that kernels can be launched on. There are two implementations: CUDA's and the executor's.
struct properties {
  std::string name;
  int major = 0, minor = 0;  ///< compute capability
  unsigned multiprocessors = 0;
  std::size_t memory = 0;     ///< bytes
  std::size_t available = 0;  ///< bytes that nobody has taken
  std::string unusable;       ///< why kernels of this build do not run on it; empty if they do
};

/// The devices that there are, in the order of their numbers.
/// @param why_none set to the reason if there are none
std::vector<properties> list_devices(std::string& why_none);

/// Makes the calls of this thread mean the device of that number.
/// @throws hux::error if there is no such device
void use_device(unsigned number);

/// Of the device in use.
std::size_t available_memory();
unsigned multiprocessors();

}  // namespace hux::device
