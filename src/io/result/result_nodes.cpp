#include "io/result/result_nodes.hpp"

#include <limits>
#include <numeric>
#include <vector>

#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "hux/units.hpp"
#include "network/placement.hpp"

namespace hux {
namespace {

hdf5::handle open_or_create(hid_t parent, const std::string& name) {
  return hdf5::contains(parent, name) ? hdf5::open_group(parent, name) : hdf5::create_group(parent, name);
}

/// The group of what the neurons of a population have, made at the first call with what SONATA wants beside it.
hdf5::handle attributes_of(hid_t nodes, const population& p) {
  const hdf5::handle group = open_or_create(nodes, p.name);
  if (hdf5::contains(group, "0")) return hdf5::open_group(group, "0");
  std::vector<std::uint64_t> ids(p.size, 0);
  hdf5::write_array<std::uint64_t>(group, "node_type_id", ids);
  std::iota(ids.begin(), ids.end(), std::uint64_t{0});
  hdf5::write_array<std::uint64_t>(group, "node_id", ids);
  hdf5::write_array<std::uint64_t>(group, "node_group_index", ids);
  hdf5::write_array<std::uint32_t>(group, "node_group_id", std::vector<std::uint32_t>(p.size, 0));
  return hdf5::create_group(group, "0");
}

void write(hid_t attributes, const std::string& name, const std::vector<double>& values, quantity q) {
  const hdf5::handle written = hdf5::write_array<double>(attributes, name, values);
  hdf5::write_attribute(written, "units", q == quantity::dimensionless ? "1" : std::string(unit_of(q)));
}

void write_parameters(hid_t file, const population& p, const built_population& built) {
  const equations& model = *built.model;
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    const auto& info = model.parameters[i];
    const auto given = p.parameters.find(std::string(info.name));
    if (given == p.parameters.end() || common_value(given->second)) continue;
    const hdf5::handle attributes = attributes_of(open_or_create(file, "nodes"), p);
    write(attributes, std::string(info.name), built.parameters[i], resolved(info.quantity, model));
  }
}

/// Writes what an input gives to its neurons one by one: its amplitude or its level.
void write_input(hid_t file, const input& in, const population& p, const std::vector<double>& given,
                 const std::string& what, quantity q) {
  std::vector<double> values = given;
  if (!in.neurons.empty()) {
    values.assign(p.size, std::numeric_limits<double>::quiet_NaN());
    for (const std::uint32_t neuron : in.neurons) values[neuron] = given[neuron];
  }
  write(attributes_of(open_or_create(file, "nodes"), p), in.name + "." + what, values, q);
}

/// The part of an input's current that differs from neuron to neuron.
const std::vector<double>& values_of(const built_network& network, const std::string& input,
                                     std::vector<double> built_current::*values) {
  for (const auto& c : network.currents)
    if (c.name == input && !(c.*values).empty()) return c.*values;
  throw error("the input '" + input + "' has no current");
}

}  // namespace

void write_nodes(hid_t nodes, const population& p, std::uint64_t seed) {
  const hdf5::handle attributes = attributes_of(nodes, p);
  const placement where(p, seed);
  std::vector<double> values(p.size);
  for (int d = 0; d < 3; ++d) {
    for (std::uint32_t i = 0; i < p.size; ++i) values[i] = where(i).at[d];
    write(attributes, std::string(1, "xyz"[d]), values, quantity::length);
  }
}

void write_values(hid_t file, const experiment& e, const built_network& network) {
  for (std::size_t i = 0; i < network.populations.size(); ++i)
    write_parameters(file, e.network.populations[i], network.populations[i]);
  const population_names names(e.network);
  for (const input& in : e.network.inputs) {
    if (!in.on) continue;
    const population& p = names.find(in.population, key_of(in) + ".population");
    std::visit(
        [&](const auto& what) {
          if constexpr (requires { neuron_values(what.amplitude); }) {
            if (!common_value(what.amplitude))
              write_input(file, in, p, values_of(network, in.name, &built_current::amplitude), "amplitude",
                          model_of(*e.network.catalog, p).current);
          } else if constexpr (requires { neuron_values(what.level); }) {
            if (!common_value(what.level))
              write_input(file, in, p, values_of(network, in.name, &built_current::level), "level",
                          resolved(quantity::voltage, model_of(*e.network.catalog, p)));
          }
        },
        in.what);
  }
}

}  // namespace hux
