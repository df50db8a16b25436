#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace hux {

/// Why a file of HDF5 cannot be read, which ends the program on some damaged files, or loops: it is read in a process
/// of its own, that is then thrown away. Empty if that survives; exceptions count as survived. No other thread may hold
/// a lock that the reading takes.
/// @param read the whole reading of it
/// @param size of the file, bytes
std::string why_fatal(const std::function<void()>& read, std::uint64_t size);

}  // namespace hux
