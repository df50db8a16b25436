#include <algorithm>
#include <cmath>
#include <limits>

#include "experiment/receptor_factors.hpp"
#include "experiment/spontaneous_rate.hpp"
#include "hux/errors.hpp"
#include "hux/model_page.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"
#include "network/draw.hpp"
#include "network/rules.hpp"
#include "network/symmetric_rows.hpp"
#include "network/synapse_rows.hpp"
#include "validate/checks.hpp"
#include "validate/terminal_checks.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

const std::vector<double>* listed(const projection& p, std::vector<double> explicit_list::*each) {
  const auto* list = std::get_if<explicit_list>(&p.rule);
  return list && !(list->*each).empty() ? &(list->*each) : nullptr;
}

/// Values for each synapse where nobody knows before it is built how many there are.
bool is_guess(const distribution& d, const projection& p) {
  return std::holds_alternative<std::vector<double>>(d) &&
         (std::holds_alternative<fixed_probability>(p.rule) || std::holds_alternative<distance_probability>(p.rule));
}

/// How many weights there have to be; where that is known when they are built, as many as there are.
std::uint64_t number_of_weights(const distribution& weights, const projection& p, std::uint64_t synapses) {
  return is_guess(weights, p) ? std::get<std::vector<double>>(weights).size() : synapses;
}

void check_weights(const projection& p, quantity q, bool is_current, std::uint64_t synapses) {
  const auto key = key_of(p) + ".weight";
  const auto allowed = is_current ? range::any : range::non_negative;
  const auto* list = listed(p, &explicit_list::weight);
  const distribution weights = list ? distribution(*list) : p.weight;
  check_distribution(key, weights, q, allowed, list ? list->size() : number_of_weights(weights, p, synapses));
  const auto values = range_of(weights);
  if (std::holds_alternative<double>(weights) || std::holds_alternative<std::vector<double>>(weights))
    for (const double weight : {values.min, values.max}) check_weight(key, weight, q, allowed);
}

void check_delays(const projection& p, double dt, std::uint64_t synapses, const ends& where) {
  constexpr double rounding = 1e-9;
  constexpr double most_steps = 2147483647;
  const auto key = key_of(p) + ".delay";
  const auto* list = listed(p, &explicit_list::delay);
  const distribution delays = list ? distribution(*list) : p.delay;
  if (!list && is_guess(delays, p))
    throw input_error(key, "values one by one need a rule that makes a known number of synapses");
  check_distribution(key, delays, quantity::time, range::any, list ? list->size() : synapses);
  const auto times = range_of(delays);
  const bool is_law = std::holds_alternative<normal>(delays) || std::holds_alternative<lognormal>(delays);
  const auto step = format_quantity(dt, quantity::time);
  if (times.min < dt * (1 - rounding))
    throw input_error(key, describe(delays) + " ms " + (is_law ? "can be" : "is") + " below the time step; expected " +
                               "at least simulation.dt, " + step +
                               (is_law ? "; bound it by min = '" + step + "'" : ""));
  if ((times.max + longest_conduction(p, where)) / dt >= most_steps)
    throw input_error(key, describe(delays) + (p.velocity ? " ms, and the time for the distance," : " ms") +
                               " is too long; expected less than 2^31 time steps of " + step);
}

/// What a projection does with the distances of its neurons, if anything.
const char* use_of_distances(const projection& p) {
  if (std::holds_alternative<distance_probability>(p.rule)) return "the rule distance_probability";
  return p.velocity ? "a velocity" : nullptr;
}

void check_positions(const projection& p, const population& source, const population& target) {
  const char* use = use_of_distances(p);
  if (p.velocity) check_value(key_of(p) + ".velocity", *p.velocity, quantity::velocity, range::positive);
  for (const auto* end : {&source, &target})
    if (use && !end->positions)
      throw input_error(key_of(p), std::string(use) + " needs positions, and population '" + end->name +
                                       "' has none; expected population." + end->name + ".positions");
}

/// Opposite edges can be joined if the sheets have edges, and the same ones.
void check_periodic(const projection& p, const population& source, const population& target, const ends& where) {
  if (!p.periodic) return;
  const auto key = key_of(p) + ".periodic";
  if (!use_of_distances(p))
    throw input_error(key, "nothing depends on distances here; expected the rule distance_probability or a velocity");
  for (const auto* end : {&source, &target})
    if (std::holds_alternative<listed_layout>(*end->positions))
      throw input_error(key, "the listed positions of population '" + end->name +
                                 "' have no edges that could be joined; expected the layout grid or random");
  for (int d = 0; d < 3; ++d)
    if (where.source.high().at[d] != where.target.high().at[d])
      throw input_error(key, "the sheet of population '" + source.name + "' measures " +
                                 format_quantity(where.source.high().at[d], quantity::length) + " where that of '" +
                                 target.name + "' measures " +
                                 format_quantity(where.target.high().at[d], quantity::length) +
                                 "; expected sheets of one size");
}

