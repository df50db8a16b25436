#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "equations/text/operands.hpp"

/// The functions and constants that an equation may use.
namespace hux {

std::span<const std::string_view> function_names();
std::span<const std::string_view> constant_names();

/// Is it a function, a constant or an operator ("and"), so that a model can give its name to nothing?
bool is_reserved(std::string_view name);

/// A constant with its unit; none if there is none of that name.
std::optional<typed_expression> constant(std::string_view name, expressions& pool);

/// What a call means, save that of if().
/// @throws equation_error: an unknown function, a wrong number of arguments, wrong units
typed_expression called(const syntax& call, std::vector<operand> arguments);

}  // namespace hux
