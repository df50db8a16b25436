#include "host/why_no_device.hpp"

#include <gtest/gtest.h>

namespace hux::device {
namespace {

/// What CUDA says of a machine without a driver.
const std::string misleading = "CUDA driver version is insufficient for CUDA runtime version";

TEST(why_no_device, says_that_there_is_no_gpu_where_there_is_no_driver) {
  EXPECT_EQ(why_no_device(0, 12040, misleading), "there is no NVIDIA GPU (no driver) on this machine");
}

TEST(why_no_device, says_which_version_an_old_driver_serves) {
  EXPECT_EQ(why_no_device(11080, 12040, misleading),
            "the NVIDIA driver of this machine is too old: it serves CUDA 11.8, and this build of Hux needs 12.4");
}

TEST(why_no_device, says_that_there_is_no_gpu_where_there_is_a_driver_only) {
  EXPECT_EQ(why_no_device(12040, 12040, ""), "there is no NVIDIA GPU on this machine");
}

TEST(why_no_device, has_the_words_of_cuda_for_anything_else) {
  EXPECT_EQ(why_no_device(12040, 12040, "initialization error"), "CUDA finds no GPU (initialization error)");
}

}  // namespace
}  // namespace hux::device
