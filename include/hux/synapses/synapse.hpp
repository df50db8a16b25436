#pragma once

#include <string_view>

#include "hux/catalog.hpp"

namespace hux {

/// A user's parameter of a synapse model: how it is called, and where it is kept.
template <class Parameters>
struct synapse_parameter {
  std::string_view name;
  double Parameters::*member;
  hux::quantity quantity;
  hux::range range;
  std::string_view description;
};

/// The time course of a receptor's conductance or current x after spikes is a linear cascade of two variables,
///   x' = -x / tau_x + coupling y,  y' = -y / tau_y,
/// which is advanced exactly between spikes.
namespace cascade {
/// What a spike of weight 1 adds.
struct jump {
  double x, y;
};
/// The exact solution after some time: x <- xx x + xy y, y <- yy y.
struct propagator {
  double xx, xy, yy;
};
}  // namespace cascade

}  // namespace hux
