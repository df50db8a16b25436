#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "hux/parameter.hpp"

/// Which neurons of two populations a projection connects.
namespace hux {

/// Neuron i of the source to neuron i of the target; both have one size.
struct one_to_one {
  static constexpr std::string_view name = "one_to_one";
  static constexpr std::string_view description = "neuron i of the source to neuron i of the target";
};

/// Every source neuron to every target neuron.
struct all_to_all {
  static constexpr std::string_view name = "all_to_all";
  static constexpr std::string_view description = "every source neuron to every target neuron";
};

/// Each ordered pair independently with this probability, at most once.
struct fixed_probability {
  double probability = 0;

  static constexpr std::string_view name = "fixed_probability";
  static constexpr std::string_view description = "each pair with the same probability, independently, at most once";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"probability", quantity::dimensionless, 0, range::fraction, "probability of a synapse", true}};
  }
  static constexpr std::tuple members{&fixed_probability::probability};
};

/// How the probability of a synapse falls with the distance d: exp(-d^2 / (2 scale^2)), exp(-d / scale), or not until
/// d is more than scale, and then to 0.
enum class distance_kernel : std::uint8_t { gaussian, exponential, step };

/// Each ordered pair independently, at most once, with a probability that falls with the distance of its neurons.
struct distance_probability {
  distance_kernel kernel = distance_kernel::gaussian;
  double probability = 0;  ///< at distance 0
  double scale = 0;        ///< um

  static constexpr std::string_view name = "distance_probability";
  static constexpr std::string_view description =
      "each pair, independently, at most once, with a probability that falls with the distance d of its neurons: "
      "kernel = \"gaussian\" (p exp(-d^2 / (2 scale^2)), the default), \"exponential\" (p exp(-d / scale)) or "
      "\"step\" (p as far as scale)";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"probability", quantity::dimensionless, 0, range::fraction, "probability p at distance 0", true},
        parameter_info{"scale", quantity::length, 0, range::positive, "width of the kernel", true}};
  }
  static constexpr std::tuple members{&distance_probability::probability, &distance_probability::scale};
};

/// Each target neuron receives this many synapses from sources drawn uniformly.
struct fixed_indegree {
  std::uint32_t indegree = 0;

  static constexpr std::string_view name = "fixed_indegree";
  static constexpr std::string_view description = "the same number of synapses onto each target, from random sources";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"indegree", quantity::dimensionless, 0, range::non_negative, "synapses onto each target", true}};
  }
  static constexpr std::tuple members{&fixed_indegree::indegree};
};

/// Each source neuron makes this many synapses onto targets drawn uniformly.
struct fixed_outdegree {
  std::uint32_t outdegree = 0;

  static constexpr std::string_view name = "fixed_outdegree";
  static constexpr std::string_view description = "the same number of synapses from each source, onto random targets";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"outdegree", quantity::dimensionless, 0, range::non_negative, "synapses from each source",
                           true}};
  }
  static constexpr std::tuple members{&fixed_outdegree::outdegree};
};

/// This many synapses in all, each between a source and a target drawn uniformly.
struct fixed_total_number {
  std::uint64_t number = 0;

  static constexpr std::string_view name = "fixed_total_number";
  static constexpr std::string_view description = "this many synapses, each between a random source and target";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"number", quantity::dimensionless, 0, range::non_negative, "synapses in all", true}};
  }
  static constexpr std::tuple members{&fixed_total_number::number};
};

/// The synapses of a list. weight and delay are empty (the projection's then hold) or as long as source and target.
struct explicit_list {
  std::vector<std::uint32_t> source;
  std::vector<std::uint32_t> target;
  std::vector<double> weight;  ///< model unit of the receptor
  std::vector<double> delay;   ///< ms

  static constexpr std::string_view name = "list";
  static constexpr std::string_view description =
      "the synapses of a file, or of the lists synapses.sources, synapses.targets and, if they differ, "
      "synapses.weights and synapses.delays";
};

using connection_rule = std::variant<one_to_one, all_to_all, fixed_probability, distance_probability, fixed_indegree,
                                     fixed_outdegree, fixed_total_number, explicit_list>;

}  // namespace hux
