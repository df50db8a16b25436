#pragma once

#include <algorithm>
#include <string>

#include "equations/embedded_headers.hpp"

namespace hux {

/// The text of a built-in neuron under another name, as if it came from somebody else.
inline std::string renamed_model(const std::string& type, const std::string& to) {
  const auto all = embedded_headers();
  std::string text(std::ranges::find(all, "hux/device/models/" + type + ".hpp", &embedded_header::name)->text);
  const std::string definition = "struct " + type;
  text.replace(text.find(definition), definition.size(), "struct " + to);
  return text.replace(text.find("#pragma once"), 12, "");
}

}  // namespace hux
