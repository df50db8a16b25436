#include "io/result_divergences.hpp"

namespace hux {

divergence_writer::divergence_writer(hid_t group, const population& p, std::size_t index)
    : index_(index),
      group_(hdf5::create_group(group, p.name)),
      times_(group_, "timestamps"),
      neurons_(group_, "node_ids") {
  hdf5::write_attribute(times_.dataset(), "units", std::string("ms"));
}

void divergence_writer::record(const window_results& results) {
  for (const divergence_mark& mark : results.diverged) {
    if (mark.population != index_) continue;
    const std::uint64_t neuron = mark.neuron;
    times_.append({&mark.time, 1});
    neurons_.append({&neuron, 1});
  }
}

void divergence_writer::flush() {
  times_.flush();
  neurons_.flush();
}

}  // namespace hux
