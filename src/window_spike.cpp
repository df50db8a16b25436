#include "window_spike.hpp"

#include <algorithm>
#include <tuple>

namespace hux {

void put_in_order(std::vector<window_spike>& found, std::vector<spike>& ordered) {
  std::sort(found.begin(), found.end(), [](const window_spike& a, const window_spike& b) {
    return std::tie(a.step, a.time, a.neuron) < std::tie(b.step, b.time, b.neuron);
  });
  ordered.clear();
  for (const auto& s : found) ordered.push_back({s.time, s.neuron});
}

}  // namespace hux
