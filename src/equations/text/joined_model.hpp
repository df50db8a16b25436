#pragma once

#include <string>
#include <vector>

#include "hux/equations.hpp"
#include "hux/model_page.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// A terminal of a neuron that sends a signal.
struct joined_terminal {
  std::string name;
  const synapse_page* page;
};

/// The equations of a model's neurons with those of terminals, whose states see the potential of the same instant, as
/// any state of the neuron does. Of the terminal t they have the states "t.s", the parameters "t.p" that it sees, and
/// the observable "t.signal".
equations with_terminals(const model_page& model, const std::vector<joined_terminal>& terminals);

}  // namespace hux
