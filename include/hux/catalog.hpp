#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hux {

/// What a number measures; decides which units a user may give it in.
/// current, conductance and capacitance take the form of the model they belong to: of a cell (pA, nS, pF), or of a
/// square centimetre of membrane (uA/cm2, mS/cm2, uF/cm2).
enum class quantity : int {
  dimensionless,
  voltage,              ///< mV
  time,                 ///< ms
  rate,                 ///< Hz
  current,              ///< of a cell, pA
  conductance,          ///< of a cell, nS
  capacitance,          ///< of a cell, pF
  current_density,      ///< uA/cm2
  conductance_density,  ///< mS/cm2
  capacitance_density,  ///< uF/cm2
  area,                 ///< um2
  length,               ///< um
  velocity,             ///< m/s
  temperature,          ///< degC
  concentration,        ///< mM
  frequency_per_ms,     ///< 1/ms
  model_current,        ///< current or current_density, as the population's model has it
  model_conductance,    ///< conductance or conductance_density, as the population's model has it
  model_synaptic        ///< model_conductance or model_current, as the receptor's synapse has it
};

/// Values a parameter may take.
enum class range { any, positive, non_negative, fraction };

struct parameter_info {
  std::string_view name;
  hux::quantity quantity = quantity::dimensionless;
  double standard = 0;  ///< default value, in the unit of its quantity
  hux::range range = range::any;
  std::string_view description;
  bool required = false;  ///< has no default: must be given
  bool optional = false;  ///< has no default: may be left out, with the effect that the description says
};

/// A named set of parameter values of a model.
struct preset_info {
  std::string_view name;
  std::vector<double> values;  ///< in the order of the model's parameters
};

/// A quantity computed from a model's state for recording.
struct observable_info {
  std::string_view name;
  hux::quantity quantity;
};

struct model_info {
  std::string_view name;
  std::string_view description;
  std::string_view source;  ///< paper
  quantity current;         ///< current or current_density
  quantity conductance;     ///< conductance or conductance_density
  double threshold;         ///< default spike threshold, mV
  double initial_v;         ///< default initial membrane potential, mV
  std::vector<parameter_info> parameters;
  std::vector<preset_info> presets;
  std::vector<std::string_view> gates;
  std::vector<observable_info> observables;
};

struct synapse_info {
  std::string_view name;
  std::string_view description;
  std::string_view source;
  bool is_current;  ///< weights are currents, not conductances
  std::vector<parameter_info> parameters;
};

/// An input, a layout of positions, a connection rule or an integrator.
struct kind_info {
  std::string_view name;
  std::string_view description;
  std::string_view source;
  std::vector<parameter_info> parameters;
};

/// Everything an experiment can be made of. Lists are in the order in which a user should see them.
struct catalog {
  std::vector<model_info> models;
  std::vector<synapse_info> synapses;
  std::vector<kind_info> inputs;
  std::vector<kind_info> layouts;
  std::vector<kind_info> rules;
  std::vector<kind_info> integrators;

  /// The entry of that name; throws input_error naming the nearest known one.
  const model_info& model(std::string_view name) const;
  const synapse_info& synapse(std::string_view name) const;
};

/// The catalog of this build.
const catalog& the_catalog();

/// The name among known that is the closest to a misspelt one; empty if none is near.
std::string nearest(std::string_view misspelt, std::span<const std::string_view> known);

/// The unit in which Hux keeps a quantity, as a user would write it ("mS/cm2").
std::string_view unit_of(quantity q);

}  // namespace hux
