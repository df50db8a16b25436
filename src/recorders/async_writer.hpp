#pragma once

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
/// What waits is bounded: record() blocks while the queue is full. Results keep their order.
class async_writer final : public recorder {
 public:
  static constexpr std::size_t default_capacity = std::size_t{64} << 20;

  /// @param sink must outlive this
  /// @param capacity most bytes that wait to be written; a single larger window is taken when nothing else waits
  explicit async_writer(recorder& sink, std::size_t capacity = default_capacity);
  /// Waits for what is still to be written; its errors are lost (call close() to see them).
  ~async_writer() override;
  async_writer(const async_writer&) = delete;
  async_writer& operator=(const async_writer&) = delete;

  /// Queues a copy. Throws what the sink threw on an earlier window; what comes after that window is dropped.
  void record(const window_results& results) override;

  /// Waits until all is written and ends the thread; throws what the sink threw. May be called again.
  void close();

  /// Time the sink has spent so far, s.
  [[nodiscard]] double seconds() const;

 private:
  struct job {
    window_results results;
    std::size_t bytes = 0;
  };

  void serve();
  void write(const window_results& results);
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
  bool stopping_ = false;
  double seconds_ = 0;
  std::exception_ptr failure_;
  std::thread thread_;  // the last member: starts when all else is ready
};

}  // namespace hux
