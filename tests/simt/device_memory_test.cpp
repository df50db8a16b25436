#include "host/device_memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "executor.hpp"
#include "faulty_kernels.hpp"

namespace hux::simt {
namespace {

using device::device_array;
using device::launch;
using testing::AllOf;
using testing::HasSubstr;

TEST(simt_device_memory, keeps_what_is_copied_into_it) {
  const std::vector<std::uint16_t> values{1, 2, 65535};
  const device_array<std::uint16_t> array(values);
  EXPECT_EQ(array.download(), values);
}

TEST(simt_device_memory, begins_as_no_number) { EXPECT_TRUE(std::isnan(device_array<float>(3).download()[2])); }

TEST(simt_device_memory, is_zero_when_asked_to) {
  device_array<int> array(3);
  array.zero();
  EXPECT_EQ(array.download(), std::vector<int>(3, 0));
}

TEST(simt_device_memory, may_be_empty) { EXPECT_TRUE(device_array<int>(0).download().empty()); }

TEST(simt_device_memory, moves_and_is_released_once) {
  const std::size_t before = live_allocations();
  {
    device_array<int> one(std::vector<int>{1});
    device_array<int> other = std::move(one);
    EXPECT_EQ(live_allocations(), before + 1);
    EXPECT_EQ(other.download()[0], 1);
  }
  EXPECT_EQ(live_allocations(), before);
}

TEST(simt_device_memory, takes_no_more_than_it_holds) {
  device_array<int> array(2);
  EXPECT_THROW(array.upload(std::vector<int>{1, 2, 3}), fault);
}

#if defined(__SANITIZE_ADDRESS__)

TEST(simt_device_memory, is_guarded_by_address_sanitizer) {
  device_array<int> array(5);
  EXPECT_DEATH(launch(1, 1, 0, {}, writes_behind_its_array, array.span().data(), 5u), "AddressSanitizer");
}

#else

TEST(simt_device_memory, has_red_zones_that_are_looked_at_after_each_launch) {
  device_array<int> array(5);
  try {
    launch(1, 1, 0, {}, writes_behind_its_array, array.span().data(), 5u);
    FAIL() << "the red zone was written to, and nothing said so";
  } catch (const fault& found) {
    EXPECT_THAT(found.what(), AllOf(HasSubstr("behind the end"), HasSubstr("device_memory_test.cpp:")));
  }
}

#endif

#if defined(__SANITIZE_THREAD__)

/// A death test has to die where the race is.
extern "C" const char* __tsan_default_options() { return "halt_on_error=1"; }

TEST(simt_device_memory, shows_races_to_thread_sanitizer) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  device_array<unsigned> array(64);
  EXPECT_DEATH(launch(1, 64, 0, {}, races_past_the_accessors, array.span().data(), false), "data race");
}

TEST(simt_device_memory, shows_barriers_to_thread_sanitizer) {
  device_array<unsigned> array(65);
  launch(1, 64, 0, {}, races_past_the_accessors, array.span().data(), true);
  EXPECT_EQ(array.download()[3], 3u);
}

#endif

}  // namespace
}  // namespace hux::simt
