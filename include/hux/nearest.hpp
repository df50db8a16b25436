#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hux {

/// The name among known that is the closest to a misspelt one; empty if none is near.
std::string nearest(std::string_view misspelt, std::span<const std::string_view> known);

}  // namespace hux
