#include "equations/scratch_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "hux/errors.hpp"

namespace hux::compiler {
namespace {

using std::filesystem::path;

constexpr std::string_view prefix = "hux_compile_";
constexpr std::string_view any_ending = "XXXXXX";

/// Is a descriptor that of what stands there now?
bool is_at(const path& folder, int descriptor) {
  struct stat opened {
  }, there{};
  return fstat(descriptor, &opened) == 0 && lstat(folder.c_str(), &there) == 0 && opened.st_ino == there.st_ino &&
         opened.st_dev == there.st_dev;
}

int opened(const path& folder) { return open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC); }

bool lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB) == 0; }

bool is_own(const path& folder) {
  struct stat status {};
  return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid();
}

void remove_whole(const path& folder) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

void remove_if_abandoned(const path& folder) {
  const int descriptor = opened(folder);
  if (descriptor < 0) return;
  if (lock(descriptor) && is_at(folder, descriptor)) remove_whole(folder);
  close(descriptor);
}

void remove_abandoned(const path& in) {
  std::error_code ignored;
  for (std::filesystem::directory_iterator at(in, ignored), end; !ignored && at != end; at.increment(ignored)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with(prefix) && name.size() == prefix.size() + any_ending.size() && is_own(at->path()))
      remove_if_abandoned(at->path());
  }
}

path made_in(const path& folder) {
  std::string name = (folder / std::string(prefix).append(any_ending)).string();
  if (mkdtemp(name.data()) == nullptr)
    throw file_error(name + " could not be made, to compile equations in: " + std::strerror(errno));
  return name;
}

/// The descriptor of a folder that was made a moment ago, with its lock where the file system has locks; -1 if another
/// process has taken it for abandoned meanwhile.
int held(const path& folder) {
  const int descriptor = opened(folder);
  if (descriptor < 0 && errno != ENOENT)
    throw file_error(folder.string() + " could not be opened, to compile equations in: " + std::strerror(errno));
  if (descriptor < 0) return -1;
  const bool lost = !lock(descriptor) && errno == EWOULDBLOCK;
  if (!lost && is_at(folder, descriptor)) return descriptor;
  close(descriptor);
  return -1;
}

}  // namespace

scratch_folder::scratch_folder() {
  std::error_code none;
  const std::filesystem::path in = std::filesystem::temp_directory_path(none);
  if (none) throw file_error("there is no folder for temporary files, to compile equations in: " + none.message());
  remove_abandoned(in);
  do {
    path_ = made_in(in);
    lock_ = held(path_);
  } while (lock_ < 0);
}

scratch_folder::~scratch_folder() {
  remove_whole(path_);
  close(lock_);
}

}  // namespace hux::compiler
