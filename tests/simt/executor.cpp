#include "executor.hpp"

#include <algorithm>
#include <numeric>

#include "machine.hpp"
#include "places.hpp"
#include "sanitizers.hpp"
#include "warp.hpp"

namespace hux::simt {

namespace {

std::span<const std::unique_ptr<thread>> block_of(const machine& m) { return {m.threads.data(), m.block_threads}; }

warp warp_of(const machine& m, std::size_t first) {
  const auto block = block_of(m);
  return warp(block.subspan(first, std::min<std::size_t>(device::warp_size, block.size() - first)));
}

void resume(machine& m, thread& t) {
  m.running = &t;
  device::executor::current = &t.position;
  t.begun = true;
  t.body.resume();
  if (m.failure && !m.ending_early) std::rethrow_exception(m.failure);
}

/// The kernel, in the fiber of one thread; what it throws is kept for the launch.
void run_kernel(machine& m) {
  try {
    (*m.kernel)();
  } catch (const ended_early&) {
  } catch (...) {
    const own_accesses scope;
    m.failure = std::current_exception();
  }
}

std::vector<std::size_t> in_order(machine& m, std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (m.how.threads == order::reversed) std::reverse(order.begin(), order.end());
  if (m.how.threads == order::shuffled) std::shuffle(order.begin(), order.end(), m.shuffler);
  return order;
}

void begin_block(machine& m, extent grid, extent block, std::size_t number) {
  m.block_begin = ++m.epoch;
  m.shared.begin_block();
  const extent at(static_cast<unsigned>(number % grid.x), static_cast<unsigned>(number / grid.x % grid.y),
                  static_cast<unsigned>(number / grid.x / grid.y));
  for (unsigned i = 0; i < m.block_threads; ++i) {
    thread& t = *m.threads[i];
    t.position = {{i % block.x, i / block.x % block.y, i / block.x / block.y}, at, block, grid, i};
    t.now = state::ready;
    t.begun = false;
    t.mask = 0;
    t.at = place();
    std::fill(std::begin(t.clock), std::end(t.clock), 0u);
    t.clock[i % device::warp_size] = 1;
  }
}

/// Runs each thread that can go on, up to where it waits. A shuffle lets some wait for the next round, so that threads
/// get ahead of each other.
bool run_ready(machine& m) {
  std::bernoulli_distribution late(0.25);
  bool any = false;
  for (const std::size_t i : in_order(m, m.block_threads)) {
    thread& t = *m.threads[i];
    if (t.now != state::ready) continue;
    any = true;
    if (m.how.threads != order::shuffled || !late(m.shuffler)) resume(m, t);
  }
  return any;
}

void refuse_barrier(const thread& waiting, const thread& other) {
  const std::string thread_waits =
      "thread " + std::to_string(waiting.position.number) + " waits at the barrier at " + describe(waiting.at);
  const std::string who = ", but thread " + std::to_string(other.position.number);
  if (other.now == state::at_barrier)
    fail("the barrier is divergent: " + thread_waits + who + " at the one at " + describe(other.at));
  fail("a barrier is missing: " + thread_waits + who + " has left the kernel" +
       (other.at.line() == 0 ? ", without any" : "; it was last at " + describe(other.at)));
}

/// Nobody can go on: either all threads stand at one barrier, or they wait for ever.
void release_barrier(machine& m) {
  for (std::size_t first = 0; first < m.block_threads; first += device::warp_size) warp_of(m, first).refuse_to_wait();
  const auto block = block_of(m);
  const auto waiting =
      std::find_if(block.begin(), block.end(), [](const auto& t) { return t->now == state::at_barrier; });
  std::uint64_t count = 0;
  for (const auto& t : block) {
    if (t->now != state::at_barrier || !same_place(t->at, (*waiting)->at)) refuse_barrier(**waiting, *t);
    count += t->value;
  }
  for (const auto& t : block) {
    t->result = count;
    t->now = state::ready;
  }
  ++m.epoch;
  ++m.barrier_phase;
}

bool all_left(const machine& m) {
  const auto block = block_of(m);
  return std::all_of(block.begin(), block.end(), [](const auto& t) { return t->now == state::left; });
}

void run_block(machine& m) {
  while (!all_left(m)) {
    bool progress = run_ready(m);
    for (std::size_t first = 0; first < m.block_threads; first += device::warp_size) {
      progress = warp_of(m, first).complete_collectives() || progress;
    }
    if (!progress) release_barrier(m);
  }
}

/// Leaves every fiber where the next block can begin with it.
void end_early(machine& m) {
  m.ending_early = true;
  for (const auto& t : block_of(m)) {
    if (t->begun && t->now != state::left) resume(m, *t);
  }
  m.ending_early = false;
  m.failure = nullptr;
}

void check_sizes(extent grid, extent block) {
  const auto text = [](extent e) {
    return std::to_string(e.x) + " x " + std::to_string(e.y) + " x " + std::to_string(e.z);
  };
  if (block.count() == 0 || block.count() > 1024 || block.x > 1024 || block.y > 1024 || block.z > 64) {
    fail("a block of " + text(block) + " threads was launched, which is none or more than a GPU takes");
  }
  if (grid.count() == 0 || grid.x > 0x7fffffffu || grid.y > 65535 || grid.z > 65535) {
    fail("a grid of " + text(grid) + " blocks was launched, which is none or more than a GPU takes");
  }
}

void begin_launch(machine& m, extent block, std::size_t shared_bytes, const std::function<void()>& kernel) {
  m.shared.begin_launch(shared_bytes);
  m.block_threads = block.count();
  while (m.threads.size() < m.block_threads) m.threads.push_back(std::make_unique<thread>());
  m.kernel = &kernel;
  m.shuffler.seed(m.how.seed);
  m.launch_begin = ++m.epoch;
}

void run_blocks(machine& m, extent grid, extent block) {
  for (const std::size_t number : in_order(m, grid.count())) {
    begin_block(m, grid, block, number);
    run_block(m);
  }
}

}  // namespace

machine& gpu() {
  static machine the_only_one;
  return the_only_one;
}

void thread::run_threads() {
  machine& m = gpu();
  for (;;) {
    acquire(&m.launch_token);
    run_kernel(m);
    release(&m.end_token);
    const own_accesses scope;
    m.running->now = state::left;
    fiber::suspend();
  }
}

settings& current_settings() { return gpu().how; }

std::size_t live_allocations() { return gpu().device.allocations(); }

std::uint64_t launches() { return gpu().launches; }

}  // namespace hux::simt

namespace hux::device::executor {

using simt::gpu;

void run_grid(extent grid, extent block, std::size_t shared_bytes, const std::function<void()>& kernel) {
  if (current != nullptr) simt::fail("a kernel launches a kernel");
  const std::lock_guard lock(gpu().in_use);
  simt::check_sizes(grid, block);
  ++gpu().launches;
  simt::release(&gpu().launch_token);
  const simt::own_accesses scope;
  simt::begin_launch(gpu(), block, shared_bytes, kernel);
  try {
    simt::run_blocks(gpu(), grid, block);
  } catch (...) {
    const std::exception_ptr failure = std::current_exception();
    simt::end_early(gpu());
    current = nullptr;
    simt::acquire(&gpu().end_token);
    std::rethrow_exception(failure);
  }
  current = nullptr;
  simt::acquire(&gpu().end_token);
  gpu().device.check_red_zones();
}

}  // namespace hux::device::executor
