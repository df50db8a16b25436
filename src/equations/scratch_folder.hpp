#pragma once

#include <filesystem>

namespace hux::compiler {

/// An empty folder of the user's own to compile in, for as long as the object lives. What a process that was killed has
/// left of such is removed when the next is made: a folder that nobody has locked.
class scratch_folder {
 public:
  /// @throws file_error
  scratch_folder();
  ~scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const char* file) const { return path_ / file; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;  ///< descriptor of the folder, which holds its lock until it is closed or the process ends
};

}  // namespace hux::compiler
