#include "equations/text/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "equations/listed_model.hpp"
#include "equations/steady.hpp"
#include "equations/text/expression_text.hpp"
#include "equations/text/lower.hpp"
#include "equations/text/operands.hpp"
#include "equations/text/page_reader.hpp"
#include "equations/text/unit_name.hpp"
#include "equations/text/worked_out.hpp"
#include "equations/units_of_measure.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

/// An equation x' = derivative, and the same as drive - decay x.
struct rate_equation {
  std::string name;
  expression derivative;
  line linear_form;          ///< slope x + rest; of what is not linear in x, its tangent
  bool linear = true;        ///< is it in x itself?
  bool exponential = false;  ///< is it solved exactly, whatever the integrator?
};

/// A part of a page, under its key.
struct part_of_page {
  std::string key;
  expression value;
  std::string_view unit;
};

/// Makes the equations of a page.
class model_maker {
 public:
  explicit model_maker(const model_page& page) : page_(page), reader_(page), known_(reader_.known()) {
    for (const auto& p : page.parameters) parameters_.push_back(p.name);
  }

  equations make() {
    check();
    for (const auto& [name, text] : page_.currents)
      currents_.push_back(reader_.meaning("currents." + name, text, reader_.units().current));
    for (const auto& g : page_.gates) states_.push_back(of_gate(g));
    for (const auto& s : page_.states) states_.push_back(of_state(s));
    order_states();
    capacitance_ = capacitance();
    positive_.push_back(
        {page_.capacitance.empty() ? "parameters.c_m" : "capacitance", capacitance_, reader_.units().capacitance});
    find_observables();
    equations made = described();
    warn_of_signs(made);
    check_steady(made);
    check_positive(made);
    return made;
  }

 private:
  void check() const {
    const auto has = [&](const char* name) {
      return std::ranges::find(page_.parameters, name, &parameter_info::name) != page_.parameters.end();
    };
    if (page_.capacitance.empty() && !has("c_m"))
      throw input_error(reader_.key("parameters"),
                        "there is no c_m; expected the membrane's capacitance, as in c_m = \"1 uF/cm2\"");
    if (page_.currents.empty())
      throw input_error(reader_.key("currents"),
                        "there is none; expected at least one, such as i_l = \"g_l * (v - e_l)\"");
    if (page_.gates.size() + page_.states.size() > most_listed)
      throw input_error(reader_.key("states"), std::to_string(page_.gates.size() + page_.states.size()) +
                                                   " gates and states; expected at most " +
                                                   std::to_string(most_listed));
    for (const auto& p : page_.parameters) reader_.check_not_reserved("parameters.", p.name);
    for (const auto& [name, text] : page_.defines) reader_.check_not_reserved("define.", name);
    for (const auto& g : page_.gates) reader_.check_not_reserved("gates.", g.name);
    for (const auto& s : page_.states) reader_.check_not_reserved("states.", s.name);
    for (const auto& [name, text] : page_.currents) reader_.check_not_reserved("currents.", name);
  }

  // ---- equations ----

  expression capacitance() {
    const auto& unit = reader_.units().capacitance;
    if (page_.capacitance.empty()) return reader_.meaning("parameters.c_m", "c_m", unit);
    const expression c = reader_.meaning("capacitance", page_.capacitance, unit);
    if (known_.varies(c))
      throw input_error(reader_.key("capacitance"), "changes in time; expected one that is made of parameters alone");
    return c;
  }

  rate_equation of_gate(const page_gate& g) {
    const auto part = [&](const char* what, const std::string& text, std::string_view unit) {
      return reader_.meaning("gates." + g.name + "." + what, text, unit);
    };
    const auto& units = reader_.units();
    const expression speed = g.speed.empty() ? reader_.pool().number(1) : part("speed", g.speed, "");
    line f;
    if (!g.alpha.empty()) {
      const expression alpha = part("alpha", g.alpha, units.rate);
      f = {-(speed * (alpha + part("beta", g.beta, units.rate))), speed * alpha};
    } else {
      const expression tau = part("tau", g.tau, units.time);
      positive_.push_back({"gates." + g.name + ".tau", tau, units.time});
      f = {-(speed / tau), (speed * part("inf", g.inf, "")) / tau};
    }
    const expression x = reader_.pool().symbol(g.name);
    if (known_.contains(f.slope, g.name) || known_.contains(f.rest, g.name))
      return nonlinear(g.name, f.rest + f.slope * x);
    return {g.name, f.rest + f.slope * x, f, true};
  }

