#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>

#include <regex>

#include "command.hpp"
#include "experiments.hpp"

namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// What the command shows on a terminal of so many columns.
std::string shown_on_terminal(const folder& where, const std::vector<std::string>& arguments, unsigned short columns) {
  winsize size{};
  size.ws_row = 24;
  size.ws_col = columns;
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) become_command(where.path(), arguments);
  std::string shown;
  char piece[4096];
  for (ssize_t n = 0; (n = read(terminal, piece, sizeof piece)) > 0;) shown.append(piece, static_cast<std::size_t>(n));
  close(terminal);
  waitpid(child, nullptr, 0);
  return shown;
}

/// What stands on the screen one after the other in the line of the progress bar.
std::vector<std::string> drawn(const std::string& shown) {
  std::vector<std::string> lines;
  for (std::size_t at = shown.find('\r'); at != std::string::npos; at = shown.find('\r', at + 1)) {
    const std::string line = shown.substr(at + 1, shown.find_first_of("\r\n", at + 1) - at - 1);
    if (line.find(" / 20.0 ms") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

TEST(terminal, shows_a_progress_bar_whose_last_state_stays) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const std::string shown = shown_on_terminal(here, {"run", "cells.toml"}, 80);
  const auto lines = drawn(shown);
  ASSERT_GE(lines.size(), 2U) << shown;
  EXPECT_THAT(lines.back(), AllOf(HasSubstr("20.0 / 20.0 ms [===="), HasSubstr("x real time"), HasSubstr("spikes")));
  EXPECT_THAT(shown, HasSubstr(lines.back() + "\r\nhux: simulated"));
}

TEST(terminal, has_room_for_the_progress_bar) {
  const folder here;
  here.write("cells.toml", small_experiment);
  for (const unsigned short columns : std::initializer_list<unsigned short>{20, 50, 100}) {
    const auto lines = drawn(shown_on_terminal(here, {"run", "cells.toml", "--force"}, columns));
    ASSERT_FALSE(lines.empty());
    for (const auto& line : lines) EXPECT_LT(line.size(), columns);
  }
}

TEST(terminal, is_drawn_to_at_most_ten_times_a_second) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const std::string shown = shown_on_terminal(here, {"run", "cells.toml", "--set", "simulation.duration=2 s"}, 80);
  std::smatch seconds;
  ASSERT_TRUE(std::regex_search(shown, seconds, std::regex("simulated 2000 ms in ([0-9.]+) s"))) << shown;
  const auto redrawn = std::ranges::count(shown, '[');  // of 2000 windows
  EXPECT_LE(static_cast<double>(redrawn), 10 * std::stod(seconds[1]) + 3);
}

TEST(terminal, shows_nothing_when_told_to_be_quiet) {
  const folder here;
  here.write("cells.toml", small_experiment);
  EXPECT_EQ(shown_on_terminal(here, {"run", "cells.toml", "--quiet"}, 80), "");
}

}  // namespace
}  // namespace hux::test
