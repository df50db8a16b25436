#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "bindings.hpp"
#include "experiment/lookup.hpp"
#include "experiment/terminals.hpp"
#include "given_path.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "input_values.hpp"
#include "network/built_network.hpp"
#include "simulation_binding.hpp"
#include "validate/checks.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace hux::python {
namespace {

using bound = bound_simulation;

const population& population_of(const experiment& e, const std::string& name) {
  return find_named(e.network.populations, name, "population", "population");
}

const input& input_of(const experiment& e, const std::string& name) {
  return find_named(e.network.inputs, name, "input", "input");
}

/// A state variable as a user meets it.
struct named_quantity {
  std::string name;
  hux::quantity quantity;
};

std::vector<named_quantity> variables_of(const experiment& e, const population& p) {
  const catalog& known = *e.network.catalog;
  const equations& model = model_of(known, p);
  std::vector<named_quantity> all{{"v", resolved(quantity::voltage, model)}};
  for (const auto& s : neuron_equations(e.network, p).states) all.push_back({s.name, s.quantity});
  for (const auto& r : p.receptors)
    if (!synapse_of(known, p, r).joined)
      all.push_back({r.name, resolved(quantity::model_synaptic, model, synapse_of(known, p, r))});
  for (const auto& t : terminals_of(e.network, p))
    for (const auto& state : t.synapse->terminal->states) all.push_back({t.name + "." + state.name, state.quantity});
  return all;
}

nb::dict receptors_of(const experiment& e, const population& p) {
  nb::dict all;
  for (const auto& r : p.receptors) {
    nb::list parameters;
    for (const auto& info : synapse_of(*e.network.catalog, p, r).parameters) parameters.append(info.name);
    all[r.name.c_str()] = parameters;
  }
  return all;
}

any_dict described(const experiment& e, const population& p) {
  nb::dict variables;
  any_dict all;
  for (const auto& v : variables_of(e, p)) variables[v.name.c_str()] = std::string(unit_of(v.quantity));
  nb::list parameters;
  for (const auto& info : model_of(*e.network.catalog, p).parameters) parameters.append(info.name);
  all["size"] = p.size;
  all["model"] = p.model;
  all["variables"] = variables;
  all["parameters"] = parameters;
  all["receptors"] = receptors_of(e, p);
  return all;
}

template <class Range>
std::vector<std::string> strings_of(const Range& range) {
  std::vector<std::string> names;
  for (const auto& element : range) names.push_back(element.name);
  return names;
}

any_dict said_of(const run_summary& s) {
  any_dict said;
  said["start"] = s.start;
  said["time"] = s.time;
  said["complete"] = s.complete;
  said["spikes"] = s.spikes;
  said["synapses"] = s.synapses;
  said["diverged"] = s.diverged;
  said["build_seconds"] = s.spent.build;
  said["simulation_seconds"] = s.spent.simulation;
  said["update_seconds"] = s.spent.update;
  said["delivery_seconds"] = s.spent.delivery;
  said["output_seconds"] = s.spent.output;
  return said;
}

any_dict built(const simulation& s) {
  const experiment& e = s.settled();
  std::uint64_t neurons = 0, synapses = 0;
  for (const auto& p : e.network.populations) neurons += p.size;
  for (const auto& p : e.network.projections) synapses += s.synapses(p.name);
  any_dict all;
  all["neurons"] = neurons;
  all["synapses"] = synapses;
  all["backend"] = e.settings.backend == backend_kind::cuda ? "cuda:" + std::to_string(e.settings.device) : "cpu";
  all["threads"] = e.settings.threads;
  all["why_cpu"] = s.why_cpu();
  all["how_equations_run"] = s.how_equations_run();
  return all;
}

tuple_of<array<std::uint32_t>, array<std::uint32_t>, array<double>, array<double>> synapses_of(
    const simulation& s, const std::string& projection) {
  explicit_list list = s.connections(projection);
  return nb::make_tuple(array_of(std::move(list.source)), array_of(std::move(list.target)),
                        array_of(std::move(list.weight)), array_of(std::move(list.delay)));
}

double quantity_of_variable(const experiment& e, const std::string& population, const std::string& variable,
                            const std::string& text) {
  const hux::population& p = population_of(e, population);
  const std::string key = key_of(p) + "." + variable;
  try {
    return parse_quantity(text, find_named(variables_of(e, p), variable, key_of(p), "state variable").quantity);
  } catch (const units_error& wrong) {
    throw input_error(key, wrong.what());
  }
}

double time_of(const std::string& text, const std::string& key) {
  try {
    return parse_quantity(text, quantity::time);
  } catch (const units_error& wrong) {
    throw input_error(key, wrong.what());
  }
}

void bind_progress(nb::module_& m) {
  nb::class_<shown_progress>(m, "Progress", "How far a run has come; what there was before it does not count.")
      .def_ro("time", &shown_progress::time, "Reached, ms.")
      .def_ro("start", &shown_progress::start, "When the run started, ms.")
      .def_ro("end", &shown_progress::end, "When it will end, ms.")
      .def_ro("wall_seconds", &shown_progress::wall_seconds, "That the simulator has taken for it.")
      .def_ro("spikes", &shown_progress::spikes, "In it, of all populations.")
      .def_ro("stage", &shown_progress::stage, "That it is in; empty where the experiment has no stages.")
      .def_prop_ro("fraction", &shown_progress::fraction, "Of the run, 0 to 1.")
      .def("line", &shown_progress::line, "width"_a,
           "The line that the command shows in a terminal, exactly so many characters wide.");
}

void bind_running(nb::class_<bound>& c) {
  c.def("aim", &bound::aim, "duration"_a,
        "Starts a run of a duration in ms, which advance() goes through; its number of steps. Raises InputError, "
        "MemoryPlanError.")
      .def("advance", &bound::advance, "steps"_a, "on_progress"_a.none() = nb::none(),
           "Simulates some steps. False if on_progress, which is handed a Progress ten times a second, has said so.")
      .def("reached", &bound::reached, "How far the run has come.")
      .def_prop_ro("time", &bound::time, "How far the simulation has come, ms; also while it runs.")
      .def_prop_ro(
          "dt", [](bound& b) { return b.use([](simulation& s) { return s.settled().settings.dt; }); }, "Time step, ms.")
      .def_prop_ro(
          "summary", [](const bound& b) { return said_of(b.summary()); },
          "Of all that was simulated up to the end of the last run.");
}

void bind_recording(nb::class_<bound>& c) {
  c.def(
       "record_to",
       [](bound& b, const given_path& file, bool overwrite, bool keep) { b.record_to(file, overwrite, keep); },
       "path"_a, "overwrite"_a = false, "keep"_a = false,
       "Streams what is recorded to a new HDF5 file; keep says whether to memory as well.")
      .def(
          "resume",
          [](bound& b, const given_path& file, const given_path& checkpoint, bool keep) {
            b.resume(file, checkpoint, keep);
          },
          "path"_a, "checkpoint"_a, "keep"_a = false,
          "Goes on with the file of a run that was broken off, from a checkpoint of it.")
      .def("end_recording", &bound::end_recording, "Finishes the file that results go to, if there is one.")
      .def(
          "checkpoint",
          [](bound& b, const given_path& file) { b.use_without_gil([&](simulation& s) { s.checkpoint(file); }); },
          "path"_a, "Writes to a file all that resume() needs to go on from here.")
      .def_prop_ro("is_recorded_to_file", &bound::is_recorded_to_file, "Do results go to a file?")
      .def("forget", &bound::forget, "Lets go of what is kept in memory.");
}

void bind_states(nb::class_<bound>& c) {
  c.def(
       "state",
       [](bound& b, const std::string& population, const std::string& variable) {
         return array_of(b.use([&](simulation& s) { return s.state(population, variable); }));
       },
       "population"_a, "variable"_a, "A state variable of every neuron as it stands. Raises InputError.")
      .def(
          "set_state",
          [](bound& b, const std::string& population, const std::string& variable, const given_array<double>& values,
             const given_array<std::uint32_t>& neurons) {
            b.use([&](simulation& s) { s.set_state(population, variable, vector_of(values), vector_of(neurons)); });
          },
          "population"_a, "variable"_a, "values"_a, "neurons"_a,
          "Sets a state variable: one value for all or one each, of some neurons, or all if none are named.")
      .def(
          "quantity",
          [](bound& b, const std::string& population, const std::string& variable, const std::string& text) {
            return b.use([&](simulation& s) { return quantity_of_variable(s.settled(), population, variable, text); });
          },
          "population"_a, "variable"_a, "text"_a, "A quantity with its unit as a number in that of a state variable.")
      .def(
          "save", [](bound& b) { return b.use_without_gil([](simulation& s) { return s.save(); }); },
          "The state as it stands.")
      .def("restore", &bound::restore, "state"_a, "Goes on from a state of this network.");
}

void bind_changes(nb::class_<bound>& c) {
  c.def(
       "experiment", [](bound& b) { return b.use([](simulation& s) { return s.settled(); }); },
       "The experiment with everything that was chosen filled in, as it was changed last.")
      .def("change", &bound::change, "experiment"_a, "Goes on as another experiment says from now on.")
      .def("set_parameters", &bound::set_parameters, "population"_a, "values"_a,
           "Gives parameters of a population, its threshold and those of its receptors other values from now on: "
           "numbers, quantities with units, or arrays.")
      .def(
          "input_value",
          [](bound& b, const std::string& name, const std::string& key) {
            return b.use(
                [&](simulation& s) { return value_of(input_of(s.settled(), name), key, s.settled().network); });
          },
          "name"_a, "key"_a, "A parameter of an input, or whether it is \"on\".")
      .def(
          "set_input_value",
          [](bound& b, const std::string& name, const std::string& key, const nb::object& value) {
            b.use([&](simulation& s) {
              s.change_input(with_value(input_of(s.settled(), name), key, value, s.settled().network));
            });
          },
          "name"_a, "key"_a, "value"_a.none(), "Gives a parameter of an input another value from now on.")
      .def(
          "input_parameters",
          [](bound& b, const std::string& name) {
            return b.use([&](simulation& s) { return parameters_of(input_of(s.settled(), name)); });
          },
          "name"_a, "Names of an input's parameters.")
      .def(
          "record",
          [](bound& b, const std::string& name, const std::string& population, std::vector<std::string> variables,
             const given_array<std::uint32_t>& neurons, double interval) {
            b.record({name, population, std::move(variables), vector_of(neurons), interval, true});
          },
          "name"_a, "population"_a, "variables"_a, "neurons"_a, "interval"_a,
          "Records variables from now on, of some neurons, or all if none are named, at an interval in ms.")
      .def("end_record", &bound::end_record, "name"_a, "Ends a recording.")
      .def(
          "synapse_count",
          [](bound& b, const std::string& projection) {
            return b.use([&](simulation& s) { return s.synapses(projection); });
          },
          "projection"_a, "Number of a projection's synapses.")
      .def(
          "synapses",
          [](bound& b, const std::string& projection) {
            return b.use([&](simulation& s) { return synapses_of(s, projection); });
          },
          "projection"_a, "Sources, targets, weights and delays (ms) of a projection's synapses.");
}

void bind_descriptions(nb::class_<bound>& c) {
  const auto names_in = [](auto member) {
    return [member](bound& b) { return b.use([&](simulation& s) { return strings_of(s.settled().network.*member); }); };
  };
  c.def_prop_ro("populations", names_in(&network::populations), "Their names.")
      .def_prop_ro("projections", names_in(&network::projections), "Their names.")
      .def_prop_ro("inputs", names_in(&network::inputs), "Their names.")
      .def(
          "population",
          [](bound& b, const std::string& name) {
            return b.use([&](simulation& s) { return described(s.settled(), population_of(s.settled(), name)); });
          },
          "name"_a, "What a population has: size, model, variables with their units, parameters, receptors.")
      .def_prop_ro(
          "built", [](bound& b) { return b.use([](simulation& s) { return built(s); }); },
          "What it is made of and runs on.")
      .def_prop_ro(
          "warnings", [](bound& b) { return b.use([](simulation& s) { return s.warnings(); }); },
          "What a user should know before trusting the results, one sentence each.");
}

// ---- what is kept ----

template <class Kept>
const Kept& kept_called(const std::vector<Kept>& all, const std::string& name, const char* key, const char* kind) {
  return find_named(all, name, key, kind);
}

tuple_of<array<double>, array<std::uint32_t>> spikes_of(const bound& b, const std::string& population) {
  return b.kept().look([&](const auto& spikes, const auto&, const auto&, const auto&) {
    const kept_spikes& kept = kept_called(spikes, population, "spikes", "recorded population");
    return nb::make_tuple(array_of<double>(kept.times.seen()), array_of<std::uint32_t>(kept.neurons.seen()));
  });
}

using array_3d = nb::ndarray<nb::numpy, const float, nb::ndim<3>>;

tuple_of<array<double>, array_3d, array<std::uint32_t>, texts, texts, std::string, double> samples_of(
    const bound& b, const std::string& recording) {
  return b.kept().look([&](const auto&, const auto& samples, const auto&, const auto&) {
    const kept_samples& kept = kept_called(samples, recording, "samples", "recording");
    const auto times = kept.times.seen();
    const auto values = kept.values.seen();
    const std::size_t shape[] = {times.size, kept.of.variables.size(), kept.neurons.size()};
    return nb::make_tuple(array_of<double>(times), array_3d(values.values.get(), 3, shape, keeping(values.values)),
                          array_of(kept.neurons), kept.of.variables, kept.units, kept.of.population, kept.of.interval);
  });
}

tuple_of<array<float>, double, double> rates_of(const bound& b, const std::string& population) {
  return b.kept().look([&](const auto&, const auto&, const auto& rates, const auto&) {
    const kept_rates& kept = kept_called(rates, population, "rates", "population whose rate is recorded");
    return nb::make_tuple(array_of<float>(kept.values.seen()), kept.start, kept.bin);
  });
}

tuple_of<array<double>, array<std::uint32_t>, array<std::uint32_t>> diverged_in(const bound& b) {
  return b.kept().look([&](const auto&, const auto&, const auto&, const kept_divergences& d) {
    return nb::make_tuple(array_of<double>(d.times.seen()), array_of<std::uint32_t>(d.populations.seen()),
                          array_of<std::uint32_t>(d.neurons.seen()));
  });
}

void bind_kept(nb::class_<bound>& c) {
  c.def("spikes", &spikes_of, "population"_a,
        "Times (ms, float64) and neurons (uint32) of the spikes kept so far, in the order of time.")
      .def("samples", &samples_of, "recording"_a,
           "Times (ms), values (float32, [sample, variable, neuron]), neurons, variables, units, population, interval "
           "(ms).")
      .def("rates", &rates_of, "population"_a, "Rates (Hz) of bins that are over, start and width (ms).")
      .def_prop_ro("diverged", &diverged_in, "Times (ms), numbers of populations, and neurons that diverged.")
      .def_prop_ro(
          "kept",
          [](const bound& b) -> tuple_of<texts, texts, texts> {
            return b.kept().look([](const auto& spikes, const auto& samples, const auto& rates, const auto&) {
              return nb::make_tuple(strings_of(spikes), strings_of(samples), strings_of(rates));
            });
          },
          "Names of the spikes, samples and rates that are kept.")
      .def_prop_ro(
          "is_kept", [](const bound& b) { return b.kept().is_keeping(); }, "Is anything kept in memory?")
      .def_prop_ro(
          "kept_since", [](const bound& b) { return b.kept().since(); }, "From when on, ms.")
      .def_prop_ro(
          "kept_bytes", [](const bound& b) { return b.kept().bytes(); }, "Memory that it takes.")
      .def_prop_ro(
          "limit_bytes", [](const bound& b) { return b.kept().limit(); }, "Memory that it may take.");
}

}  // namespace

void bind_simulation(nb::module_& m) {
  bind_progress(m);
  nb::class_<bound> c(m, "Simulation", "A network ready to run; hux.Simulation is what people use.");
  c.def(nb::init<const experiment&, std::optional<std::uint64_t>>(), "experiment"_a,
        "limit_bytes"_a.none() = nb::none());
  bind_running(c);
  bind_recording(c);
  bind_states(c);
  bind_changes(c);
  bind_descriptions(c);
  bind_kept(c);
  m.def(
      "suggestion",
      [](const std::string& misspelt, const std::vector<std::string>& known) {
        return suggestion(misspelt, {known.begin(), known.end()});
      },
      "misspelt"_a, "known"_a, "What to say of a name that nothing has: the nearest that something has, or all.");
  m.def("require_whole_steps", &check_whole_steps, "key"_a, "time"_a, "dt"_a,
        "Raises InputError unless a time (ms) is at least one step and a whole number of them.");
  m.def("milliseconds", &time_of, "text"_a, "key"_a, "A time with its unit in ms. Raises InputError at the key.");
}

}  // namespace hux::python
