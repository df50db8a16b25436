#include "cli/state_options.hpp"

#include "cli/human.hpp"
#include "hux/errors.hpp"
#include "hux/state_file.hpp"
#include "hux_build_info.hpp"
#include "io/hdf5/partial_file.hpp"
#include "network/stage_steps.hpp"
#include "run/memory.hpp"

namespace hux::cli {
namespace {

/// Times on the grid of steps carry rounding errors.
std::string in_ms(double time) { return fmt::format("{:.12g} ms", time); }

}  // namespace

void state_options::apply(experiment& e) const {
  if (until) end_at(e, until->ms);
}

void state_options::check(const std::filesystem::path& output, bool force) const {
  if (!from.empty() && !holds_state(from)) read_state(from);  // which says why it cannot be
  if (to.empty()) return;
  std::error_code ignored;
  if (to == output || std::filesystem::equivalent(to, output, ignored))
    throw input_error("--save-state", to.string() + " is where results go; expected another file");
  partial_file::check(to, force);
}

void state_options::restore(simulation& s, spdlog::logger& log) const {
  if (from.empty()) return;
  const simulation_state state = read_state(from);
  s.restore(state);
  const double end = s.settled().settings.duration;
  if (state.time() >= end)
    throw input_error("--from-state", from.string() + " is a state at " + in_ms(state.time()) +
                                          ", and the run ends at " + in_ms(end) +
                                          "; expected a later end, such as --until '" + in_ms(2 * state.time()) + "'");
  if (state.version != std::string(HUX_VERSION))
    log.warn("warning: {} was saved by hux {}, and this is hux {}: what follows may not be the same to the last bit",
             from.string(), printable(state.version), HUX_VERSION);
  log.info("going on from {} at {}", from.string(), in_ms(state.time()));
}

void state_options::require_room(const simulation& s) {
  const std::uint64_t available = available_memory();
  if (s.state_bytes() > available)
    throw memory_error(
        fmt::format("the state takes {} to be saved and {} are available", bytes(s.state_bytes()), bytes(available)));
}

void state_options::save(const simulation& s, spdlog::logger& log, bool force) const {
  if (to.empty()) return;
  write_state(s.save(), to, force);
  std::error_code ignored;
  log.info("the state at {} is in {}: {}", in_ms(s.time()), to.string(),
           bytes(std::filesystem::file_size(to, ignored)));
}

void add_state(CLI::App& subcommand, state_options& options) {
  add_parsed(subcommand, "--until", options.until, "Time at which to end, instead of simulation.duration")
      ->type_name("TIME");
  subcommand.add_option("--from-state", options.from, "Go on from a state of the same network")->type_name("STATE.h5");
  subcommand.add_option("--save-state", options.to, "Where the state goes in which the run ends, or is interrupted")
      ->type_name("STATE.h5");
}

}  // namespace hux::cli
