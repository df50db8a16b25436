#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "hux/recorder.hpp"

namespace hux {

/// Hands results to another recorder on a thread of its own, so that the simulation goes on while they are written.
/// What waits is bounded: record() blocks while the queue is full. Results keep their order. Small windows are written
/// some at a time: to wake a thread takes as long as a small network takes for a window. Once a second whatever waits
/// is written and the other recorder flushed, however slowly windows come.
class async_writer final : public recorder {
 public:
  static constexpr std::size_t default_capacity = std::size_t{64} << 20;
  /// As soon as so many windows or bytes wait, they are written.
  static constexpr std::size_t batch_windows = 64;
  static constexpr std::size_t batch_bytes = std::size_t{1} << 20;

  static constexpr std::chrono::milliseconds flush_interval{1000};

  /// @param sink must outlive this
  /// @param capacity most bytes that wait to be written; a single larger window is taken when nothing else waits
  explicit async_writer(recorder& sink, std::size_t capacity = default_capacity);
  /// Waits for what is still to be written; its errors are lost (call close() to see them).
  ~async_writer() override;
  async_writer(const async_writer&) = delete;
  async_writer& operator=(const async_writer&) = delete;

  /// Queues a copy. Throws what the sink threw on an earlier window; what comes after that window is dropped.
  void record(const window_results& results) override;

  /// Waits until all is written and flushed; throws what the sink threw.
  void flush() override;

  /// Waits until all is written and ends the thread; throws what the sink threw. May be called again.
  void close();

  /// Time the sink has spent so far, s.
  [[nodiscard]] double seconds() const;

 private:
  struct job {
    window_results results;
    std::size_t bytes = 0;
  };

  void wait_for_room(std::unique_lock<std::mutex>& lock, std::size_t bytes);
  [[nodiscard]] bool worth_waking() const;
  void serve();
  void write_waiting(std::unique_lock<std::mutex>& lock);
  void flush_sink(std::unique_lock<std::mutex>& lock);
  template <class Work>
  void timed(const Work& work);
  void finish_job(job done);
  void stop();
  void rethrow() const;

  recorder& sink_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<job> waiting_;
  std::vector<window_results> spare_;  // written ones, whose memory is used again
  std::size_t bytes_ = 0;              // waiting or being written
  bool held_up_ = false;               // record() waits for room
  bool flush_wanted_ = false;
  bool stopping_ = false;
  double seconds_ = 0;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace hux
