#include "io/hdf5/checked_dataset.hpp"

#include <span>

namespace hux::hdf5 {
namespace {

void require(bool condition, const std::string& message) {
  if (!condition) throw file_error(message);
}

/// The most bytes that a data set can hold in a file of that size. The usual filter, deflate, shrinks 1032-fold at
/// most.
double most_bytes(hid_t dataset, std::uint64_t file_size) {
  const handle layout = own(H5Dget_create_plist, dataset);
  const bool filtered = call(H5Pget_nfilters, layout) > 0;
  return static_cast<double>(file_size) * (filtered ? 1032 : 1);
}

}  // namespace

void check_numbers(hid_t dataset, const std::string& name, int rank, std::uint64_t file_size) {
  const handle type = own(H5Dget_type, dataset);
  const auto kind = call(H5Tget_class, type);
  require(kind == H5T_INTEGER || kind == H5T_FLOAT, name + " does not hold numbers");
  const std::vector<std::uint64_t> sizes = shape(dataset);
  require(sizes.size() == static_cast<std::size_t>(rank),
          name + " has " + std::to_string(sizes.size()) + " dimensions, not " + std::to_string(rank));
  auto bytes = static_cast<double>(unchecked(H5Tget_size, type));
  for (const std::uint64_t size : sizes) bytes *= static_cast<double>(size);
  require(bytes <= most_bytes(dataset, file_size), name + " claims more values than the file can hold");
}

template <class T>
std::vector<T> read_numbers(hid_t group, const std::string& name, std::uint64_t file_size) {
  const handle dataset = open_dataset(group, name);
  check_numbers(dataset, name, 1, file_size);
  std::vector<T> values(shape(dataset)[0]);
  if (!values.empty()) read_range(dataset, 0, std::span<T>(values));
  return values;
}
template std::vector<double> read_numbers(hid_t, const std::string&, std::uint64_t);
template std::vector<std::uint64_t> read_numbers(hid_t, const std::string&, std::uint64_t);

}  // namespace hux::hdf5
