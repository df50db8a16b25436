#include "io/result/result_file.hpp"

#include <algorithm>
#include <system_error>

#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "hux/units.hpp"
#include "io/result/result_edges.hpp"
#include "io/result/result_nodes.hpp"
#include "io/result/result_provenance.hpp"
#include "io/result/result_recovery.hpp"
#include "network/stage_steps.hpp"

namespace hux {
namespace {

namespace fs = std::filesystem;

/// For what HDF5 itself writes at the end: the index of the chunks, above all.
constexpr std::uint64_t least_margin = 4U << 20U;

/// Bytes that may be recorded after a look at the disk until the next.
constexpr std::uint64_t asked_ahead = 1U << 18U;

std::uint64_t space_on_disk(const fs::path& file) {
  std::error_code error;
  const fs::space_info info = fs::space(file, error);
  return error ? ~std::uint64_t{0} : info.available;
}

bool records_spikes_of(const recordings& r, const population& p) {
  return !r.spikes || std::ranges::find(*r.spikes, p.name) != r.spikes->end();
}

std::string in_mib(std::uint64_t bytes) {
  const std::uint64_t tenths = (bytes * 10) >> 20U;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MiB";
}

/// Bytes that the last blocks of all data sets may take.
template <class Writers>
std::uint64_t blocks_of(const Writers& writers) {
  std::uint64_t bytes = 0;
  for (const auto& w : writers) bytes += w.block_bytes();
  return bytes;
}

template <class Writers>
std::vector<std::uint64_t> rows_of(const Writers& writers) {
  std::vector<std::uint64_t> rows;
  for (const auto& w : writers) rows.push_back(w.rows());
  return rows;
}

}  // namespace

result_file::result_file(const fs::path& file, const experiment& settled, bool overwrite, double start,
                         free_space space)
    : partial_(file, overwrite),
      warnings_(partial_.warnings()),
      space_(std::move(space)),
      provenance_(provenance_of(settled, start)),
      dt_(settled.settings.dt) {
  if (!space_) space_ = [part = partial_.path()] { return space_on_disk(part); };
  open_ = true;
  try {
    guarded([&] { create(settled); });
  } catch (...) {
    discard();
    throw;
  }
}

result_file::result_file(const fs::path& file, const experiment& settled, const result_position& from, free_space space)
    : partial_(partial_file::left_behind{file}),
      warnings_(partial_.warnings()),
      space_(std::move(space)),
      dt_(settled.settings.dt),
      resumed_(true) {
  if (!space_) space_ = [part = partial_.path()] { return space_on_disk(part); };
  try {
    require_fit(settled, from);
    open_ = true;
    guarded([&] { reopen(settled, from); });
    start();
  } catch (...) {
    leave();
    throw;
  }
}

result_file::~result_file() {
  try {
    finish({}, "the run ended without saying how");
  } catch (const file_error&) {  // there is nobody to tell, and the file is where it was left
  }
}

/// Does some writing; if it fails, the error says which file it was and what is left of it.
template <class Work>
void result_file::guarded(Work&& work) {
  try {
    work();
  } catch (const recorded_difference& difference) {
    close();
    throw file_error(partial_.path().string() + ": " + difference.what());
  } catch (const hdf5::failure& failure) {
    keep_what_is_readable(failure.what());
  }
}

void result_file::keep_what_is_readable(const std::string& why) {
  const std::string failed = partial_.result().string() + " could not be written: " + why;
  const bool something = started_;
  hdf5::leave_open(file_);
  close();
  if (!something) {
    discard();
    throw file_error(failed);
  }
  throw file_error(failed + "; " + publish_what_is_readable(failed));
}

/// Returns what is to be said of it.
std::string result_file::publish_what_is_readable(const std::string& status) {
  partial_.require_place();
  try {
    const recovered_result kept = close_unfinished(partial_.path(), status);
    partial_.publish();
    return "it holds what was recorded " + kept.stretch() + " (" + in_mib(kept.bytes) + ")";
  } catch (const file_error&) {
    return "what was recorded is kept: hux recover " + partial_.path().string();
  }
}

void result_file::discard() {
  close();
  if (!resumed_) partial_.discard();
}

void result_file::create(const experiment& settled) {
  file_ = hdf5::create_file(partial_.path());
  const std::uint32_t version[] = {0, 1};
  hdf5::write_attribute(file_, "magic", std::uint32_t{0x0A7A});
  hdf5::write_attribute(file_, "version", version);
  const outlined_experiment outlined(settled);
  provenance_.experiment = outlined.text();
  provenance_.status = running;
  progress_ = write_provenance(file_, provenance_, outlined.lists());
  create_nodes(settled);
  create_data_sets(settled);
}

result_position result_file::position() const {
  result_position p;
  p.start = provenance_.start;
  p.recorded = provenance_.experiment;
  p.simulated = provenance_.simulated;
  p.spike_rows = rows_of(spikes_);
  p.report_rows = rows_of(reports_);
  p.diverged_rows = rows_of(diverged_);
  p.rate_rows = rows_of(rates_);
  for (const auto& w : rates_) p.open_counts.push_back(w.open_counts());
  return p;
}

/// Those of a file that is gone on with are there.
void result_file::create_data_sets(const experiment& settled) {
  const hdf5::handle spikes = hdf5::group_in(file_, "spikes");
  const auto& populations = settled.network.populations;
  for (std::size_t i = 0; i < populations.size(); ++i)
    if (records_spikes_of(settled.recordings, populations[i])) spikes_.emplace_back(spikes, populations[i], i);
  create_reports(settled);
  create_rates(settled);
  create_divergences(settled);
  margin_ = least_margin + blocks_of(spikes_) + blocks_of(reports_) + blocks_of(rates_) + blocks_of(diverged_);
}

void result_file::create_nodes(const experiment& settled) {
  const auto& populations = settled.network.populations;
  if (std::ranges::none_of(populations, [](const population& p) { return p.positions.has_value(); })) return;
  const hdf5::handle group = hdf5::create_group(file_, "nodes");
  for (const population& p : populations)
    if (p.positions) write_nodes(group, p, settled.settings.seed);
}

void result_file::create_reports(const experiment& settled) {
  const auto& recordings = settled.recordings.samples;
  if (recordings.empty()) return;
  const hdf5::handle group = hdf5::group_in(file_, "report");
  const population_names names(settled.network);
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    const recording& r = recordings[i];
    const population& p = names.find(r.population, key_of(r) + ".population");
    for (std::size_t variable = 0; variable < r.variables.size(); ++variable)
      reports_.emplace_back(group, r, i, variable, p, settled.network, first_sample(r, settled));
  }
}

