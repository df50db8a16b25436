#pragma once

#include <cstdint>

#include "hux/simulation.hpp"

namespace hux {

/// Threads a run will use: those asked for, or one a core.
unsigned thread_count(const settings& s);

/// Bytes that this process may still take.
std::uint64_t available_memory();

/// Throws memory_error with the figures if a plan asks for more than there is.
void require_memory(const memory_plan& plan, std::uint64_t available);

}  // namespace hux
