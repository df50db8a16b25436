#pragma once

#include <string>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/network.hpp"

/// Finding the terminals of a network.
namespace hux {

/// A terminal of a population: the synapse that has it, and values of all its parameters, in its order.
struct found_terminal {
  std::string name;  ///< its own, or that of its projection
  const synapse_equations* synapse;
  std::vector<double> parameters;
};

/// A receptor of a population whose states are its neurons': its synapse, and values of all its parameters.
struct found_receptor {
  std::string name;
  const synapse_equations* synapse;
  std::vector<double> parameters;
};

/// What users can say of a synapse's terminal, whether it releases at spikes or sends a signal.
const std::vector<std::string>& terminal_parameters(const synapse_equations& synapse);
const std::vector<state_info>& terminal_states(const synapse_equations& synapse);

/// Does what a projection brings act at all times, and not at spikes?
bool is_continuous(const catalog& known, const population& target, const projection& p);

/// Of one that does: without a delay?
bool acts_at_once(const projection& p);

/// Does what one of its projections brings act at all times?
bool has_signal(const network& n);
/// And without a delay?
bool has_signal_at_once(const network& n);

/// Has a projection a terminal that releases at spikes, shared, of its own or by its receptor?
bool has_terminal(const catalog& known, const population& target, const projection& p);

/// One that projections may share. Throws input_error if its synapse is not known or has none.
found_terminal find_terminal(const catalog& known, const population& source, const terminal& t);

/// A projection's own, or that which it has by its receptor. Throws input_error if it has none, or one of a synapse
/// without.
found_terminal find_terminal(const catalog& known, const population& target, const projection& p);

/// All of a population that release at spikes, those that are shared first.
std::vector<found_terminal> terminals_of(const network& n, const population& source);

/// All that send a signal, in the same order.
std::vector<found_terminal> signals_of(const network& n, const population& source);

/// All receptors whose states are the neurons', in their order.
std::vector<found_receptor> joined_receptors_of(const catalog& known, const population& p);

/// What the terminal of a projection is called, shared or its own.
const std::string& terminal_name(const projection& p);

/// The equations of a population's neurons: its model's, with those of the terminals that send a signal,
/// and of the receptors that join them.
const equations& neuron_equations(const network& n, const population& p);

/// What neurons have of their parameters where nothing else is given: the model's defaults or those of the preset, and
/// what the terminals and receptors have; in the order of neuron_equations().
std::vector<double> standard_parameters(const network& n, const population& p);

/// Where it is in an experiment file.
std::string key_of(const population& p, const terminal& t);

}  // namespace hux
