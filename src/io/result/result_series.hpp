#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/hdf5/hdf5.hpp"

namespace hux {

/// A data set that grows by rows, chunked and written one block of whole chunks (about 64 KiB, more for rows longer
/// than that) at a time.
/// T: float, double or std::uint64_t.
template <class T>
class series {
 public:
  /// A data set of one dimension: rows are single values.
  series(hid_t parent, const std::string& name);
  /// A data set [row x value].
  /// @param width values in a row, at least 1
  series(hid_t parent, const std::string& name, std::uint64_t width);

  /// Adds values, in whole rows as soon as the series is flushed.
  void append(std::span<const T> values);

  /// Writes the rows that are only in memory.
  void flush();

  /// Rows given so far, written or not.
  [[nodiscard]] std::uint64_t rows() const { return before_ + buffer_.size() / width_; }
  /// Most bytes that wait in memory.
  [[nodiscard]] std::uint64_t block_bytes() const { return block_ * sizeof(T); }
  [[nodiscard]] hid_t dataset() const { return dataset_; }

 private:
  series(hid_t parent, const std::string& name, std::uint64_t width, int rank);
  void write(std::uint64_t row, std::span<const T> values);

  std::uint64_t width_;
  int rank_;
  std::uint64_t block_;       // values written at a time
  std::uint64_t before_ = 0;  // rows of earlier blocks, all written
  std::vector<T> buffer_;     // the block that is being filled, so that blocks stay whole chunks
  std::size_t flushed_ = 0;   // values of it that are written
  hdf5::handle dataset_;
};

}  // namespace hux
