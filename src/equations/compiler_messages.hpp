#pragma once

#include <string>

namespace hux {

/// The first of a compiler's messages that says error, without what stands before it; else the first line.
inline std::string first_error(const std::string& messages) {
  const auto at = messages.find("error: ");
  if (at == std::string::npos) return messages.empty() ? "it says nothing" : messages.substr(0, messages.find('\n'));
  return messages.substr(at + 7, messages.find('\n', at) - at - 7);
}

}  // namespace hux