/// How many values there have to be where weights or delays come one by one; elsewhere nobody asks, and with distances
/// to reckon with it takes a while to find out.
std::uint64_t number_of_values(const wiring& w) {
  const auto one_by_one = [](const distribution& d) { return std::holds_alternative<std::vector<double>>(d); };
  if (!one_by_one(w.projection.weight) && !one_by_one(w.projection.delay)) return 0;
  return static_cast<std::uint64_t>(expected_synapses(w).mean);
}

/// Whether each of several receptors gets a sensible part of the weights.
void check_receptors(const projection& p, const population& target) {
  constexpr double most = 1e6;
  if (!p.receptor.empty() && !p.receptors.empty())
    throw input_error(key_of(p) + ".receptor", "it ends at " + quotation(p.receptor) + " and at several others; " +
                                                   "expected one name, or several receptors with their factors");
  for (const auto& r : receptors_of(target, p))
    if (!(r.factor >= 0 && r.factor <= most))
      throw input_error(r.key,
                        format_quantity(r.factor, quantity::dimensionless) + " is out of range; expected 0 to 1e6");
}

/// That of a projection which has one, shared or its own.
found_terminal terminal_of(const projection& p, const population& source, const population& target,
                           const catalog& known) {
  if (p.shared_terminal.empty()) return find_terminal(known, target, p);
  return find_terminal(known, source,
                       find_named(source.terminals, p.shared_terminal, key_of(p) + ".terminal",
                                  "terminal of population '" + source.name + "' called"));
}

/// A projection's own terminal is called as it is, beside those that its source has.
void check_terminal(const projection& p, const population& source, const population& target, const catalog& known) {
  const bool continuous = is_continuous(known, target, p);
  if (!continuous && !has_terminal(known, target, p)) return;
  if (!p.shared_terminal.empty() && p.terminal)
    throw input_error(key_of(p) + ".terminal", "it shares " + quotation(p.shared_terminal) +
                                                   " and has another of its own; expected one of them");
  const found_terminal t = terminal_of(p, source, target, known);
  if (t.synapse->signal && !continuous)
    throw input_error(key_of(p) + ".terminal", "the terminal of " + quotation(t.synapse->name) +
                                                   " sends a signal, and spikes arrive at the receptor; expected one "
                                                   "that releases at spikes");
  if (!p.shared_terminal.empty()) return;
  if (std::ranges::find(source.terminals, p.name, &terminal::name) != source.terminals.end())
    throw input_error(key_of(p), "population '" + source.name + "' has a terminal " + quotation(p.name) +
                                     " already, and this projection has another; expected another name");
  check_terminal_of(source, known, t, p.terminal.value_or(terminal{}).parameters, key_of(p) + ".terminal");
}

/// Pairs of one population, by a rule that does not count the partners of each neuron.
void check_symmetric(const projection& p, bool continuous) {
  if (!p.symmetric) return;
  const auto key = key_of(p) + ".symmetric";
  if (!continuous)
    throw input_error(key,
                      "the projection brings spikes; expected it of signals alone, such as those of gap junctions");
  if (p.source != p.target)
    throw input_error(key, "it joins population " + quotation(p.source) + " to " + quotation(p.target) +
                               "; expected neurons of one population");
  if (!can_be_symmetric(p.rule))
    throw input_error(key,
                      "the rule counts the partners of each neuron; expected another one, such as "
                      "fixed_total_number of pairs or fixed_probability");
  if (std::holds_alternative<fixed_total_number>(p.rule) && !p.multapses)
    throw input_error(key_of(p) + ".multapses",
                      "pairs of a given number are drawn one by one, so that one may come again; expected true, or "
                      "the rule fixed_probability");
  if (std::holds_alternative<std::vector<double>>(p.weight))
    throw input_error(key_of(p) + ".weight",
                      "lists a weight for each synapse of pairs that are drawn; expected one for all, a law, or the "
                      "rule list");
}

/// A signal has one delay for all synapses, which the grid has, or none.
void check_delay_of_signal(const projection& p, double dt) {
  const auto key = key_of(p) + ".delay";
  const auto* list = listed(p, &explicit_list::delay);
  const double* delay = list ? nullptr : std::get_if<double>(&p.delay);
  if (!delay) throw input_error(key, "a signal has one delay for all synapses; expected one time, or none");
  check_distribution(key, p.delay, quantity::time, range::non_negative, 1);
  constexpr double rounding = 1e-9;
  const double steps = std::round(*delay / dt);
  if (std::abs(*delay - steps * dt) > rounding * *delay)
    throw input_error(key, format_quantity(*delay, quantity::time) +
                               " is between two steps, and a signal is known at steps alone; expected a multiple of "
                               "simulation.dt, " +
                               format_quantity(dt, quantity::time));
  constexpr double most_steps = 10'000;
  if (steps > most_steps)
    throw input_error(key, format_quantity(*delay, quantity::time) +
                               " is too long, as all that is on its way is kept; expected at most 10,000 steps of " +
                               format_quantity(dt, quantity::time));
}

