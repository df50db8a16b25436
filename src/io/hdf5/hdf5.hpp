#pragma once

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hux/errors.hpp"

/// The little of HDF5 that Hux needs, with owned identifiers and checked calls.
namespace hux::hdf5 {

/// A call that failed; what() is the library's own explanation in one phrase ("File too large"), without the file's
/// name: whoever knows it adds it.
struct failure : file_error {
  using file_error::file_error;
};

/// The C library is not built for several threads everywhere: no two of its functions run at once in a process. It has
/// its printing of errors turned off, which it keeps for each thread.
[[nodiscard]] std::unique_lock<std::recursive_mutex> one_at_a_time();

/// Throws what HDF5 says of the call that failed last in this thread.
[[noreturn]] void throw_failure();

/// A call of the C library as it is; whoever makes it looks at what it returns.
template <class Function, class... Arguments>
auto unchecked(Function function, const Arguments&... arguments) {
  const auto lock = one_at_a_time();
  return function(arguments...);
}

/// A call of the C library, checked: throws failure if it returns a negative number.
template <class Function, class... Arguments>
auto call(Function function, const Arguments&... arguments) {
  const auto lock = one_at_a_time();
  const auto result = function(arguments...);
  if (result < 0) throw_failure();
  return result;
}

/// Owns an identifier of any kind; converts to it.
class handle {
 public:
  handle() = default;
  explicit handle(hid_t id) : id_(id) {}
  handle(handle&& other) noexcept : id_(std::exchange(other.id_, none)) {}
  handle& operator=(handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~handle() { release(); }

  // NOLINTNEXTLINE(google-explicit-constructor): stands for the identifier in every call
  operator hid_t() const { return id_; }

  /// Closes now, ignoring errors.
  void release() noexcept;

 private:
  static constexpr hid_t none = -1;
  hid_t id_ = none;
};

/// A checked call whose result is to be owned.
template <class Function, class... Arguments>
handle own(Function function, const Arguments&... arguments) {
  return handle(call(function, arguments...));
}

/// The type of T in memory: float, double, std::uint8_t, std::uint32_t or std::uint64_t.
template <class T>
hid_t native_type();

/// A new file, replacing one of that name; closing it closes all that is open in it.
handle create_file(const std::filesystem::path& file);
/// An existing file that nobody writes, to go on with as with a new one.
handle reopen_file(const std::filesystem::path& file);
/// An existing file, to be read; also one that a run is writing, or was killed while it wrote.
handle open_file(const std::filesystem::path& file);
/// Calls change(file) with an existing file that nobody writes, or that was left open. If that fails, no more of the
/// change is written.
void change_file(const std::filesystem::path& file, const std::function<void(hid_t)>& change);

/// From now on what is flushed of a new file can be read by others while it is written (HDF5's single-writer/multiple-
/// reader mode), and is there if the writer is killed: nothing can be added to it but rows of data sets, and values
/// overwritten. False if HDF5 does not do that with this file.
bool let_others_read(hid_t file);

/// Brings all that was written to where others find it.
void flush_file(hid_t file);

/// Leaves a file, and all that is open in it, open for ever, so that nothing more of it is written; to be called when a
/// write has failed, instead of closing it. What the last flush has brought to the disk stays as it is: what HDF5
/// writes as it closes might not follow from it.
void leave_open(hid_t file);

handle create_group(hid_t parent, const std::string& name);
handle open_group(hid_t parent, const std::string& name);
/// A data set of one dimension that holds so many values. Throws failure if it is another.
handle open_values(hid_t parent, const std::string& name, std::uint64_t count);
/// The group of that name, which is created if there is none.
handle group_in(hid_t parent, const std::string& name);
handle open_dataset(hid_t parent, const std::string& name);
/// Is there a link of that name (one component, no slashes) in a group?
bool contains(hid_t group, const std::string& name);
/// Is the thing of that name in a group a data set?
bool is_dataset(hid_t group, const std::string& name);
/// Names of the groups and data sets in a group, in alphabetical order.
std::vector<std::string> names_in(hid_t group);

// Attributes; writing one that exists replaces it.
void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, double value);
void write_attribute(hid_t object, const std::string& name, std::uint64_t value);
void write_attribute(hid_t object, const std::string& name, std::span<const std::uint32_t> values);
void write_attribute(hid_t object, const std::string& name, std::uint32_t value);
void write_attribute(hid_t object, const std::string& name, std::uint8_t value);
/// The value of an enumeration whose members count from 0.
void write_enum_attribute(hid_t object, const std::string& name, std::span<const std::string> members,
                          std::uint8_t value);

/// Reads an attribute into a value; false, and the value unchanged, if there is none. Throws failure if it is not one
/// string, or one number.
bool read_attribute(hid_t object, const std::string& name, std::string& text);
bool read_attribute(hid_t object, const std::string& name, double& value);
bool read_attribute(hid_t object, const std::string& name, std::uint64_t& value);

/// A new data set of one dimension.
template <class T>
handle write_array(hid_t parent, const std::string& name, std::span<const T> values);

/// Overwrites the values of a data set, of which there are as many.
void overwrite(hid_t dataset, std::span<const double> values);

/// Makes a data set of one dimension shorter.
void shorten(hid_t dataset, std::uint64_t size);

/// A text as a data set, for what may be longer than the 64 KiB of an attribute.
void write_text(hid_t parent, const std::string& name, const std::string& text);
std::string read_text(hid_t parent, const std::string& name);

/// Sizes of a data set, in rows first.
std::vector<std::uint64_t> shape(hid_t dataset);

/// Reads values [first, first + out.size()) of a data set of one dimension.
template <class T>
void read_range(hid_t dataset, std::uint64_t first, std::span<T> out);

}  // namespace hux::hdf5
