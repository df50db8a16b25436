#include "run/change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "experiment/lookup.hpp"
#include "experiment/spontaneous_rate.hpp"
#include "experiment/terminals.hpp"
#include "hux/errors.hpp"
#include "hux/outlined_experiment.hpp"
#include "hux/printable.hpp"
#include "hux/simulation.hpp"
#include "hux/units.hpp"
#include "io/experiment/experiment_text.hpp"
#include "run/memory.hpp"
#include "run/plan.hpp"
#include "support/line_difference.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

/// Nothing but the network with its inputs, and the settings on which the numbers of its state depend.
experiment bare(const experiment& e) {
  experiment only;
  only.network = e.network;
  only.settings.dt = e.settings.dt;
  only.settings.seed = e.settings.seed;
  only.settings.integrator = e.settings.integrator;
  only.settings.precision = e.settings.precision;
  only.settings.on_divergence = e.settings.on_divergence;
  only.recordings.spike_times = e.recordings.spike_times;
  return only;
}

/// Without inputs: an experiment that a state of this one is restored into may have others.
outlined_experiment outlined_network(const experiment& e) {
  experiment only = bare(e);
  only.network.inputs.clear();
  return outlined_experiment(std::move(only));
}

/// What of an experiment stays as long as it is simulated.
std::string fixed_text(const experiment& e) {
  experiment fixed = bare(e);
  fixed.network.inputs.clear();
  for (auto& p : fixed.network.populations) {
    p.parameters.clear();
    p.preset.clear();
    p.threshold.reset();
    for (auto& r : p.receptors) r.parameters.clear();
    for (auto& t : p.terminals) t.parameters.clear();
  }
  for (auto& p : fixed.network.projections) {
    p.weight = 0.0;
    for (auto& [receptor, factor] : p.receptors) factor = 1;
    if (p.terminal && p.terminal->synapse.empty()) p.terminal.reset();  // it has that of its receptor anyway
    if (p.terminal) p.terminal->parameters.clear();
    if (auto* list = std::get_if<explicit_list>(&p.rule)) list->weight.clear();
    if (p.spontaneous) p.spontaneous->weight = 0;
    if (p.spontaneous && spontaneous_rate(p).is_constant()) p.spontaneous->rate = "0 Hz";  // one that is any constant
  }
  return outlined_experiment(std::move(fixed)).text();
}

line_difference renamed(const std::string& key, const std::string& table, const std::string& now,
                        const std::string& next) {
  const auto line = [&](const std::string& name) { return fmt::format("'{} = \"{}\"' in [{}]", key, name, table); };
  return {line(now), line(next)};
}

/// Where a projection ends.
std::string receptors_in(const projection& p) {
  std::string names = p.receptor;
  for (const auto& [receptor, factor] : p.receptors) names += (names.empty() ? "" : "\", \"") + receptor;
  return names;
}

/// The first model or synapse that is another, or receptor of a projection. One that is text stands in front of what
/// names it, where texts would part.
line_difference different_equations(const network& now, const network& next) {
  const auto populations = std::min(now.populations.size(), next.populations.size());
  for (std::size_t i = 0; i < populations; ++i) {
    const population &p = now.populations[i], &q = next.populations[i];
    if (p.model != q.model) return renamed("model", key_of(p), p.model, q.model);
    for (std::size_t k = 0; k < std::min(p.receptors.size(), q.receptors.size()); ++k) {
      const receptor &r = p.receptors[k], &s = q.receptors[k];
      if (r.synapse != s.synapse) return renamed("synapse", key_of(p, r), r.synapse, s.synapse);
    }
    for (std::size_t k = 0; k < std::min(p.terminals.size(), q.terminals.size()); ++k) {
      const terminal &t = p.terminals[k], &u = q.terminals[k];
      if (t.synapse != u.synapse) return renamed("synapse", key_of(p, t), t.synapse, u.synapse);
    }
  }
  for (std::size_t i = 0; i < std::min(now.projections.size(), next.projections.size()); ++i) {
    const auto name = [](const projection& p) { return p.terminal ? p.terminal->synapse : ""; };
    const projection &p = now.projections[i], &q = next.projections[i];
    if (receptors_in(p) != receptors_in(q)) return renamed("receptor", key_of(p), receptors_in(p), receptors_in(q));
    if (name(p) != name(q)) return renamed("synapse", key_of(p) + ".terminal", name(p), name(q));
  }
  return {};
}

