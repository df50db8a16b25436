#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "hux/network.hpp"

/// The subcommands of hux. Each of these functions adds one to the command line; when it is chosen, it does its work
/// while the command line is parsed, and throws if that fails.
namespace hux::cli {

/// @param code exit code of the program, for a run that was interrupted
void add_run(CLI::App& app, int& code);
void add_validate(CLI::App& app);
void add_plan(CLI::App& app);
void add_models(CLI::App& app);
void add_info(CLI::App& app);
void add_recover(CLI::App& app);

/// An experiment as it is named on the command line.
struct experiment_choice {
  std::filesystem::path file;
  std::vector<std::string> changes;  ///< "key.path=value"
};

/// Adds FILE and --set to a subcommand.
void add_experiment(CLI::App& subcommand, experiment_choice& choice);

/// Where to run, as the command line says it; what it does not say is left as the experiment has it.
struct backend_options {
  std::optional<backend_kind> backend;
  std::optional<std::uint32_t> device;

  void apply(settings& s) const;
};

/// Adds --backend and --device to a subcommand.
void add_backend(CLI::App& subcommand, backend_options& options);

/// "4,000 neurons in 2 populations, 4 projections, 0 inputs"
std::string size_of(const network& n);

}  // namespace hux::cli
