#include "network/stage_steps.hpp"

#include <algorithm>
#include <limits>

#include "network/built_network.hpp"

namespace hux {

double duration_of(const experiment& e) {
  double duration = e.settings.duration;
  if (duration == 0)
    for (const stage& s : e.stages) duration += s.duration;
  return duration;
}

void end_at(experiment& e, double time) {
  e.settings.duration = time;
  double start = 0;
  for (std::size_t i = 0; i < e.stages.size(); ++i) {
    const bool last = i + 1 == e.stages.size() || start + e.stages[i].duration >= time;
    if (last) {
      e.stages.resize(i + 1);
      e.stages[i].duration = time - start;
    }
    start += e.stages[i].duration;
  }
}

std::vector<std::int64_t> stage_starts(const experiment& e) {
  std::vector<std::int64_t> starts;
  std::int64_t step = 0;
  for (const stage& s : e.stages) {
    starts.push_back(step);
    step += steps_of(s.duration, e.settings.dt);
  }
  return starts;
}

std::size_t stage_at(const std::vector<std::int64_t>& starts, std::int64_t step) {
  return std::ranges::upper_bound(starts, step) - starts.begin() - 1;
}

std::vector<bool> is_on_in_stages(const recording& r, const std::vector<stage>& stages) {
  std::vector<bool> on;
  bool now = r.on;
  for (const stage& s : stages) {
    if (s.recordings) now = std::ranges::find(*s.recordings, r.name) != s.recordings->end();
    on.push_back(now);
  }
  return on;
}

std::vector<step_range> pieces_of_recording(const recording& r, const experiment& e) {
  constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();
  if (e.stages.empty()) return r.on ? std::vector{step_range{0, forever}} : std::vector<step_range>();
  std::vector<step_range> pieces;
  const auto starts = stage_starts(e);
  const auto on = is_on_in_stages(r, e.stages);
  for (std::size_t i = 0; i < on.size(); ++i) {
    if (!on[i]) continue;
    if (i == 0 || !on[i - 1]) pieces.push_back({starts[i], 0});
    pieces.back().end = i + 1 < on.size() ? starts[i + 1] : forever;
  }
  return pieces;
}

step_range steps_of_recording(const recording& r, const experiment& e) {
  const auto pieces = pieces_of_recording(r, e);
  return pieces.empty() ? step_range{} : pieces.front();
}

}  // namespace hux
