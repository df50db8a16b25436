#include "cli/checkpoints.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "cli/parsed_option.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"

namespace hux::cli {
namespace {

using clock = std::chrono::steady_clock;
constexpr const char* option = "--checkpoint-every";

/// Beside the results.
std::filesystem::path checkpoint_of(std::filesystem::path output) { return output += ".checkpoint"; }

/// Seconds of "30 s", "5 min" or "1 h".
double seconds_of(const std::string& text) {
  constexpr double minute = 60, hour = 3600, second = 1000;
  for (const auto& [unit, length] : {std::pair{" min", minute}, std::pair{" h", hour}})
    if (text.ends_with(unit))
      return length *
             parse_quantity(text.substr(0, text.size() - std::string_view(unit).size()), quantity::dimensionless);
  return parse_quantity(text, quantity::time) / second;
}

checkpoint_interval interval_of(const std::string& text) {
  constexpr std::string_view by_clock = " wall";
  if (text.ends_with(by_clock)) return {0, seconds_of(text.substr(0, text.size() - by_clock.size()))};
  return {parse_quantity(text, quantity::time), 0};
}

void parse_interval(const std::string& text, std::optional<checkpoint_interval>& value) {
  try {
    value = interval_of(text);
  } catch (const units_error& mistake) {
    throw input_error(option, std::string(mistake.what()) + ", or one on the wall such as '5 min wall'");
  }
  if (!(std::max(value->simulated, value->wall) > 0))
    throw input_error(option, quotation(text) + " is no time that could pass; expected one above 0");
}

/// Time left, to the next checkpoint or to the end, ms: a whole number of steps.
double next_part(const simulation& s, const std::optional<checkpoint_interval>& every) {
  const settings& settled = s.settled().settings;
  const auto steps = [&](double time) { return std::llround(time / settled.dt); };
  const std::int64_t now = steps(s.time());
  std::int64_t end = steps(settled.duration);
  if (every && every->simulated > 0 && every->simulated < settled.duration) {
    const std::int64_t interval = steps(every->simulated);
    end = std::min(end, (now / interval + 1) * interval);
  }
  return static_cast<double>(end - now) * settled.dt;
}

/// A run goes on without a checkpoint rather than not at all; of several that are missing the first is told.
class checkpoint_writer {
 public:
  checkpoint_writer(std::filesystem::path file, spdlog::logger& log) : file_(std::move(file)), log_(log) {}

  void write(simulation& s) {
    try {
      s.checkpoint(file_);
      missing_ = false;
    } catch (const file_error& failure) {
      if (!s.can_go_on()) throw;
      if (!std::exchange(missing_, true))
        log_.warn("warning: the checkpoint at {:.12g} ms is missing: {}", s.time(), failure.what());
    }
  }

 private:
  std::filesystem::path file_;
  spdlog::logger& log_;
  bool missing_ = false;
};

}  // namespace

void checkpoint_options::check(const settings& s, const std::filesystem::path& output, const char* conflicting) const {
  if (resume && conflicting)
    throw input_error("--resume", std::string("it goes on with results as they are, and ") + conflicting +
                                      " does not; expected one of the two");
  if (every && every->simulated > 0 && every->simulated < s.dt / 2)
    throw input_error(option, format_quantity(every->simulated, quantity::time) +
                                  " is less than one time step; expected " + "at least simulation.dt, " +
                                  format_quantity(s.dt, quantity::time));
  std::error_code ignored;
  if (resume && !std::filesystem::exists(checkpoint_of(output), ignored))
    throw file_error(checkpoint_of(output).string() + " does not exist; expected what a run with " + option +
                     " has left when it was killed or interrupted");
}

void checkpoint_options::open(simulation& s, const std::filesystem::path& output, bool force,
                              spdlog::logger& log) const {
  if (!resume) {
    s.record_to(output, force);
    return;
  }
  s.resume(output, checkpoint_of(output));
  if (const double end = s.settled().settings.duration; next_part(s, {}) < 0)
    throw file_error(checkpoint_of(output).string() + " is of " + format_quantity(s.time(), quantity::time) +
                     ", and the run ends at " + format_quantity(end, quantity::time));
  log.info("going on from {} at {:.12g} ms", checkpoint_of(output).string(), s.time());
}

run_summary checkpoint_options::run(simulation& s, const std::filesystem::path& output, spdlog::logger& log,
                                    const std::function<bool(const progress&)>& go_on) const {
  if (!every && !resume) {
    s.on_progress(go_on);
    return s.run();
  }
  checkpoint_writer checkpoints(checkpoint_of(output), log);
  run_summary summary;
  summary.start = summary.time = s.time();  // all that there is if it was killed when nothing but its end was left
  for (bool wanted = true; wanted && next_part(s, {}) > 0;) {
    const auto due = clock::now() + std::chrono::duration<double>(every && every->wall > 0 ? every->wall : 1e9);
    s.on_progress([&](progress reached) {
      reached.duration = s.settled().settings.duration;
      wanted = go_on(reached);
      return wanted && clock::now() < due;
    });
    summary = s.run(next_part(s, every));
    if (!wanted || next_part(s, {}) > 0) checkpoints.write(s);
  }
  summary.complete = next_part(s, {}) <= 0;
  s.end_recording();
  std::error_code ignored;
  if (summary.complete) std::filesystem::remove(checkpoint_of(output), ignored);
  return summary;
}

void add_checkpoints(CLI::App& subcommand, checkpoint_options& options) {
  subcommand
      .add_option_function<std::string>(
          option, [&options](const std::string& text) { parse_interval(text, options.every); },
          "Keep beside the results (OUT.h5.checkpoint) what --resume needs, as often as this: '10 s' of simulated "
          "time, "
          "'5 min wall' by the clock")
      ->type_name("TIME");
  subcommand.add_flag("--resume", options.resume,
                      "Go on with the results of a run that was killed or interrupted, from its last checkpoint");
}

}  // namespace hux::cli
