#include "hux/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/backend.hpp"
#include "engine/divergence.hpp"
#include "engine/gpu.hpp"
#include "engine/recorded_noise.hpp"
#include "hux/units.hpp"
#include "io/result/result_file.hpp"
#include "network/built_network.hpp"
#include "run/async_writer.hpp"
#include "run/run_state.hpp"
#include "run/settle.hpp"
#include "support/lookup_index.hpp"
#include "support/thread_team.hpp"
#include "validate/accuracy.hpp"
#include "validate/checks.hpp"

namespace hux {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

std::unique_ptr<platform> platform_of(const settings& s, thread_team& team) {
  return s.backend == backend_kind::cuda ? gpu_platform(s.device) : cpu_platform(team);
}

/// Neurons that a run has gone on without.
std::uint64_t count_marked(const simulation_state& state) {
  std::uint64_t count = 0;
  for (const auto& p : state.populations)
    count += std::ranges::count_if(p.variables[0].values, [](double v) { return std::isnan(v); });
  return count;
}

}  // namespace

struct simulation::implementation {
  explicit implementation(experiment wanted)
      : begun(clock::now()),
        settled(settle(std::move(wanted))),
        e(settled.e),
        team(e.settings.threads),
        place(platform_of(e.settings, team)),
        network(build_network(e, *place, team)),
        engine(place->make_backend(network)),
        noise(network),
        in_flight(network) {
    std::ranges::move(settled.warnings, std::back_inserter(network.warnings));
    std::ranges::move(accuracy_warnings(e), std::back_inserter(network.warnings));
    summary.spent.build = seconds_since(begun);
    for (const auto& p : network.projections) summary.synapses += p.rows.count;
  }

  ~implementation() {
    try {
      end_recording();
    } catch (const std::exception&) {
      // There is nobody to tell, and the file says where it was left.
    }
  }

  /// After a failure nothing can be simulated any more.
  void require_success() const {
    if (failed) throw error(fmt::format("the simulation failed after {:.12g} ms; expected a new one", time()));
  }

  /// Simulates up to a step.
  void run_until(std::int64_t end) {
    require_success();
    require_deliverable(end);
    try {
      if ((now - origin) % network.window != 0) restart();
      simulate(end);
    } catch (const std::exception& failure) {
      failed = true;
      finish_after(failure);
      throw;
    }
  }

  /// What arrives after the experiment's duration is not kept where delays are longer than that.
  void require_deliverable(std::int64_t end) const {
    if (end <= network.steps) return;
    for (const auto& p : network.projections)
      if (p.rows.count > 0 && p.rows.max_delay > std::max(network.steps, network.window))
        throw input_error("simulation.duration",
                          format_quantity(e.settings.duration, quantity::time) + " is over, and projection '" + p.name +
                              "' has delays longer than that; expected a duration as long as what is to be simulated");
  }

  /// Lets the windows of the backend start where the simulation stands.
  void restart() {
    origin = now;
    engine->restart(now, earlier_windows(in_flight.from(now), now, network.window));
  }

  /// The window loop.
  void simulate(std::int64_t end) {
    const auto start = clock::now();
    const double before = summary.spent.simulation;
    const std::int64_t ahead = engine->most_in_flight() * network.window;
    window_results results;
    std::int64_t front = now;  // step up to which windows were given to the backend
    for (bool go_on = true; now < (go_on ? end : front);) {
      while (go_on && front < std::min(now + ahead, end)) {
        const step_range window{front, std::min(front + network.window, end)};
        engine->start(window);
        front = window.end;
      }
      engine->collect(results);
      now = results.steps.end;
      keep(results, before + seconds_since(start));
      go_on = go_on && wanted(end);
    }
    summary.complete = now == end;
  }

  /// Hands a window on to those who record it.
  void keep(window_results& results, double seconds) {
    noise.add_to(results);
    in_flight.add(results);
    for (recorder* sink : sinks) sink->record(results);
    for (const auto& spikes : results.spikes) summary.spikes += spikes.size();
    summary.diverged += results.diverged.size();
    summary.time = time();
    summary.spent.simulation = seconds;
  }

  /// Does the caller want more?
  bool wanted(std::int64_t end) const {
    const double until = static_cast<double>(end) * network.dt;
    return !callback || callback({summary.time, until, summary.spent.simulation, summary.spikes, summary.start});
  }

  double time() const { return static_cast<double>(now) * network.dt; }

  void end_recording() {
    if (!file || failed) return;
    try {
      writer->close();
      finish(summary.complete ? "complete" : "interrupted");
    } catch (const std::exception& failure) {
      failed = true;
      finish_after(failure);
      throw;
    }
    std::erase(sinks, &*writer);
    writer.reset();
    file.reset();
  }

  void finish(const std::string& note) {
    const phase_seconds phases = engine->spent();
    summary.spent.update = phases.update;
    summary.spent.delivery = phases.delivery;
    if (writer) summary.spent.output = writer->seconds();
    if (file) file->finish(summary, note);
  }

