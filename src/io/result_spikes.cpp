#include "io/result_spikes.hpp"

namespace hux {

spike_writer::spike_writer(hid_t group, const population& p, std::size_t index)
    : index_(index),
      group_(hdf5::create_group(group, p.name)),
      times_(group_, "timestamps"),
      neurons_(group_, "node_ids") {
  const std::string orders[] = {"none", "by_id", "by_time"};
  constexpr std::uint8_t by_time = 2;
  hdf5::write_enum_attribute(group_, "sorting", orders, by_time);
  hdf5::write_attribute(group_, "size", std::uint64_t{p.size});
  hdf5::write_attribute(times_.dataset(), "units", std::string("ms"));
}

void spike_writer::record(const window_results& results) {
  for (const spike& s : results.spikes[index_]) {
    const std::uint64_t neuron = s.neuron;
    times_.append({&s.time, 1});
    neurons_.append({&neuron, 1});
  }
}

void spike_writer::flush() {
  times_.flush();
  neurons_.flush();
}

std::uint64_t spike_writer::bytes(const window_results& results) const {
  return results.spikes[index_].size() * (sizeof(double) + sizeof(std::uint64_t));
}

}  // namespace hux
