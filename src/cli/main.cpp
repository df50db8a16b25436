#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "hux/core/errors.hpp"
#include "hux_build_info.hpp"

namespace hux::cli {
namespace {

/// What has been printed may only now turn out not to have arrived.
void flush_output() {
  if (std::fflush(stdout) != 0) throw file_error("standard output cannot be written to");
}

int run_command_line(int argc, char** argv) {
  CLI::App app("Hux simulates large networks of Hodgkin-Huxley neurons.", "hux");
  app.set_version_flag("--version", "hux " HUX_VERSION " (commit " HUX_GIT_COMMIT ")");
  app.set_help_flag("-h,--help", "Print this help");
  app.require_subcommand(1);
  app.footer(exit_code_help);
  int code = success;
  add_run(app, code);
  add_validate(app);
  add_plan(app);
  add_models(app);
  add_info(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    app.exit(help_or_version);
  }
  flush_output();
  return code;
}

}  // namespace
}  // namespace hux::cli

int main(int argc, char** argv) {
  try {
    return hux::cli::run_command_line(argc, argv);
  } catch (const std::exception& failure) {
    return hux::cli::report(failure);
  }
}
