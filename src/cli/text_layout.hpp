#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// Text for a screen of fixed width.
namespace hux::cli {

inline constexpr std::size_t screen_width = 96;

/// Words of a text on as many lines as they need; lines after the first are indented. No newline at the end.
/// @param column where the first line starts, and how far the others are indented
inline std::string wrapped(std::string_view text, std::size_t column) {
  std::string lines;
  std::size_t at = column;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const bool first = at == column;
    if (!first && at + 1 + word.size() > screen_width) {
      lines.append("\n").append(column, ' ');
      at = column;
    } else if (!first) {
      lines += ' ';
      ++at;
    }
    lines += word;
    at += word.size();
  }
  return lines;
}

/// Rows in columns that are as wide as they need to be; the last one is wrapped.
/// @param rows all of one length
inline std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      line += row[i];
      line.append(widths[i] - row[i].size() + 2, ' ');
    }
    line += wrapped(row.back(), line.size());
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace hux::cli
