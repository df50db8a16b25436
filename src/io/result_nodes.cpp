#include "io/result_nodes.hpp"

#include <numeric>
#include <vector>

#include "build/placement.hpp"

namespace hux {

void write_nodes(hid_t nodes, const population& p, std::uint64_t seed) {
  const hdf5::handle group = hdf5::create_group(nodes, p.name);
  std::vector<std::uint64_t> ids(p.size, 0);
  hdf5::write_array<std::uint64_t>(group, "node_type_id", ids);
  std::iota(ids.begin(), ids.end(), std::uint64_t{0});
  hdf5::write_array<std::uint64_t>(group, "node_id", ids);
  hdf5::write_array<std::uint64_t>(group, "node_group_index", ids);
  hdf5::write_array<std::uint32_t>(group, "node_group_id", std::vector<std::uint32_t>(p.size, 0));

  const hdf5::handle attributes = hdf5::create_group(group, "0");
  const placement where(p, seed);
  std::vector<double> values(p.size);
  for (int d = 0; d < 3; ++d) {
    for (std::uint32_t i = 0; i < p.size; ++i) values[i] = where(i).at[d];
    const hdf5::handle written = hdf5::write_array<double>(attributes, std::string(1, "xyz"[d]), values);
    hdf5::write_attribute(written, "units", std::string("um"));
  }
}

}  // namespace hux
