#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hux/model_page.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// Models and synapses that are text, each in the order of the text.
struct pages {
  std::vector<model_page> models;
  std::vector<synapse_page> synapses;
};

/// The pages of a text of TOML, checked but for what their equations mean. Throws input_error with the place.
/// @param name what messages call the text
pages read_pages(std::string_view text, const std::string& name);

}  // namespace hux
