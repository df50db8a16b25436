#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/file.h>

#include "command.hpp"
#include "experiments.hpp"
#include "io/result/result_reader.hpp"

namespace hux::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

/// A run into a file of a folder that goes on until it is told to end.
class endless_run : public command {
 public:
  endless_run(const folder& where, const std::string& result)
      : command(where, {"run", "cells.toml", "--quiet", "-o", result, "--set", long_run}) {
    wait_for(result + ".part");
    std::this_thread::sleep_for(std::chrono::milliseconds(300));  // something is recorded
  }

  [[nodiscard]] command_outcome ended_by(int signal) const {
    send(signal);
    return wait();
  }
};

class unfinished_result : public ::testing::Test {
 public:
  unfinished_result() {
    here_.write("cells.toml", small_experiment);
    std::filesystem::create_directory(here_ / "out");
  }

  /// What a command says of a mistake of files.
  [[nodiscard]] std::string refusal(const std::vector<std::string>& arguments) const {
    const command_outcome o = run(here_, arguments);
    expect_one_error(o, 3);
    return o.err;
  }

  const folder here_;
};

TEST_F(unfinished_result, is_named_while_its_run_goes_on) {
  const endless_run running(here_, "x.h5");
  for (const char* command : {"info", "recover"})
    EXPECT_THAT(refusal({command, "x.h5"}), EndsWith("a run is writing x.h5.part, which hux info can read\n"));
  EXPECT_EQ(running.ended_by(SIGTERM).code, 128 + SIGTERM);
}

TEST_F(unfinished_result, of_a_killed_run_is_named_with_what_recovers_it) {
  EXPECT_EQ(endless_run(here_, "x.h5").ended_by(SIGKILL).code, -SIGKILL);
  for (const char* command : {"info", "recover"})
    EXPECT_THAT(refusal({command, "x.h5"}),
                EndsWith("its run was killed: hux recover x.h5.part makes a result of what is left\n"));
  EXPECT_EQ(run(here_, {"recover", "x.h5.part"}).code, 0);
}

TEST_F(unfinished_result, that_has_been_finished_is_named) {
  ASSERT_EQ(run(here_, {"run", "cells.toml", "--quiet"}).code, 0);
  for (const char* command : {"info", "recover"})
    EXPECT_THAT(refusal({command, "cells.h5.part"}), EndsWith("the run that wrote it has made it cells.h5\n"));
}

TEST_F(unfinished_result, that_never_was_is_not_invented) {
  for (const char* command : {"info", "recover"})
    for (const char* file : {"x.h5", "x.h5.part"})
      EXPECT_THAT(refusal({command, file}), EndsWith(": it does not exist\n"));
}

TEST_F(unfinished_result, that_has_been_moved_is_found_and_can_be_recovered) {
  const endless_run running(here_, "out/x.h5");
  std::filesystem::rename(here_ / "out", here_ / "elsewhere");
  const command_outcome o = running.ended_by(SIGTERM);
  expect_one_error(o, 3);
  const std::string now = std::filesystem::canonical(here_ / "elsewhere/x.h5.part");
  EXPECT_THAT(o.err,
              HasSubstr("out/x.h5.part has been moved during the run; what was recorded is kept: hux recover " + now));
  EXPECT_EQ(run(here_, {"recover", now}).code, 0);
  EXPECT_GT(read_result(here_ / "elsewhere/x.h5").provenance->simulated, 0);
}

TEST_F(unfinished_result, that_has_been_removed_is_not_promised) {
  for (const bool replaced : {false, true}) {
    std::filesystem::create_directory(here_ / "out");
    const endless_run running(here_, "out/x.h5");
    if (replaced)
      std::filesystem::remove(here_ / "out/x.h5.part");
    else
      std::filesystem::remove_all(here_ / "out");
    if (replaced) here_.write("out/x.h5.part", "something else");
    const command_outcome o = running.ended_by(SIGTERM);
    expect_one_error(o, 3);
    EXPECT_THAT(o.err, EndsWith("out/x.h5.part has been removed during the run; what was recorded is lost\n"));
  }
  EXPECT_EQ(content_of(here_ / "out/x.h5.part"), "something else");
}

TEST_F(unfinished_result, is_no_name_for_a_result) {
  EXPECT_EQ(endless_run(here_, "x.h5").ended_by(SIGKILL).code, -SIGKILL);
  EXPECT_THAT(refusal({"run", "cells.toml", "--quiet", "--force", "-o", "x.h5.part"}),
              EndsWith("expected another, such as x.h5\n"));
  EXPECT_EQ(run(here_, {"recover", "x.h5.part"}).code, 0);
}

TEST_F(unfinished_result, is_left_to_another_program_that_writes_it) {
  EXPECT_EQ(endless_run(here_, "x.h5").ended_by(SIGKILL).code, -SIGKILL);
  const int other = open((here_ / "x.h5.part").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(flock(other, LOCK_EX), 0);  // as HDF5 does
  EXPECT_THAT(refusal({"recover", "x.h5.part"}), HasSubstr("x.h5.part is being written by another program"));
  close(other);
}

TEST_F(unfinished_result, of_another_program_is_told_from_a_damaged_one) {
  ASSERT_EQ(run(here_, {"run", "cells.toml", "--quiet"}).code, 0);
  const hid_t other = H5Fopen((here_ / "cells.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  EXPECT_THAT(refusal({"info", "cells.h5"}),
              EndsWith("another program is writing it, or has ended without closing it (hux recover mends that)\n"));
  H5Fclose(other);
  EXPECT_EQ(run(here_, {"info", "cells.h5"}).code, 0);
}

TEST_F(unfinished_result, needs_a_folder_that_is_one) {
  here_.write("file", "");
  EXPECT_THAT(refusal({"run", "cells.toml", "--quiet", "-o", "no/x.h5"}), EndsWith("there is no folder no\n"));
  EXPECT_THAT(refusal({"run", "cells.toml", "--quiet", "-o", "file/x.h5"}), EndsWith("file is not a folder\n"));
}

TEST_F(unfinished_result, is_no_experiment) {
  EXPECT_THAT(refusal({"run", "absent.toml"}), HasSubstr("absent.toml: cannot be read: No such file or directory"));
  EXPECT_THAT(refusal({"run", "out"}), HasSubstr("out: cannot be read: it is a folder"));
}

}  // namespace
}  // namespace hux::test
