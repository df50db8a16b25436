#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "hux/parameter.hpp"

namespace hux {

/// Spikes at given times onto a receptor: spike k reaches neuron[k] at the step nearest to time[k].
struct spike_times {
  std::string receptor;
  double weight = 0;                  ///< model unit of the receptor
  std::vector<std::uint32_t> neuron;  ///< index within the population
  std::vector<double> time;           ///< ms, in any order

  static constexpr std::string_view name = "spike_times";
  static constexpr std::string_view description =
      "spikes at given times onto a receptor: of a list, or of a file, a text or an HDF5 file in the layout of SONATA "
      "(file_population names the population if that holds several)";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"weight", quantity::model_synaptic, 0, range::any, "what a spike adds to the receptor", true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&spike_times::weight};
};

}  // namespace hux
