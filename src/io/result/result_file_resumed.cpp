#include <fmt/format.h>

#include <system_error>

#include "io/hdf5/file_trial.hpp"
#include "io/hdf5/superblock.hpp"
#include "io/result/result_file.hpp"
#include "io/result/result_provenance.hpp"
#include "support/line_difference.hpp"

/// Results of a run that was killed or interrupted, to be gone on with.
namespace hux {
namespace {

namespace fs = std::filesystem;

/// Lets each writer go on behind the rows that it had.
template <class Writers>
void go_on_behind(Writers& writers, const std::vector<std::uint64_t>& rows) {
  if (rows.size() != writers.size()) throw file_error("the checkpoint is one of other recordings");
  for (std::size_t i = 0; i < rows.size(); ++i) writers[i].go_on_behind(rows[i]);
}

}  // namespace

void result_file::leave() {
  close();
  partial_.give_back();
}

/// Before anything of it is changed. A damaged file may end the program that reads it, or, once others may read it
/// while it is written, let HDF5 wait for what will never be there.
void result_file::require_fit(const experiment& settled, const result_position& from) {
  const fs::path part = partial_.path();
  const auto state = hdf5::read_superblock(part);
  if (state && state->being_written && !state->readable_live) hdf5::mark_closed(part);  // killed in reopen()
  const auto fail = [&](const std::string& why) {
    return file_error(part.string() + " cannot be gone on with: " + why);
  };
  std::error_code ignored;
  if (const auto why = why_fatal([&] { look(settled, from); }, fs::file_size(part, ignored)); !why.empty())
    throw fail(why);
  try {
    look(settled, from);
  } catch (const hdf5::failure& failure) {
    throw fail(std::string("it is damaged, or has not all that this experiment records (") + failure.what() + ")");
  } catch (const file_error& mistake) {
    throw fail(mistake.what());
  }
}

/// Opens it as it is, and all that is to be gone on with in it, and reads what will be compared.
void result_file::look(const experiment& settled, const result_position& from) {
  file_ = hdf5::open_file(partial_.path());
  go_on(settled, from);
  read_rest();
  release();
}

void result_file::reopen(const experiment& settled, const result_position& from) {
  hdf5::mark_closed(partial_.path());
  file_ = hdf5::reopen_file(partial_.path());
  go_on(settled, from);
  if (provenance_.status != running) mark_running(file_);
  provenance_.status = running;
  provenance_.simulated = from.simulated;
  provenance_.spikes = from.spikes;
}

void result_file::go_on(const experiment& settled, const result_position& from) {
  provenance_ = had_ = read_provenance(file_);
  require_own(from);
  create_data_sets(settled);
  go_on_behind(spikes_, from.spike_rows);
  go_on_behind(reports_, from.report_rows);
  go_on_behind(diverged_, from.diverged_rows);
  if (from.open_counts.size() != rates_.size()) throw file_error("the checkpoint is one of other recordings");
  for (std::size_t i = 0; i < rates_.size(); ++i) rates_[i].go_on_behind(from.rate_rows.at(i), from.open_counts[i]);
  progress_ = open_progress(file_);
}

/// Is it the file that a checkpoint was made of?
void result_file::require_own(const result_position& from) const {
  const std::string there = what_was_run(provenance_.experiment);
  if (const auto found = first_differing_line(there, what_was_run(from.recorded)))
    throw file_error("it has results of another experiment, which has " + found.first +
                     " where that of the checkpoint has " + found.second);
  if (provenance_.start != from.start)
    throw file_error(fmt::format("its results start at {:.12g} ms, and those of the checkpoint at {:.12g} ms",
                                 provenance_.start, from.start));
}

void result_file::read_rest() const {
  for (const auto& w : spikes_) w.read_rest();
  for (const auto& w : reports_) w.read_rest();
  for (const auto& w : rates_) w.read_rest();
  for (const auto& w : diverged_) w.read_rest();
}

}  // namespace hux
