#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "equations/text/formula.hpp"
#include "experiment/lookup.hpp"
#include "hux/network.hpp"
#include "network/draw.hpp"
#include "network/placement.hpp"

/// Values that neurons get one by one, and what can be said of them before they are drawn.
namespace hux {

/// Neurons that values are given to: all of a population, or some in an order of their own.
struct neuron_group {
  const population& of;
  std::uint64_t seed;                                  ///< positions may be drawn from it
  const std::vector<std::uint32_t>* chosen = nullptr;  ///< null: all

  [[nodiscard]] std::uint64_t count() const { return chosen ? chosen->size() : of.size; }
  [[nodiscard]] std::uint32_t operator[](std::uint64_t k) const {
    return chosen ? (*chosen)[k] : static_cast<std::uint32_t>(k);
  }
};

/// How neurons get values, which ones, and of what.
struct given_values {
  const neuron_values& how;
  neuron_group to;
  hux::quantity quantity;
  std::string key;  ///< names them in errors, as a dotted path
};

/// What is given to all neurons of a population.
/// @param what its key there, as in "initial.v"
inline given_values given_to(const population& p, std::uint64_t seed, const std::string& what, const neuron_values& how,
                             quantity q) {
  return {how, {p, seed}, q, key_of(p) + "." + what};
}

/// The neurons that none of the parts names, in order.
std::vector<std::uint32_t> unnamed_neurons(const std::vector<neuron_part>& parts, std::uint32_t size);

/// What errors call one of the parts: that of a single one in a file stands for all.
inline std::string key_of_part(const given_values& whole, const std::vector<neuron_part>& parts, std::size_t number) {
  return parts.size() == 1 ? whole.key : key_of_element(whole.key, "", number);
}

/// Calls visit(part) for each of the parts, as given values of their own.
/// @return how many neurons get nothing
template <class Visit>
std::uint64_t for_each_part(const given_values& whole, const std::vector<neuron_part>& parts, const Visit& visit) {
  const auto rest = unnamed_neurons(parts, whole.to.of.size);
  std::uint64_t left = rest.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool of_rest = parts[i].neurons.empty();
    visit(given_values{parts[i].values,
                       {whole.to.of, whole.to.seed, of_rest ? &rest : &parts[i].neurons},
                       whole.quantity,
                       key_of_part(whole, parts, i)});
    if (of_rest) left = 0;
  }
  return left;
}

/// Gives the values of a formula, in any order of neurons. Each thread needs a copy.
class formula_values {
 public:
  /// Throws input_error: a mistake in the text, a use of positions where there are none.
  formula_values(const formula& f, const given_values& given);

  double operator()(std::uint32_t neuron);

 private:
  evaluated_formula formula_;
  placement where_;
  double size_;
};

/// What the values of some neurons are between, and their mean.
struct value_summary {
  value_range range;  ///< hardly any leaves it
  double mean = 0;    ///< that of its law for a value that is drawn
  std::uint64_t count = 0;
};

/// A neuron that several parts name counts for each of them.
/// @param deviations of the range, as range_of of a distribution has them
/// @param otherwise what those have to which nothing is given
value_summary summary_of(const given_values& given, double deviations, double otherwise);

/// One value for each of the neurons, in the order of the group, drawn by a team: of all of a population each depends
/// on the stream and the neuron alone, of chosen ones on its place among them. Parts take all of a population.
/// @param otherwise what those get to which nothing is given
std::vector<double> draw_values(const given_values& given, const stream& s, thread_team& team, double otherwise);

}  // namespace hux
