#include "io/hdf5/file_lock.hpp"

#include <fcntl.h>

#include <cerrno>

namespace hux {
namespace {

struct flock whole_file(short type) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  return range;
}

}  // namespace

lock_holder take_lock(const descriptor& file) {
  struct flock range = whole_file(F_WRLCK);
  if (fcntl(file.number(), F_OFD_SETLK, &range) == 0) return lock_holder::nobody;
  return errno == EAGAIN || errno == EACCES ? lock_holder::another : lock_holder::unknown;
}

lock_holder holder_of(const std::filesystem::path& file) {
  const descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!opened.open()) return errno == ENOENT ? lock_holder::nobody : lock_holder::unknown;
  struct flock range = whole_file(F_RDLCK);
  if (fcntl(opened.number(), F_OFD_GETLK, &range) != 0) return lock_holder::unknown;
  return range.l_type == F_UNLCK ? lock_holder::nobody : lock_holder::another;
}

}  // namespace hux
