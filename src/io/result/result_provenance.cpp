#include "io/result/result_provenance.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <sstream>

namespace hux {

hdf5::handle write_provenance(hid_t file, const provenance& p) {
  const hdf5::handle group = hdf5::create_group(file, "provenance");
  hdf5::write_text(group, "experiment", p.experiment);
  for_each_field(p, [&](const char* name, const auto& value) { hdf5::write_attribute(group, name, value); });
  const double progress[] = {p.simulated, static_cast<double>(p.spikes)};
  return hdf5::write_array<double>(group, "progress", progress);
}

hdf5::handle open_progress(hid_t file) {
  constexpr std::uint64_t values = 2;
  return hdf5::open_values(hdf5::open_group(file, "provenance"), "progress", values);
}

void mark_running(hid_t file) {
  hdf5::write_attribute(hdf5::open_group(file, "provenance"), "status", std::string(running));
}

std::string what_was_run(const std::string& experiment) {
  constexpr std::array how{"backend", "device", "threads", "window", "block_size", "equations"};
  std::istringstream text(experiment);
  std::string kept;
  bool of_simulation = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with('[')) of_simulation = line == "[simulation]";
    const auto says = [&](const char* key) { return line.starts_with(std::string(key) + " = "); };
    if (!of_simulation || std::ranges::none_of(how, says)) kept += line + "\n";
  }
  return kept;
}

void write_progress(hid_t progress, double simulated, std::uint64_t spikes) {
  const double values[] = {simulated, static_cast<double>(spikes)};
  hdf5::overwrite(progress, values);
}

void write_outcome(hid_t file, const provenance& p) {
  const hdf5::handle group = hdf5::open_group(file, "provenance");
  for_each_outcome(p, [&](const char* name, const auto& value) { hdf5::write_attribute(group, name, value); });
  if (!p.changes.empty() && !hdf5::contains(group, "changes")) hdf5::write_text(group, "changes", p.changes);
}

provenance read_provenance(hid_t file) {
  const hdf5::handle group = hdf5::open_group(file, "provenance");
  provenance p;
  for_each_field(p, [&](const char* name, auto& value) { hdf5::read_attribute(group, name, value); });
  if (hdf5::contains(group, "experiment")) p.experiment = hdf5::read_text(group, "experiment");
  if (hdf5::contains(group, "changes")) p.changes = hdf5::read_text(group, "changes");
  if (p.status != running || !hdf5::contains(group, "progress")) return p;
  double values[2];
  hdf5::read_range(hdf5::open_dataset(group, "progress"), 0, std::span<double>(values));
  p.simulated = values[0];
  p.spikes = static_cast<std::uint64_t>(values[1]);
  return p;
}

}  // namespace hux
