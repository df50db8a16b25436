#include "io/state/state_file.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "hux/errors.hpp"
#include "io/hdf5/checked_dataset.hpp"
#include "io/hdf5/file_trial.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/partial_file.hpp"
#include "io/hdf5/read_tried.hpp"

namespace hux {
namespace {

namespace fs = std::filesystem;

// Groups and data sets come back in the order of their names: these tell theirs.
constexpr const char* place = "place";

/// What is in double precision whatever the network is: last spikes, times of days and more that are told apart by less
/// than a step, and what terminals have.
bool is_double(const simulation_state& state, const simulation_state::population& population,
               const std::string& variable) {
  const auto is_of = [&](const simulation_state::terminal& t) { return variable.starts_with(t.name + "."); };
  return !state.single || variable == "last_spike" || variable == "last_spike_step" ||
         std::ranges::any_of(population.terminals, is_of);
}

hdf5::handle write_numbers(hid_t group, const std::string& name, const std::vector<double>& values, bool in_double) {
  if (in_double) return hdf5::write_array<double>(group, name, values);
  return hdf5::write_array<float>(group, name, std::vector<float>(values.begin(), values.end()));
}

template <class Sent>
hdf5::handle write_sent(hid_t parent, const std::string& name, const std::vector<Sent>& sent) {
  std::vector<std::uint64_t> steps;
  std::vector<std::uint32_t> neurons;
  for (const Sent& s : sent) {
    steps.push_back(s.step);
    neurons.push_back(s.neuron);
  }
  hdf5::handle group = hdf5::create_group(parent, name);
  hdf5::write_array<std::uint64_t>(group, "step", steps);
  hdf5::write_array<std::uint32_t>(group, "neuron", neurons);
  return group;
}

void write_terminals(hid_t parent, const simulation_state::population& population) {
  const hdf5::handle all = hdf5::create_group(parent, population.name);
  for (std::size_t t = 0; t < population.terminals.size(); ++t) {
    const auto& terminal = population.terminals[t];
    const hdf5::handle group = write_sent(all, terminal.name, terminal.in_flight);
    std::vector<float> amounts;
    for (const sent_release& s : terminal.in_flight) amounts.push_back(s.amount);
    hdf5::write_array<float>(group, "amount", amounts);
    hdf5::write_attribute(group, place, std::uint64_t{t});
  }
}

/// A state without minis has nothing of them.
void write_minis(hid_t parent, const simulation_state& state) {
  if (state.projections.empty()) return;
  const hdf5::handle all = hdf5::create_group(parent, "minis");
  for (std::size_t p = 0; p < state.projections.size(); ++p) {
    std::vector<std::uint64_t> steps, synapses;
    for (const sent_mini& m : state.projections[p].in_flight) {
      steps.push_back(m.step);
      synapses.push_back(m.synapse);
    }
    const hdf5::handle group = hdf5::create_group(all, state.projections[p].name);
    hdf5::write_array<std::uint64_t>(group, "step", steps);
    hdf5::write_array<std::uint64_t>(group, "synapse", synapses);
    hdf5::write_attribute(group, place, std::uint64_t{p});
  }
}

void write_populations(hid_t parent, const simulation_state& state) {
  const hdf5::handle all = hdf5::create_group(parent, "populations");
  for (std::size_t p = 0; p < state.populations.size(); ++p) {
    const auto& population = state.populations[p];
    const hdf5::handle group = hdf5::create_group(all, population.name);
    hdf5::write_attribute(group, place, std::uint64_t{p});
    for (std::size_t i = 0; i < population.variables.size(); ++i) {
      const auto& [name, values] = population.variables[i];
      hdf5::write_attribute(write_numbers(group, name, values, is_double(state, population, name)), place,
                            std::uint64_t{i});
    }
  }
}

void write_open(hid_t file, const simulation_state& state) {
  const hdf5::handle group = hdf5::create_group(file, "state");
  hdf5::write_attribute(group, "version", state.version);
  hdf5::write_attribute(group, "precision", std::string(state.single ? "single" : "double"));
  hdf5::write_attribute(group, "dt", state.dt);
  hdf5::write_attribute(group, "step", static_cast<std::uint64_t>(state.step));
  hdf5::write_text(group, "network", state.network);
  hdf5::write_text(group, "changes", state.changes);
  const hdf5::handle lists = hdf5::create_group(group, "lists");
  for (const auto& list : state.lists) hdf5::write_array<double>(lists, list.name, list.numbers);
  write_populations(group, state);
  const hdf5::handle in_flight = hdf5::create_group(group, "in_flight");
  for (const auto& p : state.populations) write_sent(in_flight, p.name, p.in_flight);
  const hdf5::handle terminals = hdf5::create_group(group, "terminals");
  for (const auto& p : state.populations) write_terminals(terminals, p);
  write_minis(group, state);
  const hdf5::handle noises = hdf5::create_group(group, "noises");
  for (const auto& n : state.noises)
    hdf5::write_attribute(hdf5::write_array<float>(noises, n.input, n.deviations), "population", n.population);
}

// ---- reading ----

/// Names of the things in a group in the order of their places, each opened by open(group, name).
template <class Open>
std::vector<std::string> names_in_place(hid_t group, const Open& open) {
  std::vector<std::pair<std::uint64_t, std::string>> found;
  for (const auto& name : hdf5::names_in(group)) {
    std::uint64_t number = 0;
    if (hdf5::read_attribute(open(group, name), place, number)) found.emplace_back(number, name);
  }
  std::ranges::sort(found);
  std::vector<std::string> names;
  for (auto& each : found) names.push_back(std::move(each.second));
  return names;
}

std::vector<sent_spike> read_in_flight(hid_t parent, const std::string& population, std::uint64_t file_size) {
  const hdf5::handle group = hdf5::open_group(parent, population);
  const auto steps = hdf5::read_numbers<std::uint64_t>(group, "step", file_size);
  const auto neurons = hdf5::read_numbers<std::uint64_t>(group, "neuron", file_size);
  if (steps.size() != neurons.size()) throw file_error("steps and neurons of spikes differ in number");
  std::vector<sent_spike> spikes;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto neuron = static_cast<std::uint32_t>(neurons[i]);
    if (neuron != neurons[i]) throw file_error("a spike is of neuron " + std::to_string(neurons[i]));
    spikes.push_back({static_cast<std::int64_t>(steps[i]), neuron});
  }
  return spikes;
}

std::vector<simulation_state::terminal> read_terminals(hid_t parent, const std::string& population,
                                                       std::uint64_t file_size) {
  const hdf5::handle all = hdf5::open_group(parent, population);
  std::vector<simulation_state::terminal> terminals;
  for (const auto& name : names_in_place(all, hdf5::open_group)) {
    auto& terminal = terminals.emplace_back(simulation_state::terminal{name, {}});
    const auto spikes = read_in_flight(all, name, file_size);
    const auto amounts = hdf5::read_numbers<double>(hdf5::open_group(all, name), "amount", file_size);
    if (amounts.size() != spikes.size()) throw file_error("steps and amounts of releases differ in number");
    for (std::size_t i = 0; i < spikes.size(); ++i)
      terminal.in_flight.push_back({spikes[i].step, spikes[i].neuron, static_cast<float>(amounts[i])});
  }
  return terminals;
}

std::vector<simulation_state::projection> read_minis(hid_t parent, std::uint64_t file_size) {
  std::vector<simulation_state::projection> projections;
  if (!hdf5::contains(parent, "minis")) return projections;
  const hdf5::handle all = hdf5::open_group(parent, "minis");
  for (const auto& name : names_in_place(all, hdf5::open_group)) {
    const hdf5::handle group = hdf5::open_group(all, name);
    const auto steps = hdf5::read_numbers<std::uint64_t>(group, "step", file_size);
    const auto synapses = hdf5::read_numbers<std::uint64_t>(group, "synapse", file_size);
    if (steps.size() != synapses.size()) throw file_error("steps and synapses of minis differ in number");
    auto& minis = projections.emplace_back(simulation_state::projection{name, {}}).in_flight;
    for (std::size_t i = 0; i < steps.size(); ++i) minis.push_back({static_cast<std::int64_t>(steps[i]), synapses[i]});
  }
  return projections;
}

simulation_state::population read_population(hid_t parent, const std::string& name, std::uint64_t file_size) {
  const hdf5::handle group = hdf5::open_group(parent, name);
  simulation_state::population population;
  population.name = name;
  for (auto& variable : names_in_place(group, hdf5::open_dataset)) {
    auto values = hdf5::read_numbers<double>(group, variable, file_size);
    population.variables.push_back({std::move(variable), std::move(values)});
  }
  return population;
}

simulation_state read_open(hid_t file, std::uint64_t size) {
  if (!hdf5::contains(file, "state")) throw file_error("it holds no state of a simulation");
  const hdf5::handle group = hdf5::open_group(file, "state");
  simulation_state state;
  std::string precision;
  std::uint64_t step = 0;
  hdf5::read_attribute(group, "version", state.version);
  hdf5::read_attribute(group, "precision", precision);
  hdf5::read_attribute(group, "dt", state.dt);
  hdf5::read_attribute(group, "step", step);
  state.single = precision == "single";
  state.step = static_cast<std::int64_t>(step);
  state.network = hdf5::read_text(group, "network");
  state.changes = hdf5::read_text(group, "changes");
  const hdf5::handle lists = hdf5::open_group(group, "lists");
  for (auto& name : hdf5::names_in(lists)) {
    auto numbers = hdf5::read_numbers<double>(lists, name, size);
    state.lists.push_back({std::move(name), std::move(numbers)});
  }
  const hdf5::handle populations = hdf5::open_group(group, "populations");
  for (const auto& name : names_in_place(populations, hdf5::open_group))
    state.populations.push_back(read_population(populations, name, size));
  const hdf5::handle in_flight = hdf5::open_group(group, "in_flight");
  for (auto& p : state.populations) p.in_flight = read_in_flight(in_flight, p.name, size);
  const hdf5::handle terminals = hdf5::open_group(group, "terminals");
  for (auto& p : state.populations) p.terminals = read_terminals(terminals, p.name, size);
  state.projections = read_minis(group, size);
  const hdf5::handle noises = hdf5::open_group(group, "noises");
  for (const auto& name : hdf5::names_in(noises)) {
    const auto values = hdf5::read_numbers<double>(noises, name, size);
    std::string population;
    hdf5::read_attribute(hdf5::open_dataset(noises, name), "population", population);
    state.noises.push_back({name, population, {values.begin(), values.end()}});
  }
  return state;
}

}  // namespace

