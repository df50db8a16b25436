#include "run/async_writer.hpp"

#include <chrono>
#include <system_error>
#include <utility>

#include "hux/errors.hpp"

namespace hux {
namespace {

std::size_t size_of(const window_results& results) {
  std::size_t bytes = 0;
  for (const auto& spikes : results.spikes) bytes += spikes.size() * sizeof(spike);
  for (const auto& block : results.samples) bytes += block.values.size() * sizeof(float);
  return bytes + results.diverged.size() * sizeof(divergence_mark);
}

/// std::condition_variable::wait would ask for the C++ library of GCC 12 or newer where hux runs.
template <class Condition>
void wait_until(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, const Condition& condition) {
  while (!changed.wait_for(lock, std::chrono::hours(1), condition)) {
  }
}

}  // namespace

async_writer::async_writer(recorder& sink, std::size_t capacity) : sink_(sink), capacity_(capacity) {
  try {
    thread_ = std::thread([this] { serve(); });
  } catch (const std::system_error&) {
    throw memory_error(
        "the system has no room for the thread that writes results; expected fewer threads, or more room");
  }
}

async_writer::~async_writer() { stop(); }

void async_writer::record(const window_results& results) {
  const std::size_t bytes = size_of(results);
  job next;
  {
    std::unique_lock lock(mutex_);
    wait_for_room(lock, bytes);
    rethrow();
    bytes_ += bytes;
    if (!spare_.empty()) {
      next.results = std::move(spare_.back());
      spare_.pop_back();
    }
  }
  next.results = results;
  next.bytes = bytes;
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(next));
  if (worth_waking()) changed_.notify_all();
}

void async_writer::flush() {
  std::unique_lock lock(mutex_);
  rethrow();
  flush_wanted_ = true;
  changed_.notify_all();
  wait_until(changed_, lock, [this] { return !flush_wanted_; });
  rethrow();
}

void async_writer::close() {
  stop();
  rethrow();
}

double async_writer::seconds() const {
  const std::lock_guard lock(mutex_);
  return seconds_;
}

void async_writer::wait_for_room(std::unique_lock<std::mutex>& lock, std::size_t bytes) {
  const auto fits = [&] { return failure_ || bytes_ == 0 || bytes_ + bytes <= capacity_; };
  if (fits()) return;
  held_up_ = true;
  changed_.notify_all();
  wait_until(changed_, lock, fits);
  held_up_ = false;
}

bool async_writer::worth_waking() const {
  return !waiting_.empty() && (held_up_ || waiting_.size() >= batch_windows || bytes_ >= batch_bytes);
}

void async_writer::serve() {
  std::unique_lock lock(mutex_);
  auto due = std::chrono::steady_clock::now() + flush_interval;
  while (!(stopping_ && waiting_.empty())) {
    changed_.wait_until(lock, due, [this] { return stopping_ || flush_wanted_ || worth_waking(); });
    write_waiting(lock);
    if (flush_wanted_ ? !waiting_.empty() : std::chrono::steady_clock::now() < due) continue;
    flush_sink(lock);
    if (std::exchange(flush_wanted_, false)) changed_.notify_all();
    due = std::chrono::steady_clock::now() + flush_interval;
  }
}

/// Writes what waits as it is called; what comes meanwhile may wait for a flush that is due.
void async_writer::write_waiting(std::unique_lock<std::mutex>& lock) {
  for (std::size_t left = waiting_.size(); left > 0; --left) {
    job next = std::move(waiting_.front());
    waiting_.pop_front();
    const bool drop = failure_ != nullptr;
    lock.unlock();
    if (!drop) timed([&] { sink_.record(next.results); });
    lock.lock();
    finish_job(std::move(next));
  }
}

void async_writer::flush_sink(std::unique_lock<std::mutex>& lock) {
  if (failure_) return;
  lock.unlock();
  timed([&] { sink_.flush(); });
  lock.lock();
}

template <class Work>
void async_writer::timed(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  std::exception_ptr failure;
  try {
    work();
  } catch (...) {
    failure = std::current_exception();
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  const std::lock_guard lock(mutex_);
  seconds_ += spent.count();
  if (failure) failure_ = failure;
}

/// With the lock held. Keeps two buffers, one to fill while the other is written, and as many small ones as a batch
/// has.
void async_writer::finish_job(job done) {
  bytes_ -= done.bytes;
  if (spare_.size() < 2 || (spare_.size() < batch_windows && done.bytes < batch_bytes / batch_windows))
    spare_.push_back(std::move(done.results));
  changed_.notify_all();
}

void async_writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void async_writer::rethrow() const {
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace hux
