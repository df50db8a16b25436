#pragma once

#include <string>

#ifndef HUX_ON_GPU
#include "simt/executor.hpp"
#endif

namespace hux::test {

#ifdef HUX_ON_GPU
/// Runs the body once: a GPU runs threads in an order of its own.
template <class Body>
void in_every_order(const Body& body) {
  body(std::string("threads as the GPU runs them"));
}
#else
using simt::in_every_order;
#endif

}  // namespace hux::test
