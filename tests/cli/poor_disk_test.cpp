#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "command.hpp"
#include "experiments.hpp"

namespace hux::test {
namespace {

using ::testing::HasSubstr;

/// As long as the object lives, commands are started on a disk that lacks something: poor_disk.cpp.
class poor_disk {
 public:
  explicit poor_disk(const char* lacking) {
    setenv("LD_PRELOAD", HUX_POOR_DISK, 1);
    setenv("HUX_POOR_DISK", lacking, 1);
  }
  ~poor_disk() {
    unsetenv("LD_PRELOAD");
    unsetenv("HUX_POOR_DISK");
  }
  poor_disk(const poor_disk&) = delete;
  poor_disk& operator=(const poor_disk&) = delete;
};

command_outcome hux(const folder& where, const std::vector<std::string>& arguments) {
  return command(where, arguments).wait();
}

/// A run on such a disk ends as any other, but for a warning.
void expect_warning(const char* lacking, const std::string& warning) {
  const poor_disk disk(lacking);
  const folder where;
  where.write("e.toml", small_experiment);
  const command_outcome run = hux(where, {"run", "e.toml", "-o", "r.h5"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.err, HasSubstr(warning));
  EXPECT_THAT(hux(where, {"info", "r.h5"}).out, HasSubstr("status      complete"));
}

/// What a run that is killed leaves there can be recovered.
void expect_recovery(const char* lacking) {
  const poor_disk disk(lacking);
  const folder where;
  where.write("e.toml", small_experiment);
  const command run(where, {"run", "e.toml", "-o", "r.h5", "--set", "simulation.duration=100000 s"});
  run.wait_for("r.h5.part");
  std::this_thread::sleep_for(std::chrono::seconds(3));
  run.send(SIGKILL);
  EXPECT_EQ(run.wait().code, -SIGKILL);
  const command_outcome recovered = hux(where, {"recover", "r.h5.part"});
  EXPECT_EQ(recovered.code, 0) << recovered.err;
  const command_outcome info = hux(where, {"info", "r.h5"});
  EXPECT_EQ(info.code, 0) << info.err;
  EXPECT_THAT(info.out, HasSubstr("of 1e+08 ms"));
}

TEST(a_disk_without_locks, is_said_to_be_one) { expect_warning("no_locks", "has no locks"); }
TEST(a_disk_without_locks, keeps_what_a_killed_run_has_recorded) { expect_recovery("no_locks"); }
TEST(a_disk_that_nobody_may_read_meanwhile, is_said_to_be_one) {
  expect_warning("no_swmr", "cannot be read while the run goes on");
}
TEST(a_disk_that_nobody_may_read_meanwhile, keeps_what_a_killed_run_has_recorded) { expect_recovery("no_swmr"); }

}  // namespace
}  // namespace hux::test
