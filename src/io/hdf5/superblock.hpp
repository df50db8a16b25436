#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

/// The head of an HDF5 file (its superblock, of version 3), as far as it says whether somebody writes the file: a
/// writer that was killed leaves it so, and other programs then refuse the file.
namespace hux::hdf5 {

struct superblock_state {
  bool being_written = false;  ///< is it marked as open for writing?
  bool readable_live = false;  ///< by a single writer beside which many may read
  std::uint64_t end = 0;       ///< of the file as the superblock has it, bytes
};

/// Nothing if the file does not start with such a superblock, or cannot be read.
std::optional<superblock_state> read_superblock(const std::filesystem::path& file);

/// Marks a file that nobody writes any more as closed and as long as it is. Throws file_error.
void mark_closed(const std::filesystem::path& file);

}  // namespace hux::hdf5
