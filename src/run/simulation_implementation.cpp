#include "run/simulation_implementation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "engine/gpu.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "io/state/state_file.hpp"
#include "network/stage_steps.hpp"
#include "run/change.hpp"
#include "run/run_state.hpp"
#include "run/stages.hpp"
#include "validate/accuracy.hpp"
#include "validate/equation_warnings.hpp"

namespace hux {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

std::unique_ptr<platform> platform_of(const settings& s, thread_team& team, own_kernels own) {
  return s.backend == backend_kind::cuda ? gpu_platform(s.device) : cpu_platform(team, std::move(own));
}

/// Makes of an experiment with stages what it is in the first, and returns it as it was; nothing where there are none.
std::optional<experiment> taken_to_first_stage(experiment& e) {
  if (e.stages.empty()) return std::nullopt;
  experiment first = in_stage(e, 0);
  return std::exchange(e, std::move(first));
}

}  // namespace

simulation::implementation::implementation(experiment wanted, std::function<bool()> asked)
    : begun(clock::now()),
      still_wanted(std::move(asked)),
      settled(settle(std::move(wanted))),
      e(settled.e),
      built(taken_to_first_stage(settled.e)),
      starts(stage_starts(as_built())),
      stage_label(staged() ? label_of_stage(*built, 0) : ""),
      team(e.settings.threads, still_wanted),
      equations(compile_equations(e, team)),
      place(platform_of(e.settings, team, std::move(equations.kernels))),
      network(build_network(e, *place, team)),
      engine(place->make_backend(network)),
      noise(std::in_place, network),
      in_flight(network) {
  team.ask({});
  settled.e.settings.equations = equations.settled;
  if (built) built->settings.equations = equations.settled;
  std::ranges::move(settled.warnings, std::back_inserter(network.warnings));
  std::ranges::move(equation_warnings(e.network), std::back_inserter(network.warnings));
  std::ranges::move(equations.warnings, std::back_inserter(network.warnings));
  std::ranges::move(accuracy_warnings_of_all(as_built()), std::back_inserter(network.warnings));
  summary.spent.build = seconds_since(begun);
  for (const auto& p : network.projections) summary.synapses += p.rows.count;
}

simulation::implementation::~implementation() {
  try {
    end_recording();
  } catch (const std::exception&) {
    // There is nobody to tell, and the file says where it was left.
  }
}

// ---- running ----

void simulation::implementation::require_success() const {
  if (failed) throw error(fmt::format("the simulation failed after {:.12g} ms; expected a new one", time()));
}

void simulation::implementation::run_until(std::int64_t end) {
  require_success();
  require_deliverable(end);
  stopped = false;
  sinks_take_it = true;
  try {
    or_fail([&] {
      while (!stopped && now < end) {
        const std::int64_t part = enter_stage(end);
        if ((now - origin) % network.window != 0) restart();
        simulate(part, end);
      }
    });
  } catch (const interrupted&) {
    stopped = true;
  }
  count_time();
  if (const auto of_caller = std::exchange(thrown, nullptr)) std::rethrow_exception(of_caller);
}

/// What arrives after the experiment's duration is not kept where delays are longer than that.
void simulation::implementation::require_deliverable(std::int64_t end) const {
  if (end <= network.steps) return;
  for (const auto& p : network.projections)
    if (p.rows.count > 0 && !p.signal && p.rows.max_delay > std::max(network.steps, network.window))
      throw input_error("simulation.duration",
                        format_quantity(e.settings.duration, quantity::time) + " is over, and projection '" + p.name +
                            "' has delays longer than that; expected a duration as long as what is to be simulated");
}

/// Lets the windows of the backend start where the simulation stands.
void simulation::implementation::restart() {
  origin = now;
  engine->restart(now, earlier_windows(in_flight.from(now), now, network.window));
}

/// The window loop.
/// @param part step up to which it goes, end that at which the run ends
void simulation::implementation::simulate(std::int64_t part, std::int64_t end) {
  const auto start = clock::now();
  const double before = summary.spent.simulation;
  const std::int64_t ahead = engine->most_in_flight() * network.window;
  window_results results;
  std::int64_t front = now;  // step up to which windows were given to the backend
  while (now < (stopped ? front : part)) {
    while (!stopped && front < std::min(now + ahead, part)) {
      const step_range window{front, std::min(front + network.window, part)};
      engine->start(window);
      front = window.end;
    }
    engine->collect(results);
    now = results.steps.end;
    keep(results, before + seconds_since(start));
    stopped = stopped || !wanted(end);
  }
  summary.complete = now == end;
}

/// Hands a window on to those who record it.
void simulation::implementation::keep(window_results& results, double seconds) {
  noise->add_to(results);
  drop_what_is_off(results);
  in_flight.add(results);
  results_to.record(results);
  show_to_sinks(results);
  for (const auto& spikes : results.spikes) summary.spikes += spikes.size();
  summary.diverged += results.diverged.size();
  summary.time = time();
  summary.spent.simulation = seconds;
}

