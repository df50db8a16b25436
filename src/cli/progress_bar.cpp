#include "cli/progress_bar.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/progress_line.hpp"

namespace hux::cli {
namespace {

/// Characters on a line: one less than the terminal has, because some of them wrap at the last one.
std::size_t line_width() {
  constexpr std::size_t usual = 80;
  constexpr std::size_t widest = 120;
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return std::min(known ? std::size_t{size.ws_col} : usual, widest) - 1;
}

void draw(const progress& p) {
  const std::string line = "\r" + progress_line(p, line_width());
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

progress_bar::progress_bar(bool wanted) : on_terminal_(wanted && isatty(STDERR_FILENO) == 1) {}

progress_bar::~progress_bar() { finish(); }

void progress_bar::show(const progress& reached) {
  constexpr double interval = 0.1;
  if (!on_terminal_) return;
  last_ = reached;
  if (reached.wall_seconds < next_) return;
  next_ = reached.wall_seconds + interval;
  draw(reached);
}

void progress_bar::finish() {
  if (!last_) return;
  draw(*last_);
  std::fputc('\n', stderr);
  last_.reset();
}

}  // namespace hux::cli
