#include "io/result/result_position.hpp"

#include "io/hdf5/checked_dataset.hpp"

namespace hux {
namespace {

constexpr const char* group_name = "recorded";

/// Calls f(name, member) for all that is a number.
template <class Position, class Function>
void for_each_number(Position& p, Function&& f) {
  f("start", p.start);
  f("simulated", p.simulated);
  f("spikes", p.spikes);
  f("build_seconds", p.spent.build);
  f("simulation_seconds", p.spent.simulation);
  f("update_seconds", p.spent.update);
  f("delivery_seconds", p.spent.delivery);
  f("output_seconds", p.spent.output);
}

/// The same for all that is a list of rows.
template <class Position, class Function>
void for_each_list(Position& p, Function&& f) {
  f("spike_rows", p.spike_rows);
  f("report_rows", p.report_rows);
  f("diverged_rows", p.diverged_rows);
  f("rate_rows", p.rate_rows);
}

std::string counts_of(std::size_t rate) { return "open_counts_" + std::to_string(rate); }

}  // namespace

void write_position(hid_t file, const result_position& position) {
  const hdf5::handle group = hdf5::create_group(file, group_name);
  hdf5::write_text(group, "built", position.built);
  hdf5::write_text(group, "recorded", position.recorded);
  for_each_number(position, [&](const char* name, auto value) { hdf5::write_attribute(group, name, value); });
  for_each_list(position, [&](const char* name, const std::vector<std::uint64_t>& rows) {
    hdf5::write_array<std::uint64_t>(group, name, rows);
  });
  for (std::size_t i = 0; i < position.open_counts.size(); ++i)
    hdf5::write_array<std::uint64_t>(group, counts_of(i), position.open_counts[i]);
}

result_position read_position(hid_t file, std::uint64_t file_size) {
  if (!hdf5::contains(file, group_name)) throw file_error("it is a state, but no checkpoint of a run");
  const hdf5::handle group = hdf5::open_group(file, group_name);
  result_position p;
  p.built = hdf5::read_text(group, "built");
  p.recorded = hdf5::read_text(group, "recorded");
  for_each_number(p, [&](const char* name, auto& value) { hdf5::read_attribute(group, name, value); });
  for_each_list(p, [&](const char* name, std::vector<std::uint64_t>& rows) {
    rows = hdf5::read_numbers<std::uint64_t>(group, name, file_size);
  });
  for (std::size_t i = 0; i < p.rate_rows.size(); ++i)
    p.open_counts.push_back(hdf5::read_numbers<std::uint64_t>(group, counts_of(i), file_size));
  return p;
}

}  // namespace hux
