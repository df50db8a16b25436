#pragma once

#include <spdlog/logger.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>

#include "cli/parsed_option.hpp"
#include "hux/simulation.hpp"

namespace hux::cli {

/// From where to where a run goes, as the command line says it.
struct state_options {
  std::optional<simulated_time> until;  ///< instead of the experiment's duration
  std::filesystem::path from;           ///< a state to go on from; empty: from the start
  std::filesystem::path to;             ///< where the last state goes; empty: nowhere

  void apply(experiment& e) const;
  /// Makes sure that the state can be written, before anything is simulated. Throws input_error, file_error.
  /// @param output where results go
  void check(const std::filesystem::path& output, bool force) const;
  void restore(simulation& s, spdlog::logger& log) const;
  /// Throws memory_error if there is no room for a state to be saved.
  static void require_room(const simulation& s);
  void save(const simulation& s, spdlog::logger& log, bool force) const;
};

/// Adds --until, --from-state and --save-state to a subcommand.
void add_state(CLI::App& subcommand, state_options& options);

}  // namespace hux::cli
