#pragma once

#include <nanobind/nanobind.h>

#include "hux/network.hpp"

namespace hux::python {

/// Gives parameters of a population's model, "threshold", and parameters of receptors, "<receptor>.<parameter>", other
/// values, all plain. Throws input_error naming the nearest if there is nothing of the name.
void set_parameters(population& p, const nanobind::dict& values, const catalog& known);

}  // namespace hux::python
