#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hux/equations.hpp"
#include "hux/errors.hpp"

namespace hux {

/// Where a neuron stays without input: v and all states, those with a value of their own included, at which every
/// equation is zero. Of several the lowest that is stable, as a course of a second from half a millivolt beside it
/// shows. None if there is none between -150 and 50 mV.
std::optional<std::vector<double>> resting_state(const equations& model, const std::vector<double>& parameters);

/// The same near that of a neuron with other parameters, whose stability is not looked at.
std::optional<std::vector<double>> resting_state_near(const equations& model, const std::vector<double>& parameters,
                                                      double v);

/// That a population cannot start at rest, as neither of these has found where.
input_error no_rest(const std::string& population, const std::string& model);

}  // namespace hux
