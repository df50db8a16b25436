#pragma once

#include <string>
#include <vector>

namespace hux {

/// Why there is no NVRTC, CUDA's compiler for running programs; empty if there is. It is loaded when it is first asked
/// for.
std::string why_no_nvrtc();

/// Machine code (a cubin) of kernels in CUDA C++, compiled by NVRTC against the embedded headers: contraction off, and
/// of the standard library what hux/device/rtc/standard.hpp has. Needs no GPU.
/// @param architecture such as "sm_90"
/// @throws error if there is no NVRTC, or if it refuses the source, with its first message
std::vector<char> compile_for_gpu(const std::string& source, const std::string& architecture);

}  // namespace hux
