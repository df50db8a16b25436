#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "executor.hpp"
#include "faulty_kernels.hpp"
#include "host/device_memory.hpp"
#include "sample_kernels.hpp"

namespace hux::simt {
namespace {

using device::device_array;
using device::extent;
using device::launch;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;

/// "faulty_kernels.hpp:17": where a kernel has a marked line.
std::string marked(const std::string& kernel, const std::string& mark) {
  std::ifstream file(std::string(HUX_SOURCE_DIR) + "/tests/simt/faulty_kernels.hpp");
  bool within = false;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    within = within || line.find(" " + kernel + "(") != std::string::npos;
    if (within && line.find("// line " + mark) != std::string::npos) {
      return "faulty_kernels.hpp:" + std::to_string(number);
    }
  }
  throw std::runtime_error("no line " + mark + " in " + kernel);
}

/// What launch() says; "" if nothing.
template <class... Args>
std::string fault_of(extent grid, extent block, std::size_t shared_bytes, Args&&... kernel_and_arguments) {
  try {
    launch(grid, block, shared_bytes, {}, std::forward<Args>(kernel_and_arguments)...);
  } catch (const fault& found) {
    return found.what();
  }
  return "";
}

/// An array that nothing is wrong with.
template <class T>
device_array<T> zeros(std::size_t size) {
  device_array<T> array(size);
  array.zero();
  return array;
}

#define EXPECT_FAULT_IN_EVERY_ORDER(matcher, ...)  \
  in_every_order([&](const std::string& order) {   \
    SCOPED_TRACE(order);                           \
    EXPECT_THAT(fault_of(__VA_ARGS__), (matcher)); \
  })

TEST(simt_faults, a_missing_barrier_is_a_race_or_reads_nothing) {
  auto out = zeros<int>(64);
  const std::string kernel = "reads_a_neighbour_too_early";
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("race"), HasSubstr(marked(kernel, "A")), HasSubstr(marked(kernel, "B"))),
                              1, 64, 0, reads_a_neighbour_too_early, out.span());
}

TEST(simt_faults, a_barrier_that_some_never_reach) {
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("a barrier is missing"), HasSubstr("thread 40 has left the kernel"),
                                    HasSubstr(marked("some_leave_before_the_barrier", "A"))),
                              1, 64, 0, some_leave_before_the_barrier);
}

TEST(simt_faults, a_divergent_barrier) {
  const std::string kernel = "barrier_in_both_branches";
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("divergent"), HasSubstr(marked(kernel, "A")), HasSubstr(marked(kernel, "B"))), 1, 64, 0,
      barrier_in_both_branches);
}

TEST(simt_faults, two_threads_that_write_one_element) {
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("race"), HasSubstr(marked("all_write_one_element", "A"))), 1, 2, 0,
                              all_write_one_element);
}

TEST(simt_faults, a_write_by_the_last_of_several_readers) {
  auto words = zeros<unsigned>(1);
  const std::string kernel = "writes_what_all_have_read";
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("race"), HasSubstr(marked(kernel, "A")), HasSubstr(marked(kernel, "B"))),
                              1, 2, 0, writes_what_all_have_read, words.span());
}

TEST(simt_faults, a_count_in_device_memory_without_atomics) {
  auto count = zeros<unsigned>(1);
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("race"), HasSubstr(marked("counts_without_atomics", "A"))), 1, 64, 0,
                              counts_without_atomics, count.span());
}

TEST(simt_faults, an_atomic_operation_on_what_another_thread_reads) {
  auto words = zeros<unsigned>(2);
  const std::string kernel = "changes_atomically_what_another_reads";
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("race"), HasSubstr(marked(kernel, "A")), HasSubstr(marked(kernel, "B"))),
                              1, 64, 0, changes_atomically_what_another_reads, words.span());
}

TEST(simt_faults, two_blocks_that_write_one_element) {
  auto words = zeros<unsigned>(1);
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("in another block"), HasSubstr(marked("blocks_share_an_element", "A"))),
                              2, 32, 0, blocks_share_an_element, words.span());
}