/// An experiment in all that decides how its state goes on, if it differs in that from what was built.
std::optional<outlined_experiment> changed(const experiment& built, const experiment& e) {
  outlined_experiment now(bare(e));
  if (now.text() == outlined_experiment(bare(built)).text()) return std::nullopt;
  return now;
}

std::vector<double> numbers_of(const long_list& list) {
  return std::visit([](auto numbers) { return std::vector<double>(numbers.begin(), numbers.end()); }, list.numbers);
}

/// The rest of what is to be simulated is kept as it is.
void keep_how_it_runs(const settings& now, settings& next) {
  next.duration = now.duration;
  next.backend = now.backend;
  next.device = now.device;
  next.threads = now.threads;
  next.window = now.window;
  next.block_size = now.block_size;
  next.equations = now.equations;
}

/// Bytes that a change takes beside what there is: the state, and synapses that are built while the old ones are there.
std::uint64_t bytes_of_change(const experiment& now, const experiment& next, const built_network& network) {
  std::uint64_t bytes = bytes_of_state(now);
  for (std::size_t i = 0; i < network.projections.size(); ++i)
    if (!same_weights(now.network.projections[i], next.network.projections[i]))
      bytes += network.projections[i].rows.count * 2 * sizeof(float) + network.projections[i].rows.bytes();
  return bytes;
}

void require_room(const experiment& now, const experiment& next, const built_network& network) {
  constexpr std::uint64_t little =
      1U << 20U;  // what is left is not asked for so little: that takes longer than a change
  const std::uint64_t needed = plan_validated(next).total() + bytes_of_change(now, next, network);
  const std::uint64_t taken = plan_validated(now).total();
  if (needed <= taken + little) return;
  const std::uint64_t available = available_memory();
  if (needed - taken > available)
    throw memory_error(fmt::format("the change needs {} bytes more and {} are available", needed - taken, available));
}

}  // namespace

std::string network_text(const experiment& e) { return outlined_network(e).text(); }

std::string changes_text(const experiment& built, const experiment& e) {
  const auto now = changed(built, e);
  return now ? now->text() : "";
}

void tell_changes(const experiment& built, const experiment& e, simulation_state& state) {
  const auto now = changed(built, e);
  if (!now) return;
  state.changes = now->text();
  const outlined_experiment before = outlined_network(built);
  for (const auto& list : now->lists()) {
    const auto same = [&](const long_list& other) { return other.name == list.name && other.digest == list.digest; };
    if (std::ranges::none_of(before.lists(), same)) state.lists.push_back({list.name, numbers_of(list)});
  }
}

experiment with_changes(const simulation_state& state, const experiment& built, const experiment& e) {
  const outlined_experiment before = outlined_network(built);
  const auto list_called = [&](const std::string& name) {
    const auto changed = std::ranges::find(state.lists, name, &simulation_state::list::name);
    if (changed != state.lists.end()) return changed->numbers;
    const auto same = std::ranges::find(before.lists(), name, &long_list::name);
    if (same == before.lists().end()) throw file_error("the state does not have the list " + quotation(name));
    return numbers_of(*same);
  };
  const std::string any_duration = "simulation.duration='" + format_quantity(e.settings.dt, quantity::time) + "'";
  try {
    experiment made = e;
    made.network =
        read_experiment_text(state.changes, "the state", {}, {&any_duration, 1}, e.network.catalog, list_called)
            .network;
    return made;
  } catch (const file_error& mistake) {
    throw input_error("state", mistake.what());
  }
}

std::string fixed_difference(const experiment& now, const experiment& next) {
  if (next.network.catalog != now.network.catalog) return "the catalog cannot be changed while a simulation goes on";
  auto fixed = different_equations(now.network, next.network);
  if (!fixed) fixed = first_differing_line(fixed_text(now), fixed_text(next));
  return fixed ? fixed.first + " cannot become " + fixed.second + " while a simulation goes on" : "";
}

experiment accepted_change(const experiment& now, experiment next, const built_network& network) {
  keep_how_it_runs(now.settings, next.settings);
  if (const auto fixed = fixed_difference(now, next); !fixed.empty()) throw input_error("change", fixed);
  validate_as_written(next, &now);
  for (auto& r : next.recordings.samples) std::ranges::sort(r.neurons);
  require_room(now, next, network);
  return next;
}

bool same_weights(const projection& a, const projection& b) {
  const auto listed = [](const projection& p) {
    const auto* list = std::get_if<explicit_list>(&p.rule);
    return list ? list->weight : std::vector<double>();
  };
  return a.weight == b.weight && listed(a) == listed(b);
}

}  // namespace hux
