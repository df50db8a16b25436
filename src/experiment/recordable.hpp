#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/network.hpp"

namespace hux {

/// Where the value of a variable comes from.
enum class reading : std::uint8_t {
  state,        ///< a state variable as it is
  conductance,  ///< a receptor's, of which its block leaves a part open
  current,      ///< that flows through a receptor's conductance, outward positive
  coupling,     ///< the same of a receptor whose current has the sum of the weights
  observable,   ///< of the model
  input         ///< what an input injects
};

/// Something of a population that can be recorded.
struct recordable {
  std::string name;  ///< as a recording calls it
  hux::quantity quantity;
  std::string meaning;  ///< as in "the current of input 'drive'"
  std::string owner;    ///< as in "input 'drive'"
  reading from;
  std::size_t index;  ///< of the state variable (v, gates, receptors, terminals), the observable or the network's input
};

/// All that can be recorded of a population: what its model has, then what its receptors, terminals and inputs add. Two
/// of one name are two meanings. Throws input_error if its model or a synapse of it is not known.
std::vector<recordable> recordables_of(const population& p, const network& n);

}  // namespace hux
