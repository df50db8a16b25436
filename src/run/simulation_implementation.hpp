#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/backend.hpp"
#include "engine/recorded_noise.hpp"
#include "engine/spikes_in_flight.hpp"
#include "engine/state_row.hpp"
#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "network/built_network.hpp"
#include "run/compile_equations.hpp"
#include "run/recorders.hpp"
#include "run/settle.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// A network, the backend that advances it, and how far that has come.
struct simulation::implementation {
  implementation(experiment wanted, std::function<bool()> still_wanted);
  ~implementation();

  /// Simulates up to a step. Throws as simulation::run.
  void run_until(std::int64_t end);
  void end_recording();
  [[nodiscard]] simulation_state save() const;
  void restore(const simulation_state& state);
  void change(experiment next);
  void change_input(input next);
  /// A row of the state, as it is now.
  [[nodiscard]] std::vector<double> values_now(std::size_t population, const state_row& row) const;
  /// Brings the states that some neurons have of a terminal to now, or those of all if none are named.
  void bring_terminal_up(std::size_t population, std::size_t terminal, const std::vector<std::uint32_t>& neurons);
  void checkpoint(const std::filesystem::path& file);
  void resume(const std::filesystem::path& file, const std::filesystem::path& checkpoint);
  /// As the user wrote it, with everything that was chosen filled in.
  [[nodiscard]] const experiment& as_written() const { return staged() ? *built : e; }
  /// ms
  [[nodiscard]] double time() const { return static_cast<double>(now) * network.dt; }

  std::chrono::steady_clock::time_point begun;
  std::function<bool()> still_wanted;  // what is being built
  settled_experiment settled;
  const experiment& e;               // as it is now
  std::optional<experiment> built;   // as it was before its first change, if it has been changed since
  mutable std::string built_text;    // what states say of that; empty: not asked for yet
  std::vector<std::int64_t> starts;  // of stages, steps
  std::size_t stage = 0;             // that it is as in now
  std::string stage_label;
  thread_team team;
  equations_choice equations;
  std::unique_ptr<platform> place;
  built_network network;
  std::unique_ptr<backend> engine;
  std::optional<recorded_noise> noise;
  spikes_in_flight in_flight;
  std::int64_t now = 0;     // step
  std::int64_t origin = 0;  // step from which the backend counts windows
  bool failed = false;
  std::exception_ptr thrown;  // by the callback or a sink, in the run that goes on
  bool sinks_take_it = true;  // has none of them thrown in it?
  bool stopped = false;       // by the callback, in the last run
  phase_seconds earlier;      // spent by backends before the present one
  run_summary summary;
  recorders results_to;
  std::function<bool(const progress&)> callback;

  /// Throws error after a failure, as nothing can be simulated any more.
  void require_success() const;

 private:
  void require_deliverable(std::int64_t end) const;
  void restart();
  void simulate(std::int64_t part, std::int64_t end);
  void drop_what_is_off(window_results& results) const;
  void keep(window_results& results, double seconds);
  void show_to_sinks(const window_results& results);
  [[nodiscard]] bool wanted(std::int64_t end);
  void count_time();
  template <class Work>
  void or_fail(const Work& work);
  [[nodiscard]] const experiment& as_built() const { return built ? *built : e; }
  [[nodiscard]] bool staged() const { return !starts.empty(); }
  void go_to_stage(std::size_t next);
  std::int64_t enter_stage(std::int64_t end);
  [[nodiscard]] std::vector<state_row> rows_of_terminal(std::size_t population, std::size_t terminal) const;
  [[nodiscard]] std::vector<std::vector<double>> terminal_now(std::size_t population, std::size_t terminal,
                                                              const std::vector<std::uint32_t>& neurons) const;
  [[nodiscard]] const std::string& text_as_built() const;
  void adopt(const simulation_state& wanted);
  void go_on_as(experiment next);
  built_network rebuilt(const experiment& next);
  void require_changeable(const std::vector<hux::stage>& next) const;
  [[nodiscard]] bool can_exchange(const input& before, const input& next) const;
  bool exchange(std::size_t number, const input& next);
  void go_on_with(experiment next, built_network fresh);
  std::vector<synapse_rows*> known_rows(const experiment& next);
  void add_warnings(const experiment& next, built_network& fresh) const;
};

/// Does what leaves nothing to go on with if it fails, but for what was recorded.
template <class Work>
void simulation::implementation::or_fail(const Work& work) {
  try {
    work();
  } catch (const interrupted&) {
    throw;  // before anything was changed
  } catch (const std::exception& failure) {
    failed = true;
    count_time();
    results_to.close_after(failure, summary);
    throw;
  }
}

}  // namespace hux
