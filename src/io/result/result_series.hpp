#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hux/errors.hpp"
#include "io/hdf5/hdf5.hpp"

namespace hux {

/// What was recorded again where something is recorded already is something else.
struct recorded_difference : file_error {
  using file_error::file_error;
};

/// A data set that grows by rows, chunked and written one block of whole chunks (about 64 KiB, more for rows longer
/// than that) at a time. One that exists is gone on with: what is given for rows that it has is compared with them.
/// T: float, double or std::uint64_t.
template <class T>
class series {
 public:
  /// A data set of one dimension: rows are single values.
  series(hid_t parent, const std::string& name);
  /// A data set [row x value].
  /// @param width values in a row, at least 1
  series(hid_t parent, const std::string& name, std::uint64_t width);

  /// Goes on behind so many rows of a data set that exists. Throws file_error if it has fewer.
  void go_on_behind(std::uint64_t rows);
  /// Reads all rows behind those, so that it shows whether they can be read.
  void read_rest() const;
  /// Takes the last row of a data set that exists as one to be written anew.
  void renew_last_row();

  /// Adds values, in whole rows as soon as the series is flushed. Throws recorded_difference.
  void append(std::span<const T> values);

  /// Writes the rows that are only in memory.
  void flush();

  /// Rows given so far, written or not.
  [[nodiscard]] std::uint64_t rows() const { return before_ + buffer_.size() / width_; }
  /// The same, or more if the data set had more.
  [[nodiscard]] std::uint64_t length() const { return std::max(rows(), existing_); }
  /// Most bytes that wait in memory.
  [[nodiscard]] std::uint64_t block_bytes() const { return block_ * sizeof(T); }
  [[nodiscard]] hid_t dataset() const { return dataset_; }
  /// Was it there already?
  [[nodiscard]] bool is_gone_on_with() const { return gone_on_with_; }

 private:
  series(hid_t parent, const std::string& name, std::uint64_t width, int rank);
  void open(hid_t parent);
  void write(std::uint64_t row, std::span<const T> values);
  void extend(std::uint64_t rows);
  void compare(std::uint64_t row, std::span<const T> values) const;
  std::vector<T> read(std::uint64_t row, std::uint64_t rows) const;
  /// Of rows in the file.
  [[nodiscard]] hdf5::handle selected(std::uint64_t row, std::uint64_t rows) const;

  std::string name_;
  std::uint64_t width_;
  int rank_;
  std::uint64_t block_;  // values written at a time
  bool gone_on_with_;
  std::uint64_t existing_ = 0;  // rows that were there from the start
  std::uint64_t fixed_ = 0;     // of them, those that are not written anew
  std::uint64_t before_ = 0;    // rows of earlier blocks, all written
  std::vector<T> buffer_;       // the block that is being filled, so that blocks stay whole chunks
  std::size_t flushed_ = 0;     // values of it that are written
  hdf5::handle dataset_;
};

}  // namespace hux
