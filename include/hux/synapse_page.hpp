#pragma once

#include <string>
#include <vector>

#include "hux/model_page.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// A state variable of a receptor, in the unit of the weights; zero at the start.
struct receptor_state {
  std::string name;
  std::string derivative;  ///< its unit per ms
  std::string arrival;     ///< what it becomes as weights of the sum w arrive; empty: none do

  bool operator==(const receptor_state&) const = default;
};

/// A synapse's equations as a user writes them, as plain data: a page of TOML (README.md, "Your own synapses").
struct synapse_page {
  std::string name;
  std::string description;
  std::string source;                      ///< paper
  std::vector<parameter_info> parameters;  ///< each in its own unit as it was written
  std::vector<named_text> defines;         ///< shared expressions of parameters
  std::vector<receptor_state> states;      ///< one, or two of which one drives the other
  std::string current;                     ///< outward positive; with v if weights are conductances

  bool operator==(const synapse_page&) const = default;
};

}  // namespace hux