/// Samples are taken at multiples of the interval while the recording is on.
double result_file::first_sample(const recording& r, const experiment& settled) const {
  const std::int64_t every = steps_of(r.interval, dt_);
  const std::int64_t from = std::max(steps_of(provenance_.start, dt_), steps_of_recording(r, settled).begin);
  const std::int64_t first = (from + every - 1) / every;
  return static_cast<double>(first) * r.interval;
}

void result_file::create_rates(const experiment& settled) {
  if (settled.recordings.rates.empty()) return;
  const hdf5::handle group = hdf5::group_in(file_, "rates");
  const population_names names(settled.network);
  for (const std::string& name : settled.recordings.rates) {
    const std::size_t index = names.index(name, "record.rates");
    rates_.emplace_back(group, names[index], index, settled.recordings.rate_bin, provenance_.start);
  }
}

void result_file::create_divergences(const experiment& settled) {
  if (settled.settings.on_divergence == divergence_policy::stop) return;
  const hdf5::handle group = hdf5::group_in(file_, "diverged");
  const auto& populations = settled.network.populations;
  for (std::size_t i = 0; i < populations.size(); ++i) diverged_.emplace_back(group, populations[i], i);
}

void result_file::keep_values(const experiment& settled, const built_network& network) {
  guarded([&] { write_values(file_, settled, network); });
}

