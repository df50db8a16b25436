#pragma once

#include <string>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/network.hpp"

namespace hux {

/// Something of a population that can be recorded.
struct recordable {
  std::string name;  ///< as a recording calls it
  hux::quantity quantity;
  std::string meaning;  ///< as in "the current of input 'drive'"
  std::string owner;    ///< as in "input 'drive'"
};

/// All that can be recorded of a population: what its model has, then what its receptors and then its inputs add. Two
/// of one name are two meanings. Throws input_error if its model or a synapse of it is not known.
std::vector<recordable> recordables_of(const population& p, const network& n);

}  // namespace hux
