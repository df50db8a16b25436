// Streams, copies and devices of the executor. What is queued on a stream waits until somebody waits for it, so that
// work that should have been waited for is missed; on request it is done at once.

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <new>
#include <set>

#include "executor.hpp"
#include "host/device_memory.hpp"
#include "host/devices.hpp"
#include "host/stream.hpp"
#include "machine.hpp"

namespace hux::device {

using clock = std::chrono::steady_clock;

/// Work in the order in which it was queued.
struct executor_stream {
  std::deque<std::function<void()>> waiting;
  std::uint64_t done = 0;  ///< how much has been, since the beginning

  [[nodiscard]] std::uint64_t queued() const { return done + waiting.size(); }
};

struct executor_event {
  executor_stream* on = nullptr;
  std::uint64_t after = 0;                                                          ///< so much of its stream's work
  std::shared_ptr<clock::time_point> when = std::make_shared<clock::time_point>();  ///< it happened
};

namespace {

std::set<executor_stream*>& all_streams() {
  static std::set<executor_stream*> streams;
  return streams;
}

void work(executor_stream& s, std::uint64_t until) {
  while (s.done < until && !s.waiting.empty()) {
    const std::function<void()> next = std::move(s.waiting.front());
    s.waiting.pop_front();
    ++s.done;
    next();
  }
}

void reach(const executor_event& e) {
  if (e.on != nullptr && all_streams().contains(e.on)) work(*e.on, e.after);
}

}  // namespace

namespace executor {

// The null stream waits for all others, as CUDA's does.
void submit(stream_handle stream, std::function<void()> task) {
  if (stream == nullptr) {
    for (executor_stream* s : all_streams()) work(*s, s->queued());
    task();
    return;
  }
  stream->waiting.push_back(std::move(task));
  if (!simt::current_settings().lazy_streams) work(*stream, stream->queued());
}

}  // namespace executor

stream_handle create_stream() {
  auto* stream = new executor_stream;
  all_streams().insert(stream);
  return stream;
}

void destroy_stream(stream_handle stream) noexcept {
  all_streams().erase(stream);
  delete stream;
}

void synchronize(stream_handle stream) {
  if (stream == nullptr)
    executor::submit(nullptr, [] {});
  else
    work(*stream, stream->queued());
}

event_handle create_event() { return new executor_event; }
void destroy_event(event_handle event) noexcept { delete event; }
void record(event_handle event, stream_handle stream) {
  executor::submit(stream, [when = event->when] { *when = clock::now(); });
  event->on = stream;
  event->after = stream->queued();
}
void wait(stream_handle stream, event_handle event) {
  executor::submit(stream, [happened = *event] { reach(happened); });
}
void synchronize(event_handle event) { reach(*event); }
double seconds_between(event_handle begin, event_handle end) {
  return std::chrono::duration<double>(*end->when - *begin->when).count();
}

// Kernels may write to it as to device memory, of which it takes none.
void* allocate_pinned(std::size_t bytes, std::size_t element_bytes, std::source_location at) {
  const std::lock_guard lock(simt::gpu().in_use);
  return simt::gpu().device.allocate(bytes, element_bytes, at, simt::owner::host);
}

void release_pinned(void* memory) noexcept {
  const std::lock_guard lock(simt::gpu().in_use);
  simt::gpu().device.release(memory);
}

void start_copy_to_host(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  if (bytes != 0) executor::submit(stream, [=] { std::memcpy(to, from, bytes); });
}

void start_copy_to_device(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  if (bytes == 0) return;
  executor::submit(stream, [=] {
    mark_written(to, bytes);
    std::memcpy(to, from, bytes);
  });
}

void copy_to_host(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  start_copy_to_host(to, from, bytes, stream);
  synchronize(stream);
}

void copy_to_device(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  start_copy_to_device(to, from, bytes, stream);
  synchronize(stream);
}

void fill_with_zero(void* memory, std::size_t bytes, stream_handle stream) {
  if (bytes == 0) return;
  executor::submit(stream, [=] {
    mark_written(memory, bytes);
    std::memset(memory, 0, bytes);
  });
}

void mark_written(const void* memory, std::size_t bytes) {
  if (bytes == 0) return;
  const std::lock_guard lock(simt::gpu().in_use);
  simt::gpu().device.set_written(memory, bytes);
}

std::vector<properties> list_devices(std::string& why_none) {
  if (simt::current_settings().devices == 0) why_none = "the executor has none";
  properties p;
  p.name = "SIMT executor";
  p.major = 8;
  p.minor = 6;
  p.multiprocessors = multiprocessors();
  p.memory = simt::current_settings().memory;
  p.available = available_memory();
  return std::vector<properties>(simt::current_settings().devices, p);
}

void use_device(unsigned /*number*/) {}

unsigned multiprocessors() { return 2; }

}  // namespace hux::device