  rate_equation of_state(const page_state& s) {
    const std::string unit = page_.per == membrane_of::none ? "" : s.unit.empty() ? "1/ms" : s.unit + "/ms";
    const expression d = reader_.meaning("states." + s.name + ".derivative", s.derivative, unit);
    const auto f = known_.linear_in(d, s.name);
    const bool exponential = s.method == state_method::exponential;
    if (exponential && !f)
      throw input_error(reader_.key("states." + s.name + ".method"),
                        "\"exponential\", but the derivative is not linear in " + quotation(s.name) +
                            "; expected none, or a derivative a - b " + s.name);
    return f ? rate_equation{s.name, d, *f, true, exponential} : nonlinear(s.name, d);
  }

  /// The tangent of the derivative at x.
  rate_equation nonlinear(const std::string& name, expression derivative) {
    const expression slope = known_.derivative(derivative, name);
    return {name, derivative, {slope, derivative - slope * reader_.pool().symbol(name)}, false};
  }

  /// Gates that depend on v and pools alone can be half a step ahead of them; what else there is belongs to the time of
  /// v.
  void order_states() {
    std::set<std::string> gates;
    for (const auto& g : page_.gates) gates.insert(g.name);
    const auto ahead = [&](const rate_equation& s) {
      const auto sees = [&](const std::string& name) {
        return known_.contains(s.linear_form.slope, name) || known_.contains(s.linear_form.rest, name);
      };
      return s.linear && gates.contains(s.name) && std::ranges::none_of(gates, sees);
    };
    gates_ = std::stable_partition(states_.begin(), states_.end(), ahead) - states_.begin();
  }

  // ---- operations ----

  expression per_unit_of_time(expression rate) { return distributed(rate, reader_.pool().symbol(unit_of_time)); }

  /// The factor brought into the terms of a sum, where it can be worked out with what else is fixed in them.
  expression distributed(expression e, expression factor) {
    if (e.kind() == expression_kind::add) return distributed(e.part(0), factor) + distributed(e.part(1), factor);
    if (e.kind() == expression_kind::multiply || e.kind() == expression_kind::divide) {
      const bool second_is_fixed = !known_.varies(e.part(1));
      const bool first_is_fixed = e.kind() == expression_kind::multiply && !known_.varies(e.part(0));
      const expression inner = second_is_fixed ? e.part(0) : e.part(1);
      if ((first_is_fixed || second_is_fixed) && gains_from(inner)) {
        const expression by = first_is_fixed ? e.part(0) : e.part(1);
        return distributed(inner, e.kind() == expression_kind::multiply ? by * factor : factor / by);
      }
    }
    return factor * e;
  }

  /// A sum with a fixed term, such as 1 + tanh x, is as well multiplied as a whole.
  bool gains_from(expression e) {
    return std::ranges::all_of(known_.terms_of(e), [&](expression term) { return known_.varies(term); });
  }

  void add_pair(expression slope, expression rest, std::vector<expression>& to) {
    to.push_back(per_unit_of_time(rest));
    to.push_back(per_unit_of_time(-slope));
  }

  std::vector<expression> kinetics(bool linear_form) {
    std::vector<expression> results;
    for (const auto& s : states_)
      if (linear_form || s.linear)
        add_pair(s.linear_form.slope, s.linear_form.rest, results);
      else
        add_pair(reader_.pool().number(0), s.derivative, results);
    return results;
  }

