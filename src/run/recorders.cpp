#include "run/recorders.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hux/errors.hpp"
#include "hux/outlined_experiment.hpp"
#include "io/result/result_provenance.hpp"
#include "support/line_difference.hpp"
#include "support/lookup_index.hpp"

namespace hux {
namespace {

/// What was spent between two moments, added to what was spent before.
time_spent added(const time_spent& before, const time_spent& start, const time_spent& end) {
  return {before.build + end.build, before.simulation + end.simulation - start.simulation,
          before.update + end.update - start.update, before.delivery + end.delivery - start.delivery,
          before.output + end.output - start.output};
}

}  // namespace

std::vector<std::string> recorders::open(const std::filesystem::path& file, bool overwrite, const experiment& written,
                                         const experiment& e, const built_network& network, const backend& engine,
                                         const run_summary& before) {
  if (file_) throw error("the results go to a file already; expected one file at a time");
  try {
    file_.emplace(file, written, overwrite, before.time);
    file_->keep_values(e, network);
    for (const auto& name : e.recordings.connections) {
      const auto index = index_of(network.projections, name);
      engine.show_rows(index,
                       [&](const synapse_rows& rows) { file_->keep_connections(e.network.projections[index], rows); });
    }
    file_->start();
    writer_.emplace(*file_);
  } catch (...) {
    file_.reset();
    throw;
  }
  before_ = before;
  resumed_ = {};
  resumed_.start = before.time;
  return file_->warnings();
}

std::vector<std::string> recorders::resume(const std::filesystem::path& file, const experiment& built,
                                           const experiment& written, const result_position& from,
                                           const run_summary& before) {
  if (file_) throw error("the results go to a file already; expected one file at a time");
  if (const auto found = first_differing_line(from.built, what_was_run(outlined_experiment(built).text())))
    throw file_error(file.string() + " has results of another experiment, which has " + found.first +
                     " where this one has " + found.second);
  file_.emplace(file, written, from);
  try {
    writer_.emplace(*file_);
  } catch (...) {
    file_->leave();
    file_.reset();
    throw;
  }
  before_ = before;
  resumed_ = from;
  return file_->warnings();
}

void recorders::note_change(double time, const experiment& before, const experiment& after) {
  if (!file_) return;
  const outlined_experiment was(before), is(after);
  std::string lines = differing_lines(was.text(), is.text());
  if (lines.empty()) return;
  for (const auto& list : is.lists())
    if (lines.find(list.digest) != std::string::npos && !file_->has_list(list))
      lines += "the numbers of " + list.name + " with the digest " + list.digest + " are not kept\n";
  file_->note_change(fmt::format("at {:.12g} ms\n", time) + lines);
}

void recorders::note_change(double time, const experiment& before, const input& after) {
  if (!file_) return;
  const auto same_name = [&](const auto& thing) { return thing.name == after.name; };
  const population& target = *std::ranges::find(before.network.populations, after.population, &population::name);
  experiment was;
  was.network.catalog = before.network.catalog;
  population& stands_for_it = was.network.populations.emplace_back();
  stands_for_it.name = target.name;
  stands_for_it.model = target.model;
  stands_for_it.receptors = target.receptors;
  experiment is = was;
  was.network.inputs = {*std::ranges::find_if(before.network.inputs, same_name)};
  is.network.inputs = {after};
  note_change(time, was, is);
}

/// What the file is to say: of all that was recorded to it.
run_summary recorders::of_file(const run_summary& summary) const {
  run_summary s = summary;
  s.start = resumed_.start;
  s.spikes = resumed_.spikes + summary.spikes - before_.spikes;
  time_spent start = before_.spent;
  start.output = 0;
  time_spent end = summary.spent;
  end.output = writer_ ? writer_->seconds() : 0;
  s.spent = added(resumed_.spent, start, end);
  return s;
}

void recorders::flush() { writer_->flush(); }

result_position recorders::position(const run_summary& summary, const experiment& built) const {
  if (!file_) throw error("there is no file of results to go on with; expected results to go to one");
  result_position p = file_->position();
  const run_summary so_far = of_file(summary);
  p.spikes = so_far.spikes;
  p.spent = so_far.spent;
  p.built = what_was_run(outlined_experiment(built).text());
  return p;
}

void recorders::record(const window_results& results) {
  if (writer_) writer_->record(results);
}

void recorders::show(const window_results& results) {
  for (recorder* sink : sinks_) sink->record(results);
}

void recorders::close(const run_summary& summary, const std::string& status) {
  if (!file_) return;
  writer_->close();
  file_->finish(of_file(summary), status);
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
    if (file_) file_->finish(of_file(summary), failure.what());
  } catch (const std::exception&) {
    // The file says where it was left.
  }
}

}  // namespace hux
