#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "cpu/views.hpp"
#include "engine/waveform.hpp"
#include "network/built_network.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// Currents that have one course for all neurons of a population: what they are in the window that is advanced.
template <class Real>
class tabulated_currents {
 public:
  explicit tabulated_currents(const built_network& network) : network_(network), tables_(network.populations.size()) {
    for (const auto& c : network.currents)
      sources_.push_back({std::vector<Real>(network.window * stages), by_neuron(c.amplitude, c.population),
                          by_neuron(c.conductance, c.population)});
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const source& s = sources_[i];
      tables_[network.currents[i].population].push_back({s.amplitude.data(), s.amplitude.size() > 1, s.course.data(),
                                                         s.conductance.empty() ? nullptr : s.conductance.data()});
    }
  }

  void tabulate(step_range window) {
    for (std::size_t i = 0; i < sources_.size(); ++i)
      hux::tabulate(network_, network_.currents[i], window, sources_[i].course.data());
  }

  [[nodiscard]] const std::vector<current_table<Real>>& of(std::size_t population) const { return tables_[population]; }

 private:
  struct source {
    std::vector<Real> course;  // [step of the window][stage]
    buffer<Real> amplitude;    // by neuron, or one
    buffer<Real> conductance;  // as many, or none
  };

  /// One value for all neurons, or padded values of each.
  buffer<Real> by_neuron(const std::vector<double>& values, std::size_t population) const {
    if (values.empty()) return {};
    buffer<Real> copy(values.size() > 1 ? padded(network_.populations[population].size) : 1, Real(0));
    std::copy(values.begin(), values.end(), copy.begin());
    return copy;
  }

  const built_network& network_;
  std::vector<source> sources_;
  std::vector<std::vector<current_table<Real>>> tables_;  // by population
};

}  // namespace hux::cpu
