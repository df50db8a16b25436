#include "equations/text/continuous_synapse.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "equations/text/lower.hpp"
#include "equations/text/receptor_maker.hpp"
#include "equations/text/signal.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

class continuous_synapse_maker : receptor_maker {
 public:
  explicit continuous_synapse_maker(const synapse_page& page) : receptor_maker(page) {}

  synapse_equations make() {
    check_names();
    if (!page_.states.empty())
      refuse("receptor.states", quotation(page_.states[0].name) +
                                    " would be a state, at which no spikes arrive; expected none beside "
                                    "terminal.signal, and `arriving` in receptor.current");
    if (!page_.wire.empty() && page_.terminal->signal != "v_pre")
      refuse("terminal", "a wire sees v_pre by itself; expected no terminal beside wire.current");
    const auto signal = signal_of(page_, reader_);
    if (page_.wire.empty()) {
      measure_arriving();
      read_current();
    } else {
      read_wire();
    }
    check_numbers();
    synapse_equations made = described();
    made.cascaded = true;
    // It changes along a line: y is by how much in a step of length h.
    made.advance = [](const double* /*parameters*/, double /*h*/) { return cascade::propagator{1, 1, 1}; };
    made.signal = signal;
    made.sees_weights = sees_weights_;
    return made;
  }

 private:
  void measure_arriving() {
    const dimension sent = reader_.measured("terminal.signal", page_.terminal->signal).unit;
    is_current_ = sent == dimension{} && !mentions_v(reader_.written("receptor.current", page_.current));
    if (is_current_) measure_weights_in("pA");
    reader_.add_name("arriving", times_power(dimension_of(unit_), sent, 1));
  }

  void read_current() {
    const expression i = reader_.meaning(key_, page_.current, "pA");
    for (const auto& of : known_.names_in(i))
      if (of == "v_pre" || is_terminal_state(of))
        refuse(key_, "has " + quotation(of) + ", which the terminal has; expected parameters, v, arriving and weights");
    const auto of_arriving = known_.linear_in(i, "arriving");
    const auto of_weights = of_arriving ? known_.linear_in(of_arriving->rest, "weights") : std::nullopt;
    if (!of_weights || !known_.contains(i, "arriving") || !known_.folded(of_weights->rest).is_number(0))
      refuse_current();
    sees_weights_ = known_.contains(i, "weights");
    if (is_current_ || sees_weights_)
      inject(of_arriving->slope);
    else
      conduct(of_arriving->slope);
    if (sees_weights_) leak(of_weights->slope);
  }

  /// What arrives is the sum of the currents of the wires.
  void read_wire() {
    const std::string key = "wire.current";
    is_current_ = reader_.measured(key, page_.wire).unit == dimension_of("nS");
    if (is_current_) measure_weights_in("pA");
    const expression i = reader_.meaning(key, page_.wire, "pA");
    for (const char* elsewhere : {"arriving", "weights"})
      if (known_.contains(i, elsewhere))
        refuse(key, "has " + quotation(elsewhere) + ", which is of all wires; expected parameters, w, v and v_pre");
    const auto of_w = known_.linear_in(i, "w");
    if (!of_w || !known_.contains(i, "w") || !known_.folded(of_w->rest).is_number(0))
      refuse(key, "expected w times anything of v, v_pre and parameters, such as \"w * (v - v_pre)\"");
    made_.wire = wire_of(of_w->slope);
    made_.jump_x = place_of(reader_.pool().number(-1));
    made_.jump_y = made_.e_rev = place_of(reader_.pool().number(0));
  }

  std::shared_ptr<const wire_list> wire_of(expression current) {
    lowered made = lower(known_, {"v_pre", "v"}, parameters_, {{current}});
    return std::make_shared<const wire_list>(wire_list{std::move(made.derive), std::move(made.lists[0])});
  }

  /// What arrives is a current.
  void inject(expression slope) {
    if (known_.varies(slope)) refuse_current();
    made_.jump_x = expect(-slope, bound::finite, key_, "is ", " times -arriving");
    made_.jump_y = made_.e_rev = place_of(reader_.pool().number(0));
  }

  /// What arrives is a conductance.
  void conduct(expression slope) {
    const auto form = conductance_form(known_.product_of(slope));
    if (!form) refuse_current();
    made_.jump_x = expect(form->factor, bound::positive, key_, "is ", " times arriving * (v - e)");
    made_.jump_y = place_of(reader_.pool().number(0));
    made_.e_rev = expect(form->e_rev, bound::finite, key_, "reverses at ", " mV");
    if (known_.varies(form->opening)) made_.opening = opening_of(form->opening);
  }

  /// The sum of the weights is a conductance.
  void leak(expression slope) {
    const auto form = conductance_form(known_.product_of(slope));
    if (!form || known_.varies(form->opening)) refuse_current();
    made_.jump_y = expect(form->factor, bound::positive, key_, "is ", " times weights * (v - e)");
    made_.e_rev = expect(form->e_rev, bound::finite, key_, "reverses at ", " mV");
  }

  [[noreturn]] void refuse_current() const {
    refuse(key_,
           "expected arriving times v less a constant and any factors of parameters and v, such as \"arriving * (v - "
           "e_rev)\", or with the sum of the weights \"weights * v - arriving\", or \"-arriving\" for weights that are "
           "currents");
  }

  const std::string key_ = "receptor.current";
  bool sees_weights_ = false;
};

}  // namespace

synapse_equations continuous_synapse(const synapse_page& page) {
  if (page.wire.empty() || page.terminal) return continuous_synapse_maker(page).make();
  synapse_page with_terminal = page;
  with_terminal.terminal.emplace().signal = "v_pre";
  return continuous_synapse_maker(with_terminal).make();
}

}  // namespace hux
