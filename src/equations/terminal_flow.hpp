#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "equations/linear_flow.hpp"
#include "hux/equations.hpp"

namespace hux {

/// How a terminal's states go on from step to step, exactly, whatever the phases after a spike and wherever between
/// steps these begin.
class terminal_flow {
 public:
  /// The step of a spike that there has not been.
  static constexpr std::int64_t never = -1;

  terminal_flow() = default;
  /// @param dt a step, ms
  terminal_flow(std::size_t states, const std::vector<terminal_phase>& phases, double dt);

  /// Takes x from the begin of one step to that of another.
  /// @param last_spike the step at whose begin was the last spike that was taken, or never
  void advance(std::int64_t from, std::int64_t to, std::int64_t last_spike, double* x) const;

 private:
  /// A phase, in steps after the spike.
  struct stretch {
    double begin, end;
    linear_flow step;
    linear_flow entering;  ///< from its begin to the first step, or to its end if there is none
    linear_flow leaving;   ///< from its last step to its end
  };

  std::vector<stretch> stretches_;
};

/// The time after a spike, ms, as one would write it: 3 steps of 0.1 ms are 0.3 ms, so that it compares with such.
double time_after_spike(std::int64_t steps, double dt);

/// The whole number of steps that a time after a spike takes, or the number itself if that is off the grid.
double steps_after_spike(double time, double dt);

}  // namespace hux
