#include "run/recorders.hpp"

#include "hux/errors.hpp"
#include "support/lookup_index.hpp"

namespace hux {

std::vector<std::string> recorders::open(const std::filesystem::path& file, bool overwrite, const experiment& e,
                                         const built_network& network, const backend& engine) {
  if (file_) throw error("the results go to a file already; expected one file at a time");
  file_.emplace(file, e, overwrite);
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
  run_summary whole = summary;
  whole.spent.output = seconds();
  file_->finish(whole, summary.complete ? "complete" : "interrupted");
  before_ = seconds();
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
    if (file_) file_->finish(summary, failure.what());
  } catch (const std::exception&) {
    // The file says where it was left.
  }
}

}  // namespace hux