void write_state_and(const simulation_state& state, const fs::path& file, bool overwrite, const beside& write) {
  partial_file partial(file, overwrite, partial_file::leftover::worthless);
  hdf5::handle opened;
  try {
    opened = hdf5::create_file(partial.path());
    write_open(opened, state);
    write(opened);
    hdf5::flush_file(opened);
  } catch (const hdf5::failure& failure) {
    hdf5::leave_open(opened);
    partial.discard();
    throw file_error(file.string() + " could not be written: " + failure.what());
  }
  opened.release();
  partial.publish();
}

bool holds_state(const fs::path& file) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(file, error);
  const auto look = [&] { return hdf5::contains(hdf5::open_file(file), "state"); };
  if (error || !why_fatal([&] { look(); }, size).empty()) return false;
  try {
    return look();
  } catch (const file_error&) {
    return false;
  }
}

simulation_state read_state_and(const fs::path& file, const beside& read) {
  simulation_state state;
  hdf5::read_tried(file, [&](hid_t opened, std::uint64_t size) {
    state = read_open(opened, size);
    read(opened);
  });
  return state;
}

void write_state(const simulation_state& state, const fs::path& file, bool overwrite) {
  write_state_and(state, file, overwrite, [](hid_t) {});
}

simulation_state read_state(const fs::path& file) {
  return read_state_and(file, [](hid_t) {});
}

}  // namespace hux
