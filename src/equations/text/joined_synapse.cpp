#include "equations/text/joined_synapse.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "equations/listed_model.hpp"
#include "equations/text/receptor_maker.hpp"
#include "equations/text/unit_name.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

/// What a text is as a polynomial of a receptor's states.
struct polynomial {
  static constexpr int none = 1000;  ///< the degree of what is no polynomial

  int least = 0, most = 0;  ///< degrees of its terms
  bool sees_v = false;
  std::set<std::string> states;

  void take_in(const polynomial& other) {
    sees_v = sees_v || other.sees_v;
    states.insert(other.states.begin(), other.states.end());
  }
  [[nodiscard]] bool is_linear() const { return least == 1 && most == 1; }
};

/// Looks at the texts of a receptor as they are written, before units are known.
class receptor_outline : receptor_maker {
 public:
  explicit receptor_outline(const synapse_page& page) : receptor_maker(page) {}

  bool is_linear() {
    const polynomial current = outline_of("receptor.current", page_.current);
    if (current.most > 1 || (current.most == 1 && current.least == 0) || current.states.size() > 1) return false;
    return std::ranges::all_of(page_.states, [&](const receptor_state& s) {
      const polynomial d = outline_of("receptor.states." + s.name + ".derivative", s.derivative);
      const bool sees_other = d.states.size() > (d.states.contains(s.name) ? 1 : 0);
      return d.is_linear() && !d.sees_v &&
             !(sees_other && current.states.size() == 1 && !current.states.contains(s.name));
    });
  }

 private:
  polynomial outline_of(const std::string& key, const std::string& text) {
    return outline_of(reader_.written(key, text));
  }

  polynomial outline_of(const syntax& s) {
    if (s.kind == syntax_kind::name) return of_name(s.text);
    std::vector<polynomial> parts;
    for (const auto& part : s.parts) parts.push_back(outline_of(part));
    polynomial whole = combined(s.kind, parts);
    for (const auto& part : parts) whole.take_in(part);
    return whole;
  }

  polynomial of_name(const std::string& name) {
    if (std::ranges::find(page_.states, name, &receptor_state::name) != page_.states.end())
      return {1, 1, false, {name}};
    if (!reader_.text_named(name)) return {0, 0, name == "v", {}};
    // A circle, or a chain that is too long, is refused when the define is read.
    const auto [known, is_new] = defines_.try_emplace(name);
    if (is_new && ++depth_ < deepest) {
      const polynomial found = outline_of(reader_.written("define." + name, *reader_.text_named(name)));
      --depth_;
      return defines_.insert_or_assign(name, found).first->second;
    }
    return defines_.at(name);
  }

  static polynomial combined(syntax_kind kind, const std::vector<polynomial>& parts) {
    const bool holds_states = std::ranges::any_of(parts, [](const polynomial& p) { return p.most > 0; });
    switch (kind) {
      case syntax_kind::negate:
        return {parts[0].least, parts[0].most, false, {}};
      case syntax_kind::add:
      case syntax_kind::subtract:
        return {std::min(parts[0].least, parts[1].least), std::max(parts[0].most, parts[1].most), false, {}};
      case syntax_kind::multiply:
        return {parts[0].least + parts[1].least, parts[0].most + parts[1].most, false, {}};
      case syntax_kind::divide:
        if (parts[1].most == 0) return {parts[0].least, parts[0].most, false, {}};
        [[fallthrough]];
      default:
        return holds_states ? polynomial{0, polynomial::none, false, {}} : polynomial{};
    }
  }

  static constexpr int deepest = 600;
  std::map<std::string, polynomial> defines_;
  int depth_ = 0;
};

class joined_synapse_maker : receptor_maker {
 public:
  explicit joined_synapse_maker(const synapse_page& page) : receptor_maker(page) {}

  synapse_equations make() {
    check_names();
    check_arrivals();
    check_number();
    measure();
    auto receptor = std::make_shared<receptor_equations>();
    for (std::size_t i = 0; i < page_.states.size(); ++i) read(page_.states[i], units_[i], i, *receptor);
    read_current();
    for (const auto& p : page_.parameters)
      if (seen_.contains(p.name)) receptor->parameters.push_back(p.name);
    check_numbers();
    receptor->added = [numbers = std::make_shared<const receptor_numbers>(made_), places = places_](const double* p) {
      const auto values = numbers->of(p);
      std::vector<double> added;
      for (const auto place : places) added.push_back(values[place]);
      return added;
    };
    const auto terminal = made_terminal();
    synapse_equations made = described();
    made.terminal = terminal;
    made.joined = std::move(receptor);
    return made;
  }

