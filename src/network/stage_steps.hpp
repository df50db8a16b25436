#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hux/device/step_range.hpp"
#include "hux/network.hpp"

/// When the stages of an experiment are.
namespace hux {

/// The duration that an experiment gives, or the sum of its stages' if it gives none, ms.
double duration_of(const experiment& e);

/// Makes an experiment end at another time, ms: stages that would begin there or later are left out, and the last one
/// ends there.
void end_at(experiment& e, double time);

/// The step at which each stage begins.
std::vector<std::int64_t> stage_starts(const experiment& e);

/// The number of the stage that a step is in; beyond all of them, the last.
/// @param starts of stages, at least one
std::size_t stage_at(const std::vector<std::int64_t>& starts, std::int64_t step);

/// Is a recording on in each of the stages?
std::vector<bool> is_on_in_stages(const recording& r, const std::vector<stage>& stages);

/// The steps in which a recording is on, piece by piece; up to the largest step there is if it is on at the end.
std::vector<step_range> pieces_of_recording(const recording& r, const experiment& e);

/// The steps in which a recording is on, if these are not in several pieces: none, or up to the largest step there is
/// if it is on at the end.
step_range steps_of_recording(const recording& r, const experiment& e);

}  // namespace hux
