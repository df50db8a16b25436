#pragma once

#include <optional>
#include <string_view>

namespace hux {

/// Exponents of base units, and a power of ten: every unit in use is of this form.
struct dimension {
  int metre = 0, kilogram = 0, second = 0, ampere = 0, mole = 0, celsius = 0;
  int ten = 0;

  bool operator==(const dimension&) const = default;
};

/// Do two units differ by a power of ten at most?
bool same_dimension(const dimension& a, const dimension& b);

/// a b^power
dimension times_power(const dimension& a, const dimension& b, int power);

/// The unit of a text such as "mS/cm2", "1/(mM ms)" or "" (a plain number); none if it is unknown. Factors are
/// separated by ' ', '*' or '/'; '/' holds for the one factor after it, which may be in parentheses.
std::optional<dimension> find_dimension(std::string_view unit);

/// The same.
/// @throws units_error if the unit is unknown
dimension dimension_of(std::string_view unit);

}  // namespace hux
