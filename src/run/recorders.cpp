#include "run/recorders.hpp"

#include "hux/errors.hpp"
#include "support/lookup_index.hpp"

namespace hux {
namespace {

/// What a summary has to say of the time since an earlier one.
run_summary since(const run_summary& earlier, run_summary s) {
  s.start = earlier.time;
  s.spikes -= earlier.spikes;
  s.spent.simulation -= earlier.spent.simulation;
  s.spent.update -= earlier.spent.update;
  s.spent.delivery -= earlier.spent.delivery;
  return s;
}

}  // namespace

std::vector<std::string> recorders::open(const std::filesystem::path& file, bool overwrite, const experiment& e,
                                         const built_network& network, const backend& engine,
                                         const run_summary& before) {
  if (file_) throw error("the results go to a file already; expected one file at a time");
  before_ = before;
  file_.emplace(file, e, overwrite, before.time);
  file_->keep_values(e, network);
  for (const auto& name : e.recordings.connections) {
    const auto index = index_of(network.projections, name);
    engine.show_rows(index,
                     [&](const synapse_rows& rows) { file_->keep_connections(e.network.projections[index], rows); });
  }
  file_->start();
  writer_.emplace(*file_);
  return file_->warnings();
}

void recorders::record(const window_results& results) {
  if (writer_) writer_->record(results);
  for (recorder* sink : sinks_) sink->record(results);
}

void recorders::close(const run_summary& summary) {
  if (!file_) return;
  writer_->close();
  run_summary of_file = since(before_, summary);
  of_file.spent.output = writer_->seconds();
  file_->finish(of_file, summary.complete ? "complete" : "interrupted");
  earlier_files_ += writer_->seconds();
  writer_.reset();
  file_.reset();
}

void recorders::close_after(const std::exception& failure, const run_summary& summary) {
  try {
    if (writer_) writer_->close();
  } catch (const std::exception&) {
    // The file has ended before the failure, or is the failure.
  }
  try {
    if (file_) file_->finish(since(before_, summary), failure.what());
  } catch (const std::exception&) {
    // The file says where it was left.
  }
}

}  // namespace hux
