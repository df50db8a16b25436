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

/// The C++ of how the conductance of a built-in synapse follows v.
inline std::string opening_text(const std::string& synapse, const std::string& type) {
  return "namespace hux {\n" + cpp_text(*built_in_catalog()->synapse(synapse).opening, type) + "}\n";
}

}  // namespace hux
