#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace hux::cli {

/// A trial of a file (io/hdf5/file_trial.hpp) in a copy of this process, which is then thrown away. No other thread
/// may hold a lock that the reading takes.
std::string tried_in_a_copy(const std::function<void()>& read, std::uint64_t size);

}  // namespace hux::cli
