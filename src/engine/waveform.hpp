#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "hux/device/integrators/stage_input.hpp"
#include "hux/recorder.hpp"
#include "network/built_network.hpp"

namespace hux {

/// How an integrator takes the input of a step: from one stage, or from all of them, weighed as by Simpson's rule.
enum class step_input : std::uint8_t { one_value, simpson };
step_input step_input_of(const built_network& network);

/// What an integrator sees of a course at the stages of a step, so that the step brings its integral exactly. One value
/// is the mean over the step. Simpson's rule is given the course in the middle and, from within the step, at its ends,
/// and at all three the same correction: what the rule makes of them is the mean, and a smooth course keeps its shape,
/// and the integrator its order. In a step within which the current is switched there is no order to keep: all stages
/// see the mean, rather than values beyond those that the course ever has.
std::array<double, stages> stage_values(const time_course& course, step_input taken, std::int64_t step, double dt);

/// The stage values of one of a network's currents for all steps of a window, one after the other.
template <class Real>
void tabulate(const built_network& network, const built_current& current, step_range window, Real* course) {
  const step_input taken = step_input_of(network);
  for (std::int64_t step = window.begin; step < window.end; ++step)
    for (const double value : stage_values(current.waveform, taken, step, network.dt))
      *course++ = static_cast<Real>(value);
}

}  // namespace hux
