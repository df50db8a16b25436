#include "cli/command_line.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/changes.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/file_trial.hpp"
#include "cli/output.hpp"
#include "experiment/lookup.hpp"
#include "hux/errors.hpp"
#include "hux_build_info.hpp"
#include "io/hdf5/file_trial.hpp"

namespace hux::cli {
namespace {

/// Says more than CLI11 would of a command that is missing or misspelt.
void require_command(const CLI::App& app, int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first.starts_with('-')) return;
  std::vector<std::string> names;
  for (const auto* subcommand : app.get_subcommands({})) names.push_back(subcommand->get_name());
  if (std::ranges::find(names, first) != names.end()) return;
  if (first.empty()) throw input_error("hux", "a command is missing; " + suggestion("", {names.begin(), names.end()}));
  throw input_error("hux", fmt::format("there is no command {}; {}", quotation(first),
                                       suggestion(first, {names.begin(), names.end()})));
}

/// A neuron update alone takes 18 KiB of the stack, which ends a program that has no more by a signal.
void require_stack() {
  constexpr rlim_t least = 128U << 10U;
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < least)
    throw memory_error(fmt::format("the limit of the stack is {} KiB; expected at least {} (ulimit -s {})",
                                   limit.rlim_cur >> 10U, least >> 10U, least >> 10U));
}

int run_command_line(int argc, char** argv) {
  require_stack();
  CLI::App app("Hux simulates large networks of Hodgkin-Huxley neurons.", "hux");
  app.set_version_flag("--version", "hux " HUX_VERSION " (commit " HUX_GIT_COMMIT ")");
  app.set_help_flag("-h,--help", "Print this help");
  app.require_subcommand(1);
  int code = success;
  add_run(app, code);
  add_validate(app);
  add_plan(app);
  add_models(app);
  add_info(app);
  add_recover(app);
  app.footer(exit_code_help);
  require_command(app, argc, argv);
  try {
    auto arguments = with_set_for_each_change(argc, argv);
    std::ranges::reverse(arguments);  // as CLI11 wants them
    app.parse(std::move(arguments));
  } catch (const CLI::Success& help_or_version) {
    std::ostringstream text;
    app.exit(help_or_version, text);
    print_text(text.str());
  }
  flush_output();
  return code;
}

}  // namespace

int run_command(int argc, char** argv) {
  prepare_streams();
  set_file_trial(tried_in_a_copy);
  try {
    return run_command_line(argc, argv);
  } catch (const std::exception& failure) {
    const int code = report(failure);
    std::fflush(stdout);
    std::_Exit(code);  // HDF5 1.10 crashes in its exit handler if it could not close a file, as on a full disk
  }
}

}  // namespace hux::cli
