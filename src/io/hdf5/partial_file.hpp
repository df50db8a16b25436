#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/hdf5/file_lock.hpp"

namespace hux {

/// The name under which a result is written: "cobahh.h5.part" for "cobahh.h5".
std::filesystem::path part_of(std::filesystem::path result);

/// The file that a run writes while it goes on: made and locked by this process alone, beside the result that it will
/// become. Other runs that are to write the same result find it locked; one that was killed leaves it unlocked.
class partial_file {
 public:
  /// What becomes of what a killed run has left: it is kept under another name, or is worth nothing.
  enum class leftover : bool { kept, worthless };

  /// Throws file_error as check() does.
  partial_file(const std::filesystem::path& result, bool overwrite, leftover earlier = leftover::kept);

  /// Takes over what a run that was killed has left, or takes its name from a result that is to be gone on with.
  /// Throws file_error if there is neither, or if a run that lives is writing it.
  struct left_behind {
    const std::filesystem::path& result;
  };
  explicit partial_file(const left_behind& what);

  /// Throws file_error if the result is no regular file, exists and is not to be overwritten, if its folder cannot be
  /// written to, or if a run that lives is writing it: to be asked before a network is built in vain.
  static void check(const std::filesystem::path& result, bool overwrite);

  /// The result that it is to become; where that is a symbolic link, what it points to.
  [[nodiscard]] const std::filesystem::path& result() const { return result_; }
  [[nodiscard]] const std::filesystem::path& path() const { return part_; }

  /// What the user should know: what an earlier run has left there and where it is, a missing lock.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

  /// Throws file_error if it is not where it was made: says where it is, or that it has been removed.
  void require_place() const;

  /// Gives it the result's name. Throws file_error if that cannot be done; then it stays where it is.
  void publish();

  /// Removes it.
  void discard();

  /// Leaves it as it was found: what was a result gets its name back.
  void give_back();

 private:
  void create();
  void take_over(const std::filesystem::path& from);
  void set_aside();
  void replace() const;
  [[nodiscard]] bool is_still_there() const;
  [[nodiscard]] std::filesystem::path found() const;  // where it is now; empty if it has been removed

  std::filesystem::path result_;
  std::filesystem::path part_;
  bool overwrite_ = false;
  leftover earlier_ = leftover::kept;
  bool was_result_ = false;
  std::vector<std::string> warnings_;
  descriptor file_;
};

/// What to say of a result, or of a partial one, that does not exist: what there is in its place.
std::string why_absent(const std::filesystem::path& file);

/// Renames a file unless another has that name, and tells whether it did. Throws file_error if it cannot be renamed.
bool move_without_replacing(const std::filesystem::path& from, const std::filesystem::path& to);

/// "cobahh.h5" from "cobahh.h5.part"; empty for other names.
std::filesystem::path result_of(const std::filesystem::path& part);

}  // namespace hux
