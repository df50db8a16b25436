#include <fmt/format.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "bindings.hpp"
#include "experiment/lookup.hpp"
#include "file_texts.hpp"
#include "given_path.hpp"
#include "hux/simulation_state.hpp"
#include "hux/state_file.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace hux::python {
namespace {

nb::list packed(const std::vector<simulation_state::variable>& variables) {
  nb::list all;
  for (const auto& v : variables) all.append(nb::make_tuple(v.name, array_of(v.values)));
  return all;
}

/// Steps and neurons.
template <class Sent>
nb::tuple packed_sent(const std::vector<Sent>& sent) {
  std::vector<std::int64_t> steps;
  std::vector<std::uint32_t> neurons;
  for (const Sent& s : sent) {
    steps.push_back(s.step);
    neurons.push_back(s.neuron);
  }
  return nb::make_tuple(array_of(std::move(steps)), array_of(std::move(neurons)));
}

/// Steps and synapses of minis by projection.
nb::list packed(const std::vector<simulation_state::projection>& projections) {
  nb::list all;
  for (const auto& p : projections) {
    std::vector<std::int64_t> steps;
    std::vector<std::uint64_t> synapses;
    for (const sent_mini& m : p.in_flight) {
      steps.push_back(m.step);
      synapses.push_back(m.synapse);
    }
    all.append(nb::make_tuple(p.name, array_of(std::move(steps)), array_of(std::move(synapses))));
  }
  return all;
}

/// A state in what Python can pickle.
nb::typed<nb::tuple, nb::any, nb::ellipsis> packed(const simulation_state& s) {
  nb::list populations, noises, lists;
  for (const auto& p : s.populations) {
    nb::list terminals;
    for (const auto& t : p.terminals) {
      std::vector<float> amounts;
      for (const sent_release& release : t.in_flight) amounts.push_back(release.amount);
      terminals.append(nb::make_tuple(t.name, packed_sent(t.in_flight), array_of(std::move(amounts))));
    }
    populations.append(nb::make_tuple(p.name, packed(p.variables), packed_sent(p.in_flight), terminals));
  }
  for (const auto& n : s.noises) noises.append(nb::make_tuple(n.input, n.population, array_of(n.deviations)));
  for (const auto& list : s.lists) lists.append(nb::make_tuple(list.name, array_of(list.numbers)));
  return nb::make_tuple(s.version, s.network, s.changes, s.single, s.dt, s.step, populations, noises, lists,
                        packed(s.projections));
}

template <class T>
std::vector<T> values_in(const nb::handle& given) {
  return vector_of(nb::cast<given_array<T>>(given));
}

std::vector<sent_spike> unpacked_spikes(const nb::tuple& given) {
  const auto steps = values_in<std::int64_t>(given[0]);
  const auto neurons = values_in<std::uint32_t>(given[1]);
  std::vector<sent_spike> spikes;
  for (std::size_t i = 0; i < std::min(steps.size(), neurons.size()); ++i) spikes.push_back({steps[i], neurons[i]});
  return spikes;
}

simulation_state::population unpacked_population(const nb::tuple& given) {
  simulation_state::population p;
  p.name = nb::cast<std::string>(given[0]);
  for (const auto& v : nb::cast<nb::list>(given[1]))
    p.variables.push_back({nb::cast<std::string>(v[0]), values_in<double>(v[1])});
  p.in_flight = unpacked_spikes(nb::cast<nb::tuple>(given[2]));
  for (const auto& t : nb::cast<nb::list>(given[3])) {
    auto& terminal = p.terminals.emplace_back(simulation_state::terminal{nb::cast<std::string>(t[0]), {}});
    const auto spikes = unpacked_spikes(nb::cast<nb::tuple>(t[1]));
    const auto amounts = values_in<float>(t[2]);
    for (std::size_t i = 0; i < std::min(spikes.size(), amounts.size()); ++i)
      terminal.in_flight.push_back({spikes[i].step, spikes[i].neuron, amounts[i]});
  }
  return p;
}

simulation_state::projection unpacked_minis(const nb::tuple& given) {
  simulation_state::projection p{nb::cast<std::string>(given[0]), {}};
  const auto steps = values_in<std::int64_t>(given[1]);
  const auto synapses = values_in<std::uint64_t>(given[2]);
  for (std::size_t i = 0; i < std::min(steps.size(), synapses.size()); ++i)
    p.in_flight.push_back({steps[i], synapses[i]});
  return p;
}

simulation_state unpacked(const nb::tuple& given) {
  simulation_state s;
  s.version = nb::cast<std::string>(given[0]);
  s.network = nb::cast<std::string>(given[1]);
  s.changes = nb::cast<std::string>(given[2]);
  s.single = nb::cast<bool>(given[3]);
  s.dt = nb::cast<double>(given[4]);
  s.step = nb::cast<std::int64_t>(given[5]);
  for (const auto& p : nb::cast<nb::list>(given[6]))
    s.populations.push_back(unpacked_population(nb::cast<nb::tuple>(p)));
  for (const auto& n : nb::cast<nb::list>(given[7]))
    s.noises.push_back({nb::cast<std::string>(n[0]), nb::cast<std::string>(n[1]), values_in<float>(n[2])});
  for (const auto& list : nb::cast<nb::list>(given[8]))
    s.lists.push_back({nb::cast<std::string>(list[0]), values_in<double>(list[1])});
  for (const auto& p : nb::cast<nb::list>(given[9])) s.projections.push_back(unpacked_minis(nb::cast<nb::tuple>(p)));
  return s;
}

const simulation_state::population& population_of(const simulation_state& s, const std::string& name) {
  return find_named(s.populations, name, "state", "population");
}

array<double> values_of(const simulation_state& s, const std::string& population, const std::string& variable) {
  return array_of(
      find_named(population_of(s, population).variables, variable, "state." + population, "variable").values);
}

nb::list texts_of(const simulation_state& s) {
  nb::list all;
  for (const auto& text : {s.version, s.network, s.changes}) all.append(text);
  for (const auto& p : s.populations) {
    all.append(p.name);
    for (const auto& v : p.variables) all.append(v.name);
  }
  for (const auto& n : s.noises) all.append(nb::make_tuple(n.input, n.population));
  for (const auto& list : s.lists) all.append(list.name);
  for (const auto& p : s.projections) all.append(p.name);
  return all;
}

simulation_state loaded(const given_path& file) {
  simulation_state s;
  {
    const nb::gil_scoped_release others_go_on;
    s = read_state(file);
  }
  with_texts_of(file, [&] { return texts_of(s); });
  return s;
}

std::vector<std::string> strings(const std::vector<std::string_view>& names) { return {names.begin(), names.end()}; }

}  // namespace

