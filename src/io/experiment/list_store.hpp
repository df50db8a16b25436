#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hux {

/// A list of more numbers is too long for a text that people read.
inline constexpr std::size_t longest_in_text = 1000;

/// Keeps lists of numbers that are not to stand in an experiment's text. What stands there for one is an inline table
/// that table_reader takes for it (listed_elsewhere.hpp); if that is empty, the list itself does.
class list_store {
 public:
  virtual ~list_store() = default;
  /// @param key of the list
  virtual std::string keep(const std::string& key, std::span<const double> values, std::string_view unit) = 0;
  virtual std::string keep(const std::string& key, std::span<const std::uint32_t> values) = 0;
};

}  // namespace hux
