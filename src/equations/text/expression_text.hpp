#pragma once

#include <string>

#include "equations/text/expression.hpp"

namespace hux {

/// An expression as an equation that means the same, for messages.
std::string text_of(expression e);

}  // namespace hux
