#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hux/model_page.hpp"

namespace hux {

/// The models of a text of TOML, checked but for what their equations mean. Throws input_error with the place.
/// @param name what messages call the text
std::vector<model_page> read_model_pages(std::string_view text, const std::string& name);

}  // namespace hux
