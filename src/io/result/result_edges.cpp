#include "io/result/result_edges.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace hux {
namespace {

/// A data set whose value i is value(i).
template <class T, class Value>
hdf5::handle write_each(hid_t group, const std::string& name, std::uint64_t count, const Value& value) {
  std::vector<T> values(count);
  for (std::uint64_t i = 0; i < count; ++i) values[i] = static_cast<T>(value(i));
  return hdf5::write_array<T>(group, name, values);
}

void write_sources(hid_t group, const projection& p, const synapse_rows& rows) {
  std::vector<std::uint64_t> sources(rows.count);
  for (std::uint32_t row = 0; row < rows.sources; ++row)
    std::fill(sources.begin() + static_cast<std::ptrdiff_t>(rows.offset[row]),
              sources.begin() + static_cast<std::ptrdiff_t>(rows.offset[row + 1ULL]), row);
  const auto ids = hdf5::write_array<std::uint64_t>(group, "source_node_id", sources);
  hdf5::write_attribute(ids, "node_population", p.source);
}

}  // namespace

void write_edges(hid_t edges, const projection& p, const synapse_rows& rows, double dt) {
  const std::uint64_t count = rows.count;
  const auto group = hdf5::create_group(edges, p.name);
  write_sources(group, p, rows);
  const auto ids =
      write_each<std::uint64_t>(group, "target_node_id", count, [&](std::uint64_t i) { return rows.target(i); });
  hdf5::write_attribute(ids, "node_population", p.target);
  write_each<std::uint64_t>(group, "edge_type_id", count, [](std::uint64_t) { return 0; });
  write_each<std::uint32_t>(group, "edge_group_id", count, [](std::uint64_t) { return 0; });
  write_each<std::uint64_t>(group, "edge_group_index", count, [](std::uint64_t i) { return i; });
  const auto values = hdf5::create_group(group, "0");
  write_each<float>(values, "syn_weight", count, [&](std::uint64_t i) { return rows.weight_of(i); });
  const auto delays = write_each<float>(values, "delay", count, [&](std::uint64_t i) { return rows.delay(i) * dt; });
  hdf5::write_attribute(delays, "units", std::string("ms"));
}

}  // namespace hux
