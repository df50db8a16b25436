#pragma once

#include "hux/neuron_values.hpp"
#include "hux/units.hpp"

/// Reads how values are given, from the table that says so. Every mistake throws input_error with the key.
namespace hux {

class table_reader;

/// { normal = { mean = "-60 mV", std = "5 mV" } } and the like, for synapses.
distribution read_law(table_reader& table, quantity q);

/// The same for neurons, with what they alone can have: repeat, formula, and a single value in a table of its own.
neuron_values read_neuron_law(table_reader& table, quantity q);

/// Such a table that has the key `where`, too, or an element of a list of them.
neuron_part read_part(table_reader& table, quantity q);

}  // namespace hux
