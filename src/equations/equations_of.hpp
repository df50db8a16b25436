#pragma once

#include <string>
#include <vector>

#include "hux/device/synapses/synapses.hpp"
#include "hux/device/type_list.hpp"
#include "hux/equations.hpp"

/// Makes values of synapses, whose equations are written in C++: nothing else knows their types but the kernels.
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
template <class Synapse, class Kinds = voltage_dependent_synapses>
synapse_equations synapse_equations_of() {
  static_assert(!Synapse::voltage_dependent || place_in<Synapse>(Kinds{}) >= 0, "no kernel has its formula");
  synapse_equations e{.name = std::string(Synapse::name),
                      .description = std::string(Synapse::description),
                      .source = std::string(Synapse::source),
                      .is_current = Synapse::is_current,
                      .kind = place_in<Synapse>(Kinds{}),
                      .cascaded = Synapse::on_spike({}).y != 0,
                      .parameters = parameters_of<Synapse>(),
                      .advance = [](const double* p, double h) { return Synapse::advance(unpacked<Synapse>(p), h); },
                      .on_spike = [](const double* p) { return Synapse::on_spike(unpacked<Synapse>(p)); },
                      .reversal_potential = [](const double*) { return 0.0; },
                      .block_coefficient = [](const double*) { return 0.0; },
                      .open_fraction = [](double, double) { return 1.0; },
                      .mistake = [](const double*) { return std::string(); }};
  if constexpr (!Synapse::is_current) e.reversal_potential = [](const double* p) { return unpacked<Synapse>(p).e_rev; };
  if constexpr (Synapse::voltage_dependent) {
    e.block_coefficient = [](const double* p) { return Synapse::block_coefficient(unpacked<Synapse>(p)); };
    e.open_fraction = [](double v, double coefficient) { return Synapse::open_fraction(v, coefficient); };
  }
  return e;
}

}  // namespace hux
