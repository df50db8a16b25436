#include "equations/text/synapse.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "equations/text/continuous_synapse.hpp"
#include "equations/text/joined_synapse.hpp"
#include "equations/text/receptor_maker.hpp"
#include "equations/text/signal.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

/// Makes the equations of a page whose receptor has states at which spikes arrive.
class synapse_maker : receptor_maker {
 public:
  explicit synapse_maker(const synapse_page& page) : receptor_maker(page) {}

  synapse_equations make() {
    check();
    is_current_ = !mentions_v(reader_.written("receptor.current", page_.current));
    if (is_current_) measure_weights_in("pA");
    read_current();
    std::tie(made_.exponent_x, made_.jump_x) = read(*x_, y_);
    made_.jump_y = place_of(reader_.pool().number(0));
    made_.cascaded = y_ != nullptr;
    if (y_) std::tie(made_.exponent_y, made_.jump_y) = read(*y_, nullptr);
    if (y_ && y_->arrival.empty())
      refuse("receptor.states." + y_->name,
             "is always 0, as nothing arrives at it; expected an arrival, such as \"" + y_->name + " + w\"");
    check_numbers();
    const auto terminal = made_terminal();
    synapse_equations made = described();
    made.terminal = terminal;
    return made;
  }

 private:
  void check() {
    check_names();
    if (page_.states.empty() || page_.states.size() > 2)
      refuse("receptor.states", std::to_string(page_.states.size()) + " states; expected one or two");
    check_arrivals();
    const auto is_of_receptor = [&](const std::string& of) {
      return of == "w" || std::ranges::find(page_.states, of, &receptor_state::name) != page_.states.end();
    };
    for (const auto& [name, text] : page_.defines)
      for (const auto& of : known_.names_in(reader_.named_text(name).value))
        if (is_of_receptor(of))
          refuse("define." + name, "is made of " + quotation(of) + "; expected one of parameters and v" +
                                       (page_.terminal ? ", or of parameters and the terminal's states" : ""));
  }

  // ---- shapes ----

  /// The constant c of e = c x; none if e is something else.
  /// @param x empty: e has to be zero
  std::optional<expression> multiple_of(expression e, const std::string& x) {
    const auto l = known_.linear_in(e, x);
    const bool is_multiple = l && !known_.varies(l->slope) && known_.folded(l->rest).is_number(0);
    return is_multiple ? std::optional(l->slope) : std::nullopt;
  }

  std::optional<current_form> form_of(expression i) {
    const expression one = reader_.pool().number(1);
    if (is_current_) {
      const auto factor = multiple_of(i, x_->name);
      return factor ? std::optional(current_form{-*factor, reader_.pool().number(0), one}) : std::nullopt;
    }
    const auto in_x = known_.linear_in(i, x_->name);
    if (!in_x || !known_.folded(in_x->rest).is_number(0)) return std::nullopt;
    return conductance_form(known_.product_of(in_x->slope));
  }

  void read_current() {
    const std::string key = "receptor.current";
    const expression i = meaning(key, page_.current, "pA");
    for (const auto& s : page_.states) (known_.contains(i, s.name) ? x_ : y_) = &s;
    const auto form = x_ ? form_of(i) : std::nullopt;
    if (!form)
      refuse(key,
             "expected one state times v less a constant and any factors of parameters and v, such as \"g * (v - "
             "e_rev)\", or a constant times one state for weights that are currents, such as \"-i\"");
    factor_ = form->factor;
    expect(factor_, is_current_ ? bound::finite : bound::positive, key, "is ",
           is_current_ ? " times -" + x_->name : " times " + x_->name + " * (v - e)");
    made_.e_rev = expect(form->e_rev, bound::finite, key, "reverses at ", " mV");
    if (known_.varies(form->opening)) made_.opening = opening_of(form->opening);
  }

  /// Reads a state that another one may drive.
  /// @return the places of its exponent and of what a weight of 1 adds
  std::pair<std::uint32_t, std::uint32_t> read(const receptor_state& s, const receptor_state* driver) {
    const std::string key = "receptor.states." + s.name + ".derivative";
    const expression d = meaning(key, s.derivative, unit_ + "/ms");
    if (&s == y_ && known_.contains(d, x_->name))
      refuse(key, "has " + quotation(x_->name) + "; expected " + quotation(s.name) + " alone, as " +
                      quotation(x_->name) + " is what the current is made of");
    const auto form = known_.linear_in(d, s.name);
    const auto drive = form ? multiple_of(form->rest, driver ? driver->name : "") : std::nullopt;
    if (!drive || known_.varies(form->slope))
      refuse(key, "expected a constant times " + quotation(s.name) +
                      (driver ? ", and one times " + quotation(driver->name) : "") +
                      ", of parameters and numbers, such as \"-" + s.name + " / tau\"");
    expect(form->slope, bound::negative, key, "is ", " 1/ms times " + s.name);
    if (driver) {
      if (!known_.contains(d, driver->name))
        refuse("receptor.states." + driver->name, "drives nothing; expected it in the derivative of " +
                                                      quotation(s.name) + ", which the current is made of");
      made_.drive = expect(*drive, least(), key, "has ", " 1/ms times " + driver->name);
    }
    return {place_of(over_time(form->slope)), jump(s)};
  }

  /// The place of what a weight of 1 adds to a state, which has the current's factor in it.
  std::uint32_t jump(const receptor_state& s) {
    if (s.arrival.empty()) return place_of(reader_.pool().number(0));
    const std::string key = "receptor.states." + s.name + ".arrival";
    const expression slope = added_to(s, unit_);
    expect(slope, least(), key, "adds ", " times w");
    return expect(slope * factor_, bound::finite, key, "adds, with the factor of the current, ", " times w");
  }

  /// A conductance is never below zero.
  [[nodiscard]] bound least() const { return is_current_ ? bound::finite : bound::non_negative; }

  /// -1 / tau becomes -h / tau, rounded once.
  expression over_time(expression rate) {
    const expression time = reader_.pool().symbol(unit_of_time);
    if (rate.kind() == expression_kind::divide) return (rate.part(0) * time) / rate.part(1);
    return rate * time;
  }

  expression factor_;                  ///< of the current
  const receptor_state* x_ = nullptr;  ///< the state that the current is made of
  const receptor_state* y_ = nullptr;  ///< the other one; null: there is none
};

}  // namespace

synapse_equations equations_of(const synapse_page& page) {
  if (sends_signal(page)) return continuous_synapse(page);
  return joins_neuron(page) ? joined_synapse(page) : synapse_maker(page).make();
}

}  // namespace hux
