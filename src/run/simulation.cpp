#include "hux/simulation.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/backend.hpp"
#include "engine/divergence.hpp"
#include "engine/gpu.hpp"
#include "engine/recorded_noise.hpp"
#include "io/result/result_file.hpp"
#include "network/built_network.hpp"
#include "run/async_writer.hpp"
#include "run/settle.hpp"
#include "support/lookup_index.hpp"
#include "support/thread_team.hpp"
#include "validate/accuracy.hpp"

namespace hux {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

std::unique_ptr<platform> platform_of(const settings& s, thread_team& team) {
  return s.backend == backend_kind::cuda ? gpu_platform(s.device) : cpu_platform(team);
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
        noise(network) {
    std::ranges::move(settled.warnings, std::back_inserter(network.warnings));
    std::ranges::move(accuracy_warnings(e), std::back_inserter(network.warnings));
    summary.spent.build = seconds_since(begun);
    for (const auto& p : network.projections) summary.synapses += p.rows.count;
  }

  /// The window loop.
  void simulate() {
    const auto start = clock::now();
    const std::int64_t ahead = engine->most_in_flight() * network.window;
    window_results results;
    std::int64_t front = 0;  // steps that the backend was given
    std::int64_t done = 0;   // and that are recorded
    for (bool go_on = true; done < (go_on ? network.steps : front); done = results.steps.end) {
      while (go_on && front < std::min(done + ahead, network.steps)) {
        const step_range window{front, std::min(front + network.window, network.steps)};
        engine->start(window);
        front = window.end;
      }
      engine->collect(results);
      keep(results, seconds_since(start));
      go_on = go_on && wanted();
    }
    summary.complete = done == network.steps;
    if (writer) writer->close();
  }

  /// Hands a window on to those who record it.
  void keep(window_results& results, double seconds) {
    noise.add_to(results);
    for (recorder* sink : sinks) sink->record(results);
    for (const auto& spikes : results.spikes) summary.spikes += spikes.size();
    summary.diverged += results.diverged.size();
    summary.time = static_cast<double>(results.steps.end) * network.dt;
    summary.spent.simulation = seconds;
  }

  /// Does the caller want more?
  bool wanted() const {
    return !callback || callback({summary.time, e.settings.duration, summary.spent.simulation, summary.spikes});
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
  settled_experiment settled;
  const experiment& e;
  thread_team team;
  std::unique_ptr<platform> place;
  built_network network;
  std::unique_ptr<backend> engine;
  recorded_noise noise;
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
  const std::size_t index = index_of(self_->network.populations, population);
  std::vector<double> values = self_->engine->state(index, variable);
  if (self_->summary.diverged > 0) hide_marked(self_->engine->state(index, "v"), values);
  return values;
}

std::uint64_t simulation::synapses(std::string_view projection) const {
  return self_->network.projections[index_of(self_->network.projections, projection)].rows.count;
}

const experiment& simulation::settled() const { return self_->e; }
const std::vector<std::string>& simulation::warnings() const { return self_->network.warnings; }
const std::string& simulation::why_cpu() const { return self_->settled.why_cpu; }

}  // namespace hux
