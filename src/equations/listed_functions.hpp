#pragma once

#include <memory>

#include "equations/listed_model.hpp"
#include "hux/equations.hpp"

namespace hux {

/// Gives equations the functions that lists say: what they make of parameters and states, what
/// observes them, and what takes a neuron through steps.
void give_functions(const std::shared_ptr<const model_lists>& lists, equations& to);

}  // namespace hux
