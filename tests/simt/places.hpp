#pragma once

#include <string>

#include "device/device.hpp"

namespace hux::simt {

/// "kernels/device/advance.hpp:12"
std::string describe(device::place at);

bool same_place(device::place a, device::place b);

/// @throws fault that says so, and in which block
[[noreturn]] void fail(const std::string& what);

}  // namespace hux::simt
