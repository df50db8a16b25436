#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "hux/errors.hpp"
#include "io/state/state_file.hpp"
#include "network/stage_steps.hpp"
#include "run/change.hpp"
#include "run/run_state.hpp"
#include "run/simulation_implementation.hpp"

/// The state of a simulation as a value, and of its terminals as they are now.
namespace hux {
namespace {

/// Neurons that a run has gone on without.
std::uint64_t count_marked(const simulation_state& state) {
  std::uint64_t count = 0;
  for (const auto& p : state.populations)
    count += std::ranges::count_if(p.variables[0].values, [](double v) { return std::isnan(v); });
  return count;
}

/// @param network that the state fits
sent_spikes sent_in(const simulation_state& state, const built_network& network) {
  sent_spikes sent;
  for (const auto& p : state.populations) {
    sent.spikes.push_back(p.in_flight);
    auto& releases = sent.releases.emplace_back();
    for (const auto& t : p.terminals) releases.push_back(t.in_flight);
  }
  auto of_minis = state.projections.begin();
  for (const auto& p : network.projections)
    sent.minis.push_back(p.spontaneous ? (of_minis++)->in_flight : std::vector<sent_mini>());
  return sent;
}

}  // namespace

simulation_state simulation::implementation::save() const {
  require_success();
  simulation_state state = state_of_run(network, *engine, in_flight.from(now), now);
  state.network = text_as_built();
  if (built) tell_changes(*built, e, state);
  return state;
}

/// It is long where there is much to say, and stays the same.
const std::string& simulation::implementation::text_as_built() const {
  if (built_text.empty()) built_text = network_text(as_built());
  return built_text;
}

void simulation::implementation::restore(const simulation_state& state) {
  require_success();
  if (results_to.has_file())
    throw error("results go to a file already; expected a state to be restored before, or that file to be finished");
  require_fit(state, text_as_built(), network);
  require_deliverable(state.step);
  if (staged())  // the stage that the last step was in: where one begins, running goes to it
    or_fail([&] { go_to_stage(stage_at(starts, std::max<std::int64_t>(state.step - 1, 0))); });
  else
    adopt(state);
  write_state(state, network, *engine);
  now = state.step;
  in_flight.replace(sent_in(state, network));
  noise->restart(deviations_of(network, *engine));
  restart();
  summary.start = summary.time = time();
  summary.spikes = 0;
  summary.diverged = count_marked(state);
}

/// The rows of a terminal: those of its states, and behind them of the steps that it knows, as in state_rows_of.
std::vector<state_row> simulation::implementation::rows_of_terminal(std::size_t population,
                                                                    std::size_t terminal) const {
  auto rows = state_rows_of(network.populations[population]);
  std::erase_if(rows, [terminal](const state_row& r) { return !is_terminal(r) || r.terminal != terminal; });
  return rows;
}

/// Their values, with those of some neurons as they are now.
std::vector<std::vector<double>> simulation::implementation::terminal_now(
    std::size_t population, std::size_t terminal, const std::vector<std::uint32_t>& neurons) const {
  std::vector<std::vector<double>> values;
  for (const auto& row : rows_of_terminal(population, terminal)) values.push_back(engine->read(population, row));
  std::vector<std::vector<double>*> rows;
  for (auto& row : values) rows.push_back(&row);
  const built_population& p = network.populations[population];
  for (std::size_t i = 0; i < (neurons.empty() ? p.size : neurons.size()); ++i)
    bring_up(p.terminals[terminal], now, neurons.empty() ? i : neurons[i], rows);
  return values;
}

std::vector<double> simulation::implementation::values_now(std::size_t population, const state_row& row) const {
  if (row.is != state_row::terminal_state) return engine->read(population, row);
  return terminal_now(population, row.terminal, {})[row.number];
}

void simulation::implementation::bring_terminal_up(std::size_t population, std::size_t terminal,
                                                   const std::vector<std::uint32_t>& neurons) {
  const auto rows = rows_of_terminal(population, terminal);
  const auto values = terminal_now(population, terminal, neurons);
  for (std::size_t i = 0; i < rows.size(); ++i) engine->write(population, rows[i], values[i]);
}

/// Takes over the changes of a state.
void simulation::implementation::adopt(const simulation_state& wanted) {
  if (wanted.changes == (built ? changes_text(*built, e) : "")) return;
  experiment next = wanted.changes.empty() ? as_built() : with_changes(wanted, as_built(), e);
  next.recordings = e.recordings;
  change(std::move(next));
}

/// A checkpoint that cannot be written leaves the simulation as it is.
void simulation::implementation::checkpoint(const std::filesystem::path& file) {
  require_success();
  if (results_to.has_file()) or_fail([&] { results_to.flush(); });
  const result_position recorded = results_to.position(summary, as_built());
  write_state_and(save(), file, true, [&](hid_t opened) { write_position(opened, recorded); });
}

void simulation::implementation::resume(const std::filesystem::path& file, const std::filesystem::path& checkpoint) {
  std::error_code ignored;
  const std::uint64_t size = std::filesystem::file_size(checkpoint, ignored);
  result_position recorded;
  const simulation_state state =
      read_state_and(checkpoint, [&](hid_t opened) { recorded = read_position(opened, size); });
  if (recorded.simulated != state.time())
    throw file_error(fmt::format("{} has the state at {:.12g} ms and says that results went to {:.12g} ms",
                                 checkpoint.string(), state.time(), recorded.simulated));
  restore(state);
  std::ranges::move(results_to.resume(file, as_built(), as_written(), recorded, summary),
                    std::back_inserter(network.warnings));
  summary.complete = now == network.steps;
}

}  // namespace hux
