#include "io/result/result_recovery.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <functional>

#include "io/hdf5/superblock.hpp"
#include "io/result/result_file.hpp"
#include "io/result/result_reader.hpp"
#include "result_support.hpp"
#include "result_values.hpp"

namespace hux {
namespace {

using test::message_of;
using test::scratch_folder;
using test::small_experiment;
using test::small_window;
using test::values_at;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A run in a process of its own, which does some work and then waits to be killed.
class other_run {
 public:
  explicit other_run(const std::function<void()>& work) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = fork();
    if (child_ == 0) {
      work();
      close(ends[1]);
      for (;;) pause();
    }
    close(ends[1]);
    char nothing;
    static_cast<void>(::read(ends[0], &nothing, 1));
    close(ends[0]);
  }
  ~other_run() { kill(); }
  other_run(const other_run&) = delete;
  other_run& operator=(const other_run&) = delete;

  void kill() {
    if (child_ > 0) ::kill(child_, SIGKILL);
    if (child_ > 0) waitpid(std::exchange(child_, -1), nullptr, 0);
  }

 private:
  pid_t child_ = -1;
};

/// Two windows that were flushed, and one that was not.
void write_unfinished(const std::filesystem::path& file, int flushed = 2) {
  static std::optional<result_file> results;
  results.emplace(file, small_experiment(), false);
  results->start();
  for (int k = 0; k < flushed; ++k) results->record(small_window(k));
  results->flush();
  results->record(small_window(flushed));
}

template <class Work>
bool refuses(const Work& work) {
  try {
    work();
    return false;
  } catch (const file_error&) {
    return true;
  }
}

TEST(result_recovery, a_run_can_be_looked_at_while_it_goes_on) {
  const scratch_folder folder;
  const other_run run([&] { write_unfinished(folder / "r.h5"); });
  const auto result = read_result(folder / "r.h5.part");
  EXPECT_EQ(result.provenance->status, "running");
  EXPECT_EQ(result.provenance->simulated, 2);
  EXPECT_EQ(result.provenance->spikes, 8);
  EXPECT_EQ(result.spikes[0].spikes, 6);
  EXPECT_EQ(result.reports[0].samples, 4);
}

TEST(result_recovery, a_reader_knows_a_killed_run_from_one_that_goes_on) {
  const scratch_folder folder;
  other_run run([&] { write_unfinished(folder / "r.h5"); });
  run.kill();
  const auto result = read_result(folder / "r.h5.part");
  EXPECT_THAT(result.provenance->status, StartsWith("killed: hux recover "));
  EXPECT_EQ(result.provenance->simulated, 2);
}

TEST(result_recovery, makes_a_plain_file_of_what_a_killed_run_has_flushed) {
  const scratch_folder folder;
  other_run([&] { write_unfinished(folder / "r.h5"); }).kill();
  const auto recovered = recover(folder / "r.h5.part");
  EXPECT_EQ(recovered.file, folder / "r.h5");
  EXPECT_EQ(recovered.simulated, 2);
  EXPECT_EQ(recovered.stretch(), "in the first 2 ms");
  EXPECT_FALSE(exists(folder / "r.h5.part"));
  EXPECT_FALSE(hdf5::read_superblock(folder / "r.h5")->being_written);
  const auto result = read_result(folder / "r.h5");
  EXPECT_EQ(result.provenance->status, "killed; recovered");
  EXPECT_EQ(result.provenance->spikes, 8);
  EXPECT_EQ(result.spikes[0].spikes, 6);
  EXPECT_EQ(result.reports[0].samples, 4);
}

TEST(result_recovery, knows_where_the_recording_of_a_killed_run_started) {
  const scratch_folder folder;
  other_run([&] {
    static std::optional<result_file> results;
    results.emplace(folder / "r.h5", small_experiment(), false, 1);
    results->record(small_window(1));
    results->flush();
    results->record(small_window(2));
  }).kill();
  EXPECT_EQ(read_result(folder / "r.h5.part").provenance->start, 1);
  const auto recovered = recover(folder / "r.h5.part");
  EXPECT_EQ(recovered.stretch(), "from 1 ms to 2 ms");
  const auto result = read_result(recovered.file);
  EXPECT_EQ(result.provenance->start, 1);
  EXPECT_EQ(result.provenance->simulated, 2);
  EXPECT_THAT(values_at<double>(recovered.file, "report/probe.v/mapping/time"), ElementsAre(1, 2, 0.5));
}

TEST(result_recovery, a_flush_within_a_block_loses_and_repeats_nothing) {
  const scratch_folder folder;
  {
    result_file results(folder / "r.h5", small_experiment(), false);
    for (int k = 0; k < 3000; ++k) {
      results.record(small_window(k));
      if (k % 7 == 0) results.flush();
    }
  }
  const auto result = read_result(folder / "r.h5");
  EXPECT_EQ(result.spikes[0].spikes, 9000);
  EXPECT_EQ(result.reports[0].samples, 6000);
  EXPECT_EQ(result.provenance->spikes, 0) << "the caller's summary has the last word";
}

TEST(result_recovery, makes_times_and_neurons_equally_long) {
  const scratch_folder folder;
  const auto part = folder / "r.h5.part";
  other_run([&] { write_unfinished(folder / "r.h5"); }).kill();
  hdf5::mark_closed(part);
  hdf5::change_file(part, [](hid_t file) { hdf5::shorten(hdf5::open_dataset(file, "spikes/E/node_ids"), 4); });
  recover(part);
  const hdf5::handle file = hdf5::open_file(folder / "r.h5");
  EXPECT_EQ(hdf5::shape(hdf5::open_dataset(file, "spikes/E/timestamps"))[0], 4);
}

TEST(result_recovery, leaves_a_run_alone_that_goes_on) {
  const scratch_folder folder;
  const other_run run([&] { write_unfinished(folder / "r.h5"); });
  EXPECT_THAT(message_of<file_error>([&] { recover(folder / "r.h5.part"); }), HasSubstr("is being written by a run"));
  EXPECT_TRUE(hdf5::read_superblock(folder / "r.h5.part")->being_written);
}

TEST(result_recovery, keeps_its_name_where_another_result_has_the_other) {
  const scratch_folder folder;
  other_run([&] { write_unfinished(folder / "r.h5"); }).kill();
  result_file(folder / "other.h5", small_experiment(), false).finish({}, "complete");
  std::filesystem::rename(folder / "other.h5", folder / "r.h5");
  EXPECT_EQ(recover(folder / "r.h5.part").file, folder / "r.h5.part");
  EXPECT_EQ(read_result(folder / "r.h5").provenance->status, "complete");
}

TEST(result_recovery, refuses_what_is_complete_missing_or_no_result) {
  const scratch_folder folder;
  result_file(folder / "r.h5", small_experiment(), false).finish({}, "complete");
  EXPECT_THAT(message_of<file_error>([&] { recover(folder / "r.h5"); }), HasSubstr("nothing to recover"));
  EXPECT_THAT(message_of<file_error>([&] { recover(folder / "none.h5"); }), HasSubstr("does not exist"));
  EXPECT_THAT(message_of<file_error>([&] { recover("/proc/self/status"); }), HasSubstr("/proc/self/status"));
}

TEST(result_recovery, refuses_what_is_no_file_without_waiting_for_it) {
  const scratch_folder folder;
  ASSERT_EQ(mkfifo((folder / "pipe.h5.part").c_str(), 0600), 0);
  std::filesystem::create_directory(folder / "folder.h5.part");
  for (const auto& part : {folder / "pipe.h5.part", folder / "folder.h5.part", std::filesystem::path("/dev/zero")})
    EXPECT_THAT(message_of<file_error>([&] { recover(part); }),
                HasSubstr("expected a file that a killed run has left"));
}

TEST(result_recovery, makes_a_readable_file_of_what_has_lost_its_end_or_refuses_it) {
  namespace fs = std::filesystem;
  const scratch_folder folder;
  other_run([&] { write_unfinished(folder / "r.h5"); }).kill();
  const auto whole = fs::file_size(folder / "r.h5.part");
  int refused = 0;
  for (auto size = whole; size > whole / 64; size -= whole / 64) {
    fs::copy_file(folder / "r.h5.part", folder / "cut.h5.part", fs::copy_options::overwrite_existing);
    fs::resize_file(folder / "cut.h5.part", size);
    if (refuses([&] { recover(folder / "cut.h5.part"); })) {
      ++refused;
    } else {
      EXPECT_FALSE(refuses([&] { read_result(folder / "cut.h5"); })) << size;
      fs::remove(folder / "cut.h5");
    }
  }
  EXPECT_GT(refused, 0);
}

TEST(result_recovery, a_new_run_keeps_what_the_killed_one_has_left) {
  const scratch_folder folder;
  other_run([&] { write_unfinished(folder / "r.h5"); }).kill();
  result_file next(folder / "r.h5", small_experiment(), false);
  next.finish({}, "complete");
  EXPECT_EQ(next.warnings().size(), 1);
  EXPECT_EQ(recover(folder / "r.1.h5.part").file, folder / "r.1.h5");
  EXPECT_EQ(read_result(folder / "r.1.h5").spikes[0].spikes, 6);
}

}  // namespace
}  // namespace hux
