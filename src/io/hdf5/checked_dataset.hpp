#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/hdf5/hdf5.hpp"

namespace hux::hdf5 {

/// Throws file_error unless a data set holds numbers in so many dimensions, and can hold as many as it claims: a
/// damaged file may claim any number.
/// @param name what messages call it
/// @param file_size bytes
void check_numbers(hid_t dataset, const std::string& name, int rank, std::uint64_t file_size);

/// The numbers of a data set of one dimension, checked.
/// T: double or std::uint64_t.
template <class T>
std::vector<T> read_numbers(hid_t group, const std::string& name, std::uint64_t file_size);

}  // namespace hux::hdf5
