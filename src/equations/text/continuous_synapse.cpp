#include "equations/text/continuous_synapse.hpp"

#include <memory>
#include <optional>
#include <string>

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
    const auto signal = signal_of(page_, reader_);
    measure_arriving();
    read_current();
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

synapse_equations continuous_synapse(const synapse_page& page) { return continuous_synapse_maker(page).make(); }

}  // namespace hux
