#pragma once

#include <string>
#include <vector>

#include "hux/network.hpp"

namespace hux {

/// The implicit schemes are stable at any dt, and wrong at a long one. A sentence for each kind of neuron that fires
/// otherwise at dt than at an eighth of it (and no more than 0.05 ms): another number of spikes in 100 ms at twice its
/// rheobase, or the last of them more than 5 % of an interval away. The neuron is that of the population's mean
/// parameters, without synapses; its rheobase is the least current with two spikes in that time. One that fires twice
/// without current is looked at without, one that no current makes fire twice not at all; nor is a dt below 0.004 ms.
/// And one for each receptor that decays to less than 1/e within dt: the charge it brings would be 3 % (rk4), 7 %
/// (exponential_euler, crank_nicolson) or 54 % (euler) off at that, and soon a multiple. The experiment must be valid.
/// @param known an experiment that differs in no settings, whose neurons are not looked at again. Null: none
std::vector<std::string> accuracy_warnings(const experiment& e, const experiment* known = nullptr);

}  // namespace hux
