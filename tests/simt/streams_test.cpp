#include <gtest/gtest.h>

#include <vector>

#include "executor.hpp"
#include "host/device_memory.hpp"
#include "host/stream.hpp"

/// The executor's streams: as late as CUDA may be, so that what nobody waited for is missed.
namespace hux::device {
namespace {

HUX_KERNEL void add_one(device_span<int> values) { values[block_thread()] = values[block_thread()] + 1; }

void queue_adding(device_array<int>& values, const stream& s) {
  launch(1, static_cast<unsigned>(values.size()), 0, s.handle(), add_one, values.span());
}

class streams : public testing::Test {
 protected:
  streams() : values_(std::vector<int>{1, 2, 3}), seen_(3) {
    for (int i = 0; i < 3; ++i) seen_[static_cast<std::size_t>(i)] = 0;
  }
  ~streams() override { simt::current_settings().lazy_streams = true; }

  void queue_look(const stream& s) {
    start_copy_to_host(seen_.data(), values_.span().data(), 3 * sizeof(int), s.handle());
  }

  device_array<int> values_;
  pinned_array<int> seen_;
  stream first_, second_;
};

TEST_F(streams, do_their_work_in_order_when_somebody_waits) {
  queue_adding(values_, first_);
  queue_look(first_);
  queue_adding(values_, first_);
  EXPECT_EQ(seen_[0], 0);
  synchronize(first_.handle());
  EXPECT_EQ(seen_[0], 2);
  EXPECT_EQ(values_.download(), (std::vector<int>{3, 4, 5}));
}

TEST_F(streams, are_not_waited_for_by_each_other) {
  queue_adding(values_, first_);
  queue_look(second_);
  synchronize(second_.handle());
  EXPECT_EQ(seen_[2], 3);
}

TEST_F(streams, wait_for_an_event_and_for_nothing_after_it) {
  const event added;
  queue_adding(values_, first_);
  record(added.handle(), first_.handle());
  queue_adding(values_, first_);
  wait(second_.handle(), added.handle());
  queue_look(second_);
  synchronize(second_.handle());
  EXPECT_EQ(seen_[2], 4);
}

TEST_F(streams, are_all_waited_for_by_work_without_a_stream) {
  queue_adding(values_, first_);
  queue_adding(values_, second_);
  EXPECT_EQ(values_.download(), (std::vector<int>{3, 4, 5}));
}

TEST_F(streams, work_at_once_where_that_is_asked_for) {
  simt::current_settings().lazy_streams = false;
  queue_adding(values_, first_);
  queue_look(first_);
  EXPECT_EQ(seen_[1], 3);
}

TEST_F(streams, tell_the_time_between_events) {
  const event begin, end;
  record(begin.handle(), first_.handle());
  queue_adding(values_, first_);
  record(end.handle(), first_.handle());
  synchronize(end.handle());
  EXPECT_GE(seconds_between(begin.handle(), end.handle()), 0);
}

TEST_F(streams, report_the_fault_of_a_kernel_to_who_waits) {
  launch(1, 4, 0, first_.handle(), add_one, values_.span());  // a thread more than there are elements
  EXPECT_THROW(synchronize(first_.handle()), simt::fault);
}

}  // namespace
}  // namespace hux::device
