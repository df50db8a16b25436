#pragma once

#include <string_view>

#include "hux/device/quantity.hpp"

namespace hux {

/// Values a parameter may take.
enum class range { any, positive, non_negative, fraction };

/// A parameter of equations that are written in C++: how a user calls it, and where they keep it.
template <class Parameters>
struct member_parameter {
  std::string_view name;
  double Parameters::*member;
  hux::quantity quantity;
  hux::range range;
  std::string_view description;
};

}  // namespace hux
