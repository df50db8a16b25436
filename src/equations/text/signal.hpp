#pragma once

#include <memory>

#include "equations/text/equation_reader.hpp"
#include "hux/equations.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// Does a synapse act at all times, and not at spikes?
inline bool sends_signal(const synapse_page& page) {
  return !page.wire.empty() || (page.terminal && !page.terminal->signal.empty());
}

/// The terminal of a page that sends a signal.
/// @param reader that knows all names of the page
/// @throws input_error with the key in an experiment file ("synapse.my_gaba.terminal.signal")
std::shared_ptr<const signal_equations> signal_of(const synapse_page& page, equation_reader& reader);

}  // namespace hux
