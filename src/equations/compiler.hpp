#pragma once

#include <functional>
#include <string>
#include <vector>

#include "equations/scratch_folder.hpp"

/// The C++ compiler that equations are compiled by while a program runs: the one that the environment variable CXX
/// names, else g++. It is another process, started without a shell; the process that starts it is not copied.
namespace hux::compiler {

std::string name();

/// Where it is and the first line that it says of its version, asked once in a process. Empty if it says nothing.
std::string identity();

/// What it is called with, as far as bits and speed depend on that.
/// @param vector_bytes of the hardware vectors that it may use, 32 or 64
std::vector<std::string> options(int vector_bytes);

/// Compiles a source in C++20 against the embedded headers into the shared object "object.so" of the folder.
/// @param check called now and then; if it throws, the compiler is ended
/// @throws error if there is no compiler, or if it refuses the source, with its first message
void compile(const std::string& source, int vector_bytes, const scratch_folder& folder,
             const std::function<void()>& check);

}  // namespace hux::compiler
