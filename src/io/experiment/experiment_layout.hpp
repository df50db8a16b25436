#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/receptor_factors.hpp"
#include "experiment/terminals.hpp"
#include "hux/model_page.hpp"
#include "hux/network.hpp"
#include "hux/synapse_page.hpp"
#include "io/experiment/connection_file.hpp"
#include "io/experiment/experiment_models.hpp"
#include "io/experiment/spike_time_file.hpp"

/// The keys of an experiment file, said once for reading and writing: Table is table_reader or table_writer, which give
/// `table.quantity("dt", s.dt, quantity::time)` and the like their two meanings.
namespace hux {

enum class need : bool { optional, required };

/// The parameters that a thing lists, each where it is kept.
template <class Table, class Thing, class Resolve = std::identity>
void lay_out_parameters(Table& table, Thing& thing, const Resolve& resolve = {}) {
  const auto infos = Thing::parameters();
  const auto* info = infos.data();
  const auto one = [&](auto& value) {
    using kept = std::remove_cvref_t<decltype(value)>;
    const need n = info->required ? need::required : need::optional;
    if constexpr (std::is_integral_v<kept>)
      table.natural(info->name, value, n);
    else if constexpr (std::is_same_v<kept, std::optional<double>>)
      table.quantity(info->name, value, resolve(info->quantity));
    else
      table.quantity(info->name, value, resolve(info->quantity), n);
    ++info;
  };
  std::apply([&](auto... member) { (one(thing.*member), ...); }, Thing::members);
}

/// @param duration is it needed?
template <class Table>
void lay_out(Table& table, settings& s, need duration) {
  table.quantity("duration", s.duration, quantity::time, duration);
  table.quantity("dt", s.dt, quantity::time);
  table.natural("seed", s.seed);
  table.text("integrator", s.integrator);
  table.choice("precision", s.precision, {{"float", precision::single}, {"double", precision::double_}});
  table.choice("backend", s.backend,
               {{"auto", backend_kind::automatic}, {"cpu", backend_kind::cpu}, {"cuda", backend_kind::cuda}});
  table.natural("device", s.device);
  table.natural("threads", s.threads);
  table.natural("window", s.window);
  table.natural("block_size", s.block_size);
  table.choice("equations", s.equations,
               {{"auto", equations_run::automatic},
                {"interpret", equations_run::interpreted},
                {"compile", equations_run::compiled}},
               true);
  table.choice("on_divergence", s.on_divergence,
               {{"stop", divergence_policy::stop}, {"mark", divergence_policy::mark}});
}

template <class Table>
void lay_out(Table& table, parameter_info& p) {
  table.own_quantity("value", p.standard, p.quantity, need::required);
  table.choice("range", p.range,
               {{"any", range::any},
                {"positive", range::positive},
                {"non_negative", range::non_negative},
                {"fraction", range::fraction}},
               true);
  table.text("description", p.description);
}

template <class Table>
void lay_out(Table& table, page_gate& g) {
  table.text("alpha", g.alpha);
  table.text("beta", g.beta);
  table.text("inf", g.inf);
  table.text("tau", g.tau);
  table.text("speed", g.speed);
}

template <class Table>
void lay_out_method(Table& table, state_method& method) {
  table.choice("method", method,
               {{"integrator", state_method::integrators}, {"exponential", state_method::exponential}}, true);
}

template <class Table>
void lay_out(Table& table, page_state& s) {
  table.text("derivative", s.derivative, need::required);
  table.text("unit", s.unit);
  table.quantity_or_steady("initial", s.initial, s.unit);
  lay_out_method(table, s.method);
}

template <class Table>
void lay_out(Table& table, model_page& m) {
  table.choice("per", m.per, {{"area", membrane_of::area}, {"cell", membrane_of::cell}, {"none", membrane_of::none}});
  table.text("description", m.description);
  table.text("source", m.source);
  const auto potential = m.per == membrane_of::none ? quantity::dimensionless : quantity::voltage;
  table.quantity("threshold", m.threshold, potential);
  table.section("initial", [&](auto& section) { section.quantity("v", m.initial_v, potential); });
  table.text("capacitance", m.capacitance);
  const auto lay_out_part = [](auto& section, auto& part) { lay_out(section, part); };
  table.each_brief("parameters", m.parameters, lay_out_part, "value");
  table.each_brief("presets", m.presets, [&](auto& section, auto& values) {
    for (const auto& info : m.parameters) section.entry(info.name, values, info.quantity);
  });
  table.each_text("define", m.defines);
  table.each_brief("gates", m.gates, lay_out_part);
  table.each_brief("states", m.states, lay_out_part);
  table.each_text("currents", m.currents);
}

template <class Table>
void lay_out(Table& table, receptor_state& s) {
  table.text("derivative", s.derivative, need::required);
  table.text("arrival", s.arrival);
  table.text("unit", s.unit);
  table.quantity_in("initial", s.initial, s.unit);
  lay_out_method(table, s.method);
}

template <class Table>
void lay_out(Table& table, synapse_page& s) {
  table.text("description", s.description);
  table.text("source", s.source);
  const auto lay_out_part = [](auto& section, auto& part) { lay_out(section, part); };
  table.each_brief("parameters", s.parameters, lay_out_part, "value");
  table.each_text("define", s.defines);
  table.section("wire", [&](auto& wire) { wire.text("current", s.wire); });
  if (s.wire.empty())
    table.section("receptor", [&](auto& receptor) {
      receptor.each_brief("states", s.states, lay_out_part);
      receptor.text("current", s.current, need::required);
    });
  else
    table.misplaced("receptor", "each wire has its current by itself; expected wire.current alone");
  table.optional_section("terminal", s.terminal, [&](auto& section, terminal_page& terminal) {
    section.text("signal", terminal.signal);
    if (terminal.signal.empty())
      section.quantity("largest_release", terminal.largest_release, quantity::dimensionless);
    else
      section.forbidden("largest_release", "a signal is sent at all times");
    section.text("dead_time", terminal.dead_time);
    section.each_brief("states", terminal.states, lay_out_part);
    section.each_text("on_spike", terminal.on_spike);
  });
}

/// A network that is read has no models and synapses of its own yet; those in files that it names are in the document
/// by now.
template <class Table>
void lay_out_models(Table& table, network& n) {
  table.files("models");
  auto models = own_models(n);
  table.each("model", models, [](auto& section, model_page& m) { lay_out(section, m); });
  auto synapses = own_synapses(n);
  table.each("synapse", synapses, [](auto& section, synapse_page& s) { lay_out(section, s); });
  n.catalog = with_synapses(with_models(n.catalog, std::move(models)), std::move(synapses));
}

template <class Table>
void lay_out(Table& table, receptor& r, const population& p, const equations& model, const catalog& known) {
  table.text("synapse", r.synapse);
  const auto& synapse = synapse_of(known, p, r);
  for (const auto& info : synapse.parameters)
    table.entry(info.name, r.parameters, resolved(info.quantity, model, synapse));
  table.quantity("initial", r.initial, resolved(quantity::model_synaptic, model, synapse));
}

/// The parameters that the terminal sees.
template <class Table>
void lay_out_parameters(Table& table, terminal& t, const synapse_equations& synapse) {
  for (const auto& info : synapse.parameters)
    if (std::ranges::find(terminal_parameters(synapse), info.name) != terminal_parameters(synapse).end())
      table.entry(info.name, t.parameters, info.quantity);
}

template <class Table>
void lay_out_parameters(Table& table, listed_layout& list) {
  table.quantities("x", list.x, quantity::length, need::required);
  table.quantities("y", list.y, quantity::length);
  table.quantities("z", list.z, quantity::length);
}

template <class Table>
void lay_out(Table& table, population& p, const catalog& known) {
  table.natural("size", p.size, need::required);
  table.text("model", p.model, need::required);
  const auto& model = model_of(known, p);
  table.text("preset", p.preset);
  table.quantity("threshold", p.threshold, resolved(quantity::voltage, model));
  table.quantity("refractory", p.refractory, quantity::time);
  table.section("parameters", [&](auto& section) {
    for (const auto& info : model.parameters) section.entry(info.name, p.parameters, info.quantity);
  });
  if (!table.word("initial", "rest", p.at_rest))
    table.section("initial", [&](auto& section) {
      section.quantity("v", p.initial_v, resolved(quantity::voltage, model));
      for (const auto& s : model.states)
        section.entry(s.name, p.initial_states, s.quantity, s.standard ? std::string_view() : "steady");
    });
  table.optional_section("positions", p.positions, [](auto& section, layout& positions) {
    section.alternative("layout", positions, "layout");
    std::visit([&](auto& l) { lay_out_parameters(section, l); }, positions);
  });
  table.each("receptor", p.receptors, [&](auto& section, receptor& r) { lay_out(section, r, p, model, known); });
  table.each("terminal", p.terminals, [&](auto& section, terminal& t) {
    section.text("synapse", t.synapse, need::required);
    lay_out_parameters(section, t, *find_terminal(known, p, t).synapse);
  });
}

template <class Table, class Rule>
void lay_out_rule(Table& table, Rule& rule, quantity /*weight*/) {
  if constexpr (requires { Rule::members; }) lay_out_parameters(table, rule);
}
template <class Table>
void lay_out_rule(Table& table, distance_probability& rule, quantity /*weight*/) {
  table.choice("kernel", rule.kernel,
               {{"gaussian", distance_kernel::gaussian},
                {"exponential", distance_kernel::exponential},
                {"step", distance_kernel::step}});
  lay_out_parameters(table, rule);
}
template <class Table>
void lay_out_rule(Table& table, explicit_list& rule, quantity weight) {
  if (const auto file = table.file("file")) {
    rule = read_connection_file(*file, weight);
    return;
  }
  table.section("synapses", [&](auto& section) {
    section.naturals("sources", rule.source, need::required);
    section.naturals("targets", rule.target, need::required);
    section.quantities("weights", rule.weight, weight);
    section.quantities("delays", rule.delay, quantity::time);
  });
}

/// The weight or delay of a projection, needed unless a list has one for each synapse.
template <class Table>
void lay_out(Table& table, std::string_view key, distribution& d, quantity q, const projection& p,
             std::vector<double> explicit_list::*each) {
  const auto* list = std::get_if<explicit_list>(&p.rule);
  if (list && !(list->*each).empty())
    table.forbidden(key, "the list of synapses has one for each");
  else
    table.quantity(key, d, q, need::required);
}

template <class Table>
void lay_out(Table& table, projection& p, const population_names& populations) {
  table.text("source", p.source, need::required);
  table.text("target", p.target, need::required);
  table.text_or_numbers("receptor", p.receptor, p.receptors);
  const auto& target = populations.find(p.target, table.key("target"));
  const auto weight = resolved(quantity::model_synaptic, model_of(populations.known(), target),
                               synapse_of_weights(populations.known(), target, p));
  table.alternative("rule", p.rule, "connection rule");
  std::visit([&](auto& rule) { lay_out_rule(table, rule, weight); }, p.rule);
  table.flag("autapses", p.autapses);
  table.flag("multapses", p.multapses);
  table.flag("symmetric", p.symmetric);
  table.flag("periodic", p.periodic);
  lay_out(table, "weight", p.weight, weight, p, &explicit_list::weight);
  if (is_continuous(populations.known(), target, p)) {
    table.quantity("delay", p.delay, quantity::time);
    table.forbidden("velocity", "a signal has one delay for all synapses");
  } else {
    lay_out(table, "delay", p.delay, quantity::time, p, &explicit_list::delay);
    table.quantity("velocity", p.velocity, quantity::velocity);
  }
  table.text_or_section("terminal", p.shared_terminal, p.terminal, [&](auto& section, terminal& t) {
    section.text("synapse", t.synapse);
    lay_out_parameters(section, t, *find_terminal(populations.known(), target, p).synapse);
  });
  table.optional_section("spontaneous", p.spontaneous, [&](auto& section, spontaneous_release& s) {
    section.text("rate", s.rate, need::required);
    section.quantity("weight", s.weight, weight, need::required);
  });
}

template <class Table, class Stimulus>
void lay_out(Table& table, Stimulus& s, const population& target, const catalog& known) {
  const auto& model = model_of(known, target);
  lay_out_parameters(table, s, [&](quantity q) { return resolved(q, model); });
}

template <class Table>
void lay_out_spikes(Table& table, spike_times& s) {
  if (const auto file = table.file("file")) {
    std::string population;
    table.text("file_population", population);
    return read_spike_time_file(*file, s, population);
  }
  table.forbidden("file_population", "there is no file");
  table.section("spikes", [&](auto& section) {
    section.naturals("neurons", s.neuron, need::required);
    section.quantities("times", s.time, quantity::time, need::required);
  });
}

/// A stimulus that acts through a receptor.
template <class Table, class Stimulus>
requires requires(Stimulus s) { s.receptor; }
void lay_out(Table& table, Stimulus& s, const population& target, const catalog& known) {
  table.text("receptor", s.receptor, need::required);
  const auto& synapse = synapse_of(known, target, find_receptor(target, s.receptor, table.key("receptor")));
  const auto& model = model_of(known, target);
  lay_out_parameters(table, s, [&](quantity q) { return resolved(q, model, synapse); });
  if constexpr (requires { s.time; }) lay_out_spikes(table, s);
}

template <class Table>
void lay_out(Table& table, input& in, const population_names& populations) {
  table.text("population", in.population, need::required);
  const auto& target = populations.find(in.population, table.key("population"));
  table.indices("neurons", in.neurons);
  table.alternative("type", in.what, "input");
  table.flag("on", in.on);
  std::visit([&](auto& s) { lay_out(table, s, target, populations.known()); }, in.what);
}

template <class Table>
void lay_out(Table& table, recording& r) {
  table.text("population", r.population, need::required);
  table.texts("variables", r.variables, need::required);
  table.indices("neurons", r.neurons);
  table.quantity("interval", r.interval, quantity::time, need::required);
  table.flag("on", r.on);
}

template <class Table>
void lay_out(Table& table, recordings& r) {
  table.all_or_texts("spikes", r.spikes);
  table.choice("spike_times", r.spike_times, {{"interpolated", spike_time::interpolated}, {"grid", spike_time::grid}});
  table.texts("rates", r.rates);
  table.quantity("rate_bin", r.rate_bin, quantity::time);
  table.texts("connections", r.connections);
}

template <class Table>
void lay_out(Table& table, stage& s) {
  table.text("name", s.name);
  table.quantity("duration", s.duration, quantity::time, need::required);
  table.texts("inputs", s.inputs);
  table.texts("recordings", s.recordings);
  table.values("set", s.set);
  table.numbers("scale", s.scale);
}

/// Models come first, then populations: they decide the units of what follows. Stages have a duration of their own.
template <class Table>
void lay_out(Table& table, experiment& e) {
  table.text("title", e.title);
  lay_out_models(table, e.network);
  const bool has_stages = table.has("stage");
  table.section("simulation",
                [&](auto& section) { lay_out(section, e.settings, has_stages ? need::optional : need::required); });
  table.each("population", e.network.populations,
             [&](auto& section, population& p) { lay_out(section, p, *e.network.catalog); });
  const population_names populations(e.network);
  table.each("projection", e.network.projections,
             [&](auto& section, projection& p) { lay_out(section, p, populations); });
  table.each("input", e.network.inputs, [&](auto& section, input& in) { lay_out(section, in, populations); });
  table.section("record", [&](auto& section) { lay_out(section, e.recordings); });
  table.each("recording", e.recordings.samples, [](auto& section, recording& r) { lay_out(section, r); });
  table.tables("stage", e.stages, [](auto& element, stage& s) { lay_out(element, s); });
}

}  // namespace hux
