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

/// A receptor whose states are advanced with its neuron.
struct joined_receptor {
  std::string name;
  const synapse_equations* synapse;
};

/// The equations of a model's neurons with those of terminals and receptors, whose states see the potential of the same
/// instant, as any state of the neuron does. Of the terminal t they have the states "t.s", the parameters "t.p" that it
/// sees, and the observable "t.signal"; of the receptor r the same, and the current "i_r". A synapse's text is in nS,
/// pA and pF for neurons of any kind: where the model has them by area, what is in such a unit is by area, too.
/// @throws input_error
equations joined_equations(const model_page& model, const std::vector<joined_terminal>& terminals,
                           const std::vector<joined_receptor>& receptors);

}  // namespace hux
