#pragma once

#include <map>
#include <string>

#include "experiment/terminals.hpp"

namespace hux {

/// The parameters of a terminal, and that its states are called as nothing else of its population is. Throws
/// input_error.
/// @param given those that are said at the key
void check_terminal_of(const population& source, const catalog& known, const found_terminal& t,
                       const std::map<std::string, double>& given, const std::string& key);

}  // namespace hux
