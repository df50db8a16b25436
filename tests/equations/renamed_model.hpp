#pragma once

#include <string>

#include "equations/listed_model.hpp"
#include "equations/text/cpp_text.hpp"
#include "hux/catalog.hpp"

namespace hux {

/// The C++ of a built-in neuron under another name, as if it came from somebody else.
inline std::string renamed_model(const std::string& name, const std::string& to) {
  return "#include \"hux/device/math.hpp\"\n#include \"hux/device/models/model.hpp\"\nnamespace hux {\n" +
         cpp_text(*built_in_catalog()->model(name).lists, to, false) + "}\n";
}

}  // namespace hux
