#include "io/result/result_intervals.hpp"

#include <algorithm>
#include <cmath>

namespace hux {

void interval_statistics::add(std::uint64_t neuron, double time) {
  ++spikes_;
  size_ = std::max(size_, neuron + 1);
  last_ = std::max(last_, time);
  const auto [at, is_first] = neurons_.try_emplace(neuron);
  moments& m = at->second;
  if (!is_first) {
    const double interval = time - m.last;
    in_order_ = in_order_ && interval >= 0;
    const double before = interval - m.mean;
    m.mean += before / static_cast<double>(++m.intervals);
    m.squares += before * (interval - m.mean);
  }
  m.last = time;
}

interval_statistics::variation interval_statistics::cv() const {
  double sum = 0;
  double squares = 0;
  std::uint64_t count = 0;
  for (const auto& [neuron, m] : neurons_) {
    if (m.intervals < 2 || m.mean <= 0) continue;
    const double cv = std::sqrt(m.squares / static_cast<double>(m.intervals)) / m.mean;
    sum += cv;
    squares += cv * cv;
    ++count;
  }
  if (count == 0) return {};
  const double n = static_cast<double>(count);
  return {count, sum / n, std::sqrt(std::max(0.0, squares / n - (sum / n) * (sum / n)))};
}

}  // namespace hux
