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

/// Has a projection a terminal, shared, of its own or by its receptor?
bool has_terminal(const catalog& known, const population& target, const projection& p);

/// One that projections may share. Throws input_error if its synapse is not known or has none.
found_terminal find_terminal(const catalog& known, const population& source, const terminal& t);

/// A projection's own, or that which it has by its receptor. Throws input_error if it has none, or one of a synapse
/// without.
found_terminal find_terminal(const catalog& known, const population& target, const projection& p);

/// All of a population, those that are shared first.
std::vector<found_terminal> terminals_of(const network& n, const population& source);

/// Where it is in an experiment file.
std::string key_of(const population& p, const terminal& t);

}  // namespace hux
