#pragma once

#include <string>

#include "equations/text/formula.hpp"
#include "hux/network.hpp"

namespace hux {

/// How often a synapse of a projection releases without a spike, as a function of the time since the last spike of its
/// source neuron. Copies may be used by several threads, one each.
class spontaneous_rate {
 public:
  /// @param p a projection that has one. Throws input_error where its text is none.
  explicit spontaneous_rate(const projection& p);

  /// Is it the same whenever the last spike was?
  [[nodiscard]] bool is_constant() const;
  /// @param since the last spike, ms; infinite if there was none
  /// @return Hz
  double operator()(double since);

 private:
  evaluated_formula formula_;
};

/// The most that it may be: one release a step. Hz
double largest_spontaneous_rate(double dt);

/// That of which memory is planned: the larger of the rates just after a spike and before the first, 1/ms.
double planned_rate(const projection& p, double dt);

/// What it is somewhere, and what was expected: "-3 Hz 0.1 ms after the last spike is out of range; expected ...".
/// @param since the last spike, ms; infinite before the first
std::string said_of_rate(double rate, double since, double dt);

/// Where it is in an experiment file.
std::string key_of_spontaneous(const projection& p);

}  // namespace hux
