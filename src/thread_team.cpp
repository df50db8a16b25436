#include "thread_team.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <system_error>
#include <utility>

#include "hux/core/errors.hpp"

namespace hux {

thread_team::thread_team(unsigned size) : size_(std::max(size, 1U)), meeting_(size_), failures_(size_) {
  try {
    for (unsigned thread = 1; thread < size_; ++thread) threads_.emplace_back([this, thread] { serve(thread); });
  } catch (const std::system_error&) {
    const std::size_t started = threads_.size() + 1;
    dismiss(static_cast<unsigned>(started));
    throw error("the system has no room for " + std::to_string(size_) + " threads, only for " +
                std::to_string(started) + "; expected fewer threads");
  }
}

thread_team::~thread_team() { dismiss(size_); }

void thread_team::dismiss(unsigned started) {
  phases_ = {};
  meeting_.expect(started);
  meeting_.arrive_and_wait();
}

void thread_team::run_phases(std::span<const work> phases) {
  phases_ = phases;
  failed_phase_ = SIZE_MAX;
  meeting_.arrive_and_wait();
  take_part(0);
  std::exception_ptr first;
  for (auto& failure : failures_)
    if (auto thrown = std::exchange(failure, nullptr); thrown && !first) first = std::move(thrown);
  if (first) std::rethrow_exception(first);
}

void thread_team::for_chunks(std::uint64_t count, std::uint64_t chunk,
                             const std::function<void(std::uint64_t, std::uint64_t, unsigned)>& what) {
  next_ = 0;
  run([&](unsigned thread) {
    for (std::uint64_t begin = next_.fetch_add(chunk); begin < count; begin = next_.fetch_add(chunk))
      what(begin, std::min(begin + chunk, count), thread);
  });
}

void thread_team::serve(unsigned thread) {
  while (true) {
    meeting_.arrive_and_wait();
    if (phases_.empty()) return;
    take_part(thread);
  }
}

/// All threads meet after each phase, and agree on whether another follows.
void thread_team::take_part(unsigned thread) {
  const auto phases = phases_;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    try {
      phases[i](thread);
    } catch (...) {
      failures_[thread] = std::current_exception();
      failed_phase_ = i;
    }
    meeting_.arrive_and_wait();
    if (failed_phase_ > i) continue;
    meeting_.arrive_and_wait();  // all have seen it, before it is forgotten
    return;
  }
}

}  // namespace hux
