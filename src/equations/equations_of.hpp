#pragma once

#include <string>
#include <vector>

#include "hux/device/synapses/synapses.hpp"
#include "hux/device/type_list.hpp"
#include "hux/equations.hpp"

/// Makes values of synapses whose conductance depends on the voltage by a formula in C++: nothing else knows their
/// types but the kernels.
namespace hux {

template <class T>
std::vector<parameter_info> parameters_of() {
  const typename T::parameters standard{};
  std::vector<parameter_info> infos;
  for (const auto& p : T::parameter_table)
    infos.push_back({std::string(p.name), p.quantity, standard.*p.member, p.range, std::string(p.description)});
  return infos;
}

/// Parameters as the C++ has them.
template <class T>
typename T::parameters unpacked(const double* values) {
  typename T::parameters p;
  for (const auto& known : T::parameter_table) p.*known.member = *values++;
  return p;
}

/// @tparam Kinds of voltage-dependent synapses that kernels are compiled for
/// @param e the synapse with the same course of the conductance, whose parameters are the first ones
template <class Synapse, class Kinds = voltage_dependent_synapses>
synapse_equations synapse_equations_of(synapse_equations e) {
  static_assert(place_in<Synapse>(Kinds{}) >= 0, "no kernel has its formula");
  e.name = Synapse::name;
  e.description = Synapse::description;
  e.source = Synapse::source;
  e.kind = place_in<Synapse>(Kinds{});
  e.parameters = parameters_of<Synapse>();
  e.block_coefficient = [](const double* p) { return Synapse::block_coefficient(unpacked<Synapse>(p)); };
  e.open_fraction = [](double v, double coefficient) { return Synapse::open_fraction(v, coefficient); };
  e.page = nullptr;
  return e;
}

}  // namespace hux
