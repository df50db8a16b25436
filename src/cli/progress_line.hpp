#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "cli/human.hpp"
#include "hux/simulation.hpp"

namespace hux::cli {

/// "432 / 1000 ms", "12.4 / 600 s": the first figure takes as much room as the second, so that nothing jumps.
inline std::string simulated_so_far(const progress& p) {
  const bool in_seconds = p.duration >= 10000;
  const double unit = in_seconds ? 1000 : 1;
  const int decimals = in_seconds || p.duration < 100 ? 1 : 0;
  const std::string whole = fmt::format("{:.{}f}", p.duration / unit, decimals);
  return fmt::format("{:>{}.{}f} / {} {}", p.time / unit, whole.size(), decimals, whole, in_seconds ? "s" : "ms");
}

/// "3.10 s left", or how long it took.
inline std::string time_left(const progress& p) {
  if (p.time >= p.duration) return "in " + wall_time(p.wall_seconds);
  if (!(p.time > p.start)) return "? left";
  return wall_time((p.duration - p.time) * (p.wall_seconds / (p.time - p.start))) + " left";
}

/// A bar of the width, its brackets included.
inline std::string progress_bar_of(const progress& p, std::size_t width) {
  const double whole = p.duration - p.start;
  const double fraction = whole > 0 ? std::clamp((p.time - p.start) / whole, 0.0, 1.0) : 1.0;
  const std::size_t inside = width - 2;
  const auto done = static_cast<std::size_t>(std::floor(fraction * static_cast<double>(inside)));
  std::string bar(inside, ' ');
  std::fill_n(bar.begin(), done, '=');
  if (done > 0 && done < inside) bar[done - 1] = '>';
  return "[" + bar + "]";
}

/// One line that says how far a run has come, exactly as wide as asked: what a narrow terminal has no room for is left
/// out, the least important first.
inline std::string progress_line(const progress& p, std::size_t width) {
  constexpr std::size_t shortest_bar = 10;
  const std::string time = simulated_so_far(p);
  const std::string factor = speed(p.time - p.start, p.wall_seconds);
  const std::string left = time_left(p);
  const std::string spikes = count(p.spikes, "spike", "spikes");
  const std::string stage = p.stage.empty() ? "" : fmt::format("  stage {}", p.stage);
  const std::array details{fmt::format("{}  {} x real time  {}  {}", stage, factor, spikes, left),
                           fmt::format("  {} x real time  {}  {}", factor, spikes, left),
                           fmt::format("  {} x  {}  {}", factor, spikes, left),
                           fmt::format("  {} x  {}", factor, left),
                           "  " + left,
                           std::string()};
  for (const auto& detail : details) {
    const std::size_t text = time.size() + 1 + detail.size();
    if (text + shortest_bar <= width) return fmt::format("{} {}{}", time, progress_bar_of(p, width - text), detail);
  }
  std::string line = time;
  line.resize(width, ' ');
  return line;
}

}  // namespace hux::cli
