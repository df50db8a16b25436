#include "hux/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace hux {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Fewest insertions, deletions and substitutions of letters, case ignored, that turn a into b (Levenshtein 1966).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view misspelt, std::span<const std::string_view> known) {
  constexpr std::size_t longest = 100;  // of a name worth comparing
  if (misspelt.empty() || misspelt.size() > longest) return {};
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(2, misspelt.size() / 3) + 1;
  for (const auto name : known) {
    const std::size_t distance = edit_distance(misspelt, name);
    if (distance >= fewest || distance >= std::max(name.size(), misspelt.size())) continue;
    fewest = distance;
    best = name;
  }
  return std::string(best);
}

}  // namespace hux
