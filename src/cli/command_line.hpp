#pragma once

namespace hux::cli {

/// The hux command. After a failure it ends the program, with the exit code that stands for it.
/// @return exit code
int run_command(int argc, char** argv);

}  // namespace hux::cli