 private:
  void check_number() const {
    if (page_.states.size() > most_listed)
      refuse("receptor.states",
             std::to_string(page_.states.size()) + " states; expected at most " + std::to_string(most_listed));
  }

  // ---- units ----

  /// Weights are currents if a state at which they arrive is told to be one; if none is told a unit, if the current
  /// does not depend on v.
  bool weights_are_currents() {
    for (const auto& s : page_.states) {
      if (s.arrival.empty() || s.unit.empty()) continue;
      const dimension unit = dimension_of(s.unit);
      if (same_dimension(unit, dimension_of("pA"))) return true;
      if (same_dimension(unit, dimension_of("nS"))) return false;
    }
    return !mentions_v(reader_.written("receptor.current", page_.current));
  }

  void check_units() const {
    for (const auto& s : page_.states)
      if (!find_dimension(s.unit))
        refuse("receptor.states." + s.name + ".unit",
               quotation(s.unit) + " is no unit; expected one such as \"nS\" or \"uM\"");
  }

  void measure() {
    check_units();
    is_current_ = weights_are_currents();
    measure_weights_in(is_current_ ? "pA" : "nS");
    for (const auto& s : page_.states) units_.push_back(unit_of_state(s));
    for (std::size_t i = 0; i < units_.size(); ++i) reader_.add_name(page_.states[i].name, dimension_of(units_[i]));
  }

  /// The unit of a state: the one that it is told, or that of what is added to it; else it is a plain number.
  std::string unit_of_state(const receptor_state& s) {
    const std::string key = "receptor.states." + s.name;
    if (!s.unit.empty()) return s.unit;
    if (s.arrival.empty()) return "";
    const syntax arrival = reader_.written(key + ".arrival", s.arrival);
    const bool adds = arrival.kind == syntax_kind::add && arrival.parts[0].kind == syntax_kind::name &&
                      arrival.parts[0].text == s.name;
    if (!adds) return unit_;
    const dimension added = reader_.measured(key + ".arrival", text_of(arrival.parts[1])).unit;
    if (added == dimension{}) return "";
    if (auto name = name_of(added); find_dimension(name)) return name;
    refuse(key, "nothing says its unit; expected unit = \"uM\" or the like");
  }

  // ---- equations ----

  /// What a text means that is asked for at all times.
  expression read_text(const std::string& key, const std::string& text, const std::string& unit) {
    const expression e = meaning(key, text, unit);
    const auto& names = known_.names_in(e);
    if (names.contains("w"))
      refuse(key, "has 'w', the weights that arrive at a spike; expected it in an arrival alone");
    seen_.insert(names.begin(), names.end());
    return e;
  }

  void read(const receptor_state& s, const std::string& unit, std::size_t number, receptor_equations& to) {
    const std::string key = "receptor.states." + s.name;
    const expression d = read_text(key + ".derivative", s.derivative, unit.empty() ? "1/ms" : unit + "/ms");
    if (s.method == state_method::exponential && !known_.linear_in(d, s.name))
      refuse(key + ".method", "\"exponential\", but the derivative is not linear in " + quotation(s.name) +
                                  "; expected none, or a derivative a - b " + s.name);
    to.states.push_back({s.name, quantity_of(unit), false, s.initial.value_or(0)});
    to.units.push_back(unit);
    if (s.arrival.empty()) return;
    places_.push_back(expect(added_to(s, unit), bound::finite, key + ".arrival", "adds ", " times w"));
    to.arrivals.push_back(number);
  }

  void read_current() {
    const std::string key = "receptor.current";
    const expression i = read_text(key, page_.current, "pA");
    const auto is_in = [&](const receptor_state& s) { return known_.contains(i, s.name); };
    if (std::ranges::none_of(page_.states, is_in))
      refuse(key, "is made of none of the receptor's states; expected one, such as \"g_max * o * (v - e_rev)\"");
  }

  std::vector<std::string> units_;     // of the states
  std::vector<std::uint32_t> places_;  // of what arrivals add, among the numbers
  std::set<std::string> seen_;         // names
};

}  // namespace

bool joins_neuron(const synapse_page& page) {
  const auto is_told_more = [](const receptor_state& s) {
    return !s.unit.empty() || s.initial || s.method != state_method::integrators;
  };
  if (page.states.empty()) return false;
  return page.states.size() > 2 || std::ranges::any_of(page.states, is_told_more) ||
         !receptor_outline(page).is_linear();
}

synapse_equations joined_synapse(const synapse_page& page) { return joined_synapse_maker(page).make(); }

}  // namespace hux
