#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hux/model_page.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// A state variable of a receptor. One or two that are linear, in the unit of the weights, are advanced exactly; any
/// others become states of the target's neurons.
struct receptor_state {
  std::string name;
  std::string derivative;           ///< its unit per ms
  std::string arrival;              ///< what it becomes as weights of the sum w arrive; empty: none do
  std::string unit{};               ///< as written; empty: that of what arrives, or else a plain number
  std::optional<double> initial{};  ///< at t = 0, in that unit; none: 0
  state_method method = state_method::integrators;

  bool operator==(const receptor_state&) const = default;
};

/// What a source neuron sends at a synapse of its own: what its spikes release (short-term depression and
/// facilitation), or a signal at all times (graded transmission, gap junctions).
struct terminal_page {
  std::vector<page_state> states;    ///< one set for each source neuron; of spikes, derivatives are linear in them
  std::string signal;                ///< of the states and v_pre; empty: spikes release something instead
  std::vector<named_text> on_spike;  ///< "release", by which weights are multiplied, and what states become; each from
                                     ///< the states before the spike
  double largest_release = 1;        ///< the least is 0
  std::string dead_time;  ///< of parameters: spikes sooner after one that was taken are left out; empty: none

  bool operator==(const terminal_page&) const = default;
};

/// A synapse's equations as a user writes them, as plain data: a page of TOML (README.md, "Your own synapses").
struct synapse_page {
  std::string name;
  std::string description;
  std::string source;                      ///< paper
  std::vector<parameter_info> parameters;  ///< each in its own unit as it was written
  std::vector<named_text> defines;         ///< shared expressions of parameters, or of the terminal's states
  std::optional<terminal_page> terminal;   ///< none: spikes bring their weights as they are
  std::vector<receptor_state> states;      ///< none where a signal arrives
  std::string current;                     ///< outward positive; with v if weights are conductances
  std::string wire{};                      ///< instead of states and a current: that of each synapse by itself, of its
                                           ///< weight w, v and v_pre; outward positive. The terminal sends v_pre

  bool operator==(const synapse_page&) const = default;
};

}  // namespace hux
