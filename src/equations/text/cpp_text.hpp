#pragma once

#include <string>

#include "equations/listed_model.hpp"
#include "equations/opening_list.hpp"

namespace hux {

/// The equations of a neuron in C++, as a type that the kernels of all backends take (hux/device/models/model.hpp says
/// what it must have). Every name in it is made here: nothing of a user's text gets into it.
/// @param type its name
/// @param linear_form which of the two forms
std::string cpp_text(const model_lists& model, const std::string& type, bool linear_form);

/// How a conductance follows v in C++, as a type that hux::openings takes.
std::string cpp_text(const opening_list& opening, const std::string& type);

}  // namespace hux
