#pragma once

#include <string>
#include <vector>

#include "hux/network.hpp"

namespace hux {

/// What the equations of a network's populations warn of, and what they have to be noticed of, each once.
std::vector<std::string> equation_warnings(const network& n);
std::vector<std::string> equation_notices(const network& n);

}  // namespace hux