void bind_state(nb::module_& m) {
  nb::class_<simulation_state>(
      m, "SimulationState",
      "The state of a simulation at a time: all that decides how it goes on, beside its experiment. A "
      "value: it compares, pickles and can be written to a file.")
      .def_prop_ro("t", &simulation_state::time, "When it was taken, ms.")
      .def_prop_ro(
          "populations", [](const simulation_state& s) { return strings(names_of(s.populations)); },
          "Names of the populations.")
      .def(
          "variables",
          [](const simulation_state& s, const std::string& population) {
            return strings(names_of(population_of(s, population).variables));
          },
          "population"_a, "Names of what it has of each neuron of a population. Raises InputError.")
      .def("values", &values_of, "population"_a, "variable"_a,
           "One number for each neuron of a population, as set_state takes them. Raises InputError.")
      .def(
          "difference", [](const simulation_state& a, const simulation_state& b) { return first_difference(a, b); },
          "other"_a,
          "The first thing in which it differs from another in any bit, in a phrase; empty if there is none.")
      .def(
          "save",
          [](const simulation_state& s, const given_path& file, bool overwrite) { write_state(s, file, overwrite); },
          "path"_a, "overwrite"_a = false, nb::call_guard<nb::gil_scoped_release>(),
          "Writes it to an HDF5 file, as hux run --save-state does. Raises FileError.")
      .def_static("load", &loaded, "path"_a, "The state in a file. Raises FileError.")
      .def(
          "__eq__",
          [](const simulation_state& a, const nb::object& other) {
            return nb::isinstance<simulation_state>(other) &&
                   first_difference(a, nb::cast<const simulation_state&>(other)).empty();
          },
          "other"_a)
      .def("__repr__",
           [](const simulation_state& s) {
             return fmt::format("<hux.SimulationState of {} at {:g} ms>", fmt::join(names_of(s.populations), ", "),
                                s.time());
           })
      .def("__getstate__", [](const simulation_state& s) { return packed(s); })
      .def("__setstate__", [](simulation_state& s, const nb::typed<nb::tuple, nb::any, nb::ellipsis>& given) {
        new (&s) simulation_state(unpacked(given));
      });
}

}  // namespace hux::python
