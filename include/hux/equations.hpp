#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hux/device/models/model.hpp"
#include "hux/device/synapses/synapse.hpp"
#include "hux/found_rests.hpp"
#include "hux/parameter.hpp"

/// Equations of neurons and synapses as values: what a user can give and record, and what the equations do, in double
/// precision. Arrays of parameters are in the order of `parameters`.
namespace hux {

struct model_page;
struct model_lists;
struct opening_list;
struct synapse_page;
struct wire_list;

/// A named set of parameter values.
struct preset_info {
  std::string name;
  std::vector<double> values;  ///< in the order of the parameters
};

/// A state variable of a neuron beside v.
struct state_info {
  std::string name;
  hux::quantity quantity = quantity::dimensionless;
  bool gate = true;                  ///< an open fraction in [0, 1]
  std::optional<double> standard{};  ///< default at t = 0; none: steady state at the initial membrane potential

  /// Where the search for steady state starts. A pool that were zero might have no Nernst potential.
  [[nodiscard]] double first_guess() const { return gate ? 0.5 : 1; }
};

/// Something of a neuron that can be recorded.
struct variable_info {
  std::string name;
  hux::quantity quantity;
};

/// Works out some of the observables of neurons; threads may share it.
struct observer {
  std::vector<std::size_t> states;  ///< numbers of what it looks at, ascending: 0 for v, then the states
  std::size_t coefficients = 0;     ///< numbers that derive() makes
  std::size_t scratch = 0;          ///< numbers that observe() needs room for
  /// What a neuron's observables are made of beside its state, from its parameters.
  std::function<void(const double* parameters, double* coefficients)> derive;
  std::function<void(const double* coefficients, const double* state, double* scratch, double* observed)> observe;
};

/// One neuron under one integrator, step by step, in double precision. To be used by one thread.
struct neuron_stepper {
  /// Brings a state of t = 0 to where the integrator wants it: a staggered one has the gates half a step ahead.
  std::function<void(const double* coefficients, double* state)> start;
  /// @param current constant over the step, in the unit of the equations
  std::function<void(const double* coefficients, double current, double* state)> step;
};

/// What a backend has compiled of a neuron's equations for an integrator.
struct compiled_kernels {
  std::string integrator;
  std::size_t real_bytes;             ///< of a state variable: 4 or 8
  int vector_bytes;                   ///< of a CPU's hardware vectors; 0: of a GPU
  std::shared_ptr<const void> table;  ///< of functions, in the form of that backend; keeps what they are in
};

/// The equations of a neuron. A state is v (mV), then the others as `states` lists them.
struct equations {
  std::string name;
  std::string description;
  std::string source;    ///< paper
  quantity current;      ///< current or current_density
  quantity conductance;  ///< conductance or conductance_density
  double threshold;      ///< default spike threshold, mV
  double initial_v;      ///< default initial membrane potential, mV
  std::vector<parameter_info> parameters;
  std::vector<preset_info> presets;
  std::vector<state_info> states;
  std::vector<variable_info> observables;  ///< computed from the state

  std::size_t coefficients;  ///< numbers that derive() makes
  std::size_t input;         ///< the one of them that a current of 1 adds to the membrane's drive

  /// What the equations use, from the parameters.
  /// @param tau unit of time of the derivatives, ms
  std::function<void(const double* parameters, double tau, double* coefficients)> derive;
  /// The equations of the states beside v. Of one that is not linear in itself, the tangent.
  std::function<void(const double* coefficients, const double* state, linear<double>* equations)> kinetics;
  /// The membrane equation without input.
  std::function<linear<double>(const double* coefficients, const double* state)> membrane;
  /// What works out those of the observables that are wanted, in that order.
  std::function<observer(const std::vector<std::size_t>& wanted)> observer_of;
  /// What takes a neuron through steps of an integrator.
  std::function<neuron_stepper(std::string_view integrator)> stepper_of;

  std::vector<std::string> warnings{};  ///< what the user has probably not meant, one sentence each
  std::vector<std::string> notices{};   ///< what the user should know if something goes wrong

  std::vector<compiled_kernels> kernels;
  std::shared_ptr<const model_lists> lists{};  ///< of operations, if they were made of text
  std::shared_ptr<const model_page> page{};    ///< what they were made of, if that was text
  found_rests rests{};                         ///< of neurons, as far as they were sought

  /// The functions of a backend; null if there are none.
  [[nodiscard]] std::shared_ptr<const void> kernels_for(std::string_view integrator, std::size_t real_bytes,
                                                        int vector_bytes) const;

