#pragma once

#include "hux/device/parameter.hpp"

namespace hux {

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
