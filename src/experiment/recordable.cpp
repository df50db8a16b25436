#include "experiment/recordable.hpp"

#include "experiment/lookup.hpp"
#include "experiment/terminals.hpp"

namespace hux {
namespace {

class recordable_list {
 public:
  recordable_list(const population& p, const network& n)
      : population_(p), known_(*n.catalog), model_(neuron_equations(n, p)) {}

  void add_model() {
    const std::string owner = "model '" + population_.model + "'";
    add("v", resolved(quantity::voltage, model_), "the potential", owner, reading::state, states_++);
    for (const auto& s : model_.states)
      add(s.name, s.quantity, s.gate ? "the gate" : "the state", owner, reading::state, states_++);
    for (std::size_t i = 0; i < model_.observables.size(); ++i) {
      const auto& o = model_.observables[i];
      add(o.name, resolved(o.quantity, model_), o.name.starts_with("i_") ? "the ionic current" : "the conductance",
          owner, reading::observable, i);
    }
  }

  void add(const receptor& r) {
    const std::string owner = "receptor '" + r.name + "'";
    const auto& synapse = synapse_of(known_, population_, r);
    if (synapse.joined) return;  // what it has is its neuron's
    const std::size_t state = states_++;
    if (synapse.sees_weights || synapse.wire) {
      sums_of_weights_ += synapse.sees_weights ? 1 : 0;
      return add("i_" + r.name, model_.current, "the current", owner, reading::coupling, state);
    }
    if (!synapse.is_current)
      add("g_" + r.name, model_.conductance, "the conductance", owner,
          synapse.opening ? reading::conductance : reading::state, state);
    add("i_" + r.name, model_.current, "the current", owner, synapse.is_current ? reading::state : reading::current,
        state);
  }

  /// Behind the receptors stand the sums of weights.
  void end_receptors() { states_ += sums_of_weights_; }

  void add(const found_terminal& t) {
    for (const auto& s : t.synapse->terminal->states)
      add(t.name + "." + s.name, s.quantity, "the state", "terminal '" + t.name + "'", reading::state, states_++);
  }

  void add(const input& in, std::size_t number) {
    if (in.population == population_.name && is_current(in))
      add("i_" + in.name, model_.current, "the current", "input '" + in.name + "'", reading::input, number);
  }

  std::vector<recordable> take() { return std::move(all_); }

 private:
  void add(std::string name, quantity q, const std::string& what, const std::string& owner, reading from,
           std::size_t index) {
    all_.push_back({std::move(name), q, what + " of " + owner, owner, from, index});
  }

  const population& population_;
  const catalog& known_;
  const equations& model_;
  std::size_t states_ = 0;  // so far
  std::size_t sums_of_weights_ = 0;
  std::vector<recordable> all_;
};

}  // namespace

std::vector<recordable> recordables_of(const population& p, const network& n) {
  recordable_list list(p, n);
  list.add_model();
  for (const auto& r : p.receptors) list.add(r);
  list.end_receptors();
  for (const auto& t : terminals_of(n, p)) list.add(t);
  for (std::size_t i = 0; i < n.inputs.size(); ++i) list.add(n.inputs[i], i);
  return list.take();
}

}  // namespace hux
