#pragma once

#include <exception>
#include <string>

/// How the command ends.
namespace hux::cli {

enum exit_code : int {
  success = 0,
  unexpected = 1,
  users_mistake = 2,
  file_trouble = 3,
  out_of_memory = 4,
  divergence = 5,
  old_processor = 6,
  by_signal = 128  ///< and the number of the signal
};

/// What --help says of the exit codes.
extern const char* const exit_code_help;

/// Says in one sentence on standard error what went wrong, if anything did, and returns the exit code for it.
int report(const std::exception& failure);

}  // namespace hux::cli
