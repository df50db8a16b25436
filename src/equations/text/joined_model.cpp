#include "equations/text/joined_model.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string_view>

#include "equations/text/characters.hpp"
#include "equations/text/model.hpp"
#include "equations/units_of_measure.hpp"
#include "hux/errors.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

/// The length of the number that a text starts with, its exponent included; 0 if it starts with none.
std::size_t length_of_number(std::string_view text) {
  const auto digit_or_point = [](char c) { return is_digit(c) || c == '.'; };
  std::size_t length = start_of(text, digit_or_point).size();
  if (length == 0 || length == text.size() || (text[length] != 'e' && text[length] != 'E')) return length;
  const std::size_t sign = length + 1 < text.size() && (text[length + 1] == '+' || text[length + 1] == '-') ? 1 : 0;
  const std::size_t digits = start_of(text.substr(length + 1 + sign), is_digit).size();
  return digits == 0 ? length : length + 1 + sign + digits;
}

/// Puts a text together anew with each of its words replaced. Units are words, too; none is called as what a page
/// names, or the page would not have been read.
template <class Replace>
std::string with_words(std::string_view text, const Replace& replace) {
  std::string made;
  while (!text.empty()) {
    const std::size_t number = length_of_number(text);
    const auto word = number == 0 ? start_of(text, continues_name) : std::string_view{};
    const std::size_t length = std::max<std::size_t>(1, number + word.size());
    made += word.empty() ? std::string(text.substr(0, length)) : replace(std::string(word));
    text.remove_prefix(length);
  }
  return made;
}

/// Adds terminals and receptors to a page under names that the model does not have, and gives what comes of it the
/// names that users know.
class model_joiner {
 public:
  explicit model_joiner(const model_page& model) : page_(model) {
    const auto take = [this](const auto& things, const auto& name) {
      for (const auto& thing : things) taken_.insert(thing.*name);
    };
    take(model.parameters, &parameter_info::name);
    take(model.defines, &named_text::first);
    take(model.gates, &page_gate::name);
    take(model.states, &page_state::name);
    take(model.currents, &named_text::first);
  }

  void add(const joined_terminal& t) {
    const synapse_page& synapse = *t.page;
    std::vector<std::string> texts{synapse.terminal->signal};
    for (const auto& s : synapse.terminal->states) texts.push_back(s.derivative);
    start("terminal", t.name);
    words_.emplace("v_pre", "v");
    add_used(synapse, texts, synapse.terminal->states);
    for (const auto& s : synapse.terminal->states)
      page_.states.push_back({prefix_ + s.name, renamed(s.derivative), s.unit, s.initial, s.method});
    add_word("signal");
    page_.defines.emplace_back(prefix_ + "signal", renamed(synapse.terminal->signal));
  }

  void add(const joined_receptor& r) {
    const synapse_page& synapse = *r.synapse->page;
    std::vector<std::string> texts{synapse.current};
    for (const auto& s : synapse.states) texts.push_back(s.derivative);
    start("receptor", r.name);
    by_area_ = page_.per == membrane_of::area;
    add_used(synapse, texts, synapse.states);
    for (std::size_t i = 0; i < synapse.states.size(); ++i) {
      const receptor_state& s = synapse.states[i];
      page_.states.push_back({prefix_ + s.name, renamed(s.derivative), unit_here(r.synapse->joined->units[i]),
                              s.initial.value_or(0), s.method, true});
    }
    for (const char* kind : {"i_", "g_"}) shown_.emplace(kind + prefix_, kind + r.name);
    page_.currents.emplace_back("i_" + prefix_, renamed(synapse.current));
    by_area_ = false;
  }

  equations joined() const {
    equations made = read();
    for (auto& p : made.parameters) show(p.name);
    for (auto& s : made.states) show(s.name);
    for (auto& o : made.observables) show(o.name);
    for (auto* sentences : {&made.warnings, &made.notices})
      for (auto& sentence : *sentences) sentence = shown_in(sentence);
    return made;
  }

 private:
  [[nodiscard]] equations read() const {
    try {
      return equations_of(page_);
    } catch (const input_error& mistake) {
      const std::string said = mistake.what();
      const std::size_t key = said.find(mistake.key + ": ") == 0 ? mistake.key.size() + 2 : 0;
      throw input_error(shown_in(mistake.key), shown_in(said.substr(key)));
    }
  }

  void show(std::string& name) const {
    if (const auto found = shown_.find(name); found != shown_.end()) name = found->second;
  }

