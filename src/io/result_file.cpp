#include "io/result_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "hux/experiment_file.hpp"
#include "io/result_edges.hpp"
#include "io/result_nodes.hpp"
#include "lookup.hpp"

namespace hux {
namespace {

namespace fs = std::filesystem;

/// For what HDF5 itself writes at the end: the index of the chunks, above all.
constexpr std::uint64_t least_margin = 4U << 20U;

/// Bytes that may be recorded after a look at the disk until the next.
constexpr std::uint64_t asked_ahead = 1U << 18U;

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

fs::path part_of(fs::path file) { return file += ".part"; }

std::uint64_t space_on_disk(const fs::path& folder) {
  std::error_code error;
  const fs::space_info info = fs::space(folder, error);
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

}  // namespace

void result_file::check_target(const fs::path& file, bool overwrite) {
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) throw file_error(file.string() + " is a folder, not a file to write");
  if (!overwrite && fs::exists(file, ignored))
    throw file_error(file.string() + " exists already and is not to be overwritten");
  const fs::path folder = folder_of(file);
  if (!fs::is_directory(folder, ignored)) throw file_error(file.string() + ": there is no folder " + folder.string());
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    throw file_error(file.string() + ": the folder " + folder.string() + " cannot be written to");
  if (fs::exists(part_of(file)))
    throw file_error(part_of(file).string() + " exists: another run is writing it, or one was killed while it did; " +
                     "expected no such file (remove it if no run is writing it)");
}

result_file::result_file(const fs::path& file, const experiment& settled, bool overwrite, free_space space)
    : target_(file),
      part_(part_of(file)),
      overwrite_(overwrite),
      space_(std::move(space)),
      provenance_(provenance_of(settled)),
      dt_(settled.settings.dt) {
  check_target(file, overwrite);
  if (!space_) space_ = [folder = folder_of(file)] { return space_on_disk(folder); };
  open_ = true;
  try {
    guarded([&] { create(settled); });
  } catch (...) {
    abandon();
    throw;
  }
}

result_file::~result_file() {
  try {
    finish({}, "the run ended without saying how");
  } catch (const file_error&) {  // removed already, and there is nobody to tell
  }
}

/// Does some writing; if it fails, the file is removed and the error says which file it was.
template <class Work>
void result_file::guarded(Work&& work) {
  try {
    work();
  } catch (const hdf5::failure& failure) {
    const std::string why = failure.what();
    abandon();
    throw file_error(target_.string() + " could not be written: " + why);
  }
}

void result_file::abandon() {
  close();
  std::error_code ignored;
  fs::remove(part_, ignored);
}

void result_file::create(const experiment& settled) {
  file_ = hdf5::create_file(part_);
  const std::uint32_t version[] = {0, 1};
  hdf5::write_attribute(file_, "magic", std::uint32_t{0x0A7A});
  hdf5::write_attribute(file_, "version", version);
  provenance_group_ = hdf5::create_group(file_, "provenance");
  hdf5::write_text(provenance_group_, "experiment", to_toml(settled));
  provenance_.status = "running";
  write_provenance();

  const hdf5::handle spikes = hdf5::create_group(file_, "spikes");
  const auto& populations = settled.network.populations;
  for (std::size_t i = 0; i < populations.size(); ++i)
    if (records_spikes_of(settled.recordings, populations[i])) spikes_.emplace_back(spikes, populations[i], i);
  create_nodes(settled);
  create_reports(settled);
  create_rates(settled);
  margin_ = least_margin + blocks_of(spikes_) + blocks_of(reports_) + blocks_of(rates_);
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
  const hdf5::handle group = hdf5::create_group(file_, "report");
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    const recording& r = recordings[i];
    const population& p =
        find_named(settled.network.populations, r.population, key_of(r) + ".population", "population");
    for (std::size_t variable = 0; variable < r.variables.size(); ++variable)
      reports_.emplace_back(group, r, i, variable, p, settled.network);
  }
}

void result_file::create_rates(const experiment& settled) {
  const auto& populations = settled.network.populations;
  if (settled.recordings.rates.empty()) return;
  const hdf5::handle group = hdf5::create_group(file_, "rates");
  for (const std::string& name : settled.recordings.rates) {
    const population& p = find_named(populations, name, "recordings.rates", "population");
    const auto index = static_cast<std::size_t>(&p - populations.data());
    rates_.emplace_back(group, p, index, settled.recordings.rate_bin);
  }
}

void result_file::keep_connections(const projection& p, const synapse_rows& rows) {
  guarded([&] {
    if (!hdf5::contains(file_, "edges")) hdf5::create_group(file_, "edges");
    write_edges(hdf5::open_group(file_, "edges"), p, rows, dt_);
  });
}

void result_file::write_provenance() {
  for_each_field(provenance_,
                 [&](const char* name, const auto& value) { hdf5::write_attribute(provenance_group_, name, value); });
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
    throw file_error(target_.string() + ": the disk is full: " + in_mib(needed) + " needed, " + in_mib(left) + " left");
  granted_ = asked_ahead;
}

void result_file::record(const window_results& results) {
  require_space(results);
  const double end = static_cast<double>(results.steps.end) * dt_;
  guarded([&] {
    for (auto& w : spikes_) w.record(results);
    for (auto& w : reports_) w.record(results);
    for (auto& w : rates_) w.record(results, end);
  });
  provenance_.simulated = end;
}

void result_file::finish(const run_summary& summary, const std::string& note) {
  if (!open_) return;
  provenance_.spikes = summary.spikes;
  provenance_.synapses = summary.synapses;
  provenance_.build_seconds = summary.spent.build;
  provenance_.simulation_seconds = summary.spent.simulation;
  provenance_.update_seconds = summary.spent.update;
  provenance_.delivery_seconds = summary.spent.delivery;
  provenance_.output_seconds = summary.spent.output;
  provenance_.status = note;
  guarded([&] {
    for (auto& w : spikes_) w.flush();
    for (auto& w : reports_) w.finish();
    for (auto& w : rates_) w.flush();
    write_provenance();
    hdf5::call(H5Fflush, file_, H5F_SCOPE_GLOBAL);
  });
  close();
  std::error_code error;
  if (!overwrite_ && fs::exists(target_, error))
    throw file_error(target_.string() + " has appeared during the run; the result is in " + part_.string());
  fs::rename(part_, target_, error);
  if (error) throw file_error(target_.string() + ": " + error.message() + "; the result is in " + part_.string());
}

/// Data sets before the file: closing that closes what is still open in it.
void result_file::close() {
  open_ = false;
  spikes_.clear();
  reports_.clear();
  rates_.clear();
  provenance_group_.release();
  file_.release();
}

}  // namespace hux
