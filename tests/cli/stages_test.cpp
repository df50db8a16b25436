#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.hpp"
#include "experiments.hpp"
#include "io/result/result_reader.hpp"
#include "spikes.hpp"

/// Experiments in stages, through the command.
namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string in_stages = replaced(small_experiment, "duration = \"20 ms\"\n", "") + R"(
[[stage]]
name = "rest"
duration = "7.35 ms"
inputs = []

[[stage]]
duration = "12.65 ms"
inputs = ["drive"]
set = { "input.drive.amplitude" = "700 pA" }
scale = { "projection.loop.weight" = 0.5 }
)";

TEST(stages, are_run_and_run_again_from_their_result) {
  const folder here;
  here.write("cells.toml", in_stages);
  EXPECT_EQ(run(here, {"run", "cells.toml", "--quiet", "-o", "whole.h5"}).code, 0);
  const auto times = spike_times(here / "whole.h5");
  ASSERT_FALSE(times.empty());
  EXPECT_GT(times.front(), 7.35);
  EXPECT_DOUBLE_EQ(read_result(here / "whole.h5").provenance->simulated, 20);
  here.write("again.toml", run(here, {"info", "whole.h5", "--experiment"}).out);
  EXPECT_EQ(run(here, {"run", "again.toml", "--quiet", "--threads", "2"}).code, 0);
  EXPECT_EQ(spike_times(here / "again.h5"), times);
}

TEST(stages, go_on_from_a_state_that_was_saved_at_any_time) {
  const folder here;
  here.write("cells.toml", in_stages);
  run(here, {"run", "cells.toml", "--quiet", "-o", "whole.h5"});
  for (const char* time : {"5 ms", "7.35 ms", "12 ms"}) {
    const command_outcome first = run(
        here, {"run", "cells.toml", "--quiet", "--until", time, "--save-state", "s.h5", "-o", "first.h5", "--force"});
    EXPECT_EQ(first.code, 0) << first.err;
    const command_outcome rest =
        run(here, {"run", "cells.toml", "--quiet", "--from-state", "s.h5", "-o", "rest.h5", "--force"});
    EXPECT_EQ(rest.code, 0) << rest.err;
    auto parts = spike_times(here / "first.h5");
    const auto second = spike_times(here / "rest.h5");
    parts.insert(parts.end(), second.begin(), second.end());
    EXPECT_EQ(parts, spike_times(here / "whole.h5")) << time;
  }
}

TEST(stages, end_earlier_or_later_where_that_is_asked_for) {
  const folder here;
  here.write("cells.toml", in_stages);
  for (const auto& [until, simulated] : {std::pair{"3 ms", 3.0}, {"30 ms", 30.0}}) {
    EXPECT_EQ(run(here, {"run", "cells.toml", "--quiet", "--until", until, "--force"}).code, 0);
    EXPECT_DOUBLE_EQ(read_result(here / "cells.h5").provenance->simulated, simulated);
  }
  expect_one_error(run(here, {"run", "cells.toml", "--quiet", "--until", "0.07 ms", "-o", "o.h5"}), 2);
}

TEST(stages, are_planned_with_their_times) {
  const folder here;
  here.write("cells.toml", in_stages);
  const std::string plan = run(here, {"plan", "cells.toml"}).out;
  EXPECT_THAT(plan, AllOf(HasSubstr("\n\nstage rest  "), HasSubstr(" 0 to 7.35 ms\nstage 2 of 2  "),
                          HasSubstr(" 7.35 to 20 ms\n")));
}

TEST(stages, that_cannot_be_are_refused_before_anything_is_built) {
  const folder here;
  here.write("cells.toml", in_stages + "[[stage]]\nduration = \"5 ms\"\nset = { \"population.cells.size\" = 20 }\n");
  for (const char* command : {"validate", "plan", "run"}) {
    const command_outcome o = run(here, {command, "cells.toml"});
    expect_one_error(o, 2);
    EXPECT_THAT(o.err, HasSubstr("stage[2].set: 'size = 10' in [population.cells] cannot become 'size = 20'"));
  }
  EXPECT_FALSE(std::filesystem::exists(here / "cells.h5"));
}

TEST(stages, take_changes_by_their_names) {
  const folder here;
  here.write("cells.toml", in_stages);
  EXPECT_EQ(run(here, {"run", "cells.toml", "--quiet", "--set", "stage.rest.duration=2 ms"}).code, 0);
  EXPECT_DOUBLE_EQ(read_result(here / "cells.h5").provenance->simulated, 14.65);
}

}  // namespace
}  // namespace hux::test
