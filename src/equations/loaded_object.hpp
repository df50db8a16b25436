#pragma once

#include <memory>
#include <string>
#include <vector>

namespace hux {

/// A shared object that was compiled while the program runs.
class loaded_object {
 public:
  /// Compiles a source in C++20 against the embedded headers by the compiler that the environment variable CXX names,
  /// else by g++, with the options that keep results the same to the last bit, and loads what comes of it. The process
  /// starts the compiler as another process and is not copied.
  /// @param vector_bytes of the hardware vectors that it may use, 32 or 64
  /// @throws error if there is no compiler, or if it refuses the source, with its first message
  loaded_object(const std::string& source, int vector_bytes);

  /// What is called that in it, which is there as long as somebody holds this. Null if there is nothing.
  [[nodiscard]] std::shared_ptr<const void> symbol(const char* name) const;

 private:
  std::shared_ptr<void> object_;
};

}  // namespace hux
