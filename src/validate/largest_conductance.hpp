#pragma once

#include <map>
#include <string>

#include "hux/network.hpp"

namespace hux {

/// What signals may conduct into a neuron of a population, in the unit of its model.
struct largest_conductance {
  double graded = 0;     ///< where all signals are 1, and of junctions that act after a delay
  double junctions = 0;  ///< of the sum of the weights, where currents have it, of junctions that act at once
  double wires = 0;      ///< what currents of wires change by with a potential, at most

  [[nodiscard]] double total() const { return graded + junctions; }
  bool operator==(const largest_conductance&) const = default;
};

/// By population, of the neuron with the most: as lists say, else the mean number of synapses and five standard
/// deviations of it, each of the mean weight.
std::map<std::string, largest_conductance> largest_conductances(const network& n, const settings& s);

}  // namespace hux
