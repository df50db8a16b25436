#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "hux/recorder.hpp"

namespace hux {

/// A current's course at the begin, in the middle and at the end of a step. The ends are approached from within the
/// step, so that a current that is switched on the time grid is on throughout a step or off throughout.
inline std::array<double, 3> waveform_of_step(const std::function<double(double)>& waveform, std::int64_t step,
                                              double dt) {
  constexpr double inside = 1e-7;
  const auto s = static_cast<double>(step);
  return {waveform((s + inside) * dt), waveform((s + 0.5) * dt), waveform((s + 1 - inside) * dt)};
}

/// The same for all steps of a window, one after the other.
template <class Real>
void tabulate(const std::function<double(double)>& waveform, step_range window, double dt, Real* course) {
  for (std::int64_t step = window.begin; step < window.end; ++step)
    for (const double value : waveform_of_step(waveform, step, dt)) *course++ = static_cast<Real>(value);
}

}  // namespace hux
