#include "simulation_binding.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "experiment/lookup.hpp"
#include "hux/errors.hpp"
#include "network/built_network.hpp"
#include "population_values.hpp"
#include "run/memory.hpp"
#include "validate/checks.hpp"

namespace nb = nanobind;

namespace hux::python {
namespace {

using clock = std::chrono::steady_clock;

/// Python runs the handlers of signals in its main thread alone.
unsigned long main_thread() {
  return nb::cast<unsigned long>(nb::module_::import_("threading").attr("main_thread")().attr("ident"));
}

/// Is it time again? Then it is not for an interval.
bool is_due(clock::time_point& last, std::chrono::milliseconds interval) {
  const auto now = clock::now();
  if (now - last < interval) return false;
  last = now;
  return true;
}

}  // namespace

bound_simulation::bound_simulation(const experiment& e, std::optional<std::uint64_t> limit)
    : process_(getpid()), main_thread_(main_thread()), in_main_thread_(PyThread_get_thread_ident() == main_thread_) {
  try {
    const nb::gil_scoped_release others_go_on;
    simulation_ = std::make_unique<simulation>(e, [this] { return has_no_signal(); });
  } catch (const interrupted&) {
    throw nb::python_error();
  }
  kept_ = std::make_unique<kept_results>(limit.value_or(available_memory() / 2));
  simulation_->record_to(*kept_);
  kept_->start(simulation_->settled(), 0);
}

/// What a process has inherited from another stays as it is: its threads and its file are the other's.
bound_simulation::~bound_simulation() {
  if (getpid() == process_) return;
  static_cast<void>(simulation_.release());
  static_cast<void>(kept_.release());
}

void bound_simulation::require_own_process() const {
  if (getpid() != process_)
    throw error("the simulation belongs to the process that this one is a fork of; expected one that is made here");
}

bound_simulation::turn::turn(bound_simulation& s) : s_(s) {
  s.require_own_process();
  if (s.busy_.exchange(true))
    throw error(
        "the simulation is at work; expected a call between its runs, from a function given to every(), or of "
        "another simulation");
  s.in_main_thread_ = PyThread_get_thread_ident() == s.main_thread_;
}

/// If there is one, Python's exception is set.
bool bound_simulation::has_no_signal() const {
  if (!in_main_thread_) return true;
  const nb::gil_scoped_acquire gil;
  return PyErr_CheckSignals() == 0;
}

// ---- running ----

std::int64_t bound_simulation::aim(double duration) {
  return use([&](simulation& s) {
    const double dt = s.settled().settings.dt;
    check_whole_steps("duration", duration, dt);
    const std::int64_t now = steps_of(s.time(), dt), steps = steps_of(duration, dt);
    kept_->prepare({now, now + steps});
    const double end = static_cast<double>(now + steps) * dt;
    aimed_ = {s.time(), s.time(), end, last_.wall_seconds, last_.spikes, ""};
    last_.time = s.time();
    return steps;
  });
}

bool bound_simulation::advance(std::int64_t steps, const nb::object& on_progress) {
  return use([&](simulation& s) {
    s.on_progress([&](const progress& p) { return look_up(p, on_progress); });
    try {
      const nb::gil_scoped_release others_go_on;
      summary_ = s.run(static_cast<double>(steps) * s.settled().settings.dt);
    } catch (...) {
      time_ = s.time();
      throw;
    }
    time_ = s.time();
    return summary_.complete;
  });
}

/// Called once for each window, by the thread that has called advance().
bool bound_simulation::look_up(const progress& p, const nb::object& on_progress) {
  constexpr std::chrono::milliseconds for_signals(50), for_progress(100);
  last_ = p;
  last_.stage = {};
  time_.store(p.time, std::memory_order_relaxed);
  if (is_due(signals_asked_, for_signals) && !has_no_signal()) {
    const nb::gil_scoped_acquire gil;
    throw nb::python_error();
  }
  if (on_progress.is_none() || !is_due(progress_told_, for_progress)) return true;
  const nb::gil_scoped_acquire gil;
  shown_progress shown = reached();
  shown.stage = p.stage;
  return !on_progress(shown).is(nb::bool_(false));
}

shown_progress bound_simulation::reached() const {
  return {last_.time, aimed_.start, aimed_.end, last_.wall_seconds - aimed_.wall_seconds, last_.spikes - aimed_.spikes,
          ""};
}

double bound_simulation::time() const { return time_.load(std::memory_order_relaxed); }

// ---- what is kept ----

const kept_results& bound_simulation::kept() const {
  require_own_process();
  return *kept_;
}

void bound_simulation::keep_again() { kept_->start(simulation_->settled(), simulation_->time()); }

void bound_simulation::forget() {
  use([&](simulation&) {
    if (kept_->is_keeping()) keep_again();
  });
}

void bound_simulation::record_to(const std::filesystem::path& file, bool overwrite, bool keep) {
  use_without_gil([&](simulation& s) { s.record_to(file, overwrite); });
  to_file_ = true;
  if (!keep) kept_->stop();
}

void bound_simulation::resume(const std::filesystem::path& file, const std::filesystem::path& checkpoint, bool keep) {
  use_without_gil([&](simulation& s) {
    s.resume(file, checkpoint);
    time_ = s.time();
  });
  to_file_ = true;
  last_.spikes = 0;
  keep_again();
  if (!keep) kept_->stop();
}

void bound_simulation::end_recording() {
  use_without_gil([&](simulation& s) { s.end_recording(); });
  to_file_ = false;
  if (!kept_->is_keeping()) keep_again();
}

// ---- changes ----

void bound_simulation::change(experiment next) {
  use_without_gil([&](simulation& s) {
    s.change(std::move(next));
    if (kept_->is_keeping()) kept_->go_on(s.settled(), s.time());
  });
}

void bound_simulation::set_parameters(const std::string& population, const any_dict& values) {
  experiment next = use([](simulation& s) { return s.settled(); });
  auto& all = next.network.populations;
  const auto& found = find_named(all, population, "population", "population");
  python::set_parameters(all[&found - all.data()], values, *next.network.catalog);
  change(std::move(next));
}

void bound_simulation::record(recording r) {
  experiment next = use([](simulation& s) { return s.settled(); });
  next.recordings.samples.push_back(std::move(r));
  change(std::move(next));
}

void bound_simulation::end_record(const std::string& name) {
  experiment next = use([](simulation& s) { return s.settled(); });
  auto& all = next.recordings.samples;
  const auto& found = find_named(all, name, "recording", "recording");
  all.erase(all.begin() + (&found - all.data()));
  change(std::move(next));
}

void bound_simulation::restore(const simulation_state& state) {
  use_without_gil([&](simulation& s) {
    s.restore(state);
    time_ = s.time();
  });
  last_.spikes = 0;
  if (kept_->is_keeping()) keep_again();
}

}  // namespace hux::python
