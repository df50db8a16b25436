#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "io/hdf5/hdf5.hpp"

namespace hux::test {

/// The times of the spikes in a result of experiments.hpp, ms.
inline std::vector<double> spike_times(const std::filesystem::path& file) {
  const hdf5::handle opened = hdf5::open_file(file);
  const hdf5::handle times = hdf5::open_dataset(opened, "spikes/cells/timestamps");
  std::vector<double> values(hdf5::shape(times)[0]);
  hdf5::read_range(times, 0, std::span<double>(values));
  return values;
}

}  // namespace hux::test
