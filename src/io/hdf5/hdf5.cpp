#include "io/hdf5/hdf5.hpp"

#include <pthread.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

#include "io/hdf5/superblock.hpp"

namespace hux::hdf5 {
namespace {

/// The innermost message of an error stack: the most specific one.
herr_t take_message(unsigned n, const H5E_error2_t* error, void* text) {
  if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

/// "... error message = 'No space left on device', buf = ..." -> "No space left on device"
std::string system_message(const std::string& text) {
  const std::string_view mark = "error message = '";
  const auto at = text.find(mark);
  if (at == std::string::npos) return text;
  const auto begin = at + mark.size();
  return text.substr(begin, text.find('\'', begin) - begin);
}

/// HDF5 tidies up when the program exits, and crashes in it if a file could not be written (a full disk). Every handle
/// here closes what it owns, so there is nothing left to tidy up. To be asked for before HDF5 does anything else.
[[maybe_unused]] const herr_t no_tidying_at_exit = H5dont_atexit();

void expect(bool condition, const std::string& message) {
  if (!condition) throw failure(message);
}

/// A string of any length in UTF-8: what h5py gives its users as str.
handle text_type() {
  handle type = own(H5Tcopy, H5T_C_S1);
  call(H5Tset_size, type, H5T_VARIABLE);
  call(H5Tset_cset, type, H5T_CSET_UTF8);
  return type;
}

handle scalar_space() { return own(H5Screate, H5S_SCALAR); }

handle line_space(hsize_t size) { return own(H5Screate_simple, 1, &size, nullptr); }

void replace_attribute(hid_t object, const std::string& name, hid_t type, hid_t space, const void* value,
                       hid_t type_in_memory) {
  if (call(H5Aexists, object, name.c_str()) > 0) call(H5Adelete, object, name.c_str());
  const handle attribute = own(H5Acreate2, object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
  call(H5Awrite, attribute, type_in_memory, value);
}

template <class T>
void write_number(hid_t object, const std::string& name, T value) {
  replace_attribute(object, name, native_type<T>(), scalar_space(), &value, native_type<T>());
}

handle open_attribute(hid_t object, const std::string& name) {
  if (call(H5Aexists, object, name.c_str()) == 0) return {};
  handle attribute = own(H5Aopen, object, name.c_str(), H5P_DEFAULT);
  const handle space = own(H5Aget_space, attribute);
  expect(call(H5Sget_simple_extent_npoints, space) == 1, "attribute " + name + " is not a single value");
  return attribute;
}

template <class T>
bool read_number(hid_t object, const std::string& name, T& value) {
  const handle attribute = open_attribute(object, name);
  if (attribute < 0) return false;
  const handle type = own(H5Aget_type, attribute);
  const auto kind = call(H5Tget_class, type);
  expect(kind == H5T_INTEGER || kind == H5T_FLOAT, "attribute " + name + " is not a number");
  call(H5Aread, attribute, native_type<T>(), &value);
  return true;
}

/// Reads one string to memory, given the type it has there.
using reading = std::function<void(hid_t type, void* to)>;

std::string read_variable_string(hid_t type, const reading& read) {
  char* text = nullptr;
  read(type, static_cast<void*>(&text));
  const std::unique_ptr<char, herr_t (*)(void*)> owned(text, [](void* p) { return unchecked(H5free_memory, p); });
  return text == nullptr ? std::string() : std::string(text);
}

std::string read_string(hid_t type, const std::string& name, const reading& read) {
  expect(call(H5Tget_class, type) == H5T_STRING, name + " is not a string");
  if (call(H5Tis_variable_str, type) > 0) return read_variable_string(type, read);
  constexpr std::size_t most = std::size_t{1} << 30U;
  const std::size_t size = unchecked(H5Tget_size, type);
  expect(size <= most, name + " is longer than 1 GiB");
  std::string text(size, '\0');
  read(type, static_cast<void*>(text.data()));
  text.resize(std::min(text.find('\0'), text.size()));
  return text;
}

/// A copy of the process is made between two calls, so that it can go on with the library: its lock is nobody's there.
std::recursive_mutex& lock_of_library() {
  static std::recursive_mutex lock;
  static const int of_copies =
      pthread_atfork([] { lock.lock(); }, [] { lock.unlock(); }, [] { new (&lock) std::recursive_mutex; });
  static_cast<void>(of_copies);
  return lock;
}

}  // namespace

std::unique_lock<std::recursive_mutex> one_at_a_time() {
  std::unique_lock lock(lock_of_library());
  thread_local bool silent = false;
  if (!silent) silent = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
  return lock;
}

void throw_failure() {
  std::string text;
  unchecked(H5Ewalk2, H5E_DEFAULT, H5E_WALK_UPWARD, take_message, static_cast<void*>(&text));
  throw failure(text.empty() ? "HDF5 gave no reason" : system_message(text));
}

void handle::release() noexcept {
  if (id_ >= 0) unchecked(H5Idec_ref, std::exchange(id_, none));
}

template <>
hid_t native_type<float>() {
  return H5T_NATIVE_FLOAT;
}
template <>
hid_t native_type<double>() {
  return H5T_NATIVE_DOUBLE;
}
template <>
hid_t native_type<std::uint8_t>() {
  return H5T_NATIVE_UINT8;
}
template <>
hid_t native_type<std::uint32_t>() {
  return H5T_NATIVE_UINT32;
}
template <>
hid_t native_type<std::uint64_t>() {
  return H5T_NATIVE_UINT64;
}

namespace {
/// HDF5 1.10 ends the program where there is no memory for what it keeps of a file that it opens.
void require_memory_for_a_file() {
  constexpr std::size_t needed = std::size_t{2} << 20U;
  void* volatile room = std::malloc(needed);  // volatile: else the compiler leaves it out
  if (room == nullptr) throw std::bad_alloc();
  std::free(room);
}

/// The format of HDF5 1.10, whose metadata carries checksums; closing a file closes all that is open in it.
handle file_access() {
  require_memory_for_a_file();
  const auto lock = one_at_a_time();  // HDF5 starts here, as what H5P_FILE_ACCESS stands for is a call
  handle access = own(H5Pcreate, H5P_FILE_ACCESS);
  call(H5Pset_fclose_degree, access, H5F_CLOSE_STRONG);
  call(H5Pset_libver_bounds, access, H5F_LIBVER_V110, H5F_LIBVER_V110);
  call(H5Pset_file_locking, access, hbool_t{false}, hbool_t{true});  // partial_file has locks that outlive a flush
  return access;
}

/// Is it for reading beside a run that writes it? What other programs write is not.
bool is_written_live(const std::filesystem::path& file) {
  const auto state = read_superblock(file);
  const bool being_written = state && state->being_written;
  expect(!being_written || state->readable_live,
         "another program is writing it, or has ended without closing it (hux recover mends that)");
  return being_written;
}
}  // namespace

namespace {
/// Chunks are written whole: a cache of them would only hold memory, and hide a failing write until a flush, which then
/// goes on to say that they are there.
handle access_without_cache() {
  handle access = file_access();
  call(H5Pset_cache, access, 0, std::size_t{0}, std::size_t{0}, 1.0);
  return access;
}
}  // namespace

handle create_file(const std::filesystem::path& file) {
  return own(H5Fcreate, file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access_without_cache());
}

handle reopen_file(const std::filesystem::path& file) {
  return own(H5Fopen, file.c_str(), H5F_ACC_RDWR, access_without_cache());
}

namespace {
/// For files that are complete. HDF5 knows a file that it opens twice, and one that was left open must not be taken for
/// itself: it is known by the way it was opened, and this is another.
handle access_anew() {
  handle access = file_access();
  call(H5Pset_fapl_stdio, access);
  return access;
}
}  // namespace

handle open_file(const std::filesystem::path& file) {
  expect(call(H5Fis_hdf5, file.c_str()) > 0, "it is not an HDF5 file");
  if (is_written_live(file)) return own(H5Fopen, file.c_str(), H5F_ACC_RDONLY | H5F_ACC_SWMR_READ, file_access());
  return own(H5Fopen, file.c_str(), H5F_ACC_RDONLY, access_anew());
}

bool let_others_read(hid_t file) { return unchecked(H5Fstart_swmr_write, file) >= 0; }

void flush_file(hid_t file) { call(H5Fflush, file, H5F_SCOPE_GLOBAL); }

void leave_open(hid_t file) {
  const ssize_t count = unchecked(H5Fget_obj_count, file, unsigned{H5F_OBJ_ALL});
  std::vector<hid_t> open(std::max<ssize_t>(count, 0));
  if (!open.empty()) unchecked(H5Fget_obj_ids, file, unsigned{H5F_OBJ_ALL}, open.size(), open.data());
  for (const hid_t id : open) unchecked(H5Iinc_ref, id);
}

void change_file(const std::filesystem::path& file, const std::function<void(hid_t)>& change) {
  const handle opened = own(H5Fopen, file.c_str(), H5F_ACC_RDWR, access_anew());
  try {
    change(opened);
    flush_file(opened);
  } catch (...) {
    leave_open(opened);
    throw;
  }
}

handle create_group(hid_t parent, const std::string& name) {
  return own(H5Gcreate2, parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
}

handle open_group(hid_t parent, const std::string& name) { return own(H5Gopen2, parent, name.c_str(), H5P_DEFAULT); }

handle open_dataset(hid_t parent, const std::string& name) { return own(H5Dopen2, parent, name.c_str(), H5P_DEFAULT); }

handle open_values(hid_t parent, const std::string& name, std::uint64_t count) {
  handle dataset = open_dataset(parent, name);
  expect(shape(dataset) == std::vector{count}, name + " does not hold " + std::to_string(count) + " values");
  return dataset;
}

handle group_in(hid_t parent, const std::string& name) {
  return contains(parent, name) ? open_group(parent, name) : create_group(parent, name);
}

bool contains(hid_t group, const std::string& name) { return call(H5Lexists, group, name.c_str(), H5P_DEFAULT) > 0; }

bool is_dataset(hid_t group, const std::string& name) {
  const handle object = own(H5Oopen, group, name.c_str(), H5P_DEFAULT);
  return call(H5Iget_type, object) == H5I_DATASET;
}

std::vector<std::string> names_in(hid_t group) {
  std::vector<std::string> names;
  const auto take = [](hid_t, const char* name, const H5L_info_t*, void* to) -> herr_t {
    static_cast<std::vector<std::string>*>(to)->emplace_back(name);
    return 0;
  };
  call(H5Literate, group, H5_INDEX_NAME, H5_ITER_INC, nullptr, +take, static_cast<void*>(&names));
  return names;
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
  const char* value = text.c_str();
  const handle type = text_type();
  replace_attribute(object, name, type, scalar_space(), static_cast<const void*>(&value), type);
}

void write_attribute(hid_t object, const std::string& name, double value) { write_number(object, name, value); }

void write_attribute(hid_t object, const std::string& name, std::uint64_t value) { write_number(object, name, value); }

void write_attribute(hid_t object, const std::string& name, std::uint32_t value) { write_number(object, name, value); }

void write_attribute(hid_t object, const std::string& name, std::uint8_t value) { write_number(object, name, value); }

void write_attribute(hid_t object, const std::string& name, std::span<const std::uint32_t> values) {
  replace_attribute(object, name, H5T_NATIVE_UINT32, line_space(values.size()), values.data(), H5T_NATIVE_UINT32);
}

void write_enum_attribute(hid_t object, const std::string& name, std::span<const std::string> members,
                          std::uint8_t value) {
  const handle type = own(H5Tenum_create, H5T_NATIVE_UINT8);
  std::uint8_t count = 0;
  for (const std::string& member : members) {
    call(H5Tenum_insert, type, member.c_str(), &count);
    ++count;
  }
  replace_attribute(object, name, type, scalar_space(), &value, type);
}

bool read_attribute(hid_t object, const std::string& name, std::string& text) {
  const handle attribute = open_attribute(object, name);
  if (attribute < 0) return false;
  text =
      read_string(own(H5Aget_type, attribute), name, [&](hid_t type, void* to) { call(H5Aread, attribute, type, to); });
  return true;
}

bool read_attribute(hid_t object, const std::string& name, double& value) { return read_number(object, name, value); }

bool read_attribute(hid_t object, const std::string& name, std::uint64_t& value) {
  return read_number(object, name, value);
}

template <class T>
handle write_array(hid_t parent, const std::string& name, std::span<const T> values) {
  handle dataset = own(H5Dcreate2, parent, name.c_str(), native_type<T>(), line_space(values.size()), H5P_DEFAULT,
                       H5P_DEFAULT, H5P_DEFAULT);
  call(H5Dwrite, dataset, native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, static_cast<const void*>(values.data()));
  return dataset;
}
template handle write_array(hid_t, const std::string&, std::span<const float>);
template handle write_array(hid_t, const std::string&, std::span<const double>);
template handle write_array(hid_t, const std::string&, std::span<const std::uint32_t>);
template handle write_array(hid_t, const std::string&, std::span<const std::uint64_t>);

void overwrite(hid_t dataset, std::span<const double> values) {
  call(H5Dwrite, dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, static_cast<const void*>(values.data()));
}

void shorten(hid_t dataset, std::uint64_t size) {
  const hsize_t extent = size;
  call(H5Dset_extent, dataset, &extent);
}

void write_text(hid_t parent, const std::string& name, const std::string& text) {
  const char* value = text.c_str();
  const handle type = text_type();
  const handle dataset =
      own(H5Dcreate2, parent, name.c_str(), type, scalar_space(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  call(H5Dwrite, dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, static_cast<const void*>(&value));
}

std::string read_text(hid_t parent, const std::string& name) {
  const handle dataset = open_dataset(parent, name);
  const handle space = own(H5Dget_space, dataset);
  expect(call(H5Sget_simple_extent_npoints, space) == 1, name + " is not a single string");
  return read_string(own(H5Dget_type, dataset), name,
                     [&](hid_t type, void* to) { call(H5Dread, dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, to); });
}

std::vector<std::uint64_t> shape(hid_t dataset) {
  const handle space = own(H5Dget_space, dataset);
  std::vector<hsize_t> sizes(call(H5Sget_simple_extent_ndims, space));
  call(H5Sget_simple_extent_dims, space, sizes.data(), nullptr);
  return {sizes.begin(), sizes.end()};
}

template <class T>
void read_range(hid_t dataset, std::uint64_t first, std::span<T> out) {
  const hsize_t begin = first;
  const hsize_t count = out.size();
  const handle file = own(H5Dget_space, dataset);
  call(H5Sselect_hyperslab, file, H5S_SELECT_SET, &begin, nullptr, &count, nullptr);
  call(H5Dread, dataset, native_type<T>(), line_space(count), file, H5P_DEFAULT, static_cast<void*>(out.data()));
}
template void read_range(hid_t, std::uint64_t, std::span<double>);
template void read_range(hid_t, std::uint64_t, std::span<std::uint64_t>);

}  // namespace hux::hdf5
