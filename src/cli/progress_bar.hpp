#pragma once

#include <optional>

#include "hux/simulation.hpp"

namespace hux::cli {

/// How far a run has come, on one line of the terminal that is behind standard error. Where there is none, nothing is
/// shown.
class progress_bar {
 public:
  /// @param wanted false: shows nothing on a terminal either
  explicit progress_bar(bool wanted);

  /// Leaves the last state on the screen and ends the line.
  ~progress_bar();
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  /// Draws what has been reached, at most 10 times a second.
  void show(const progress& reached);

  /// Draws the last state and ends the line, if there is one to end.
  void finish();

 private:
  bool on_terminal_;
  double next_ = 0;               // wall time from which on to draw again, s
  std::optional<progress> last_;  // shown or still to be shown
};

}  // namespace hux::cli
