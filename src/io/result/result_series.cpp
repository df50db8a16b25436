#include "io/result/result_series.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hux {
namespace {

constexpr std::uint64_t chunk_bytes = 64U << 10U;
constexpr std::uint64_t widest_chunk = 4096;

/// Of chunks [rows x columns]: as square as it takes to read both one neuron's values and one moment's.
struct chunking {
  hsize_t rows, columns;
};

chunking chunks_for(std::uint64_t width, std::size_t value_bytes) {
  const std::uint64_t across = (width + widest_chunk - 1) / widest_chunk;
  const std::uint64_t columns = (width + across - 1) / across;
  return {std::max<std::uint64_t>(1, chunk_bytes / (columns * value_bytes)), columns};
}

hdf5::handle create(hid_t parent, const std::string& name, hid_t type, int rank, std::uint64_t width,
                    const chunking& chunks) {
  const hsize_t none[] = {0, width};
  const hsize_t most[] = {H5S_UNLIMITED, width};
  const hsize_t chunk[] = {chunks.rows, chunks.columns};
  const hdf5::handle space = hdf5::own(H5Screate_simple, rank, none, most);
  const hdf5::handle layout = hdf5::own(H5Pcreate, H5P_DATASET_CREATE);
  hdf5::call(H5Pset_chunk, layout, rank, chunk);
  return hdf5::own(H5Dcreate2, parent, name.c_str(), type, space, H5P_DEFAULT, layout, H5P_DEFAULT);
}

/// Numbers that are none may be the same.
template <class T>
bool same_bytes(const T& a, const T& b) {
  return std::ranges::equal(std::as_bytes(std::span(&a, 1)), std::as_bytes(std::span(&b, 1)));
}

}  // namespace

template <class T>
series<T>::series(hid_t parent, const std::string& name) : series(parent, name, 1, 1) {}

template <class T>
series<T>::series(hid_t parent, const std::string& name, std::uint64_t width) : series(parent, name, width, 2) {}

template <class T>
series<T>::series(hid_t parent, const std::string& name, std::uint64_t width, int rank)
    : name_(name), width_(width), rank_(rank), gone_on_with_(hdf5::contains(parent, name)) {
  const chunking chunks = chunks_for(width, sizeof(T));
  block_ = chunks.rows * width;
  if (gone_on_with_)
    open(parent);
  else
    dataset_ = create(parent, name, hdf5::native_type<T>(), rank, width, chunks);
}

/// The file may be another's.
template <class T>
void series<T>::open(hid_t parent) {
  dataset_ = hdf5::open_dataset(parent, name_);
  const std::vector<std::uint64_t> sizes = hdf5::shape(dataset_);
  const hdf5::handle type = hdf5::own(H5Dget_type, dataset_);
  const bool same_type = hdf5::call(H5Tequal, type, hdf5::native_type<T>()) > 0;
  if (!same_type || sizes.size() != static_cast<std::size_t>(rank_) || (rank_ == 2 && sizes[1] != width_))
    throw file_error(name_ + " is not what this experiment records");
  existing_ = fixed_ = sizes[0];
}

template <class T>
void series<T>::go_on_behind(std::uint64_t rows) {
  if (rows > existing_)
    throw file_error(fmt::format("{} has {} rows; expected at least the {} of its checkpoint", name_, existing_, rows));
  before_ = rows - rows % (block_ / width_);  // blocks stay whole chunks
  buffer_ = read(before_, rows - before_);
  flushed_ = buffer_.size();
}

template <class T>
void series<T>::read_rest() const {
  const std::uint64_t most = block_ / width_;
  for (std::uint64_t row = rows(); row < existing_; row += most) read(row, std::min(most, existing_ - row));
}

template <class T>
void series<T>::renew_last_row() {
  if (fixed_ > rows()) --fixed_;
}

template <class T>
void series<T>::append(std::span<const T> values) {
  while (!values.empty()) {
    const std::size_t taken = std::min<std::size_t>(values.size(), block_ - buffer_.size());
    buffer_.insert(buffer_.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(taken));
    values = values.subspan(taken);
    if (buffer_.size() < block_) continue;
    flush();
    before_ = rows();
    buffer_.clear();
    flushed_ = 0;
  }
}

template <class T>
void series<T>::flush() {
  if (flushed_ == buffer_.size()) return;
  write(before_ + flushed_ / width_, std::span<const T>(buffer_).subspan(flushed_));
  flushed_ = buffer_.size();
}

template <class T>
void series<T>::write(std::uint64_t row, std::span<const T> values) {
  const std::uint64_t there = fixed_ > row ? std::min<std::uint64_t>(fixed_ - row, values.size() / width_) : 0;
  compare(row, values.first(there * width_));
  values = values.subspan(there * width_);
  row += there;
  if (values.empty()) return;
  extend(row + values.size() / width_);
  const hsize_t count[] = {values.size() / width_, width_};
  const hdf5::handle memory = hdf5::own(H5Screate_simple, rank_, count, nullptr);
  hdf5::call(H5Dwrite, dataset_, hdf5::native_type<T>(), memory, selected(row, count[0]), H5P_DEFAULT,
             static_cast<const void*>(values.data()));
}

/// Only ever makes it longer.
template <class T>
void series<T>::extend(std::uint64_t rows) {
  const hsize_t size[] = {std::max(rows, existing_), width_};
  hdf5::call(H5Dset_extent, dataset_, size);
}

template <class T>
hdf5::handle series<T>::selected(std::uint64_t row, std::uint64_t rows) const {
  const hsize_t begin[] = {row, 0};
  const hsize_t count[] = {rows, width_};
  hdf5::handle file = hdf5::own(H5Dget_space, dataset_);
  hdf5::call(H5Sselect_hyperslab, file, H5S_SELECT_SET, begin, nullptr, count, nullptr);
  return file;
}

template <class T>
std::vector<T> series<T>::read(std::uint64_t row, std::uint64_t rows) const {
  std::vector<T> values(rows * width_);
  if (values.empty()) return values;
  const hsize_t count[] = {rows, width_};
  const hdf5::handle memory = hdf5::own(H5Screate_simple, rank_, count, nullptr);
  hdf5::call(H5Dread, dataset_, hdf5::native_type<T>(), memory, selected(row, rows), H5P_DEFAULT,
             static_cast<void*>(values.data()));
  return values;
}

template <class T>
void series<T>::compare(std::uint64_t row, std::span<const T> values) const {
  const std::vector<T> there = read(row, values.size() / width_);
  for (std::size_t i = 0; i < there.size(); ++i)
    if (!same_bytes(there[i], values[i]))
      throw recorded_difference(fmt::format("row {} of {} is {} where {} was recorded; nothing of it is changed",
                                            row + i / width_, name_, values[i], there[i]));
}

template class series<float>;
template class series<double>;
template class series<std::uint64_t>;

}  // namespace hux
