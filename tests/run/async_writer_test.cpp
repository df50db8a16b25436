#include "run/async_writer.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <latch>
#include <stdexcept>

#include "hux/errors.hpp"

namespace hux {
namespace {

window_results window(int k, std::size_t spikes = 1) {
  window_results w;
  w.steps = {k, k + 1};
  w.spikes = {std::vector<spike>(spikes, spike{static_cast<double>(k), 0})};
  return w;
}

/// Remembers what it is given, once its gate is open; throws at a chosen window.
class sink final : public recorder {
 public:
  void record(const window_results& results) override {
    gate_.wait();
    if (results.steps.begin == throw_at) throw std::runtime_error("no more paper");
    seen.push_back(results);
  }
  void flush() override { flushed = seen.size(); }
  void open() { gate_.count_down(); }
  std::int64_t throw_at = -1;
  std::vector<window_results> seen;
  std::size_t flushed = 0;  // windows before the last flush

 private:
  std::latch gate_{1};
};

// Sanitizers need more addresses than that.
TEST(async_writer_slow, lack_of_room_for_its_thread_is_lack_of_memory) {
  const auto start = [] {
    const rlimit no_more_addresses{0, RLIM_INFINITY};
    setrlimit(RLIMIT_AS, &no_more_addresses);
    sink to;
    try {
      const async_writer writer(to);
    } catch (const memory_error&) {
      _exit(0);
    }
    _exit(1);
  };
  EXPECT_EXIT(start(), testing::ExitedWithCode(0), "");
}

TEST(async_writer, hands_on_every_window_in_order) {
  sink to;
  to.open();
  async_writer writer(to);
  for (int k = 0; k < 100; ++k) writer.record(window(k));
  writer.close();
  ASSERT_EQ(to.seen.size(), 100);
  for (int k = 0; k < 100; ++k) EXPECT_EQ(to.seen[static_cast<std::size_t>(k)].steps.begin, k);
}

TEST(async_writer, has_written_and_flushed_all_when_it_is_asked_to) {
  sink to;
  async_writer writer(to);
  for (int k = 0; k < 100; ++k) writer.record(window(k));
  auto flushed = std::async(std::launch::async, [&] { writer.flush(); });
  EXPECT_EQ(flushed.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  to.open();
  flushed.get();
  EXPECT_EQ(to.flushed, 100);
  writer.record(window(100));
  writer.flush();
  EXPECT_EQ(to.flushed, 101);
}

TEST(async_writer, says_in_a_flush_that_writing_has_failed) {
  sink to;
  to.throw_at = 2;
  to.open();
  async_writer writer(to);
  for (int k = 0; k < 3; ++k) writer.record(window(k));
  EXPECT_THROW(writer.flush(), std::runtime_error);
  EXPECT_THROW(writer.flush(), std::runtime_error);
}

TEST(async_writer, hands_on_the_values_unchanged) {
  sink to;
  to.open();
  async_writer writer(to);
  window_results w = window(3, 2);
  w.samples.resize(1);
  w.samples[0].values = {1, 2, 3};
  w.diverged = {{1.5, 0, 7}};
  writer.record(w);
  writer.close();
  EXPECT_EQ(to.seen[0].spikes[0].size(), 2);
  EXPECT_EQ(to.seen[0].samples[0].values, w.samples[0].values);
  ASSERT_EQ(to.seen[0].diverged.size(), 1);
  EXPECT_EQ(to.seen[0].diverged[0].neuron, 7);
}

TEST(async_writer, holds_the_simulation_back_while_too_much_is_waiting) {
  sink to;
  async_writer writer(to, 10 * sizeof(spike));
  writer.record(window(0, 10));
  auto second = std::async(std::launch::async, [&] { writer.record(window(1, 10)); });
  EXPECT_EQ(second.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  to.open();
  second.get();
  writer.close();
  EXPECT_EQ(to.seen.size(), 2);
}

TEST(async_writer, takes_a_window_larger_than_the_queue) {
  sink to;
  to.open();
  async_writer writer(to, 1);
  writer.record(window(0, 1000));
  writer.close();
  EXPECT_EQ(to.seen.size(), 1);
}

TEST(async_writer, hands_on_and_flushes_what_waits_though_nothing_more_comes) {
  struct flushed final : recorder {
    void record(const window_results& /*results*/) override { ++recorded; }
    void flush() override {
      if (recorded > 0) done.set_value(recorded), recorded = -1000;
    }
    int recorded = 0;
    std::promise<int> done;
  } to;
  async_writer writer(to);
  writer.record(window(0));
  EXPECT_EQ(to.done.get_future().get(), 1);
}

TEST(async_writer, rethrows_the_error_of_its_sink_when_closed) {
  sink to;
  to.open();
  to.throw_at = 0;
  async_writer writer(to);
  writer.record(window(0));
  EXPECT_THROW(writer.close(), std::runtime_error);
}

TEST(async_writer, rethrows_the_error_of_its_sink_at_the_next_window) {
  sink to;
  to.open();
  to.throw_at = 0;
  async_writer writer(to, 1);
  writer.record(window(0));
  EXPECT_THROW(writer.record(window(1)), std::runtime_error);  // waits for the first: the queue is full
}

TEST(async_writer, drops_what_comes_after_an_error) {
  sink to;
  to.throw_at = 1;
  async_writer writer(to);
  for (int k = 0; k < 4; ++k) writer.record(window(k));
  to.open();
  EXPECT_THROW(writer.close(), std::runtime_error);
  EXPECT_EQ(to.seen.size(), 1);
}

TEST(async_writer, counts_the_time_its_sink_spends) {
  struct slow final : recorder {
    void record(const window_results& /*results*/) override {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  } to;
  async_writer writer(to);
  writer.record(window(0));
  writer.close();
  EXPECT_GE(writer.seconds(), 0.005);
}

}  // namespace
}  // namespace hux
