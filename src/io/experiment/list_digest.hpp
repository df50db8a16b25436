#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace hux {

/// By which two lists of numbers are taken for the same: XXH64 (Collet 2012), seed 0, of the numbers as float64 of
/// little-endian byte order, in hexadecimal digits.
std::string digest_of(std::span<const double> numbers);
std::string digest_of(std::span<const std::uint32_t> numbers);

}  // namespace hux
