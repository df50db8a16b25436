#pragma once

#include <string>
#include <string_view>

#include "hux/device/quantity.hpp"

namespace hux {

/// Values a parameter may take.
enum class range { any, positive, non_negative, fraction };

/// A parameter as a user meets it.
struct parameter_info {
  std::string name;
  hux::quantity quantity = quantity::dimensionless;
  double standard = 0;  ///< default value, in the unit of its quantity
  hux::range range = range::any;
  std::string description;
  bool required = false;  ///< has no default: must be given
  bool optional = false;  ///< has no default: may be left out, with the effect that the description says
};

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
