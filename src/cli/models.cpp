#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "cli/commands.hpp"
#include "cli/file_parts.hpp"
#include "cli/output.hpp"
#include "cli/text_layout.hpp"
#include "experiment/lookup.hpp"
#include "hux/catalog.hpp"
#include "hux/experiment_file.hpp"
#include "hux/model_page.hpp"
#include "hux/synapse_page.hpp"
#include "hux/units.hpp"

namespace hux::cli {
namespace {

constexpr std::size_t indent = 4;

std::string number(double value) { return format_quantity(value, quantity::dimensionless); }

/// What a value must be, where its kind does not say so.
std::string_view requirement(range r) {
  switch (r) {
    case range::positive:
      return "> 0";
    case range::non_negative:
      return ">= 0";
    case range::fraction:
      return "0 to 1";
    case range::any:
      break;
  }
  return "";
}

std::string default_of(const parameter_info& p) {
  return p.required ? "required" : p.optional ? "none" : number(p.standard);
}

void print_line(const std::string& text) { print_text(fmt::format("{:{}}{}\n", "", indent, wrapped(text, indent))); }

void print_list(std::string_view title, const std::string& list) {
  if (!list.empty()) print_line(fmt::format("{}: {}", title, list));
}

void print_parameters(const std::vector<parameter_info>& parameters) {
  if (parameters.empty()) return;
  std::vector<std::vector<std::string>> rows{{"parameter", "default", "unit", "range", "meaning"}};
  for (const auto& p : parameters)
    rows.push_back({std::string(p.name), default_of(p), std::string(unit_of(p.quantity)),
                    std::string(requirement(p.range)), std::string(p.description)});
  print_text(table(rows, indent));
}

template <class Info>
void print_heading(const Info& info) {
  print("\n{}\n", info.name);
  print_line(std::string(info.description));
  print_list("source", std::string(info.source));
}

/// A preset as what it changes.
void print_preset(const equations& model, const preset_info& preset) {
  std::string changes;
  for (std::size_t i = 0; i < preset.values.size(); ++i) {
    const auto& p = model.parameters[i];
    if (preset.values[i] != p.standard)
      changes +=
          fmt::format("{}{} = {}", changes.empty() ? "" : ", ", p.name, format_quantity(preset.values[i], p.quantity));
  }
  print_list(fmt::format("preset {}", preset.name), changes.empty() ? "the defaults" : changes);
}

/// What can be recorded besides v, gates and receptors, by unit.
void print_observables(const equations& model) {
  std::map<std::string_view, std::string> names;
  for (const auto& o : model.observables) {
    auto& list = names[unit_of(o.quantity)];
    list.append(list.empty() ? "" : ", ").append(o.name);
  }
  for (const auto& [unit, list] : names)
    print_line(fmt::format("recordable{}{}: {}", unit.empty() ? "" : ", in ", unit, list));
}

/// Gates, and other states with their units and where they start.
void print_states(const equations& model) {
  std::vector<std::string> gates, others;
  for (const auto& s : model.states) {
    const std::string unit(unit_of(s.quantity));
    const std::string start = s.standard ? format_quantity(*s.standard, s.quantity) : "steady";
    if (s.gate)
      gates.push_back(s.name);
    else
      others.push_back(fmt::format("{} ({}{}at the start: {})", s.name, unit, unit.empty() ? "" : ", ", start));
  }
  print_list("gates", fmt::format("{}", fmt::join(gates, ", ")));
  print_list("states", fmt::format("{}", fmt::join(others, ", ")));
}

/// The equations of a model that is text, as they are written.
/// Empty where a state has none of its own.
std::string name_of(state_method method) { return method == state_method::exponential ? "exponential" : ""; }

void print_equations(const model_page& page) {
  std::vector<std::vector<std::string>> rows{{"equation of", "", ""}};
  const auto add = [&rows](const std::string& of, const std::string& key, const std::string& text) {
    if (!text.empty()) rows.push_back({of, key, text});
  };
  add("capacitance", "", page.capacitance);
  for (const auto& [name, text] : page.defines) add(name, "", text);
  for (const auto& g : page.gates)
    for (const auto& [key, text] :
         {named_text{"alpha", g.alpha}, {"beta", g.beta}, {"inf", g.inf}, {"tau", g.tau}, {"speed", g.speed}})
      add(g.name, key, text);
  for (const auto& s : page.states) {
    add(s.name, "derivative", s.derivative);
    add(s.name, "method", name_of(s.method));
  }
  for (const auto& [name, text] : page.currents) add(name, "", text);
  if (rows.size() > 1) print_text(table(rows, indent));
}

void print_entry(const equations& model) {
  print_heading(model);
  print_parameters(model.parameters);
  for (const auto& preset : model.presets) print_preset(model, preset);
  const auto potential = resolved(quantity::voltage, model);
  const auto unit = [](quantity q) { return q == quantity::dimensionless ? "plain numbers" : unit_of(q); };
  print_line(fmt::format("threshold: {}; v at the start: {}; input: currents in {}, conductances in {}",
                         format_quantity(model.threshold, potential), format_quantity(model.initial_v, potential),
                         unit(model.current), unit(model.conductance)));
  print_states(model);
  print_observables(model);
  if (model.page) print_equations(*model.page);
}

template <class State>
void add_start_and_method(const State& s, std::vector<std::vector<std::string>>& rows) {
  if (s.initial) rows.push_back({s.name, "initial", format_quantity(*s.initial, quantity_of(s.unit))});
  if (s.method != state_method::integrators) rows.push_back({s.name, "method", name_of(s.method)});
}

void add_equations(const terminal_page& terminal, std::vector<std::vector<std::string>>& rows) {
  for (const auto& s : terminal.states) {
    rows.push_back({s.name, "derivative", s.derivative});
    add_start_and_method(s, rows);
  }
  if (!terminal.signal.empty()) rows.push_back({"signal", "", terminal.signal});
  for (const auto& [name, text] : terminal.on_spike) rows.push_back({name, "on a spike", text});
  if (!terminal.dead_time.empty()) rows.push_back({"dead time", "", terminal.dead_time});
}

void print_equations(const synapse_page& page) {
  std::vector<std::vector<std::string>> rows{{"equation of", "", ""}};
  for (const auto& [name, text] : page.defines) rows.push_back({name, "", text});
  for (const auto& s : page.states) {
    rows.push_back({s.name, "derivative", s.derivative});
    if (!s.arrival.empty()) rows.push_back({s.name, "arrival", s.arrival});
    add_start_and_method(s, rows);
  }
  if (page.wire.empty())
    rows.push_back({"current", "", page.current});
  else
    rows.push_back({"current", "of a wire", page.wire});
  if (page.terminal) add_equations(*page.terminal, rows);
  print_text(table(rows, indent));
}

/// Of the terminal, which is a part of the source neurons.
void print_states(const terminal_equations& terminal) {
  std::string names;
  for (const auto& s : terminal.states) names.append(names.empty() ? "" : ", ").append("<terminal>." + s.name);
  print_line(
      fmt::format("its terminal multiplies those of projections, not those of inputs, by what a spike releases, 0 to "
                  "{:g}; recordable of the source: {}, where a projection's own terminal is called as it is",
                  terminal.largest_release, names.empty() ? "nothing" : names));
}

void print_states(const signal_equations& signal) {
  std::string names;
  for (const auto& s : signal.states) names.append("<terminal>." + s.name).append(", ");
  print_line("its terminal sends a signal at all times; recordable of the source: " +
             (signal.sent == "v" ? "v" : names + "<terminal>.signal") +
             ", where a projection's own terminal is called as it is");
}

/// Whether spikes of several sources add up before or behind what is not linear.
const char* place_of_nonlinearity(const synapse_equations& synapse) {
  if (synapse.joined && synapse.terminal)
    return "nonlinear in the terminal, each source's spikes by themselves, and in the receptor, where what is released "
           "adds up before";
  if (synapse.joined) return "nonlinear in the receptor: spikes of all sources add up before, at its states";
  if (synapse.signal && synapse.opening)
    return "nonlinear in the terminal, each source by itself, and in the receptor, in v alone";
  if (synapse.wire) return "nonlinear in each wire by itself; their currents add up";
  if (synapse.signal && synapse.signal->sent == "v") return "linear: weight times the source's potential adds up";
  if (synapse.signal) return "nonlinear in the terminal alone, each source by itself; weight times signal adds up";
  if (synapse.terminal && synapse.opening)
    return "nonlinear in the terminal, each source's spikes by themselves, and in the receptor, in v alone";
  if (synapse.terminal)
    return "nonlinear in the terminal, each source's spikes by themselves; what is released adds up";
  if (synapse.opening) return "nonlinear in the receptor, in v alone: spikes of all sources add up, then v opens";
  return "linear: spikes of all sources add up";
}

/// Of a receptor that is advanced with its neuron.
std::string joined_recordables(const receptor_equations& receptor) {
  std::string names;
  for (const auto& s : receptor.states) names.append("<receptor>." + s.name).append(", ");
  return names + "and its current i_<receptor>, outward positive";
}

void print_entry(const synapse_equations& synapse) {
  print_heading(synapse);
  print_parameters(synapse.parameters);
  const bool conducts = !synapse.is_current && !synapse.sees_weights && !synapse.wire;
  print_line(fmt::format("weights are {}; recordable: {}", synapse.is_current ? "currents" : "conductances",
                         synapse.joined ? joined_recordables(*synapse.joined)
                         : conducts     ? "g_<receptor>, and its current i_<receptor>"
                                        : "i_<receptor>"));
  print_line(place_of_nonlinearity(synapse));
  if (synapse.terminal) print_states(*synapse.terminal);
  if (synapse.signal) print_states(*synapse.signal);
  print_equations(*synapse.page);
}

void print_entry(const kind_info& kind) {
  print_heading(kind);
  print_parameters(kind.parameters);
}

/// A part that lists forms has neither defaults nor units.
void print_entry(const file_part& part) {
  print("\n{}\n", part.name);
  print_line(std::string(part.description));
  if (part.keys.empty()) return;
  const bool bare =
      std::ranges::all_of(part.keys, [](const file_key& k) { return k.standard.empty() && k.unit.empty(); });
  std::vector<std::vector<std::string>> rows;
  if (!bare) rows.push_back({"key", "default", "unit", "meaning"});
  for (const auto& k : part.keys) {
    rows.push_back({std::string(k.name)});
    if (!bare) rows.back().insert(rows.back().end(), {std::string(k.standard), std::string(k.unit)});
    rows.back().emplace_back(k.meaning);
  }
  print_text(table(rows, indent));
}

/// Calls f(title, entries) for each part of the catalog, and of what files can hold.
template <class Function>
void for_each_part(const catalog& all, Function&& f) {
  f("NEURON MODELS", all.models);
  f("SYNAPSES", all.synapses);
  f("INPUTS", all.inputs);
  f("LAYOUTS OF POSITIONS", all.layouts);
  f("CONNECTION RULES", all.rules);
  f("INTEGRATORS", all.integrators);
  f("TABLES OF AN EXPERIMENT FILE", experiment_tables());
  f("VALUES", value_forms());
  f("FILES THAT AN EXPERIMENT NAMES", data_files());
}

/// Calls f with what is listed: the models and synapses of a file, or, without one, all there is.
template <class Function>
void for_each_part(const std::filesystem::path& file, Function&& f) {
  if (file.empty()) return for_each_part(*built_in_catalog(), f);
  const catalog own = read_models(file);
  if (!own.models.empty() || own.synapses.empty()) f("NEURON MODELS", own.models);
  if (!own.synapses.empty()) f("SYNAPSES", own.synapses);
}

void print_all(const std::filesystem::path& file) {
  for_each_part(file, [first = true](const char* title, const auto& entries) mutable {
    print_text(fmt::format("{}{}\n", first ? "" : "\n\n", title));
    first = false;
    for (const auto& entry : entries) print_entry(entry);
  });
}

void print_named(std::string_view name, const std::filesystem::path& file) {
  std::vector<std::string_view> known;
  bool found = false;
  for_each_part(file, [&](const char* title, const auto& entries) {
    for (const auto& entry : entries) {
      known.emplace_back(entry.name);
      if (entry.name != name) continue;
      print_text(fmt::format("{}{}\n", found ? "\n" : "", title));
      print_entry(entry);
      found = true;
    }
  });
  if (!found)
    throw input_error("hux models", fmt::format("there is no {}; {}", quotation(name), suggestion(name, known)));
}

}  // namespace

void add_models(CLI::App& app) {
  auto* subcommand = app.add_subcommand(
      "models",
      "List all that an experiment can hold: models, synapses, inputs, layouts, rules, integrators,\n"
      "tables and keys, values, files");
  const auto name = std::make_shared<std::string>();
  subcommand->add_option("NAME", *name, "Only the one of this name");
  const auto file = std::make_shared<std::filesystem::path>();
  subcommand->add_option("--of", *file,
                         "Only the models and synapses that are text in this experiment, or file of models");
  subcommand->callback([name, file] { name->empty() ? print_all(*file) : print_named(*name, *file); });
}

}  // namespace hux::cli