  /// Values of all parameters: the defaults, or a preset's.
  [[nodiscard]] std::vector<double> values_of(std::string_view preset) const;
  /// What derive() makes of the parameters of a neuron.
  [[nodiscard]] std::vector<double> derived(const std::vector<double>& parameter_values, double tau) const;
  /// All observables of a neuron in a state.
  [[nodiscard]] std::vector<double> observed(const std::vector<double>& parameter_values, const double* state) const;
  /// Brings some of the states to where their equations are zero, with v and the others as they are.
  /// @param steady their numbers
  /// @return false if there is no such place within reach
  bool settle(const double* derived_coefficients, const std::vector<std::size_t>& steady, double* state) const;
  /// A state at v: the others at their standard value, or settled.
  [[nodiscard]] std::vector<double> state_at(double v, const double* derived_coefficients) const;
};

/// A stretch of the time after a spike in which the derivatives of a terminal's states are those.
struct terminal_phase {
  double begin;               ///< after the spike, ms; it ends where the next one begins
  std::vector<double> rates;  ///< [state][what each state and a constant contribute], per ms

  bool operator==(const terminal_phase&) const = default;
};

/// The equations of a synapse's terminal: states of each source neuron that are linear between its spikes, in time in
/// ms.
struct terminal_equations {
  std::vector<state_info> states;
  double largest_release = 1;           ///< the least is 0
  std::vector<std::string> parameters;  ///< of the synapse, those that the terminal sees
  bool sees_last_spike = false;         ///< does it depend on when the last spike was that it took?
  /// The derivatives, in the order of time; the last phase is that of a neuron that has never spiked, too.
  std::function<std::vector<terminal_phase>(const double* parameters)> phases;
  /// Spikes sooner after the last one that was taken are left out, ms.
  std::function<double(const double* parameters)> dead_time;
  std::size_t scratch = 0;  ///< numbers that on_spike() needs room for
  /// Brings the states from before a spike to after it.
  /// @param since the last spike that was taken, ms; infinite if there was none
  /// @return what is released, by which the weights are multiplied
  std::function<double(const double* parameters, double since, double* state, double* scratch)> on_spike;

  /// The states at t = 0: as they are given, the others where their derivatives are zero.
  [[nodiscard]] std::vector<double> initial(const double* parameters) const;
  /// What is wrong with parameters, with what was expected; empty if nothing is.
  [[nodiscard]] std::string mistake(const double* parameters) const;
};

/// What a synapse's terminal sends at all times: states of each source neuron, which are advanced with it as they see
/// its potential, and a signal that they make.
struct signal_equations {
  std::vector<state_info> states;
  std::vector<std::string> parameters;  ///< of the synapse, those that the terminal sees
  std::string sent;                     ///< the state, or v, that is the signal as it is; empty: it is worked out
  std::string unit;                     ///< of the signal, as messages have it: "mV", "a plain number"
};

/// A receptor whose states are advanced with its neuron, as any of the neuron's.
struct receptor_equations {
  std::vector<state_info> states;
  std::vector<std::string> units;       ///< of the states, as written; "" of a plain number
  std::vector<std::string> parameters;  ///< of the synapse, those that the states and the current see
  std::vector<std::size_t> arrivals;    ///< numbers of the states at which weights arrive
  /// What a weight of 1 adds to each of those.
  std::function<std::vector<double>(const double* parameters)> added;
};

/// The equations of a synapse.
struct synapse_equations {
  std::string name;
  std::string description;
  std::string source;
  bool is_current;  ///< weights are currents, not conductances
  int kind;         ///< of a voltage-dependent conductance that built-in kernels have, its place among those; else -1
  bool cascaded;    ///< has it a second variable?
  std::vector<parameter_info> parameters;

  /// The exact solution over h (ms).
  std::function<cascade::propagator(const double* parameters, double h)> advance;
  /// What a spike of weight 1 adds. Where a signal arrives: the conductance or inward current that 1 of the weighted
  /// sum of signals makes (x), and the conductance that 1 of the sum of weights makes (y).
  std::function<cascade::jump(const double* parameters)> on_spike;
  /// Of a conductance, mV; 0 of a current.
  std::function<double(const double* parameters)> reversal_potential;
  /// What a voltage-dependent conductance needs beside v.
  std::function<std::vector<double>(const double* parameters)> opening_coefficients;
  /// The fraction of the conductance that is open at v (mV); else 1.
  std::function<double(double v, const std::vector<double>& coefficients)> open_fraction;
  /// What is wrong with parameters that are each within their range, with what was expected; empty if nothing is.
  std::function<std::string(const double* parameters)> mistake;

  std::shared_ptr<const opening_list> opening{};  ///< how a voltage-dependent conductance follows v; null: it is none
  std::shared_ptr<const terminal_equations> terminal{};  ///< null: spikes bring their weights as they are
  std::shared_ptr<const signal_equations> signal{};      ///< null: what arrives are spikes
  std::shared_ptr<const receptor_equations> joined{};    ///< null: its receptor is advanced exactly, apart from v
  bool sees_weights = false;  ///< has its current the sum of the weights, too? Then what arrives is a current.
  std::shared_ptr<const wire_list> wire{};     ///< the current of each synapse by itself; null: signals are summed
  std::shared_ptr<const synapse_page> page{};  ///< what they were made of, if that was text
};

}  // namespace hux
