#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "hux/simulation.hpp"

namespace hux {

/// Threads a run will use: those asked for, or one a core.
unsigned thread_count(const settings& s);

/// Bytes that this process may still take: what the machine has, and what control groups and `ulimit -v` leave.
/// @param root folder in which proc and sys are
std::uint64_t available_memory(const std::filesystem::path& root = "/");

/// Throws memory_error with the figures if a plan asks for more than there is.
void require_memory(const memory_plan& plan, std::uint64_t available);

/// What is missing, in one sentence with the figures; empty if nothing is.
/// @param where "available", "free on GPU 0"
std::string missing_memory(const std::vector<memory_plan::component>& parts, std::uint64_t available,
                           const std::string& where);

}  // namespace hux
