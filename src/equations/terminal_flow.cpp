#include "equations/terminal_flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hux {

double time_after_spike(std::int64_t steps, double dt) {
  constexpr double parts = 1e9;  // of a ms
  return std::round(static_cast<double>(steps) * dt * parts) / parts;
}

double steps_after_spike(double time, double dt) {
  constexpr double rounding = 1e-9;
  const double steps = time / dt;
  const double whole = std::round(steps);
  return std::abs(steps - whole) <= rounding * std::max(1.0, whole) ? whole : steps;
}

terminal_flow::terminal_flow(std::size_t states, const std::vector<terminal_phase>& phases, double dt) {
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const linear_system system{states, phases[i].rates};
    const auto flow = [&](double steps) { return steps > 0 ? linear_flow(system, steps * dt) : linear_flow(); };
    const bool last = i + 1 == phases.size();
    stretch s{steps_after_spike(phases[i].begin, dt),
              last ? std::numeric_limits<double>::infinity() : steps_after_spike(phases[i + 1].begin, dt),
              flow(1),
              {},
              {}};
    const double first_step = std::ceil(s.begin);
    s.entering = flow(std::min(first_step, s.end) - s.begin);
    if (!last && first_step <= s.end) s.leaving = flow(s.end - std::floor(s.end));
    stretches_.push_back(std::move(s));
  }
}

void terminal_flow::advance(std::int64_t from, std::int64_t to, std::int64_t last_spike, double* x) const {
  if (last_spike == never) return stretches_.back().step.advance(to - from, x);
  const auto begin = static_cast<double>(from - last_spike);
  const auto end = static_cast<double>(to - last_spike);
  for (const stretch& s : stretches_) {
    const double first = std::max(begin, s.begin);
    const double last = std::min(end, s.end);
    if (!(first < last)) continue;
    const double first_step = std::ceil(first);
    const double last_step = std::floor(last);
    if (first < first_step) s.entering.advance(1, x);
    if (first_step < last_step) s.step.advance(static_cast<std::int64_t>(last_step - first_step), x);
    if (first_step <= last_step && last_step < last) s.leaving.advance(1, x);
  }
}

}  // namespace hux
