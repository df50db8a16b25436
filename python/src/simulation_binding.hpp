#pragma once

#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "arrays.hpp"
#include "hux/simulation.hpp"
#include "kept_results.hpp"
#include "shown_progress.hpp"

namespace hux::python {

/// A simulation as Python has it: what it records is kept in memory, signals are noticed while it builds and runs, and
/// nobody uses it while somebody else does. All is called with the GIL, which is free while the simulator works.
class bound_simulation {
 public:
  /// @param limit of what is kept in memory, bytes; none: half of what is free once the network is built
  bound_simulation(const experiment& e, std::optional<std::uint64_t> limit);
  ~bound_simulation();
  bound_simulation(const bound_simulation&) = delete;
  bound_simulation& operator=(const bound_simulation&) = delete;

  /// The whole run that advance() goes through in parts; progress is told of that.
  /// @param duration ms
  /// @return its steps
  std::int64_t aim(double duration);
  /// Simulates some steps. False if it was stopped by on_progress, a callable or None, which gets a shown_progress.
  bool advance(std::int64_t steps, const nanobind::object& on_progress);
  /// How far the run has come.
  [[nodiscard]] shown_progress reached() const;
  [[nodiscard]] const run_summary& summary() const { return summary_; }

  /// ms, also while it runs
  [[nodiscard]] double time() const;
  /// What it keeps. May be looked at while it runs.
  [[nodiscard]] const kept_results& kept() const;
  void forget();
  [[nodiscard]] bool is_recorded_to_file() const { return to_file_; }
  /// @param keep also in memory?
  void record_to(const std::filesystem::path& file, bool overwrite, bool keep);
  void resume(const std::filesystem::path& file, const std::filesystem::path& checkpoint, bool keep);
  void end_recording();

  void change(experiment next);
  void set_parameters(const std::string& population, const any_dict& values);
  /// Recordings begin and end.
  void record(recording r);
  void end_record(const std::string& name);
  void restore(const simulation_state& state);

  /// Calls work(simulation) with the GIL.
  template <class Work>
  auto use(const Work& work) {
    const turn mine(*this);
    return work(*simulation_);
  }
  /// Calls work(simulation) without the GIL; if a signal comes while it builds, that is what Python raises.
  template <class Work>
  auto use_without_gil(const Work& work) {
    const turn mine(*this);
    try {
      const nanobind::gil_scoped_release others_go_on;
      return work(*simulation_);
    } catch (const interrupted&) {
      throw nanobind::python_error();
    }
  }

 private:
  /// Holds the simulation as long as it lives; throws error if somebody else does, or if this is another process.
  class turn {
   public:
    explicit turn(bound_simulation& s);
    ~turn() { s_.busy_ = false; }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

   private:
    bound_simulation& s_;
  };

  void require_own_process() const;
  [[nodiscard]] bool has_no_signal() const;
  bool look_up(const progress& p, const nanobind::object& on_progress);
  void keep_again();

  int process_;
  unsigned long main_thread_;
  std::atomic<bool> busy_ = false;
  bool in_main_thread_;  // the call that goes on
  std::unique_ptr<simulation> simulation_;
  std::unique_ptr<kept_results> kept_;
  bool to_file_ = false;
  run_summary summary_;
  progress last_;                 // of all runs
  shown_progress aimed_;          // the run that goes on, and where it was when that started
  std::atomic<double> time_ = 0;  // ms
  std::chrono::steady_clock::time_point signals_asked_, progress_told_;
};

}  // namespace hux::python
