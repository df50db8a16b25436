#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace hux {

/// All that an object depends on, as a text: what Hux it was, the compiler, its options, the headers and the source.
/// Empty if the compiler does not say what it is: then nothing is kept or found.
std::string key_of_object(const std::string& source, int vector_bytes);

/// Shared objects in a folder, each in a file with its key and a checksum. Processes may share it, whatever happens to
/// one of them: a file appears under its name when it is whole. What cannot be written is not kept, and nobody is told.
class object_cache {
 public:
  static constexpr std::size_t most_objects = 200;
  static constexpr int most_days = 90;  ///< unused

  /// That of the user: $HUX_CACHE, else $XDG_CACHE_HOME/hux, else ~/.cache/hux. Without a home it keeps nothing.
  object_cache();
  /// @param folder need not be there; empty: it keeps nothing
  explicit object_cache(std::filesystem::path folder);

  /// Why the folder is not used, as one sentence; empty if it is.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  /// Might there be something?
  [[nodiscard]] bool has_any() const;
  /// A file that can be loaded. One that is damaged is none.
  [[nodiscard]] std::optional<std::filesystem::path> find(const std::string& key) const;
  /// Keeps a copy of an object, and removes those that were used longest ago, if they are too many or too old.
  void keep(const std::string& key, const std::filesystem::path& object) const;

 private:
  void tidy() const;

  std::filesystem::path folder_;  // empty: none
  std::string refusal_;
};

}  // namespace hux
