#include "equations/text/synapse.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "equations/listed_model.hpp"
#include "equations/opening_list.hpp"
#include "equations/text/coefficients.hpp"
#include "equations/text/equation_reader.hpp"
#include "equations/text/lower.hpp"
#include "equations/text/receptor_numbers.hpp"
#include "equations/text/terminal.hpp"
#include "hux/device/integrators/stage_input.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

/// What varies in a target neuron.
std::set<std::string> receptor_names(const synapse_page& page) {
  std::set<std::string> names{"v", "w"};
  for (const auto& s : page.states) names.insert(s.name);
  return names;
}

std::set<std::string> varying_names(const synapse_page& page) {
  auto names = receptor_names(page);
  if (page.terminal)
    for (const auto& s : page.terminal->states) names.insert(s.name);
  return names;
}

/// Makes the equations of a page.
class synapse_maker {
 public:
  explicit synapse_maker(const synapse_page& page)
      : page_(page),
        reader_("synapse." + page.name, varying_names(page), "expected a parameter, define or state of the synapse"),
        known_(reader_.known()),
        numbers_(known_) {
    for (const auto& p : page.parameters) {
      parameters_.push_back(p.name);
      reader_.add_name(p.name, dimension_of(unit_of(p.quantity)));
    }
    for (const auto& [name, text] : page.defines) reader_.add_text(name, "define." + name, text);
    if (page.terminal) {
      for (const auto& s : page.terminal->states) reader_.add_name(s.name, dimension_of(s.unit));
      reader_.add_name(since_spike, dimension_of("ms"));
    }
    reader_.add_name("v", dimension_of("mV"));
    measure_weights_in("nS");
  }

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
    made_.derive = derivation(numbers_, parameters_);
    if (const auto found = first_mistake(made_, standard().data()))
      refuse(found->first.key, found->first.sentence(found->second));
    if (page_.terminal) read_terminal();
    return described();
  }

 private:
  void read_terminal() {
    terminal_ = terminal_of(page_, reader_, receptor_names(page_));
    if (const auto mistake = terminal_->mistake(standard().data()); !mistake.empty()) refuse("terminal", mistake);
  }

  void check() {
    for (const auto& p : page_.parameters) reader_.check_not_reserved("parameters.", p.name);
    for (const auto& [name, text] : page_.defines) reader_.check_not_reserved("define.", name);
    for (const auto& s : page_.states) reader_.check_not_reserved("receptor.states.", s.name);
    if (page_.states.empty() || page_.states.size() > 2)
      refuse("receptor.states", std::to_string(page_.states.size()) + " states; expected one or two");
    if (std::ranges::all_of(page_.states, [](const receptor_state& s) { return s.arrival.empty(); }))
      refuse("receptor.states", "no state has an arrival; expected at least one, such as arrival = \"g + w\"");
    const auto of_receptor = receptor_names(page_);
    for (const auto& [name, text] : page_.defines)
      for (const auto& of : known_.names_in(reader_.named_text(name).value))
        if (of != "v" && of_receptor.contains(of))
          refuse("define." + name, "is made of " + quotation(of) + "; expected one of parameters and v" +
                                       (page_.terminal ? ", or of parameters and the terminal's states" : ""));
  }

  /// Does an equation name v, or a define that is made of it?
  bool mentions_v(const syntax& s) {
    const auto is_of_v = [&] {
      return s.text == "v" || (reader_.text_named(s.text) && known_.contains(reader_.named_text(s.text).value, "v"));
    };
    return (s.kind == syntax_kind::name && is_of_v()) ||
           std::ranges::any_of(s.parts, [&](const syntax& part) { return mentions_v(part); });
  }

  [[noreturn]] void refuse(const std::string& of, const std::string& why) const {
    throw input_error(reader_.key(of), why);
  }

  /// The states are in that unit, too.
  void measure_weights_in(const std::string& unit) {
    unit_ = unit;
    reader_.add_name("w", dimension_of(unit));
    for (const auto& s : page_.states) reader_.add_name(s.name, dimension_of(unit));
  }

  /// What a text of the receptor means, which lives without what its sources have.
  expression meaning(const std::string& key, const std::string& text, const std::string& unit) {
    const expression e = reader_.meaning(key, text, unit);
    for (const auto& of : known_.names_in(e))
      if (page_.terminal && (of == since_spike || std::ranges::find(page_.terminal->states, of, &page_state::name) !=
                                                      page_.terminal->states.end()))
        refuse(key, "has " + quotation(of) +
                        (of == since_spike ? ", which the terminal has" : ", a state of the terminal") +
                        "; expected parameters and what the receptor has");
    return e;
  }

  // ---- shapes ----

  /// The constant c of e = c x; none if e is something else.
  /// @param x empty: e has to be zero
  std::optional<expression> multiple_of(expression e, const std::string& x) {
    const auto l = known_.linear_in(e, x);
    const bool is_multiple = l && !known_.varies(l->slope) && known_.folded(l->rest).is_number(0);
    return is_multiple ? std::optional(l->slope) : std::nullopt;
  }

  /// What a current is beside its state: factor opening(v) (v - e_rev) of a conductance, or the factor alone.
  struct current_form {
    expression factor, e_rev, opening;
  };

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

  /// One factor is a line in v, which says where the current reverses; the others follow v.
  std::optional<current_form> conductance_form(const product& p) {
    const expression one = reader_.pool().number(1);
    std::optional<line> driving;
    expression opening = one;
    for (const auto& factor : p.above) {
      const auto in_v = known_.linear_in(factor, "v");
      const bool is_line = in_v && !known_.varies(in_v->slope) && !known_.varies(in_v->rest);
      if (is_line && driving) return std::nullopt;
      if (is_line)
        driving = in_v;
      else
        opening = opening * factor;
    }
    for (const auto& divisor : p.below) opening = opening / divisor;
    const auto& names = known_.names_in(opening);
    if (!driving || std::ranges::any_of(names, [&](const auto& n) { return n == "w" || is_state(n); }))
      return std::nullopt;
    return current_form{p.fixed * driving->slope, known_.folded(-driving->rest / driving->slope), opening};
  }

  [[nodiscard]] bool is_state(const std::string& name) const {
    return std::ranges::find(page_.states, name, &receptor_state::name) != page_.states.end();
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

  std::shared_ptr<const opening_list> opening_of(expression opening) {
    lowered made = lower(known_, {"v"}, parameters_, {{opening}});
    const std::uint32_t count = made.lists[0].inputs - 1;
    if (count > max_opening_coefficients)
      refuse("receptor.current", "follows v with " + std::to_string(count) +
                                     " numbers of parameters; expected at most " +
                                     std::to_string(max_opening_coefficients));
    return std::make_shared<const opening_list>(opening_list{count, std::move(made.derive), std::move(made.lists[0])});
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
    const expression after = meaning(key, s.arrival, unit_);
    const auto form = known_.linear_in(after, "w");
    const bool is_jump = form && known_.contains(after, "w") && !known_.varies(form->slope) &&
                         multiple_of(form->rest - reader_.pool().symbol(s.name), "");
    if (!is_jump)
      refuse(key, "expected " + quotation(s.name) + " plus a constant times w, such as \"" + s.name + " + w\"");
    expect(form->slope, least(), key, "adds ", " times w");
    return expect(form->slope * factor_, bound::finite, key, "adds, with the factor of the current, ", " times w");
  }

  // ---- numbers ----

  std::uint32_t place_of(expression constant) { return numbers_.index_of(constant); }

  std::uint32_t expect(expression constant, bound b, std::string key, std::string before, std::string after) {
    const auto place = place_of(constant);
    made_.bounded.push_back({place, b, std::move(key), std::move(before), std::move(after)});
    return place;
  }

  /// A conductance is never below zero.
  [[nodiscard]] bound least() const { return is_current_ ? bound::finite : bound::non_negative; }

  /// -1 / tau becomes -h / tau, rounded once.
  expression over_time(expression rate) {
    const expression time = reader_.pool().symbol(unit_of_time);
    if (rate.kind() == expression_kind::divide) return (rate.part(0) * time) / rate.part(1);
    return rate * time;
  }

  // ---- the value ----

  [[nodiscard]] std::vector<double> standard() const {
    std::vector<double> values;
    for (const auto& p : page_.parameters) values.push_back(p.standard);
    return values;
  }

  synapse_equations described() {
    const auto n = std::make_shared<const receptor_numbers>(std::move(made_));
    return {
        .name = page_.name,
        .description = page_.description,
        .source = page_.source,
        .is_current = is_current_,
        .kind = -1,
        .cascaded = y_ != nullptr,
        .parameters = page_.parameters,
        .advance = [n](const double* p, double h) { return advanced(*n, p, h); },
        .on_spike = [n](const double* p) { return added(*n, p); },
        .reversal_potential = [n](const double* p) { return n->of(p)[n->e_rev]; },
        .opening_coefficients =
            [n](const double* p) {
              return n->opening ? coefficients_of(n->opening->derive, p, 1) : std::vector<double>();
            },
        .open_fraction =
            [n](double v, const std::vector<double>& k) { return n->opening ? fraction_open(*n->opening, v, k) : 1.0; },
        .mistake = [n](const double* p) { return mistake_in(*n, p); },
        .opening = n->opening,
        .terminal = terminal_,
        .page = std::make_shared<const synapse_page>(page_)};
  }

  const synapse_page& page_;
  equation_reader reader_;
  algebra& known_;
  coefficients numbers_;
  receptor_numbers made_;
  std::vector<std::string> parameters_;
  std::string unit_;                   ///< of weights and states
  bool is_current_ = false;            ///< are weights currents?
  expression factor_;                  ///< of the current
  const receptor_state* x_ = nullptr;  ///< the state that the current is made of
  const receptor_state* y_ = nullptr;  ///< the other one; null: there is none
  std::shared_ptr<const terminal_equations> terminal_;
};

}  // namespace

synapse_equations equations_of(const synapse_page& page) { return synapse_maker(page).make(); }

}  // namespace hux
