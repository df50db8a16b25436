#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "hux/parameter.hpp"

namespace hux {

/// Spikes at the times of a Poisson process, independent for each neuron, onto a receptor.
struct poisson_train {
  std::string receptor;
  double rate = 0;    ///< Hz
  double weight = 0;  ///< model unit of the receptor

  static constexpr std::string_view name = "poisson";
  static constexpr std::string_view description = "Poisson spike trains onto a receptor, independent for each neuron";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"rate", quantity::rate, 0, range::non_negative, "rate of each train", true},
        parameter_info{"weight", quantity::model_synaptic, 0, range::any, "what a spike adds to the receptor", true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&poisson_train::rate, &poisson_train::weight};
};

}  // namespace hux
