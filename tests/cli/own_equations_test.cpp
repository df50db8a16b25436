#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.hpp"
#include "equations/compiling.hpp"
#include "io/result/result_reader.hpp"

namespace hux::test {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* cells = R"toml(
simulation = { duration = "20 ms", dt = "0.05 ms", backend = "cpu", equations = "compile" }
[model.leak]
parameters = { c_m = "1 uF/cm2", g = "0.1 mS/cm2" }
gates.m = { inf = "1 / (1 + exp(-v / 10 mV))", tau = "5 ms" }
currents.i_l = "g * m * (v + 65 mV)"
[population.cells]
model = "leak"
size = 5
)toml";

class own_equations : public ::testing::Test {
 protected:
  own_equations() { here.write("cells.toml", cells); }

  folder here;
  environment_variable cache{"HUX_CACHE", (here / "cache").c_str()};
};

TEST_F(own_equations, are_said_to_be_compiled_taken_from_the_cache_or_interpreted) {
  EXPECT_THAT(run(here, {"run", "cells.toml", "-o", "a.h5"}).err,
              ContainsRegex("hux: equations of 'leak' are compiled \\([0-9.]+ s\\)\n"));
  EXPECT_THAT(run(here, {"run", "cells.toml", "-o", "b.h5"}).err,
              HasSubstr("hux: equations of 'leak' are compiled, taken from the cache\n"));
  EXPECT_THAT(run(here, {"run", "cells.toml", "-o", "c.h5", "--set", "simulation.equations=interpret"}).err,
              HasSubstr("hux: equations of 'leak' are interpreted\n"));
  EXPECT_THAT(read_result(here / "a.h5").provenance->experiment, HasSubstr("equations = \"compile\"\n"));
  EXPECT_THAT(read_result(here / "c.h5").provenance->experiment, HasSubstr("equations = \"interpret\"\n"));
}

TEST_F(own_equations, are_compiled_by_two_processes_at_once) {
  const surroundings other{.out = "stdout2", .err = "stderr2"};
  const command first(here, {"run", "cells.toml", "-o", "a.h5"}),
      second(here, {"run", "cells.toml", "-o", "b.h5"}, other);
  for (const auto* process : {&first, &second}) {
    const command_outcome o = process->wait();
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_THAT(o.err, HasSubstr("equations of 'leak' are compiled"));
  }
  EXPECT_EQ(files_in(here / "cache"), 1U);
}

TEST_F(own_equations, that_cannot_be_compiled_end_in_one_sentence) {
  const environment_variable compiler("CXX", "/no/such/compiler");
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, HasSubstr("simulation.equations: 'compile' cannot be had: equations are compiled by "
                               "'/no/such/compiler', which cannot be started"));
}

TEST_F(own_equations, are_compiled_by_nothing_but_a_run) {
  for (const auto* subcommand : {"validate", "plan"}) {
    const command_outcome o = run(here, {subcommand, "cells.toml"});
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_THAT(o.err, Not(HasSubstr("equations of")));
  }
  EXPECT_FALSE(std::filesystem::exists(here / "cache"));
}

/// A compiler that says when it has been started for equations, and then waits for the file "go".
class slow_compiler {
 public:
  explicit slow_compiler(const folder& here)
      : temporary_("TMPDIR", (here / "tmp").c_str()), cxx_("CXX", (here / "slow").c_str()) {
    std::filesystem::create_directory(here / "tmp");
    here.write("slow", "#!/bin/sh\n[ \"$1\" = --version ] && exec g++ --version\ntouch \"" +
                           (here / "started").string() + "\" \"$TMPDIR/of_the_compiler\"\nuntil [ -e \"" +
                           (here / "go").string() + "\" ]; do sleep 0.01; done\nexec g++ \"$@\"\n");
    std::filesystem::permissions(here / "slow", std::filesystem::perms::owner_all);
  }

 private:
  environment_variable temporary_, cxx_;
};

TEST_F(own_equations, that_are_being_compiled_leave_nothing_when_they_are_interrupted) {
  const slow_compiler slow(here);
  for (const int signal : {SIGINT, SIGTERM}) {
    const command process(here, {"run", "cells.toml", "-o", "a.h5"});
    process.wait_for("started");
    EXPECT_EQ(files_in(here / "tmp"), 1U);
    process.send(signal);
    EXPECT_EQ(process.wait().code, 128 + signal);
    EXPECT_EQ(files_in(here / "tmp"), 0U);
    std::filesystem::remove(here / "started");
  }
}

TEST_F(own_equations, remove_what_a_killed_run_has_left_of_compiling_but_not_what_another_compiles) {
  const slow_compiler slow(here);
  const command killed(here, {"run", "cells.toml", "-o", "a.h5"});
  killed.wait_for("started");
  killed.send(SIGKILL);
  EXPECT_EQ(killed.wait().code, -SIGKILL);
  std::filesystem::create_directory(here / "tmp" / "hux_compile_of_the_user");
  std::filesystem::remove(here / "started");
  const surroundings other{.out = "stdout2", .err = "stderr2"};
  const command living(here, {"run", "cells.toml", "-o", "b.h5"}, other);
  living.wait_for("started");
  EXPECT_EQ(files_in(here / "tmp"), 2U);  // the user's, and that of the run that lives
  {
    const environment_variable quick("CXX", "g++");
    EXPECT_EQ(run(here, {"run", "cells.toml", "-o", "c.h5"}).code, 0);
  }
  EXPECT_EQ(files_in(here / "tmp"), 2U);
  here.write("go", "");
  const command_outcome o = living.wait();
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(files_in(here / "tmp"), 1U);
}

TEST_F(own_equations, may_run_another_way_where_a_run_is_taken_up) {
  here.write("long.toml",
             std::string(cells) + "[recording.v]\npopulation = \"cells\"\nvariables = [\"v\"]\ninterval = \"1 ms\"\n");
  EXPECT_EQ(run(here, {"run", "long.toml", "--until", "10 ms", "--save-state", "state.h5"}).code, 0);
  const command_outcome o = run(here, {"run", "long.toml", "--from-state", "state.h5", "-o", "rest.h5", "--set",
                                       "simulation.equations=interpret"});
  EXPECT_EQ(o.code, 0) << o.err;
}

}  // namespace
}  // namespace hux::test