TEST(simt_faults, a_warp_barrier_where_the_block_needs_one) {
  auto out = zeros<unsigned>(32);
  const std::string kernel = "swaps_between_warps_by_a_warp_barrier";
  EXPECT_FAULT_IN_EVERY_ORDER(AnyOf(AllOf(HasSubstr("race"), HasSubstr(marked(kernel, "A"))),
                                    AllOf(HasSubstr("nothing has written"), HasSubstr(marked(kernel, "B")))),
                              1, 64, 0, swaps_between_warps_by_a_warp_barrier, out.span());
}

TEST(simt_faults, a_vote_taken_for_a_barrier) {
  auto out = zeros<unsigned>(32);
  const std::string kernel = "takes_a_vote_for_a_barrier";
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("race"), HasSubstr(marked(kernel, "A")), HasSubstr(marked(kernel, "B"))),
                              1, 32, 0, takes_a_vote_for_a_barrier, out.span());
}

TEST(simt_faults, an_index_outside_of_a_shared_array) {
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("index 32 of 32 elements in shared memory"), HasSubstr(marked("leaves_its_shared_array", "A"))),
      1, 32, 0, leaves_its_shared_array);
}

TEST(simt_faults, an_index_outside_of_a_device_array) {
  auto values = zeros<int>(32);
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("index -1 of 32 elements in device memory allocated at"),
                                    HasSubstr("faults_test.cpp:"), HasSubstr(marked("leaves_its_device_array", "A"))),
                              1, 32, 0, leaves_its_device_array, values.span());
}

TEST(simt_faults, an_array_outside_of_dynamic_shared_memory) {
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("the launch gave 40"), HasSubstr(marked("leaves_its_dynamic_array", "A"))), 1, 1, 40,
      leaves_its_dynamic_array);
}

TEST(simt_faults, a_lane_outside_its_own_mask) {
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("outside the mask itself"), HasSubstr(marked("votes_without_itself", "A"))), 1, 32, 0,
      votes_without_itself);
}

TEST(simt_faults, a_shuffle_from_outside_the_mask) {
  auto out = zeros<unsigned>(16);
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("takes the value of lane 16 outside the mask"),
                                    HasSubstr(marked("reads_a_lane_outside_the_mask", "A"))),
                              1, 32, 0, reads_a_lane_outside_the_mask, out.span());
}

TEST(simt_faults, a_mask_with_lanes_that_left) {
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr(" has left the kernel"), HasSubstr(marked("awaits_lanes_that_left", "A"))), 1, 32, 0,
      awaits_lanes_that_left);
}

TEST(simt_faults, a_mask_with_lanes_that_the_block_does_not_have) {
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("its warp has only 8 lanes"), HasSubstr(marked("votes_with_lanes_that_do_not_exist", "A"))), 1,
      40, 0, votes_with_lanes_that_do_not_exist);
}

TEST(simt_faults, masks_that_disagree_where_one_group_can_go_on) {
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("masks disagree"), HasSubstr("0x0000ffff"), HasSubstr("0xffffffff"),
                                    HasSubstr(marked("masks_of_two_minds", "A"))),
                              1, 32, 0, masks_of_two_minds);
}

TEST(simt_faults, masks_that_disagree_and_wait_for_each_other) {
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("masks disagree"), HasSubstr("0x0001ffff"), HasSubstr("0xffffffff"),
                                    HasSubstr(marked("masks_that_await_each_other", "A"))),
                              1, 32, 0, masks_that_await_each_other);
}

TEST(simt_faults, lanes_of_one_mask_in_different_collectives) {
  const std::string kernel = "two_collectives_of_one_mask";
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("different collectives"), HasSubstr(marked(kernel, "A")), HasSubstr(marked(kernel, "B"))), 1, 32,
      0, two_collectives_of_one_mask);
}

TEST(simt_faults, a_vote_that_waits_for_lanes_at_a_barrier) {
  const std::string kernel = "vote_against_barrier";
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("waits for the block's barrier"), HasSubstr(marked(kernel, "A")), HasSubstr(marked(kernel, "B"))),
      1, 32, 0, vote_against_barrier);
}

