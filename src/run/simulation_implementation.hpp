#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/backend.hpp"
#include "engine/recorded_noise.hpp"
#include "engine/spikes_in_flight.hpp"
#include "hux/simulation.hpp"
#include "network/built_network.hpp"
#include "run/recorders.hpp"
#include "run/settle.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// A network, the backend that advances it, and how far that has come.
struct simulation::implementation {
  explicit implementation(experiment wanted);
  ~implementation();

  /// Simulates up to a step. Throws as simulation::run.
  void run_until(std::int64_t end);
  void end_recording();
  [[nodiscard]] simulation_state save() const;
  void restore(const simulation_state& state);
  void change(experiment next);
  void checkpoint(const std::filesystem::path& file);
  void resume(const std::filesystem::path& file, const std::filesystem::path& checkpoint);
  /// ms
  [[nodiscard]] double time() const { return static_cast<double>(now) * network.dt; }

  std::chrono::steady_clock::time_point begun;
  settled_experiment settled;
  const experiment& e;              // as it is now
  std::optional<experiment> built;  // as it was built, if it has been changed since
  thread_team team;
  std::unique_ptr<platform> place;
  built_network network;
  std::unique_ptr<backend> engine;
  std::optional<recorded_noise> noise;
  spikes_in_flight in_flight;
  std::int64_t now = 0;     // step
  std::int64_t origin = 0;  // step from which the backend counts windows
  bool failed = false;
  bool stopped = false;   // by the callback, in the last run
  phase_seconds earlier;  // spent by backends before the present one
  run_summary summary;
  recorders results_to;
  std::function<bool(const progress&)> callback;

  /// Throws error after a failure, as nothing can be simulated any more.
  void require_success() const;

 private:
  void require_deliverable(std::int64_t end) const;
  void restart();
  void simulate(std::int64_t end);
  void keep(window_results& results, double seconds);
  void drop_what_is_off(window_results& results) const;
  [[nodiscard]] bool wanted(std::int64_t end) const;
  void count_time();
  template <class Work>
  void or_fail(const Work& work);
  [[nodiscard]] const experiment& as_built() const { return built ? *built : e; }
  [[nodiscard]] std::string changes() const;
  void adopt(const std::string& wanted);
  void go_on_with(experiment next, built_network fresh);
  std::vector<synapse_rows*> known_rows(const experiment& next);
  void add_warnings(const experiment& next, built_network& fresh) const;
};

}  // namespace hux
