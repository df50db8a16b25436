#include "shown_progress.hpp"

#include "cli/progress_line.hpp"

namespace hux::python {

std::string shown_progress::line(std::size_t width) const {
  return cli::progress_line({time, end, wall_seconds, spikes, start, stage}, width);
}

}  // namespace hux::python
