#include "support/line_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

#include "hux/printable.hpp"

namespace hux {
namespace {

using table_line = std::pair<std::string, std::string>;

/// Lines of TOML, each with the table that it stands in.
std::vector<table_line> lines_of(const std::string& toml) {
  std::vector<table_line> lines;
  std::istringstream text(toml);
  std::string table;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with('[')) table = line;
    lines.emplace_back(table, line);
  }
  return lines;
}

/// Those that are not among others.
std::string only_in(const std::vector<table_line>& lines, std::vector<table_line> others, const char* mark) {
  std::ranges::sort(others);
  std::string found;
  for (const auto& [table, line] : lines)
    if (!line.empty() && line != table && !std::ranges::binary_search(others, table_line(table, line)))
      found += fmt::format("{} {} {}\n", mark, table, line);
  return found;
}

}  // namespace

std::string differing_lines(const std::string& first, const std::string& second) {
  const auto a = lines_of(first);
  const auto b = lines_of(second);
  return only_in(a, b, "-") + only_in(b, a, "+");
}

line_difference first_differing_line(const std::string& first, const std::string& second) {
  const auto a = lines_of(first);
  const auto b = lines_of(second);
  const auto [x, y] = std::ranges::mismatch(a, b);
  const auto said = [](auto line, const auto& lines) {
    if (line == lines.end()) return std::string("nothing more");
    return line->first == line->second ? quotation(line->second) : quotation(line->second) + " in " + line->first;
  };
  if (x == a.end() && y == b.end()) return {};
  return {said(x, a), said(y, b)};
}

}  // namespace hux
