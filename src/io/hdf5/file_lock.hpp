#pragma once

#include <filesystem>

#include "support/descriptor.hpp"

namespace hux {

/// Whose is the lock of a file? The system takes it from a process that ends, however it ends.
enum class lock_holder {
  nobody,
  another,  ///< a process that lives
  unknown   ///< the file system has no locks
};

/// Takes the lock of a file that is open for writing and tells who had it before; it is held until the descriptor, and
/// those that child processes inherit, are closed. Such locks belong to an open file (fcntl's open file description
/// locks): what HDF5 opens, locks and closes does not touch them, and they do not hinder readers.
lock_holder take_lock(const descriptor& file);

/// Who holds the lock of a file; nobody if there is no such file.
lock_holder holder_of(const std::filesystem::path& file);

}  // namespace hux