  /// Keeps what was recorded before a failure, which is what the caller is to hear of.
  void finish_after(const std::exception& failure) {
    try {
      if (writer) writer->close();
    } catch (const std::exception&) {
      // The file has ended before the failure, or is the failure.
    }
    try {
      finish(failure.what());
    } catch (const std::exception&) {
      // The file says where it was left.
    }
  }

  void restore(const simulation_state& state) {
    if (file)
      throw error("results go to a file already; expected a state to be restored before, or that file to be finished");
    require_success();
    require_fit(state, e, network);
    write_state(state, network, *engine);
    now = state.step;
    sent_spikes sent;
    for (const auto& p : state.populations) sent.push_back(p.in_flight);
    in_flight.replace(std::move(sent));
    noise.restart(deviations_of(network, *engine));
    restart();
    summary.start = summary.time = time();
    summary.spikes = 0;
    summary.diverged = count_marked(state);
  }

  clock::time_point begun;
  settled_experiment settled;
  const experiment& e;
  thread_team team;
  std::unique_ptr<platform> place;
  built_network network;
  std::unique_ptr<backend> engine;
  recorded_noise noise;
  spikes_in_flight in_flight;
  std::int64_t now = 0;     // step
  std::int64_t origin = 0;  // step from which the backend counts windows
  bool failed = false;
  run_summary summary;
  std::optional<result_file> file;
  std::optional<async_writer> writer;
  std::vector<recorder*> sinks;
  std::function<bool(const progress&)> callback;
};

simulation::simulation(experiment e) : self_(std::make_unique<implementation>(std::move(e))) {}
simulation::simulation(simulation&&) noexcept = default;
simulation& simulation::operator=(simulation&&) noexcept = default;
simulation::~simulation() = default;

void simulation::record_to(const std::filesystem::path& file, bool overwrite) {
  if (self_->file) throw error("the results go to a file already; expected one file for a simulation");
  self_->file.emplace(file, self_->e, overwrite);
  self_->file->keep_values(self_->e, self_->network);
  for (const auto& name : self_->e.recordings.connections) {
    const auto index = index_of(self_->network.projections, name);
    self_->engine->show_rows(index, [&](const synapse_rows& rows) {
      self_->file->keep_connections(self_->e.network.projections[index], rows);
    });
  }
  self_->file->start();
  for (const auto& warning : self_->file->warnings()) self_->network.warnings.push_back(warning);
  self_->writer.emplace(*self_->file);
  self_->sinks.push_back(&*self_->writer);
}

void simulation::record_to(recorder& sink) { self_->sinks.push_back(&sink); }

void simulation::on_progress(std::function<bool(const progress&)> callback) { self_->callback = std::move(callback); }

void simulation::end_recording() { self_->end_recording(); }

run_summary simulation::run() {
  if (self_->now >= self_->network.steps)
    throw error("the experiment's duration is over; expected a time to go on for");
  self_->run_until(self_->network.steps);
  self_->end_recording();
  return self_->summary;
}

run_summary simulation::run(double duration) {
  check_whole_steps("duration", duration, self_->network.dt);
  self_->run_until(self_->now + steps_of(duration, self_->network.dt));
  return self_->summary;
}

double simulation::time() const { return self_->time(); }

std::vector<double> simulation::state(std::string_view population, std::string_view variable) const {
  const std::size_t index = index_of(self_->network.populations, population);
  const built_population& p = self_->network.populations[index];
  std::vector<double> values = self_->engine->read(index, state_row_of(p, variable));
  if (self_->summary.diverged > 0) hide_marked(self_->engine->read(index, state_row_of(p, "v")), values);
  return values;
}

void simulation::set_state(std::string_view population, std::string_view variable, const std::vector<double>& values,
                           const std::vector<std::uint32_t>& neurons) {
  const std::size_t index = index_of(self_->network.populations, population);
  const state_row row = state_row_of(self_->network.populations[index], variable);
  require_values(self_->network.populations[index], row, values, neurons);
  std::vector<double> all = self_->engine->read(index, row);
  const auto value = [&](std::size_t i) { return values.size() == 1 ? values[0] : values[i]; };
  for (std::size_t i = 0; i < (neurons.empty() ? all.size() : neurons.size()); ++i)
    all[neurons.empty() ? i : neurons[i]] = value(i);
  self_->engine->write(index, row, all);
}

simulation_state simulation::save() const {
  return state_of_run(self_->e, self_->network, *self_->engine, self_->in_flight.from(self_->now), self_->now);
}

void simulation::restore(const simulation_state& state) { self_->restore(state); }

std::uint64_t simulation::synapses(std::string_view projection) const {
  return self_->network.projections[index_of(self_->network.projections, projection)].rows.count;
}

const experiment& simulation::settled() const { return self_->e; }
const std::vector<std::string>& simulation::warnings() const { return self_->network.warnings; }
const std::string& simulation::why_cpu() const { return self_->settled.why_cpu; }

}  // namespace hux
