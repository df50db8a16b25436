#include "io/result/result_provenance.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <sstream>
#include <variant>

#include "io/hdf5/checked_dataset.hpp"

namespace hux {
namespace {

constexpr const char* lists_group = "lists";

void write_lists(hid_t group, std::span<const long_list> lists) {
  if (lists.empty()) return;
  const hdf5::handle all = hdf5::create_group(group, lists_group);
  for (const auto& list : lists)
    std::visit([&](auto numbers) { hdf5::write_array(all, list.name, numbers); }, list.numbers);
}

}  // namespace

hdf5::handle write_provenance(hid_t file, const provenance& p, std::span<const long_list> lists) {
  const hdf5::handle group = hdf5::create_group(file, "provenance");
  hdf5::write_text(group, "experiment", p.experiment);
  write_lists(group, lists);
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
  p.has_lists = hdf5::contains(group, lists_group);
  if (hdf5::contains(group, "changes")) p.changes = hdf5::read_text(group, "changes");
  if (p.status != running || !hdf5::contains(group, "progress")) return p;
  double values[2];
  hdf5::read_range(hdf5::open_dataset(group, "progress"), 0, std::span<double>(values));
  p.simulated = values[0];
  p.spikes = static_cast<std::uint64_t>(values[1]);
  return p;
}

std::string read_recorded_text(hid_t file) {
  const bool is_there =
      hdf5::contains(file, "provenance") && hdf5::contains(hdf5::open_group(file, "provenance"), "experiment");
  if (!is_there) throw file_error("it does not hold the experiment that it comes from");
  return hdf5::read_text(hdf5::open_group(file, "provenance"), "experiment");
}

std::map<std::string, std::vector<double>> read_recorded_lists(hid_t file, std::uint64_t file_size) {
  std::map<std::string, std::vector<double>> lists;
  const hdf5::handle group = hdf5::open_group(file, "provenance");
  if (!hdf5::contains(group, lists_group)) return lists;
  const hdf5::handle all = hdf5::open_group(group, lists_group);
  for (const auto& name : hdf5::names_in(all)) lists[name] = hdf5::read_numbers<double>(all, name, file_size);
  return lists;
}

std::string place_of_recorded_list(const std::string& name) {
  return std::string("provenance/") + lists_group + "/" + name;
}

}  // namespace hux
