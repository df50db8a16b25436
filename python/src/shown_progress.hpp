#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "hux/simulation.hpp"

namespace hux::python {

/// How far a call of run() has come: what there was before does not count.
struct shown_progress {
  double time = 0;          ///< reached, ms
  double start = 0;         ///< of the run, ms
  double end = 0;           ///< of the run, ms
  double wall_seconds = 0;  ///< that it has taken
  std::uint64_t spikes = 0;
  std::string stage;

  [[nodiscard]] double fraction() const { return end > start ? (time - start) / (end - start) : 1; }
  /// The command's line for it, exactly as wide.
  [[nodiscard]] std::string line(std::size_t width) const;
};

}  // namespace hux::python
