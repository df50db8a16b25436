#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "io/hdf5/hdf5.hpp"

namespace hux::test {

/// All values of a data set of a file.
template <class T>
std::vector<T> values_at(const std::filesystem::path& file, const std::string& name) {
  const hdf5::handle opened = hdf5::open_file(file);
  const hdf5::handle dataset = hdf5::open_dataset(opened, name);
  std::size_t size = 1;
  for (const auto extent : hdf5::shape(dataset)) size *= extent;
  std::vector<T> values(size);
  hdf5::call(H5Dread, dataset, hdf5::native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
             static_cast<void*>(values.data()));
  return values;
}

/// An attribute of a group or a data set of a file.
template <class T>
T attribute_at(const std::filesystem::path& file, const std::string& object, const std::string& name) {
  const hdf5::handle opened = hdf5::open_file(file);
  const hdf5::handle at = hdf5::own(H5Oopen, opened, object.c_str(), H5P_DEFAULT);
  T value{};
  EXPECT_TRUE(hdf5::read_attribute(at, name, value)) << name;
  return value;
}

}  // namespace hux::test
