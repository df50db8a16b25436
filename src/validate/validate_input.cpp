#include <cmath>
#include <optional>
#include <tuple>

#include "hux/errors.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"
#include "validate/checks.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

/// Checks a stimulus of any kind: its listed parameters, then what holds between them.
class stimulus_check {
 public:
  stimulus_check(const input& in, const population& target, const catalog& known, const settings& s)
      : in_(in), target_(target), known_(known), settings_(s), key_(key_of(in) + ".") {}

  template <class Stimulus>
  void operator()(const Stimulus& s) const {
    if constexpr (requires { s.receptor; }) check_receptor(s.receptor, s.weight);
    check_parameters(s);
    if constexpr (requires { s.stop; }) check_order(s.start, s.stop);
    check_more(s);
  }

 private:
  template <class Stimulus>
  void check_parameters(const Stimulus& s) const {
    const auto infos = Stimulus::parameters();
    const auto* info = infos.data();
    const auto one = [&](auto member) {
      check(key_ + info->name, s.*member, resolved(info->quantity, model_of(known_, target_)), info->range);
      ++info;
    };
    std::apply([&](auto... member) { (one(member), ...); }, Stimulus::members);
  }

  static void check(const std::string& key, double value, quantity q, range r) { check_value(key, value, q, r); }
  static void check(const std::string& key, const std::optional<double>& value, quantity q, range r) {
    if (value) check_value(key, *value, q, r);
  }
  void check(const std::string& key, const neuron_values& values, quantity q, range r) const {
    if (std::holds_alternative<std::vector<neuron_part>>(values))
      throw input_error(key, "an input has values for all of its neurons, which 'neurons' names; expected others in " +
                                 std::string("an input of their own"));
    check_values({values, {target_, settings_.seed, in_.neurons.empty() ? nullptr : &in_.neurons}, q, key}, r);
  }

  void check_receptor(const std::string& name, double weight) const {
    const auto& synapse = synapse_of(known_, target_, find_receptor(target_, name, key_ + "receptor"));
    if (synapse.signal)
      throw input_error(key_ + "receptor", "a signal arrives at receptor " + quotation(name) + ", and no spikes; " +
                                               "expected one at which spikes arrive");
    const auto q = resolved(quantity::model_synaptic, model_of(known_, target_), synapse);
    check_weight(key_ + "weight", weight, q, synapse.is_current ? range::any : range::non_negative);
  }

  void check_order(double start, double stop) const {
    if (stop <= start)
      throw input_error(key_ + "stop", format_quantity(stop, quantity::time) + " is not after the start; expected " +
                                           "more than " + format_quantity(start, quantity::time));
  }

  template <class Stimulus>
  void check_more(const Stimulus& /*s*/) const {}

  void check_more(const pulse_train& p) const {
    if (p.width > p.period)
      throw input_error(key_ + "width", format_quantity(p.width, quantity::time) + " is longer than the period; " +
                                            "expected at most " + format_quantity(p.period, quantity::time));
  }

  void check_more(const white_noise& w) const {
    if (w.interval != 0) check_whole_steps(key_ + "interval", w.interval, settings_.dt);
  }

  void check_more(const poisson_train& p) const {
    constexpr double most = 1000;  // spikes in a step
    if (p.rate * settings_.dt / 1000 > most)
      throw input_error(key_ + "rate", format_quantity(p.rate, quantity::rate) + " is more than 1000 spikes a step");
  }

  void check_more(const spike_times& s) const {
    if (!in_.neurons.empty()) throw input_error(key_ + "neurons", "not needed: each of the spikes has its neuron");
    if (s.neuron.size() != s.time.size())
      throw input_error(key_ + "spikes", "there are " + std::to_string(s.neuron.size()) + " neurons and " +
                                             std::to_string(s.time.size()) + " times; expected one time each");
    for (const double time : s.time) check_countable(key_ + "spikes.times", time, settings_.dt);
    check_indices(key_ + "spikes.neurons", s.neuron, target_.size);
  }

  const input& in_;
  const population& target_;
  const catalog& known_;
  const settings& settings_;
  std::string key_;
};

}  // namespace

void validate_input(const input& in, const population_names& populations, const settings& s) {
  const auto& target = populations.find(in.population, key_of(in) + ".population");
  check_neurons(key_of(in) + ".neurons", in.neurons, target.size);
  std::visit(stimulus_check(in, target, populations.known(), s), in.what);
}

}  // namespace hux
