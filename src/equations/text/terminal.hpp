#pragma once

#include <memory>
#include <set>
#include <string>

#include "equations/text/equation_reader.hpp"
#include "hux/equations.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// The name of the time since the last spike that a terminal has taken, ms.
inline const std::string since_spike = "since_spike";

/// The equations of the terminal of a page that has one.
/// @param reader that knows all names of the page
/// @param elsewhere names that vary and are not the terminal's
/// @throws input_error with the key in an experiment file ("synapse.my_ampa.terminal.on_spike.release")
std::shared_ptr<const terminal_equations> terminal_of(const synapse_page& page, equation_reader& reader,
                                                      const std::set<std::string>& elsewhere);

}  // namespace hux
