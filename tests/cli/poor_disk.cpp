#include <dlfcn.h>
#include <fcntl.h>
#include <hdf5.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <string_view>

/// What is loaded before the command by LD_PRELOAD makes it a poor disk: where HUX_POOR_DISK is "no_locks", a file
/// system that has no locks, as NFS without its lock service, or, where it is "no_swmr", one on which HDF5 refuses its
/// mode of one writer and many readers.
namespace {

bool lacks(const char* what) {
  const char* lacking = std::getenv("HUX_POOR_DISK");
  return lacking != nullptr && std::string_view(lacking) == what;
}

}  // namespace

extern "C" int fcntl(int file, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  if (lacks("no_locks") && (command == F_OFD_SETLK || command == F_OFD_GETLK)) {
    errno = ENOLCK;
    return -1;
  }
  return static_cast<int>(syscall(SYS_fcntl, file, command, argument));
}

extern "C" herr_t H5Fstart_swmr_write(hid_t file) {
  using function = herr_t (*)(hid_t);
  if (lacks("no_swmr")) return -1;
  return reinterpret_cast<function>(dlsym(RTLD_NEXT, "H5Fstart_swmr_write"))(file);
}
