#pragma once

#include <string>

#include "hux/device/parameter.hpp"

namespace hux {

/// A parameter as a user meets it.
struct parameter_info {
  std::string name;
  hux::quantity quantity = quantity::dimensionless;
  double standard = 0;  ///< default value, in the unit of its quantity
  hux::range range = range::any;
  std::string description;
  bool required = false;  ///< has no default: must be given
  bool optional = false;  ///< has no default: may be left out, with the effect that the description says

  bool operator==(const parameter_info&) const = default;
};

}  // namespace hux
