#include "io/hdf5/partial_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "hux/errors.hpp"

namespace hux {
namespace {

namespace fs = std::filesystem;

constexpr const char* suffix = ".part";

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

std::string reason() { return std::generic_category().message(errno); }

/// What a name stands for at the end of its symbolic links, whether that exists or not.
fs::path followed(fs::path file) {
  constexpr int longest_chain = 40;  // as the kernel has it
  std::error_code no_link;
  for (int links = 0; links < longest_chain; ++links) {
    const fs::path to = fs::read_symlink(file, no_link);
    if (no_link) return file;
    file = to.is_absolute() ? to : folder_of(file) / to;
  }
  throw file_error(file.string() + ": its symbolic links go in a circle");
}

void require_regular(const fs::path& file) {
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  if (fs::is_directory(status)) throw file_error(file.string() + " is a folder, not a file to write");
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw file_error(file.string() + " is a device or a pipe, not a file to write");
}

void require_folder(const fs::path& file) {
  std::error_code ignored;
  const fs::path folder = folder_of(file);
  if (!fs::exists(folder, ignored)) throw file_error(file.string() + ": there is no folder " + folder.string());
  if (!fs::is_directory(folder, ignored)) throw file_error(file.string() + ": " + folder.string() + " is not a folder");
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    throw file_error(file.string() + ": the folder " + folder.string() + " cannot be written to");
}

/// A result of such a name would take the place of what another run writes or has left.
void require_no_part(const fs::path& file) {
  const fs::path result = result_of(file);
  if (!result.empty())
    throw file_error(file.string() + " is a name for what a run has not finished; expected another, such as " +
                     result.string());
}

void require_possible_name(const fs::path& file) {
  std::error_code failure;
  if (fs::status(file, failure).type() == fs::file_type::none)
    throw file_error(file.string() + " could not be written: " + failure.message());
}

[[noreturn]] void throw_exists(const fs::path& file) {
  throw file_error(file.string() + " exists already and is not to be overwritten");
}

[[noreturn]] void throw_written_by_another(const fs::path& part) {
  throw file_error(part.string() + " is being written by another run; expected a result that no run is writing");
}

[[noreturn]] void throw_unknown_writer(const fs::path& part) {
  throw file_error(part.string() +
                   " exists, and this file system has no locks that would tell whether a run is writing it; "
                   "expected no such file (hux recover makes it a result if no run does)");
}

/// "cobahh.1.h5.part", ...: the first that is free.
fs::path moved_aside(const fs::path& part) {
  const fs::path result = result_of(part);
  for (unsigned n = 1;; ++n) {
    fs::path aside = part.parent_path() / result.stem();
    aside += "." + std::to_string(n) + result.extension().string() + suffix;
    if (move_without_replacing(part, aside)) return aside;
  }
}

bool same_file(const descriptor& opened, const fs::path& name) {
  struct stat ours {};
  struct stat named {};
  return fstat(opened.number(), &ours) == 0 && stat(name.c_str(), &named) == 0 && ours.st_dev == named.st_dev &&
         ours.st_ino == named.st_ino;
}

/// A new empty file beside a partial one, of a name that no other process and no other thread takes.
fs::path fresh_name(const fs::path& part) {
  static std::atomic<unsigned> made{0};
  return part.string() + "." + std::to_string(getpid()) + "-" + std::to_string(made++);
}

}  // namespace

fs::path part_of(fs::path result) { return result += suffix; }

fs::path result_of(const fs::path& part) {
  return part.extension() == suffix ? fs::path(part).replace_extension() : fs::path();
}

std::string why_absent(const fs::path& file) {
  const fs::path part = part_of(file);
  const fs::path result = result_of(file);
  std::error_code ignored;
  if (!result.empty() && fs::exists(result, ignored))
    return "it does not exist; the run that wrote it has made it " + result.string();
  if (!fs::exists(part, ignored)) return "it does not exist";
  switch (holder_of(part)) {
    case lock_holder::another:
      return "it does not exist yet: a run is writing " + part.string() + ", which hux info can read";
    case lock_holder::nobody:
      return "it does not exist, because its run was killed: hux recover " + part.string() +
             " makes a result of what is left";
    case lock_holder::unknown:
      break;
  }
  return "it does not exist, but " + part.string() + " does, whose run goes on or was killed";
}

bool move_without_replacing(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  const bool unknown_here = errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
  if (unknown_here && link(from.c_str(), to.c_str()) == 0) {
    unlink(from.c_str());
    return true;
  }
  if (errno == EEXIST) return false;
  throw file_error(from.string() + " cannot be renamed to " + to.string() + ": " + reason());
}

void partial_file::check(const fs::path& result, bool overwrite) {
  const fs::path file = followed(result);
  require_no_part(file);
  require_regular(file);
  std::error_code ignored;
  if (!overwrite && fs::exists(file, ignored)) throw_exists(file);
  require_folder(file);
  require_possible_name(part_of(file));
  const lock_holder writer = holder_of(part_of(file));
  if (writer == lock_holder::another) throw_written_by_another(part_of(file));
  if (writer == lock_holder::unknown) throw_unknown_writer(part_of(file));
}

partial_file::partial_file(const fs::path& result, bool overwrite, leftover earlier)
    : result_(followed(result)), part_(part_of(result_)), overwrite_(overwrite), earlier_(earlier) {
  check(result_, overwrite);
  create();
  std::error_code ignored;
  if (overwrite_ || !fs::exists(result_, ignored)) return;
  discard();  // a run that was just ending has given it its name
  throw_exists(result_);
}

partial_file::partial_file(const left_behind& what) : result_(followed(what.result)), part_(part_of(result_)) {
  require_no_part(result_);
  require_folder(result_);
  std::error_code ignored;
  const bool part_exists = fs::is_regular_file(part_, ignored);
  const bool result_exists = fs::is_regular_file(result_, ignored);
  if (!part_exists && !result_exists)
    throw file_error(result_.string() + " cannot be gone on with: there is neither that nor " + part_.string());
  if (part_exists && result_exists)
    throw file_error(part_.string() + " cannot be gone on with, as " + result_.string() +
                     " is there as well; expected that to be moved elsewhere");
  take_over(part_exists ? part_ : result_);
}

/// It is renamed when it is locked already, so that nothing has changed if it cannot be.
void partial_file::take_over(const fs::path& from) {
  file_ = descriptor(::open(from.c_str(), O_RDWR | O_CLOEXEC));
  if (!file_.open()) throw file_error(from.string() + " could not be written: " + reason());
  const lock_holder writer = take_lock(file_);
  if (writer == lock_holder::another || !same_file(file_, from)) throw_written_by_another(from);
  if (writer == lock_holder::unknown) throw_unknown_writer(from);
  was_result_ = from == result_ && move_without_replacing(from, part_);
}

/// It gets its name when it is locked already, so that nobody can take it for one that a killed run has left.
void partial_file::create() {
  const fs::path fresh = fresh_name(part_);
  file_ = descriptor(::open(fresh.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file_.open()) throw file_error(result_.string() + " could not be written: " + reason());
  try {
    if (take_lock(file_) == lock_holder::unknown)
      warnings_.push_back("the file system of " + part_.string() +
                          " has no locks: whether this run goes on cannot be seen there");
    while (!move_without_replacing(fresh, part_)) set_aside();
  } catch (...) {
    unlink(fresh.c_str());
    throw;
  }
}

/// Moves what a killed run has left out of the way. Whoever locks it may do so; others then find it gone.
void partial_file::set_aside() {
  const descriptor left(::open(part_.c_str(), O_RDWR | O_CLOEXEC));
  if (!left.open()) {
    if (errno == ENOENT) return;
    throw file_error(part_.string() + " exists and cannot be opened: " + reason());
  }
  const lock_holder writer = take_lock(left);
  if (writer == lock_holder::another) throw_written_by_another(part_);
  if (writer == lock_holder::unknown) throw_unknown_writer(part_);
  if (!same_file(left, part_)) return;
  if (earlier_ == leftover::worthless) {
    unlink(part_.c_str());
    return;
  }
  const fs::path aside = moved_aside(part_);
  warnings_.push_back("an earlier run was killed while it wrote " + result_.string() +
                      "; its results are kept: hux recover " + aside.string());
}

bool partial_file::is_still_there() const { return same_file(file_, part_); }

fs::path partial_file::found() const {
  if (is_still_there()) return part_;
  std::error_code none;
  const fs::path now = fs::read_symlink("/proc/self/fd/" + std::to_string(file_.number()), none);
  return same_file(file_, now) ? now : fs::path();
}

void partial_file::require_place() const {
  if (is_still_there()) return;
  const fs::path now = found();
  throw file_error(now.empty()
                       ? part_.string() + " has been removed during the run; what was recorded is lost"
                       : part_.string() + " has been moved during the run; what was recorded is kept: hux recover " +
                             now.string());
}

void partial_file::publish() {
  require_place();
  if (overwrite_)
    replace();
  else if (!move_without_replacing(part_, result_))
    throw file_error(result_.string() + " has appeared during the run; the result is in " + part_.string());
  file_.close();
}

void partial_file::replace() const {
  require_regular(result_);
  std::error_code error;
  fs::rename(part_, result_, error);
  if (error) throw file_error(result_.string() + ": " + error.message() + "; the result is in " + part_.string());
}

void partial_file::give_back() {
  if (was_result_) move_without_replacing(part_, result_);
  file_.close();
}

void partial_file::discard() {
  if (file_.open() && is_still_there()) unlink(part_.c_str());
  file_.close();
}

}  // namespace hux
