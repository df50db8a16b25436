#include "cli/progress_line.hpp"

#include <gtest/gtest.h>

namespace hux::cli {
namespace {

constexpr progress halfway{.time = 500, .duration = 1000, .wall_seconds = 2, .spikes = 12345};

TEST(progress_line, says_how_far_how_fast_how_much_and_how_long_still) {
  EXPECT_EQ(progress_line(halfway, 79),
            " 500 / 1000 ms [=======>        ]  0.25 x real time  12,345 spikes  2.00 s left");
}

TEST(progress_line, counts_from_where_the_simulation_started) {
  EXPECT_EQ(progress_line({.time = 750, .duration = 1000, .wall_seconds = 1, .spikes = 12345, .start = 500}, 79),
            " 750 / 1000 ms [=======>        ]  0.25 x real time  12,345 spikes  1.00 s left");
  EXPECT_EQ(progress_line({.time = 500, .duration = 1000, .start = 500}, 79),
            " 500 / 1000 ms [                             ]  ? x real time  0 spikes  ? left");
}

TEST(progress_line, names_the_stage_where_there_is_room) {
  progress in_stage = halfway;
  in_stage.stage = "warm-up";
  EXPECT_EQ(progress_line(in_stage, 99),
            " 500 / 1000 ms [=========>           ]  stage warm-up  0.25 x real time  12,345 spikes  2.00 s left");
  EXPECT_EQ(progress_line(in_stage, 79), progress_line(halfway, 79));
  for (std::size_t width = 0; width < 200; ++width) EXPECT_EQ(progress_line(in_stage, width).size(), width);
}

TEST(progress_line, is_as_wide_as_asked) {
  for (std::size_t width = 0; width < 200; ++width) EXPECT_EQ(progress_line(halfway, width).size(), width);
}

TEST(progress_line, leaves_out_the_least_important_where_there_is_no_room) {
  EXPECT_EQ(progress_line(halfway, 65), " 500 / 1000 ms [=====>      ]  0.25 x  12,345 spikes  2.00 s left");
  EXPECT_EQ(progress_line(halfway, 48), " 500 / 1000 ms [====>     ]  0.25 x  2.00 s left");
  EXPECT_EQ(progress_line(halfway, 38), " 500 / 1000 ms [===>    ]  2.00 s left");
  EXPECT_EQ(progress_line(halfway, 15), " 500 / 1000 ms ");
}

TEST(progress_line, does_not_divide_by_a_time_that_has_not_passed) {
  EXPECT_EQ(progress_line({.duration = 1000}, 79),
            "   0 / 1000 ms [                             ]  ? x real time  0 spikes  ? left");
}

TEST(progress_line, says_at_the_end_how_long_it_took) {
  const auto line = progress_line({.time = 1000, .duration = 1000, .wall_seconds = 3725, .spikes = 1}, 79);
  EXPECT_NE(line.find("1000 / 1000 ms [===="), std::string::npos) << line;
  EXPECT_NE(line.find("1 spike  in 1 h 2 min"), std::string::npos) << line;
}

TEST(progress_line, counts_a_long_simulation_in_seconds) {
  EXPECT_EQ(progress_line({.time = 12400, .duration = 600000, .wall_seconds = 1}, 16), " 12.4 / 600.0 s ");
}

TEST(figures, are_grouped_and_have_units) {
  EXPECT_EQ(count(0), "0");
  EXPECT_EQ(count(999), "999");
  EXPECT_EQ(count(1000), "1,000");
  EXPECT_EQ(count(18446744073709551615U), "18,446,744,073,709,551,615");
  EXPECT_EQ(bytes(1023), "1023 B");
  EXPECT_EQ(bytes(1536), "1.50 KiB");
  EXPECT_EQ(bytes(23ULL << 30), "23.0 GiB");
  EXPECT_EQ(bytes(18446744073709551615U), "16.0 EiB");
  EXPECT_EQ(wall_time(0.416), "0.42 s");
  EXPECT_EQ(wall_time(125), "2 min 5 s");
  EXPECT_EQ(wall_time(1e300), "forever");
}

}  // namespace
}  // namespace hux::cli
