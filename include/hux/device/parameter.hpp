#pragma once

#include "hux/device/quantity.hpp"

namespace hux {

/// Values a parameter may take.
enum class range { any, positive, non_negative, fraction };

}  // namespace hux
