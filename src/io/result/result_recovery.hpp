#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace hux {

/// What a result that was left unfinished holds.
struct recovered_result {
  std::filesystem::path file;  ///< where it is
  double start = 0;            ///< where the recording starts, ms
  double simulated = 0;        ///< time until which there is something, ms
  std::uint64_t bytes = 0;

  /// "in the first 2 ms", "from 500 ms to 502 ms"
  [[nodiscard]] std::string stretch() const;
};

/// Makes a file that its run has left unfinished one that any reader opens: all that the run's last flush brought to
/// the disk, at most a second or two before its end. Nothing of it is copied.
/// @param status to be given to it
/// Throws file_error if nothing was recorded, or the file is none that a run has written.
recovered_result close_unfinished(const std::filesystem::path& part, const std::string& status);

/// The same for a file that a killed run has left; "x.h5.part" becomes "x.h5", if there is none yet. Throws file_error,
/// too, if a run is still writing it, if it is complete, or if what it holds cannot be read.
recovered_result recover(const std::filesystem::path& part);

}  // namespace hux