  [[nodiscard]] std::string shown_in(const std::string& sentence) const {
    return with_words(sentence, [this](std::string word) {
      show(word);
      return word;
    });
  }

  // ---- names ----

  /// Names of a part of a synapse, which users know behind that of its owner.
  void start(const std::string& kind, const std::string& owner) {
    owner_ = owner;
    words_.clear();
    prefix_ = kind + std::to_string(parts_++) + "_";
    const auto is_taken = [&](const std::string& name) {
      return name.starts_with(prefix_) || name.starts_with("i_" + prefix_) || name.starts_with("g_" + prefix_);
    };
    while (std::ranges::any_of(taken_, is_taken)) prefix_ += "_";
  }

  void add_word(const std::string& name) {
    words_.emplace(name, prefix_ + name);
    shown_.emplace(prefix_ + name, owner_ + "." + name);
  }

  /// What texts of a synapse name, and the defines that they name.
  static std::set<std::string> names_in(const synapse_page& synapse, const std::vector<std::string>& texts) {
    std::set<std::string> names;
    const auto look_at = [&](const std::string& text) {
      with_words(text, [&](const std::string& word) {
        names.insert(word);
        return word;
      });
    };
    for (const auto& text : texts) look_at(text);
    for (std::size_t known = 0; known != names.size();) {
      known = names.size();
      for (const auto& [name, text] : synapse.defines)
        if (names.contains(name)) look_at(text);
    }
    return names;
  }

  /// Adds the parameters and defines that texts use, and gives states their names.
  template <class States>
  void add_used(const synapse_page& synapse, const std::vector<std::string>& texts, const States& states) {
    const auto used = names_in(synapse, texts);
    for (const auto& p : synapse.parameters)
      if (used.contains(p.name)) add_word(p.name);
    for (const auto& [name, text] : synapse.defines)
      if (used.contains(name)) add_word(name);
    for (const auto& s : states) add_word(s.name);
    for (const auto& p : synapse.parameters) {
      if (!used.contains(p.name)) continue;
      auto& added = page_.parameters.emplace_back(p);
      added.name = prefix_ + p.name;
      if (by_area_) added.quantity = quantity_of(unit_here(std::string(unit_of(p.quantity))));
    }
    for (const auto& [name, text] : synapse.defines)
      if (used.contains(name)) page_.defines.emplace_back(prefix_ + name, renamed(text));
  }

  [[nodiscard]] std::string renamed(const std::string& text) const {
    return with_words(text, [this](const std::string& word) {
      const auto found = words_.find(word);
      return found == words_.end() ? unit_here(word) : found->second;
    });
  }

  // ---- units ----

  /// A unit of a synapse's text as the model has it: a unit of conductance, current or capacitance that comes first has
  /// the same number by area.
  [[nodiscard]] std::string unit_here(const std::string& unit) const {
    if (!by_area_) return unit;
    static const std::map<std::string, std::string, std::less<>> by_area{
        {"pS", "uS/cm2"}, {"nS", "mS/cm2"}, {"uS", "S/cm2"},  {"pA", "uA/cm2"}, {"nA", "mA/cm2"},
        {"uA", "A/cm2"},  {"fF", "nF/cm2"}, {"pF", "uF/cm2"}, {"nF", "mF/cm2"}};
    const std::string_view first = start_of(unit, continues_name);
    const auto found = by_area.find(first);
    std::string here = found == by_area.end() ? unit : found->second + unit.substr(first.size());
    const dimension d = find_dimension(here).value_or(dimension{});
    // Of conductances and the like the metre is that of an area.
    if (found == by_area.end() && find_dimension(unit) && d.ampere + d.kilogram != 0)
      throw input_error("model." + page_.name,
                        "receptor " + quotation(owner_) + " has the unit " + quotation(unit) +
                            ", and the model has currents by area; expected nS, pA or pF, or a model of a cell");
    return here;
  }

  model_page page_;
  std::set<std::string> taken_;
  std::size_t parts_ = 0;  // that were added
  // Of the part at hand:
  std::string owner_, prefix_;
  bool by_area_ = false;                      // are its units by area here?
  std::map<std::string, std::string> words_;  // names in the synapse's page, and in the model's
  std::map<std::string, std::string> shown_;  // names in the model's page, and for users
};

}  // namespace

equations joined_equations(const model_page& model, const std::vector<joined_terminal>& terminals,
                           const std::vector<joined_receptor>& receptors) {
  model_joiner joiner(model);
  for (const auto& t : terminals) joiner.add(t);
  for (const auto& r : receptors) joiner.add(r);
  return joiner.joined();
}

}  // namespace hux
