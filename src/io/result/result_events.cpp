#include "io/result/result_events.hpp"

namespace hux {

event_series::event_series(hid_t parent, const std::string& population)
    : group_(hdf5::group_in(parent, population)), times_(group_, "timestamps"), neurons_(group_, "node_ids") {
  if (!is_gone_on_with()) hdf5::write_attribute(times_.dataset(), "units", std::string("ms"));
}

void event_series::append(double time, std::uint64_t neuron) {
  times_.append({&time, 1});
  neurons_.append({&neuron, 1});
}

void event_series::go_on_behind(std::uint64_t events) {
  times_.go_on_behind(events);
  neurons_.go_on_behind(events);
}

void event_series::read_rest() const {
  times_.read_rest();
  neurons_.read_rest();
}

void event_series::flush() {
  times_.flush();
  neurons_.flush();
}

}  // namespace hux
