#include "io/hdf5/partial_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <barrier>
#include <fstream>
#include <thread>
#include <vector>

#include "hux/errors.hpp"
#include "result_support.hpp"
#include "text_file.hpp"

namespace hux {
namespace {

using test::message_of;
using test::scratch_folder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

std::string part_refusal(const std::filesystem::path& result, bool overwrite = false) {
  return message_of<file_error>([&] { const partial_file part(result, overwrite); });
}

TEST(partial_file, names_a_folder_that_does_not_exist) {
  const scratch_folder folder;
  const auto file = folder.path() / "nowhere" / "r.h5";
  EXPECT_EQ(part_refusal(file), file.string() + ": there is no folder " + file.parent_path().string());
}

TEST(partial_file, names_what_is_wrong_with_a_name_that_is_too_long) {
  const scratch_folder folder;
  EXPECT_THAT(part_refusal(folder / std::string(300, 'x')), HasSubstr("could not be written: File name too long"));
}

TEST(partial_file, refuses_a_folder_in_place_of_a_file) {
  const scratch_folder folder;
  EXPECT_EQ(part_refusal(folder.path(), true), folder.path().string() + " is a folder, not a file to write");
}

TEST(partial_file, refuses_a_device_and_a_pipe_and_leaves_them_alone) {
  const scratch_folder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  for (const std::filesystem::path& file : {std::filesystem::path("/dev/null"), folder / "pipe"}) {
    EXPECT_EQ(part_refusal(file, true), file.string() + " is a device or a pipe, not a file to write");
    EXPECT_TRUE(std::filesystem::is_other(std::filesystem::status(file)));
  }
}

TEST(partial_file, takes_over_what_a_killed_run_has_left) {
  const scratch_folder folder;
  write(folder / "r.h5.part", "left");
  const auto result = folder / "r.h5";
  partial_file part{partial_file::left_behind{result}};
  EXPECT_THAT(part_refusal(result), HasSubstr("is being written by another run"));
  part.publish();
  EXPECT_EQ(content_of(result), "left");
}

TEST(partial_file, takes_over_a_result_and_gives_it_back) {
  const scratch_folder folder;
  const auto result = folder / "r.h5";
  write(result, "result");
  partial_file part{partial_file::left_behind{result}};
  EXPECT_FALSE(std::filesystem::exists(result));
  EXPECT_EQ(content_of(folder / "r.h5.part"), "result");
  part.give_back();
  EXPECT_EQ(content_of(result), "result");
  EXPECT_FALSE(std::filesystem::exists(folder / "r.h5.part"));
}

TEST(partial_file, takes_over_nothing_that_lives_or_is_not_there) {
  const scratch_folder folder;
  const auto result = folder / "r.h5";
  const auto refused = [&] {
    return message_of<file_error>([&] { const partial_file part{partial_file::left_behind{result}}; });
  };
  EXPECT_THAT(refused(), HasSubstr("there is neither that nor"));
  {
    const partial_file living(result, false);
    EXPECT_THAT(refused(), HasSubstr("is being written by another run"));
  }
  write(result, "result");
  EXPECT_THAT(refused(), HasSubstr("is there as well"));
  std::filesystem::remove(folder / "r.h5.part");
  const descriptor another(::open(result.c_str(), O_RDWR));
  ASSERT_EQ(take_lock(another), lock_holder::nobody);
  EXPECT_THAT(refused(), HasSubstr("is being written by another run"));
  EXPECT_EQ(content_of(result), "result");
}

TEST(partial_file, becomes_what_a_symbolic_link_points_to) {
  const scratch_folder folder;
  std::filesystem::create_directory(folder / "disk");
  std::filesystem::create_symlink("disk/there.h5", folder / "r.h5");
  partial_file part(folder / "r.h5", false);
  EXPECT_EQ(part.path(), folder / "disk/there.h5.part");
  part.publish();
  EXPECT_TRUE(is_symlink(folder / "r.h5"));
  EXPECT_TRUE(is_regular_file(folder / "disk/there.h5"));
}

TEST(partial_file, refuses_links_that_go_in_a_circle) {
  const scratch_folder folder;
  std::filesystem::create_symlink("r.h5", folder / "r.h5");
  EXPECT_THAT(part_refusal(folder / "r.h5", true), HasSubstr("in a circle"));
}

TEST(partial_file, is_refused_to_a_second_run_while_the_first_goes_on) {
  const scratch_folder folder;
  const partial_file first(folder / "r.h5", false);
  EXPECT_EQ(part_refusal(folder / "r.h5", true),
            (folder / "r.h5.part").string() +
                " is being written by another run; expected a result that no run is "
                "writing");
  EXPECT_TRUE(exists(folder / "r.h5.part"));
}

TEST(partial_file, goes_to_exactly_one_of_eight_runs_at_once) {
  for (int round = 0; round < 50; ++round) {
    const scratch_folder folder;
    if (round % 2 == 1) write(folder / "r.h5.part", "left by a killed run");
    std::atomic<int> winners{0}, losers{0};
    std::barrier all(8);
    std::vector<std::jthread> runs;
    for (int run = 0; run < 8; ++run)
      runs.emplace_back([&] {
        all.arrive_and_wait();
        try {
          partial_file part(folder / "r.h5", false);
          ++winners;
          all.arrive_and_wait();
          part.publish();
        } catch (const file_error&) {
          ++losers;
          all.arrive_and_wait();
        }
      });
    runs.clear();
    EXPECT_EQ(winners, 1) << round;
    EXPECT_EQ(losers, 7) << round;
    EXPECT_TRUE(exists(folder / "r.h5"));
  }
}

TEST(partial_file, moves_what_a_killed_run_has_left_aside_and_says_where_it_is) {
  const scratch_folder folder;
  write(folder / "r.h5.part", "first");
  partial_file(folder / "r.h5", false).discard();
  write(folder / "r.h5.part", "second");
  const partial_file part(folder / "r.h5", false);
  EXPECT_EQ(content_of(folder / "r.1.h5.part"), "first");
  EXPECT_EQ(content_of(folder / "r.2.h5.part"), "second");
  EXPECT_THAT(part.warnings(), ElementsAre("an earlier run was killed while it wrote " + (folder / "r.h5").string() +
                                           "; its results are kept: hux recover " + (folder / "r.2.h5.part").string()));
}

TEST(partial_file, has_nothing_to_say_where_nothing_is_left) {
  const scratch_folder folder;
  EXPECT_THAT(partial_file(folder / "r.h5", false).warnings(), IsEmpty());
}

TEST(partial_file, does_not_replace_a_result_that_has_appeared_meanwhile) {
  const scratch_folder folder;
  partial_file part(folder / "r.h5", false);
  write(folder / "r.h5", "another's");
  EXPECT_THAT(message_of<file_error>([&] { part.publish(); }), HasSubstr("has appeared during the run"));
  EXPECT_EQ(content_of(folder / "r.h5"), "another's");
  EXPECT_TRUE(exists(folder / "r.h5.part"));
}

TEST(partial_file, removes_only_what_it_has_made) {
  const scratch_folder folder;
  partial_file part(folder / "r.h5", false);
  std::filesystem::rename(folder / "r.h5.part", folder / "mine");
  write(folder / "r.h5.part", "another's");
  EXPECT_THAT(message_of<file_error>([&] { part.publish(); }), HasSubstr("has been moved during the run"));
  part.discard();
  EXPECT_EQ(content_of(folder / "r.h5.part"), "another's");
  EXPECT_TRUE(exists(folder / "mine"));
}

}  // namespace
}  // namespace hux
