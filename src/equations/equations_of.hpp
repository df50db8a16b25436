#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include "hux/device/integrators/integrators.hpp"
#include "hux/device/synapses/synapses.hpp"
#include "hux/device/type_list.hpp"
#include "hux/equations.hpp"

/// Makes values of equations that are written in C++: nothing else knows a model's or a synapse's type but the kernels
/// that are compiled for it.
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

/// The functions of a neuron's equations.
template <class Model>
struct neuron_functions {
  using coefficients = typename Model::template coefficients<double>;
  using state = neuron_state<double, Model::gates>;
  static constexpr std::size_t count = sizeof(coefficients) / sizeof(double);

  static coefficients loaded(const double* values) {
    coefficients k;
    std::memcpy(&k, values, sizeof k);
    return k;
  }

  static void derive(const double* parameters, double tau, double* to) {
    const coefficients k = Model::derive(unpacked<Model>(parameters), tau);
    std::memcpy(to, &k, sizeof k);
  }

  static void kinetics(const double* k, double v, linear<double>* gates) {
    linear<double> x[Model::gates];
    Model::kinetics(v, loaded(k), x);
    std::copy(x, x + Model::gates, gates);
  }

  static linear<double> membrane(const double* k, const double* values) {
    const state s = unpacked_state(values);
    return Model::membrane(s.v, s.gate, loaded(k));
  }

  static void observe(const double* parameters, const double* values, double* observables) {
    Model::observe(unpacked<Model>(parameters), values[0], values + 1, observables);
  }

  template <class Integrator>
  static neuron_stepper stepper() {
    return {start<Integrator>, step<Integrator>};
  }

  /// The coefficient that brings a current to the scale of the equations.
  static std::size_t input() {
    coefficients k{};
    k.input = 1;
    const auto values = std::bit_cast<std::array<double, count>>(k);
    return std::find(values.begin(), values.end(), 1) - values.begin();
  }

 private:
  static state unpacked_state(const double* values) {
    state s;
    s.v = values[0];
    std::copy(values + 1, values + 1 + Model::gates, s.gate);
    return s;
  }

  static void pack(const state& s, double* to) {
    to[0] = s.v;
    std::copy(s.gate, s.gate + Model::gates, to + 1);
  }

  template <class Integrator>
  static void start(const double* k, double* values) {
    if constexpr (Integrator::staggered) {
      state s = unpacked_state(values);
      Integrator::template stagger<Model>(s, loaded(k));
      pack(s, values);
    }
  }

  template <class Integrator>
  static void step(const double* k, double current, double* values) {
    const coefficients all = loaded(k);
    stage_input<double, type_list<>> input{};
    for (auto& sum : input.sum) sum = {current * all.input, 0};
    state s = unpacked_state(values);
    Integrator::template step<Model>(s, all, input);
    pack(s, values);
  }
};

template <class Model>
equations equations_of() {
  using functions = neuron_functions<Model>;
  equations e{.name = std::string(Model::name),
              .description = std::string(Model::description),
              .source = std::string(Model::source),
              .current = Model::current,
              .conductance = Model::conductance,
              .threshold = Model::threshold,
              .initial_v = Model::initial_v,
              .parameters = parameters_of<Model>(),
              .presets = {},
              .gates = {Model::gate_names.begin(), Model::gate_names.end()},
              .observables = {},
              .coefficients = functions::count,
              .input = functions::input(),
              .derive = functions::derive,
              .kinetics = functions::kinetics,
              .membrane = functions::membrane,
              .observe = functions::observe,
              .steppers = {},
              .kernels = {}};
  for (const auto& preset : Model::presets) {
    e.presets.push_back({std::string(preset.name), {}});
    for (const auto& p : Model::parameter_table) e.presets.back().values.push_back(preset.values.*p.member);
  }
  for (const auto& o : Model::observables) e.observables.push_back({std::string(o.name), o.quantity});
  for_each_type(all_integrators{}, [&](auto tag) {
    using integrator = typename decltype(tag)::type;
    e.steppers.emplace(integrator::name, functions::template stepper<integrator>());
  });
  return e;
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
                      .open_fraction = [](double, double) { return 1.0; }};
  if constexpr (!Synapse::is_current) e.reversal_potential = [](const double* p) { return unpacked<Synapse>(p).e_rev; };
  if constexpr (Synapse::voltage_dependent) {
    e.block_coefficient = [](const double* p) { return Synapse::block_coefficient(unpacked<Synapse>(p)); };
    e.open_fraction = [](double v, double coefficient) { return Synapse::open_fraction(v, coefficient); };
  }
  return e;
}

}  // namespace hux