TEST(simt_faults, a_read_of_shared_memory_that_nothing_has_written) {
  auto out = zeros<float>(32);
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("thread 0 reads"), HasSubstr("nothing has written"),
                                    HasSubstr(marked("reads_shared_memory_unwritten", "A"))),
                              1, 32, 0, reads_shared_memory_unwritten, out.span());
}

TEST(simt_faults, a_count_in_shared_memory_that_nothing_has_set_to_zero) {
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("nothing has written"), HasSubstr(marked("counts_in_shared_memory_unwritten", "A"))), 1, 32, 0,
      counts_in_shared_memory_unwritten);
}

TEST(simt_faults, a_read_of_device_memory_that_nothing_has_written) {
  const device_array<int> from(32);
  device_array<int> to(32);
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("nothing has written"), HasSubstr(marked("copies", "A"))), 1, 32, 0,
                              copies, from.span(), to.span());
}

TEST(simt_faults, a_read_of_device_memory_that_was_released) {
  const device_array<int> from(std::vector<int>(32, 1));
  device::device_span<int> to = device_array<int>(32).span();
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("released"), HasSubstr(marked("copies", "A"))), 1, 32, 0, copies,
                              from.span(), to);
}

TEST(simt_faults, memory_of_the_host_in_a_kernel) {
  const device_array<int> from(std::vector<int>(32, 1));
  std::vector<int> to(32);
  EXPECT_FAULT_IN_EVERY_ORDER(AllOf(HasSubstr("outside of device memory"), HasSubstr(marked("copies", "A"))), 1, 32, 0,
                              copies, from.span(), device::device_span<int>(to.data(), to.size()));
}

TEST(simt_faults, an_element_of_device_memory_on_the_host) {
  auto values = zeros<int>(1);
  EXPECT_THROW(values.span()[0] = 1, fault);
}

TEST(simt_faults, more_shared_memory_than_a_block_has) {
  EXPECT_FAULT_IN_EVERY_ORDER(
      AllOf(HasSubstr("65536 static"), HasSubstr(marked("asks_for_too_much_shared_memory", "A"))), 1, 1, 0,
      asks_for_too_much_shared_memory);
  EXPECT_THAT(fault_of(1, 1, 200 * 1024, some_leave_before_the_barrier), HasSubstr("204800 bytes of shared memory"));
}

TEST(simt_faults, blocks_that_no_gpu_takes) {
  EXPECT_THAT(fault_of(1, 1025, 0, some_leave_before_the_barrier), HasSubstr("1025 x 1 x 1 threads"));
  EXPECT_THAT(fault_of(1, extent(32, 0), 0, some_leave_before_the_barrier), HasSubstr("32 x 0 x 1 threads"));
  EXPECT_THAT(fault_of(extent(1, 70000), 32, 0, some_leave_before_the_barrier), HasSubstr("1 x 70000 x 1 blocks"));
}

TEST(simt_faults, name_the_block) {
  auto count = zeros<unsigned>(1);
  EXPECT_THAT(fault_of(extent(1, 3), 2, 0, blocks_share_an_element, count.span()), HasSubstr("In block (0, 1, 0), "));
}

TEST(simt_faults, do_not_spoil_the_next_launch) {
  EXPECT_NE(fault_of(1, 64, 0, barrier_in_both_branches), "");
  const device_array<int> in(std::vector<int>(128, 2));
  device_array<int> sums(1);
  launch(1, sample_block, 0, {}, block_sums<int>, in.span(), sums.span());
  EXPECT_EQ(sums.download()[0], 256);
}

/// Leaves a mark where it is destroyed.
struct unwound {
  ~unwound() { ++*count; }
  std::atomic<int>* count;
};

TEST(simt_faults, unwind_the_threads_that_wait) {
  std::atomic<int> destroyed = 0;
  const auto kernel = [&] {
    const unwound here{&destroyed};
    some_leave_before_the_barrier();
  };
  EXPECT_NE(fault_of(1, 64, 0, kernel), "");
  EXPECT_EQ(destroyed, 64);
}

}  // namespace
}  // namespace hux::simt
