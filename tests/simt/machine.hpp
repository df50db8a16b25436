#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <vector>

#include "executor.hpp"
#include "memory.hpp"
#include "thread.hpp"

namespace hux::simt {

/// Thrown into the threads of a block that ends early, so that their stacks are unwound.
struct ended_early {};

/// All of the simulated GPU: the threads of the block that runs, its memory, and the time.
struct machine {
  settings how;
  std::mutex in_use;  ///< by one thread of the host at a time
  shared_memory shared;
  device_memory device;
  std::vector<std::unique_ptr<thread>> threads;  ///< kept from launch to launch; a block uses the first of them
  std::size_t block_threads = 0;
  const std::function<void()>* kernel = nullptr;
  std::mt19937_64 shuffler;
  thread* running = nullptr;
  std::exception_ptr failure;
  bool ending_early = false;
  std::uint32_t epoch = 0, block_begin = 0, launch_begin = 0;
  std::uint64_t launches = 0;
  char launch_token = 0, end_token = 0;
  char barrier_tokens[2] = {};  ///< they alternate, for some threads are gone when others arrive
  unsigned barrier_phase = 0;
};

machine& gpu();

}  // namespace hux::simt
