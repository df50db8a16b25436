#include "hux/simulation.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/divergence.hpp"
#include "hux/errors.hpp"
#include "run/plan.hpp"
#include "run/run_state.hpp"
#include "run/simulation_implementation.hpp"
#include "support/lookup_index.hpp"
#include "validate/checks.hpp"

namespace hux {

simulation::simulation(experiment e, std::function<bool()> wanted)
    : self_(std::make_unique<implementation>(std::move(e), std::move(wanted))) {}
simulation::simulation(simulation&&) noexcept = default;
simulation& simulation::operator=(simulation&&) noexcept = default;
simulation::~simulation() = default;

void simulation::record_to(const std::filesystem::path& file, bool overwrite) {
  self_->require_success();
  const auto said = self_->results_to.open(file, overwrite, self_->as_written(), self_->e, self_->network,
                                           *self_->engine, self_->summary);
  std::ranges::copy(said, std::back_inserter(self_->network.warnings));
}

void simulation::checkpoint(const std::filesystem::path& file) { self_->checkpoint(file); }

void simulation::resume(const std::filesystem::path& file, const std::filesystem::path& checkpoint) {
  self_->resume(file, checkpoint);
}

void simulation::record_to(recorder& sink) { self_->results_to.add(sink); }

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

bool simulation::can_go_on() const { return !self_->failed; }

double simulation::time() const { return self_->time(); }

std::vector<double> simulation::state(std::string_view population, std::string_view variable) const {
  if (!self_->engine) self_->require_success();
  const std::size_t index = index_of(self_->network.populations, population);
  const built_population& p = self_->network.populations[index];
  std::vector<double> values = self_->values_now(index, state_row_of(p, variable));
  if (self_->summary.diverged > 0) hide_marked(self_->engine->read(index, state_row_of(p, "v")), values);
  return values;
}

void simulation::set_state(std::string_view population, std::string_view variable, const std::vector<double>& values,
                           const std::vector<std::uint32_t>& neurons) {
  self_->require_success();
  const std::size_t index = index_of(self_->network.populations, population);
  const state_row row = state_row_of(self_->network.populations[index], variable);
  require_values(self_->network.populations[index], row, values, neurons);
  if (is_terminal(row)) self_->bring_terminal_up(index, row.terminal, neurons);
  std::vector<double> all = self_->engine->read(index, row);
  const auto value = [&](std::size_t i) { return values.size() == 1 ? values[0] : values[i]; };
  for (std::size_t i = 0; i < (neurons.empty() ? all.size() : neurons.size()); ++i)
    all[neurons.empty() ? i : neurons[i]] = value(i);
  self_->engine->write(index, row, all);
}

void simulation::change(experiment next) { self_->change(std::move(next)); }

void simulation::change_input(input next) { self_->change_input(std::move(next)); }

simulation_state simulation::save() const { return self_->save(); }

std::uint64_t simulation::state_bytes() const { return bytes_of_state(self_->e); }

void simulation::restore(const simulation_state& state) { self_->restore(state); }

std::uint64_t simulation::synapses(std::string_view projection) const {
  return self_->network.projections[index_of(self_->network.projections, projection)].rows.count;
}

explicit_list simulation::connections(std::string_view projection) const {
  const std::size_t index = index_of(self_->network.projections, projection);
  if (!self_->engine) self_->require_success();
  explicit_list list;
  self_->engine->show_rows(index, [&](const synapse_rows& rows) { list = listed(rows, self_->network.dt); });
  return list;
}

const experiment& simulation::settled() const { return self_->as_written(); }
const std::vector<std::string>& simulation::how_equations_run() const { return self_->equations.said; }

const std::vector<std::string>& simulation::warnings() const { return self_->network.warnings; }
const std::string& simulation::why_cpu() const { return self_->settled.why_cpu; }

}  // namespace hux
