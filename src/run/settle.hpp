#pragma once

#include <string>
#include <vector>

#include "hux/network.hpp"

namespace hux {

/// An experiment in which everything that was left to be chosen is filled in.
struct settled_experiment {
  experiment e;
  std::string why_cpu;
  std::vector<std::string> warnings;
};

/// Throws input_error as validate() does, memory_error if it does not fit into memory.
settled_experiment settle(experiment wanted);

}  // namespace hux
