#pragma once

#include <sstream>
#include <string>

namespace hux {

/// Its arguments one after the other, as a stream prints them.
template <class... Parts>
std::string joined(const Parts&... parts) {
  std::ostringstream text;
  (text << ... << parts);
  return text.str();
}

}  // namespace hux
