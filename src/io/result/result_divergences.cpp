#include "io/result/result_divergences.hpp"

namespace hux {

divergence_writer::divergence_writer(hid_t group, const population& p, std::size_t index)
    : index_(index), events_(group, p.name) {}

void divergence_writer::record(const window_results& results) {
  for (const divergence_mark& mark : results.diverged)
    if (mark.population == index_) events_.append(mark.time, mark.neuron);
}

}  // namespace hux
