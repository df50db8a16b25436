#pragma once

#include <string>

namespace hux {

/// A line of each of two texts, with the table of TOML that it stands in; both empty if there is no difference.
struct line_difference {
  std::string first, second;
  explicit operator bool() const { return first != second; }
};

/// Where two texts part.
line_difference first_differing_line(const std::string& first, const std::string& second);

/// All lines of TOML that one text has and another has not, each behind its table: those of the first after "-", those
/// of the second after "+".
std::string differing_lines(const std::string& first, const std::string& second);

}  // namespace hux
