#pragma once

#include <spdlog/logger.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <optional>

#include "hux/simulation.hpp"

namespace hux::cli {

/// How often there is to be a checkpoint: by simulated time, or by a clock on the wall.
struct checkpoint_interval {
  double simulated = 0;  ///< ms; 0: by the clock
  double wall = 0;       ///< s
};

/// Runs that are gone on with if they are killed, as the command line asks for them.
struct checkpoint_options {
  std::optional<checkpoint_interval> every;
  bool resume = false;

  /// Throws input_error if other options do not go together with these.
  /// @param conflicting those that were given
  void check(const settings& s, const std::filesystem::path& output, const char* conflicting) const;

  /// Lets results go to a file, or goes on with those that are there.
  void open(simulation& s, const std::filesystem::path& output, bool force, spdlog::logger& log) const;

  /// Runs to the end, with checkpoints on the way. Where the run is interrupted, the last one is from there; where it
  /// is complete, none is left.
  /// @param go_on hears of progress; false interrupts the run
  run_summary run(simulation& s, const std::filesystem::path& output, spdlog::logger& log,
                  const std::function<bool(const progress&)>& go_on) const;
};

/// Adds --checkpoint-every and --resume to a subcommand.
void add_checkpoints(CLI::App& subcommand, checkpoint_options& options);

}  // namespace hux::cli
