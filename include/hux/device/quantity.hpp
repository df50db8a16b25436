#pragma once

#include <string_view>

namespace hux {

/// What a number measures; decides which units a user may give it in.
/// current, conductance and capacitance take the form of the model they belong to: of a cell (pA, nS, pF), or of a
/// square centimetre of membrane (uA/cm2, mS/cm2, uF/cm2). Values above the enumerators are of units that a user has
/// named (quantity_of in hux/units.hpp).
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

/// The unit in which Hux keeps a quantity, as a user would write it ("mS/cm2").
std::string_view unit_of(quantity q);

}  // namespace hux
