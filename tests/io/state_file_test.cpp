#include "hux/state_file.hpp"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include "hux/errors.hpp"
#include "io/hdf5/hdf5.hpp"
#include "result_support.hpp"

namespace hux::test {
namespace {

namespace fs = std::filesystem;

constexpr double never = -std::numeric_limits<double>::infinity();

simulation_state some_state(bool single) {
  simulation_state s;
  s.version = "0.0";
  s.network = "dt = \"0.05 ms\"\n";
  s.changes = "dt = \"0.05 ms\"\n# changed\n";
  s.lists = {{"projection.ant.weight", {0.1, 7}}, {"a", {}}};
  s.single = single;
  s.dt = 0.05;
  s.step = 1234;
  // Not in the order of names.
  s.populations = {{"zebra",
                    {{"v", {-60.25, -61.5}}, {"m", {0.25, std::nan("")}}, {"ampa.y", {0, 7}}, {"z.x", {0.1, 1.0 / 3}}},
                    {{1230, 1}},
                    {{"z", {{1229, 0, 0.25F}, {1230, 1, 0.1F}}}, {"a", {}}}},
                   {"ant", {{"v", {1}}, {"last_spike", {never}}}, {}, {}}};
  s.noises = {{"hiss", "zebra", {0.5F, -0.25F}}};
  return s;
}

class state_file : public ::testing::Test {
 protected:
  fs::path file(const std::string& name) { return folder_ / name; }
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "hux_state_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(state_file, takes_the_place_of_one_whose_writer_was_killed) {
  std::ofstream(file("s.h5.part")) << "half";
  write_state(some_state(false), file("s.h5"));
  EXPECT_EQ(std::distance(fs::directory_iterator(file("")), {}), 1);
}

TEST_F(state_file, gives_back_the_state_that_was_written) {
  for (const bool single : {true, false}) {
    write_state(some_state(single), file("s.h5"), true);
    const simulation_state read = read_state(file("s.h5"));
    EXPECT_EQ(first_difference(some_state(single), read), "");
    EXPECT_EQ(read.version, "0.0");
    ASSERT_EQ(read.lists.size(), 2U);
    EXPECT_EQ(read.lists[1].name, "projection.ant.weight");
    EXPECT_EQ(read.lists[1].numbers, some_state(single).lists[0].numbers);
    EXPECT_EQ(read.single, single);
  }
}

TEST_F(state_file, keeps_double_precision_where_there_is_some) {
  auto precise = some_state(false);
  precise.populations[0].variables[0].values[0] = 0.1;
  write_state(precise, file("s.h5"));
  EXPECT_EQ(read_state(file("s.h5")).populations[0].variables[0].values[0], 0.1);
}

TEST_F(state_file, takes_hardly_more_room_than_the_state) {
  constexpr std::size_t neurons = 100000;
  auto large = some_state(true);
  large.populations[0].variables = {{"v", std::vector<double>(neurons)}, {"m", std::vector<double>(neurons)}};
  write_state(large, file("s.h5"));
  EXPECT_LT(static_cast<double>(fs::file_size(file("s.h5"))), 1.2 * 2 * neurons * sizeof(float));
}

TEST_F(state_file, does_not_take_the_place_of_another_file) {
  std::ofstream(file("s.h5")) << "something else";
  EXPECT_THROW(write_state(some_state(true), file("s.h5")), file_error);
  EXPECT_EQ(fs::file_size(file("s.h5")), 14U);
  EXPECT_THROW(write_state(some_state(true), file("nowhere") / "s.h5"), file_error);
}

TEST_F(state_file, leaves_nothing_else_behind) {
  write_state(some_state(true), file("s.h5"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  std::ofstream(file("s.h5.part")) << "what a killed program has left";
  write_state(some_state(true), file("s.h5"), true);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(state_file, that_is_none_is_refused_in_a_sentence) {
  EXPECT_NE(message_of<file_error>([&] { read_state(file("nothing.h5")); }).find("does not exist"), std::string::npos);
  std::ofstream(file("text.h5")) << "no HDF5";
  EXPECT_NE(message_of<file_error>([&] { read_state(file("text.h5")); }).find("text.h5 could not be read"),
            std::string::npos);
  { const hdf5::handle other = hdf5::create_file(file("other.h5")); }
  EXPECT_NE(message_of<file_error>([&] { read_state(file("other.h5")); }).find("no state of a simulation"),
            std::string::npos);
}

TEST_F(state_file, that_lacks_something_is_refused) {
  for (const char* lost :
       {"state/network", "state/lists", "state/populations", "state/noises", "state/in_flight/ant",
        "state/in_flight/zebra/step", "state/terminals", "state/terminals/ant", "state/terminals/zebra/z/amount"}) {
    write_state(some_state(true), file("s.h5"), true);
    hdf5::change_file(file("s.h5"), [&](hid_t opened) { hdf5::call(H5Ldelete, opened, lost, H5P_DEFAULT); });
    EXPECT_THROW(read_state(file("s.h5")), file_error) << lost;
  }
}

}  // namespace
}  // namespace hux::test
