#pragma once

#include <string_view>
#include <vector>

namespace hux {

/// A header of ours as it was when the library was built.
struct embedded_header {
  std::string_view name;  ///< as in #include
  std::string_view text;
};

/// All that equations need that are compiled while a program runs.
std::vector<embedded_header> embedded_headers();

}  // namespace hux
