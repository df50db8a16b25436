#include "io/hdf5/read_tried.hpp"

#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include "io/hdf5/file_trial.hpp"
#include "io/hdf5/partial_file.hpp"

namespace hux::hdf5 {
namespace {

void read_file(const std::filesystem::path& file, const reading_of_file& read, bool tries) {
  const auto failure_of = [&](const std::string& why) {
    return file_error(file.string() + " could not be read: " + why);
  };
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  if (error == std::errc::no_such_file_or_directory) throw failure_of(why_absent(file));
  if (error) throw failure_of(error.message());
  const auto whole = [&] { read(open_file(file), size); };
  if (const auto reason = tries ? why_fatal(whole, size) : ""; !reason.empty()) throw failure_of(reason);
  try {
    whole();
  } catch (const file_error& e) {
    throw failure_of(e.what());
  } catch (const std::bad_alloc&) {
    throw failure_of("it claims more than fits in memory");
  } catch (const std::length_error&) {
    throw failure_of("it claims more than fits in memory");
  }
}

}  // namespace

void read_tried(const std::filesystem::path& file, const reading_of_file& read) { read_file(file, read, true); }

void read_more(const std::filesystem::path& file, const reading_of_file& read) { read_file(file, read, false); }

}  // namespace hux::hdf5