  std::vector<expression> membrane(bool linear_form) {
    expression slope = reader_.pool().number(0);
    expression rest = slope;
    for (const auto& i : currents_) {
      const line l = current_line(i, linear_form);
      slope = slope + per_unit_of_time(l.slope / capacitance_);
      rest = rest + per_unit_of_time(l.rest / -capacitance_);
    }
    return {rest, slope};
  }

  line current_line(expression current, bool linear_form) {
    if (const auto l = known_.conductance_form(current, "v")) return *l;
    if (!linear_form) return {reader_.pool().number(0), current};
    const expression slope = known_.derivative(current, "v");
    return {slope, current - slope * reader_.pool().symbol("v")};
  }

  void note_poles(const std::vector<expression>& poles) {
    std::set<std::string> texts;
    for (const auto& p : poles) texts.insert(text_of(p));
    for (const auto& text : texts)
      notices_.push_back("model." + page_.name + ": nothing says that the divisor " + quotation(text) +
                         " is never zero; a run where it is ends with an error");
  }

  bool follows_v(const std::vector<expression>& results) {
    return std::ranges::any_of(results, [&](expression e) { return known_.contains(e, "v"); });
  }

  model_lists made_lists() {
    for (const auto& s : states_) varying_.push_back(s.name);
    const auto explicit_membrane = membrane(false);
    const expression input = reader_.pool().symbol(unit_of_time) / capacitance_;
    const lowered made =
        lower(known_, varying_, parameters_,
              {{input}, kinetics(false), explicit_membrane, kinetics(true), membrane(true)}, reader_.range());
    const lowered observed = lower(known_, varying_, parameters_, {observed_}, reader_.range());
    note_poles(made.poles);
    model_lists lists;
    lists.gates = static_cast<std::uint32_t>(gates_);
    lists.pools = static_cast<std::uint32_t>(states_.size() - gates_);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      lists.linear |= std::uint32_t{states_[i].linear} << i;
      lists.exponential |= std::uint32_t{states_[i].exponential} << i;
      lists.receptor_states |= std::uint32_t{is_of_receptor(states_[i].name)} << i;
    }
    lists.instantaneous = follows_v(explicit_membrane) || follows_v(membrane(true));
    lists.input =
        made.lists[0].operations[made.lists[0].outputs[0]].index - static_cast<std::uint32_t>(varying_.size());
    lists.coefficients = static_cast<std::uint32_t>(made.derive.outputs.size());
    lists.derive = made.derive;
    lists.explicit_form = {made.lists[1], made.lists[2]};
    lists.linear_form = {made.lists[3], made.lists[4]};
    lists.observe_derive = observed.derive;
    lists.observe = observed.lists[0];
    return lists;
  }

  // ---- what can be recorded ----

  void find_observables() {
    for (std::size_t i = 0; i < currents_.size(); ++i) add_conductance(page_.currents[i].first, currents_[i]);
    for (std::size_t i = 0; i < currents_.size(); ++i)
      add_observable(page_.currents[i].first, currents_[i], quantity_of(reader_.units().current));
    for (const auto& [name, text] : page_.defines) {
      const auto meaning = made_plain(reader_.named_text(name));
      add_observable(name, meaning.value, quantity_with(meaning));
    }
  }

  /// Numbers without a unit leave that of a define open: then it is shown as it would be if they were plain numbers
  /// only where that is one.
  static quantity quantity_with(const typed_expression& meaning) {
    const auto unit = name_of(meaning.unit);
    return meaning.open != openness::by_number && find_dimension(unit) ? quantity_of(unit) : quantity::dimensionless;
  }

  /// Of a current i_x, the slope in v with the states held: its conductance g_x.
  void add_conductance(const std::string& name, expression current) {
    if (!name.starts_with("i_")) return;
    const auto l = known_.conductance_form(current, "v");
    if (l && known_.varies(l->slope))
      add_observable("g" + name.substr(1), l->slope, quantity_of(reader_.units().conductance));
  }

  void add_observable(const std::string& name, expression e, quantity q) {
    const bool taken = std::ranges::any_of(observables_, [&](const auto& o) { return o.name == name; });
    if (taken) return;
    observables_.push_back({name, q});
    observed_.push_back(e);
  }

  // ---- the value ----

  equations described() {
    worked_out all{{}, observables_, {}, {}, made_lists()};
    for (const auto& s : states_) all.states.push_back(info_of(s.name));
    all.notices = notices_;
    return equations_of(page_, std::move(all));
  }

  /// g * (e - v) is what people write who have currents inward.
  void warn_of_signs(equations& e) {
    std::vector<expression> slopes;
    for (const auto& i : currents_) slopes.push_back(slope_of(i));
    const lowered made = lower(known_, varying_, parameters_, {slopes});
    const auto parameters = e.values_of("");
    const auto found = made.results(0, parameters, e.state_at(e.initial_v, e.derived(parameters, 1.0).data()));
    for (std::size_t i = 0; i < found.size(); ++i)
      if (found[i] < 0)
        e.warnings.push_back(
            fmt::format("{}: its slope in v is {} at {} with the gates as they start; currents are "
                        "outward positive, as in g * (v - e)",
                        reader_.key("currents." + page_.currents[i].first), format_quantity(found[i], e.conductance),
                        format_quantity(e.initial_v, quantity_of(reader_.units().voltage))));
  }

  /// With its gates held, those without a state included; 0 if the current is no product of a conductance.
  expression slope_of(expression current) {
    const auto l = known_.conductance_form(current, "v");
    return l ? l->slope : reader_.pool().number(0);
  }

  /// States without an initial value have a place where they stay, at least with the defaults.
  void check_steady(const equations& e) const {
    const auto k = e.derived(e.values_of(""), 1);
    const auto state = e.state_at(e.initial_v, k.data());
    for (std::size_t i = 0; i < e.states.size(); ++i) {
      if (e.states[i].standard || stays(e, k.data(), i, state.data())) continue;
      const std::string kind = e.states[i].gate ? "gates." : "states.";
      throw input_error(
          reader_.key(kind + e.states[i].name),
          fmt::format("no value was found at which it would stay at v = {:g}{}, with which it could start; "
                      "expected {}",
                      e.initial_v, reader_.units().voltage.empty() ? "" : " mV",
                      e.states[i].gate ? "other equations" : "initial = a value"));
    }
  }

  /// The capacitance and time constants of gates, where a neuron starts with the defaults.
  void check_positive(const equations& e) {
    const auto parameters = e.values_of("");
    const auto state = e.state_at(e.initial_v, e.derived(parameters, 1).data());
    std::vector<expression> wanted;
    for (const auto& p : positive_) wanted.push_back(p.value);
    const auto values = lower(known_, varying_, parameters_, {wanted}).results(0, parameters, state);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!(values[i] > 0))
        throw input_error(reader_.key(positive_[i].key),
                          fmt::format("it is {} at v = {:g}{}, where the model starts; expected more than 0",
                                      format_quantity(values[i], quantity_of(positive_[i].unit)), e.initial_v,
                                      reader_.units().voltage.empty() ? "" : " mV"));
  }

  [[nodiscard]] bool is_of_receptor(const std::string& name) const {
    const auto found = std::ranges::find(page_.states, name, &page_state::name);
    return found != page_.states.end() && found->of_receptor;
  }

  [[nodiscard]] state_info info_of(const std::string& name) const {
    for (const auto& s : page_.states)
      if (s.name == name) return {name, quantity_of(s.unit), false, s.initial};
    return {.name = name};
  }

  const model_page& page_;
  page_reader reader_;
  algebra& known_;
  std::vector<std::string> parameters_;
  std::vector<expression> currents_;
  std::vector<rate_equation> states_;
  std::size_t gates_ = 0;                  ///< of the states
  std::vector<std::string> varying_{"v"};  ///< inputs of the lists before the coefficients
  std::vector<std::string> notices_;
  expression capacitance_;
  std::vector<part_of_page> positive_;  ///< what has to be
  std::vector<variable_info> observables_;
  std::vector<expression> observed_;
};

}  // namespace

equations equations_of(const model_page& page) { return model_maker(page).make(); }

}  // namespace hux
