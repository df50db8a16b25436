#pragma once

#include <vector>

#include "hux/catalog.hpp"
#include "hux/network.hpp"

namespace hux {

/// What a user needs to know of a connection rule.
template <class Rule>
struct rule_traits;

template <>
struct rule_traits<one_to_one> {
  static constexpr std::string_view name = "one_to_one";
  static constexpr std::string_view description = "neuron i of the source to neuron i of the target";
};

template <>
struct rule_traits<all_to_all> {
  static constexpr std::string_view name = "all_to_all";
  static constexpr std::string_view description = "every source neuron to every target neuron";
};

template <>
struct rule_traits<fixed_probability> {
  static constexpr std::string_view name = "fixed_probability";
  static constexpr std::string_view description = "each pair with the same probability, independently, at most once";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"probability", quantity::dimensionless, 0, range::fraction, "probability of a synapse", true}};
  }
};

template <>
struct rule_traits<distance_probability> {
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
};

template <>
struct rule_traits<fixed_indegree> {
  static constexpr std::string_view name = "fixed_indegree";
  static constexpr std::string_view description = "the same number of synapses onto each target, from random sources";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"indegree", quantity::dimensionless, 0, range::non_negative, "synapses onto each target", true}};
  }
};

template <>
struct rule_traits<fixed_outdegree> {
  static constexpr std::string_view name = "fixed_outdegree";
  static constexpr std::string_view description = "the same number of synapses from each source, onto random targets";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"outdegree", quantity::dimensionless, 0, range::non_negative, "synapses from each source",
                           true}};
  }
};

template <>
struct rule_traits<fixed_total_number> {
  static constexpr std::string_view name = "fixed_total_number";
  static constexpr std::string_view description = "this many synapses, each between a random source and target";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"number", quantity::dimensionless, 0, range::non_negative, "synapses in all", true}};
  }
};

template <>
struct rule_traits<explicit_list> {
  static constexpr std::string_view name = "list";
  static constexpr std::string_view description =
      "the synapses of a file, or of the lists synapses.sources, synapses.targets and, if they differ, "
      "synapses.weights and synapses.delays";
};

}  // namespace hux
