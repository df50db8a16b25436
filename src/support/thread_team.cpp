#include "support/thread_team.hpp"

#include <string>
#include <system_error>
#include <utility>

#include "hux/errors.hpp"

namespace hux {

thread_team::thread_team(unsigned size, std::function<bool()> wanted)
    : size_(std::max(size, 1U)), begun_(size_), done_(size_), wanted_(std::move(wanted)), failures_(size_) {
  try {
    for (unsigned thread = 1; thread < size_; ++thread) threads_.emplace_back([this, thread] { serve(thread); });
  } catch (const std::system_error&) {
    const std::size_t started = threads_.size() + 1;
    dismiss();
    throw memory_error("the system has no room for " + std::to_string(size_) + " threads, only for " +
                       std::to_string(started) + "; expected fewer threads");
  }
}

thread_team::~thread_team() { dismiss(); }

void thread_team::dismiss() {
  work_ = nullptr;
  begun_.raise();
}

void thread_team::begin(work what) {
  work_ = std::move(what);
  ++rounds_;
  begun_.raise();
}

void thread_team::finish() {
  take_part(0);
  if (wanted_) ask_until(rounds_ * (size_ - 1));
  done_.wait_for(rounds_ * (size_ - 1));
  std::exception_ptr first;
  for (auto& failure : failures_)
    if (auto thrown = std::exchange(failure, nullptr); thrown && !first) first = std::move(thrown);
  if (first) std::rethrow_exception(first);
}

void thread_team::ask(std::function<bool()> wanted) {
  wanted_ = std::move(wanted);
  asked_ = {};
  given_up_ = false;
}

void thread_team::check(unsigned thread) {
  if (!wanted_) return;
  if (thread == 0) ask_if_due();
  if (given_up_.load(std::memory_order_relaxed)) throw interrupted("interrupted while the network was built");
}

void thread_team::ask_if_due() {
  constexpr std::chrono::milliseconds interval(20);
  const auto now = std::chrono::steady_clock::now();
  if (given_up_ || now - asked_ < interval) return;
  asked_ = now;
  if (!wanted_()) given_up_ = true;
}

/// The others may be at something that takes seconds.
void thread_team::ask_until(std::uint32_t done) {
  constexpr int patience = 100;
  constexpr std::chrono::microseconds pause(50);
  for (int looks = 0; !done_.is(done); ++looks) {
    ask_if_due();
    if (looks < patience)
      std::this_thread::yield();
    else
      std::this_thread::sleep_for(pause);
  }
}

void thread_team::for_chunks(std::uint64_t count, std::uint64_t chunk,
                             const std::function<void(std::uint64_t, std::uint64_t, unsigned)>& what) {
  next_ = 0;
  run([&](unsigned thread) {
    for (std::uint64_t begin = next_.fetch_add(chunk); begin < count; begin = next_.fetch_add(chunk)) {
      check(thread);
      what(begin, std::min(begin + chunk, count), thread);
    }
  });
}

void thread_team::serve(unsigned thread) {
  for (std::uint32_t round = 1;; ++round) {
    begun_.wait_for(round);
    if (!work_) return;
    take_part(thread);
    done_.raise();
  }
}

void thread_team::take_part(unsigned thread) {
  try {
    work_(thread);
  } catch (...) {
    failures_[thread] = std::current_exception();
  }
}

unsigned startable_threads(unsigned wanted) {
  std::atomic<bool> counted = false;
  std::vector<std::jthread> threads;
  try {
    while (threads.size() < wanted) threads.emplace_back([&counted] { counted.wait(false); });
  } catch (const std::system_error&) {  // counted below
  }
  counted = true;
  counted.notify_all();
  // One of the team's is the caller's, which leaves one for the writer.
  return std::max(1U, static_cast<unsigned>(threads.size()));
}

}  // namespace hux
