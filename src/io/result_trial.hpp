#pragma once

#include <cstdint>
#include <functional>

namespace hux {

/// Does some work survive, in a process of its own that is then thrown away? For libraries that end the program
/// when they are given a damaged file. Exceptions count as survived.
/// No other thread may hold a lock that the work takes.
/// @param seconds of processor time the work may take, and a third of the time that it may wait for something
bool survives(const std::function<void()>& work, std::uint64_t seconds);

}  // namespace hux
