#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hux {

class object_cache;

/// A shared object that was compiled while the program runs, or while another did.
class loaded_object {
 public:
  /// Compiles a source in C++20 against the embedded headers, with the options that keep results the same to the last
  /// bit, and loads what comes of it.
  /// @param vector_bytes of the hardware vectors that it may use, 32 or 64
  /// @param cache where it is kept; null: nowhere
  /// @param check called now and then; if it throws, nothing is compiled
  /// @throws error if there is no compiler, or if it refuses the source, with its first message
  loaded_object(
      const std::string& source, int vector_bytes, const object_cache* cache = nullptr,
      const std::function<void()>& check = [] {});

  /// The same if it is in a cache.
  static std::optional<loaded_object> cached(const std::string& source, int vector_bytes, const object_cache& cache);

  /// What is called that in it, which is there as long as somebody holds this. Null if there is nothing.
  [[nodiscard]] std::shared_ptr<const void> symbol(const char* name) const;

 private:
  explicit loaded_object(const std::filesystem::path& file);

  std::shared_ptr<void> object_;
};

}  // namespace hux
