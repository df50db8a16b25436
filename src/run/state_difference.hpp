#pragma once

#include <string>

#include "hux/simulation_state.hpp"

namespace hux {

/// Where two texts of networks part, in a phrase: a line of each, and the table that it stands in; empty if they do
/// not.
std::string first_differing_line(const std::string& saved, const std::string& here);

}  // namespace hux