void check_has_potential(const projection& p, const char* end, const population& of, const catalog& known) {
  const auto& model = model_of(known, of);
  if (!model.page || model.page->per == membrane_of::none)
    throw input_error(key_of(p) + end, "the equations of " + quotation(model.name) +
                                           " are of plain numbers, and a signal is made of a potential in mV; "
                                           "expected a population with one");
}

/// Synapses that have a current each, of the potentials at their ends.
void check_wires(const projection& p, const population& target, const found_terminal& t, const catalog& known) {
  check_has_potential(p, ".target", target, known);
  if (!acts_at_once(p))
    throw input_error(key_of(p) + ".delay", "wire.current is made of both potentials at one time; expected none");
  if (t.synapse->signal->sent != "v")
    throw input_error(key_of(p) + ".terminal", "the receptor's synapse " + quotation(p.receptor) +
                                                   " has a wire.current, which sees v_pre by itself; expected none");
}

/// A signal arrives at one receptor, from neurons whose potential is one.
void check_signal(const projection& p, const population& source, const population& target, const catalog& known,
                  const settings& s) {
  check_delay_of_signal(p, s.dt);
  if (p.velocity) throw input_error(key_of(p) + ".velocity", "a signal has one delay for all synapses; expected none");
  if (p.spontaneous)
    throw input_error(key_of_spontaneous(p), "a signal is there at all times, and nothing is released; expected none");
  if (!p.receptors.empty())
    throw input_error(key_of(p) + ".receptor", "a signal arrives at one receptor; expected the name of one");
  check_has_potential(p, ".source", source, known);
  if (s.on_divergence == divergence_policy::mark)
    throw input_error("simulation.on_divergence", "\"mark\" with projection " + quotation(p.name) +
                                                      ", which would bring what is no number to others; expected "
                                                      "\"stop\"");
  const found_terminal t = terminal_of(p, source, target, known);
  if (!t.synapse->signal)
    throw input_error(key_of(p) + ".terminal", "the terminal of " + quotation(t.synapse->name) +
                                                   " releases at spikes, and a signal arrives at receptor " +
                                                   quotation(p.receptor) + "; expected one that sends a signal");
  const synapse_equations& synapse = synapse_of(known, target, find_receptor(target, p.receptor, key_of(p)));
  if (synapse.wire) check_wires(p, target, t, known);
  const auto& expected = synapse.signal->unit;
  if (t.synapse->signal->unit != expected)
    throw input_error(key_of(p) + ".terminal", "the signal of " + quotation(t.synapse->name) + " has the unit " +
                                                   t.synapse->signal->unit + "; receptor " + quotation(p.receptor) +
                                                   " expects " + expected);
}

/// That its rate is one before the first spike and after a spike; where it is drawn, the run looks.
void check_spontaneous(const projection& p, double dt, quantity q, bool is_current) {
  if (!p.spontaneous) return;
  const auto key = key_of_spontaneous(p);
  spontaneous_rate rate(p);
  for (const double since : {std::numeric_limits<double>::infinity(), dt / 2})
    if (const double found = rate(since); !(found >= 0 && found <= largest_spontaneous_rate(dt)))
      throw input_error(key + ".rate", said_of_rate(found, since, dt));
  const auto allowed = is_current ? range::any : range::non_negative;
  check_value(key + ".weight", p.spontaneous->weight, q, allowed);
  check_weight(key + ".weight", p.spontaneous->weight, q, allowed);
}

}  // namespace

void validate_projection(const projection& p, const population_names& populations, const settings& s) {
  const auto& source = populations.find(p.source, key_of(p) + ".source");
  const auto& target = populations.find(p.target, key_of(p) + ".target");
  check_receptors(p, target);
  const auto& synapse = synapse_of_weights(populations.known(), target, p);
  check_rule(p, source.size, target.size, p.source == p.target);
  check_positions(p, source, target);
  const wiring w = wiring_of(p, source, target, s);
  check_periodic(p, source, target, w.where);
  const auto synapses = number_of_values(w);
  const quantity unit = resolved(quantity::model_synaptic, model_of(populations.known(), target), synapse);
  const bool continuous = is_continuous(populations.known(), target, p);
  check_weights(p, unit, synapse.is_current, synapses);
  check_symmetric(p, continuous);
  if (continuous) {
    check_signal(p, source, target, populations.known(), s);
  } else {
    check_spontaneous(p, s.dt, unit, synapse.is_current);
    check_delays(p, s.dt, synapses, w.where);
  }
  check_terminal(p, source, target, populations.known());
}

}  // namespace hux