/// Backends sample all recordings there are.
void simulation::implementation::drop_what_is_off(window_results& results) const {
  for (std::size_t i = 0; i < results.samples.size(); ++i) {
    if (e.recordings.samples[i].on) continue;
    results.samples[i].count = 0;
    results.samples[i].values.clear();
  }
}

/// What they throw ends the run, but not the simulation.
void simulation::implementation::show_to_sinks(const window_results& results) {
  if (!sinks_take_it) return;
  try {
    results_to.show(results);
  } catch (...) {
    sinks_take_it = false;
    if (!thrown) thrown = std::current_exception();
  }
}

/// Does the caller want more?
bool simulation::implementation::wanted(std::int64_t end) {
  if (thrown) return false;
  const double until = static_cast<double>(end) * network.dt;
  try {
    return !callback ||
           callback({summary.time, until, summary.spent.simulation, summary.spikes, summary.start, stage_label});
  } catch (...) {
    thrown = std::current_exception();
    return false;
  }
}

void simulation::implementation::count_time() {
  const phase_seconds phases = engine ? engine->spent() : phase_seconds{};
  summary.spent.update = earlier.update + phases.update;
  summary.spent.delivery = earlier.delivery + phases.delivery;
  summary.spent.output = results_to.seconds();
}

void simulation::implementation::end_recording() {
  if (failed) return;
  const bool complete = !stopped || now >= network.steps;
  or_fail([&] { results_to.close(summary, complete ? "complete" : "interrupted"); });
  count_time();
}

// ---- changes ----

/// @param next stages of what it is to be changed to
void simulation::implementation::require_changeable(const std::vector<hux::stage>& next) const {
  require_success();
  if (staged() || !next.empty())
    throw error("an experiment with stages is changed by these alone; expected one without");
}

/// Until it is there, nothing has changed.
built_network simulation::implementation::rebuilt(const experiment& next) {
  const asking while_it_builds(team, still_wanted);
  const auto known = known_rows(next);
  return build_network(next, *place, team, &known);
}

void simulation::implementation::change(experiment wanted) {
  require_changeable(wanted.stages);
  experiment next = accepted_change(e, std::move(wanted), network);
  if (results_to.has_file() && next.recordings != e.recordings)
    throw error("recordings cannot be changed while results go to a file; expected that file to be finished before");
  built_network fresh = rebuilt(next);
  or_fail([&] { go_on_with(std::move(next), std::move(fresh)); });
}

// ---- stages ----

void simulation::implementation::go_to_stage(std::size_t next) {
  if (next == stage) return;
  const auto start = clock::now();
  if (next == stage + 1) {
    experiment following = e;
    enter(built->stages[next], next, following);
    go_on_as(std::move(following));
  } else {
    go_on_as(in_stage(*built, next));
  }
  stage = next;
  stage_label = label_of_stage(*built, next);
  summary.spent.build += seconds_since(start);
}

/// Goes to the stage that the next step is in, and returns where that ends, or the end of the run if that is before.
std::int64_t simulation::implementation::enter_stage(std::int64_t end) {
  if (!staged()) return end;
  go_to_stage(stage_at(starts, now));
  return stage + 1 < starts.size() ? std::min(end, starts[stage + 1]) : end;
}

/// Changes to what has been checked.
void simulation::implementation::go_on_as(experiment next) {
  built_network fresh = rebuilt(next);
  go_on_with(std::move(next), std::move(fresh));
}

/// The old backend has to go before there is room for the new one.
void simulation::implementation::go_on_with(experiment next, built_network fresh) {
  simulation_state state = state_of_run(network, *engine, in_flight.from(now), now);
  bring_terminals_up(state, network, fresh);
  earlier.update += engine->spent().update;
  earlier.delivery += engine->spent().delivery;
  engine.reset();
  add_warnings(next, fresh);
  network = std::move(fresh);
  if (!staged()) results_to.note_change(time(), e, next);
  if (!built) built = std::move(settled.e);
  settled.e = std::move(next);
  engine = place->make_backend(network);
  noise.emplace(network);
  write_state(state, network, *engine);
  noise->restart(deviations_of(network, *engine));
  restart();
}

/// Synapses that stay as they are.
std::vector<synapse_rows*> simulation::implementation::known_rows(const experiment& next) {
  std::vector<synapse_rows*> known;
  for (std::size_t i = 0; i < network.projections.size(); ++i) {
    const bool same = same_weights(e.network.projections[i], next.network.projections[i]);
    known.push_back(same ? &network.projections[i].rows : nullptr);
  }
  return known;
}

/// Those that were there stay; those of a network that is about to be are new if they say something new.
void simulation::implementation::add_warnings(const experiment& next, built_network& fresh) const {
  std::vector<std::string> all = network.warnings;
  std::ranges::move(accuracy_warnings(next, &e), std::back_inserter(fresh.warnings));
  for (auto& warning : fresh.warnings)
    if (std::ranges::find(all, warning) == all.end()) all.push_back(std::move(warning));
  fresh.warnings = std::move(all);
}

}  // namespace hux
