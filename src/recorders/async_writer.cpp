#include "recorders/async_writer.hpp"

#include <chrono>
#include <utility>

namespace hux {
namespace {

std::size_t size_of(const window_results& results) {
  std::size_t bytes = 0;
  for (const auto& spikes : results.spikes) bytes += spikes.size() * sizeof(spike);
  for (const auto& block : results.samples) bytes += block.values.size() * sizeof(float);
  return bytes;
}

}  // namespace

async_writer::async_writer(recorder& sink, std::size_t capacity)
    : sink_(sink), capacity_(capacity), thread_([this] { serve(); }) {}

async_writer::~async_writer() { stop(); }

void async_writer::record(const window_results& results) {
  const std::size_t bytes = size_of(results);
  job next;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || bytes_ == 0 || bytes_ + bytes <= capacity_; });
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
  changed_.notify_all();
}

void async_writer::close() {
  stop();
  rethrow();
}

double async_writer::seconds() const {
  const std::lock_guard lock(mutex_);
  return seconds_;
}

void async_writer::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    job next = std::move(waiting_.front());
    waiting_.pop_front();
    const bool drop = failure_ != nullptr;
    lock.unlock();
    if (!drop) write(next.results);
    lock.lock();
    finish_job(std::move(next));
  }
}

void async_writer::write(const window_results& results) {
  const auto start = std::chrono::steady_clock::now();
  std::exception_ptr failure;
  try {
    sink_.record(results);
  } catch (...) {
    failure = std::current_exception();
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  const std::lock_guard lock(mutex_);
  seconds_ += spent.count();
  if (failure) failure_ = failure;
}

/// With the lock held. Keeps two buffers at most: one to fill while the other is written.
void async_writer::finish_job(job done) {
  bytes_ -= done.bytes;
  if (spare_.size() < 2) spare_.push_back(std::move(done.results));
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
