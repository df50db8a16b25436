#include "hux/simulation.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "backend.hpp"
#include "build/built_network.hpp"
#include "io/result_file.hpp"
#include "lookup_index.hpp"
#include "memory.hpp"
#include "recorders/async_writer.hpp"
#include "thread_team.hpp"

namespace hux {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

/// Fills in what was left to be chosen.
experiment settle(experiment e) {
  validate(e);
  if (e.settings.backend == backend_kind::cuda)
    throw input_error("simulation.backend", "'cuda' is not available in this build; expected \"cpu\" or \"auto\"");
  e.settings.backend = backend_kind::cpu;
  e.settings.threads = thread_count(e.settings);
  e.settings.window = static_cast<std::uint32_t>(window_steps(e));
  // Samples come in the order of the neurons, however they were named.
  for (auto& r : e.recordings.samples) std::sort(r.neurons.begin(), r.neurons.end());
  require_memory(plan(e), available_memory());
  return e;
}

}  // namespace

struct simulation::implementation {
  explicit implementation(experiment wanted)
      : begun(clock::now()),
        e(settle(std::move(wanted))),
        team(e.settings.threads),
        network(build_network(e, team)),
        engine(make_cpu_backend(network, team)) {
    summary.spent.build = seconds_since(begun);
    for (const auto& p : network.projections) summary.synapses += p.rows.count();
  }

  /// The window loop.
  void simulate() {
    const auto start = clock::now();
    window_results results;
    bool go_on = true;
    for (std::int64_t step = 0; step < network.steps && go_on; step = results.steps.end) {
      engine->advance({step, std::min(step + network.window, network.steps)}, results);
      for (recorder* sink : sinks) sink->record(results);
      for (const auto& spikes : results.spikes) summary.spikes += spikes.size();
      summary.time = static_cast<double>(results.steps.end) * network.dt;
      summary.spent.simulation = seconds_since(start);
      if (callback) go_on = callback({summary.time, e.settings.duration, summary.spent.simulation, summary.spikes});
    }
    summary.complete = results.steps.end == network.steps;
    if (writer) writer->close();
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

  clock::time_point begun;
  bool started = false;
  experiment e;
  thread_team team;
  built_network network;
  std::unique_ptr<backend> engine;
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
  self_->writer.emplace(*self_->file);
  self_->sinks.push_back(&*self_->writer);
}

void simulation::record_to(recorder& sink) { self_->sinks.push_back(&sink); }

void simulation::on_progress(std::function<bool(const progress&)> callback) { self_->callback = std::move(callback); }

run_summary simulation::run() {
  if (std::exchange(self_->started, true))
    throw error("a simulation can be run once; build another one to run it again");
  try {
    self_->simulate();
  } catch (const std::exception& failure) {
    self_->finish_after(failure);
    throw;
  }
  self_->finish(self_->summary.complete ? "complete" : "interrupted");
  return self_->summary;
}

std::vector<double> simulation::state(std::string_view population, std::string_view variable) const {
  return self_->engine->state(index_of(self_->network.populations, population), variable);
}

std::uint64_t simulation::synapses(std::string_view projection) const {
  return self_->network.projections[index_of(self_->network.projections, projection)].rows.count();
}

const experiment& simulation::settled() const { return self_->e; }

}  // namespace hux