void result_file::keep_connections(const projection& p, const synapse_rows& rows) {
  guarded([&] {
    if (!hdf5::contains(file_, "edges")) hdf5::create_group(file_, "edges");
    write_edges(hdf5::open_group(file_, "edges"), p, rows, dt_);
  });
}

void result_file::note_change(const std::string& what) {
  constexpr std::size_t longest = 1U << 20U;
  if (changes_left_out_ > 0 || provenance_.changes.size() + what.size() > longest)
    ++changes_left_out_;
  else
    provenance_.changes += what;
}

bool result_file::has_list(const long_list& list) const {
  return provenance_.experiment.find(list.digest) != std::string::npos;
}

void result_file::start() {
  if (started_) return;
  guarded([&] { hdf5::flush_file(file_); });
  started_ = true;
  if (!hdf5::let_others_read(file_))
    warnings_.push_back(partial_.path().string() +
                        " cannot be read while the run goes on: HDF5 does not allow it there");
}

/// Asks for more than the window takes: asking takes longer than recording a small network's window.
void result_file::require_space(const window_results& results) {
  std::uint64_t bytes = 0;
  for (const auto& w : spikes_) bytes += w.bytes(results);
  for (const auto& w : reports_) bytes += w.bytes(results);
  if (bytes <= granted_) {
    granted_ -= bytes;
    return;
  }
  const std::uint64_t needed = margin_ + bytes + asked_ahead;
  const std::uint64_t left = space_();
  if (left < needed)
    throw file_error(partial_.result().string() + ": the disk is full: " + in_mib(needed) + " needed, " + in_mib(left) +
                     " left");
  granted_ = asked_ahead;
}

void result_file::record(const window_results& results) {
  start();
  require_space(results);
  const double end = static_cast<double>(results.steps.end) * dt_;
  guarded([&] {
    for (auto& w : spikes_) w.record(results);
    for (auto& w : reports_) w.record(results);
    for (auto& w : rates_) w.record(results, end);
    for (auto& w : diverged_) w.record(results);
  });
  provenance_.simulated = end;
  for (const auto& spikes : results.spikes) provenance_.spikes += spikes.size();
  unflushed_ = true;
}

void result_file::flush() {
  if (!open_ || !std::exchange(unflushed_, false)) return;
  guarded([&] { write_all(); });
}

/// How far the data go is written when they are on the disk: if this is cut off, they go on beyond what is said.
void result_file::write_all() {
  for (auto& w : spikes_) w.flush();
  for (auto& w : reports_) w.flush();
  for (auto& w : rates_) w.flush();
  for (auto& w : diverged_) w.flush();
  hdf5::flush_file(file_);
  for (auto& w : reports_) w.tell_end();
  if (!behind()) write_progress(progress_, provenance_.simulated, provenance_.spikes);
  hdf5::flush_file(file_);
}

void result_file::finish(const run_summary& summary, const std::string& note) {
  if (!open_) return;
  provenance_.spikes = behind() ? had_.spikes : summary.spikes;
  provenance_.synapses = summary.synapses;
  provenance_.build_seconds = summary.spent.build;
  provenance_.simulation_seconds = summary.spent.simulation;
  provenance_.update_seconds = summary.spent.update;
  provenance_.delivery_seconds = summary.spent.delivery;
  provenance_.output_seconds = summary.spent.output;
  provenance_.status = note;
  if (changes_left_out_ > 0) provenance_.changes += "and " + std::to_string(changes_left_out_) + " changes more\n";
  guarded([&] {
    for (auto& w : rates_) w.finish();
    write_all();
  });
  provenance_.simulated = std::max(provenance_.simulated, had_.simulated);
  close();
  partial_.require_place();
  guarded([&] { hdf5::change_file(partial_.path(), [&](hid_t file) { write_outcome(file, provenance_); }); });
  partial_.publish();
}

/// Data sets before the file: closing that closes what is still open in it.
void result_file::close() {
  open_ = false;
  release();
}

void result_file::release() {
  spikes_.clear();
  reports_.clear();
  rates_.clear();
  progress_.release();
  diverged_.clear();
  file_.release();
}

}  // namespace hux
