#include "recordable.hpp"

#include "lookup.hpp"

namespace hux {
namespace {

class recordable_list {
 public:
  explicit recordable_list(const population& p) : population_(p), model_(model_of(p)) {}

  void add_model() {
    const std::string owner = "model '" + population_.model + "'";
    add("v", quantity::voltage, "the potential", owner);
    for (const auto& gate : model_.gates) add(std::string(gate), quantity::dimensionless, "the gate", owner);
    for (const auto& o : model_.observables)
      add(std::string(o.name), resolved(o.quantity, model_),
          o.name.starts_with("i_") ? "the ionic current" : "the conductance", owner);
  }

  void add(const receptor& r) {
    const std::string owner = "receptor '" + r.name + "'";
    if (!synapse_of(population_, r).is_current) add("g_" + r.name, model_.conductance, "the conductance", owner);
    add("i_" + r.name, model_.current, "the current", owner);
  }

  void add(const input& in) {
    if (in.population == population_.name && is_current(in))
      add("i_" + in.name, model_.current, "the current", "input '" + in.name + "'");
  }

  std::vector<recordable> take() { return std::move(all_); }

 private:
  void add(std::string name, quantity q, const std::string& what, const std::string& owner) {
    all_.push_back({std::move(name), q, what + " of " + owner, owner});
  }

  const population& population_;
  const equations& model_;
  std::vector<recordable> all_;
};

}  // namespace

std::vector<recordable> recordables_of(const population& p, const network& n) {
  recordable_list list(p);
  list.add_model();
  for (const auto& r : p.receptors) list.add(r);
  for (const auto& in : n.inputs) list.add(in);
  return list.take();
}

}  // namespace hux
