#pragma once

#include "hux/device/synapses/alpha.hpp"
#include "hux/device/synapses/double_exponential.hpp"
#include "hux/device/synapses/exponential.hpp"
#include "hux/device/synapses/exponential_current.hpp"
#include "hux/device/synapses/nmda.hpp"
#include "hux/device/type_list.hpp"

namespace hux {

/// Every synapse model there is.
using all_synapses = type_list<exponential, double_exponential, alpha, exponential_current, nmda>;

/// Those of some synapses whose conductance depends on v.
template <class List>
struct voltage_dependent_of;
template <class... Synapses>
struct voltage_dependent_of<type_list<Synapses...>> {
  using type =
      typename joined_lists<std::conditional_t<Synapses::voltage_dependent, type_list<Synapses>, type_list<>>...>::type;
};
/// The kinds that kernels for populations with voltage-dependent receptors are compiled for.
using voltage_dependent_synapses = voltage_dependent_of<all_synapses>::type;

}  // namespace hux
