#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "hux/network.hpp"
#include "io/experiment/experiment_text.hpp"

namespace hux {

/// Cells that are connected one to the next, each with a potential of its own at the start.
inline experiment ring(std::uint32_t size) {
  experiment e = read_experiment_text(R"([simulation]
duration = "1 ms"
[population.E]
size = 2
model = "traub_miles"
receptor.ampa = { tau = "5 ms" }
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "list"
synapses = { sources = [0], targets = [1] }
weight = "1 nS"
delay = "1 ms"
)",
                                      "ring", {});
  e.network.populations[0].size = size;
  explicit_list list;
  std::vector<double> potentials;
  for (std::uint32_t i = 0; i < size; ++i) {
    list.source.push_back(i);
    list.target.push_back((i + 1) % size);
    list.weight.push_back(0.1 + i / 3.0);
    potentials.push_back(-60 - i / 1e3);
  }
  e.network.populations[0].initial_v = potentials;
  e.network.projections[0].rule = list;
  return e;
}

inline explicit_list& list_of(experiment& e) { return std::get<explicit_list>(e.network.projections[0].rule); }
inline const explicit_list& list_of(const experiment& e) {
  return std::get<explicit_list>(e.network.projections[0].rule);
}

}  // namespace hux
