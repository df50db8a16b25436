#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "driven_cells.hpp"
#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "io/result/result_reader.hpp"
#include "result_support.hpp"
#include "result_values.hpp"
#include "text_file.hpp"

/// Results that are gone on with from a checkpoint that is earlier than their end.
namespace hux {
namespace {

namespace fs = std::filesystem;
using test::scratch_folder;
using test::values_at;

constexpr double early = 12.3;  // ms, of the checkpoint
constexpr double cut = 40;      // ms, where bins of one width end and those of the other do not

experiment driven_cells_on_the_grid(double bin) {
  experiment e = driven_cells(bin);
  e.recordings.spike_times = spike_time::grid;
  return e;
}

/// Results until some time, and a checkpoint of them before that.
struct begun {
  begun(double bin, double checkpoint, double end) : e(driven_cells_on_the_grid(bin)) {
    simulation s(e);
    s.record_to(results);
    s.run(checkpoint);
    s.checkpoint(kept);
    if (end > checkpoint) s.run(end - checkpoint);
  }
  scratch_folder folder;
  experiment e;
  fs::path results = folder / "r.h5";
  fs::path kept = folder / "r.h5.checkpoint";
};

/// Spikes and rates, and where rates start and stop.
std::vector<std::vector<double>> numbers_in(const fs::path& file) {
  std::vector<std::vector<double>> all;
  for (const char* name : {"spikes/cells/timestamps", "spikes/cells/node_ids", "rates/cells/rate", "rates/cells/time"})
    all.push_back(values_at<double>(file, name));
  return all;
}

TEST(resumption, that_ends_before_it_is_where_the_results_were_leaves_them_as_they_were) {
  const begun b(7.3, early, cut);
  const auto before = numbers_in(b.results);
  simulation s(b.e);
  s.resume(b.results, b.kept);
  s.run(5);
  s.end_recording();
  EXPECT_EQ(numbers_in(b.results), before);
  const auto p = read_result(b.results).provenance;
  EXPECT_DOUBLE_EQ(p->simulated, cut);
  EXPECT_EQ(p->spikes, before[0].size());
}

TEST(resumption, of_results_that_were_interrupted_ends_as_a_whole_run) {
  for (const double bin : {7.3, 0.1, 1.0}) {
    const begun whole(bin, early, run_end);
    const begun b(bin, early, cut);
    simulation s(b.e);
    s.resume(b.results, b.kept);
    s.run();
    EXPECT_EQ(numbers_in(b.results), numbers_in(whole.results)) << bin << " ms";
  }
}

TEST(resumption, is_of_interrupted_results_also_where_a_part_of_the_run_ended_just_then) {
  const scratch_folder folder;
  simulation s(driven_cells_on_the_grid(7.3));
  s.record_to(folder / "r.h5");
  s.on_progress([](const progress& p) { return p.time < p.duration; });
  s.run(early);
  s.end_recording();
  EXPECT_DOUBLE_EQ(s.time(), early);
  EXPECT_EQ(read_result(folder / "r.h5").provenance->status, "interrupted");
}

TEST(resumption, of_results_that_lack_nothing_but_their_end_completes_them) {
  const begun b(7.3, run_end, run_end);
  const auto before = numbers_in(b.results);
  simulation s(b.e);
  s.resume(b.results, b.kept);
  s.end_recording();
  EXPECT_EQ(numbers_in(b.results), before);
  EXPECT_EQ(read_result(b.results).provenance->status, "complete");
}

TEST(resumption, of_results_that_lack_something_changes_no_byte_of_them) {
  const begun b(7.3, early, cut);
  hdf5::change_file(b.results, [](hid_t file) { hdf5::call(H5Ldelete, file, "rates/cells", H5P_DEFAULT); });
  const std::string before = content_of(b.results);
  simulation s(b.e);
  EXPECT_THROW(s.resume(b.results, b.kept), file_error);
  EXPECT_TRUE(content_of(b.results) == before);
}

TEST(resumption, of_results_that_are_cut_off_changes_no_byte_of_them) {
  const begun b(7.3, early, cut);
  fs::resize_file(b.results, fs::file_size(b.results) / 2);
  const std::string before = content_of(b.results);
  simulation s(b.e);
  EXPECT_THROW(s.resume(b.results, b.kept), file_error);
  EXPECT_TRUE(content_of(b.results) == before);
}

TEST(resumption, is_refused_where_results_exist_and_others_were_left_by_a_killed_run) {
  const begun b(7.3, early, cut);
  fs::copy_file(b.results, b.results.string() + ".part");
  simulation s(b.e);
  EXPECT_THROW(s.resume(b.results, b.kept), file_error);
  EXPECT_TRUE(fs::exists(b.results));
}

}  // namespace
}  // namespace hux
