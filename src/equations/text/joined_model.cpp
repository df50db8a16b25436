#include "equations/text/joined_model.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>

#include "equations/text/characters.hpp"
#include "equations/text/model.hpp"
#include "hux/errors.hpp"

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

/// Adds terminals to a page under names that the model does not have, and gives what comes of it the names that users
/// know.
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
    const std::string prefix = free_prefix();
    const auto rename = [&](const std::string& name) { shown_.emplace(prefix + name, t.name + "." + name); };
    words_ = {{"v_pre", "v"}};
    const auto used = names_of_terminal(synapse);
    const auto add_word = [&](const std::string& name) {
      if (used.contains(name)) words_.emplace(name, prefix + name), rename(name);
    };
    for (const auto& p : synapse.parameters) add_word(p.name);
    for (const auto& [name, text] : synapse.defines) add_word(name);
    for (const auto& s : synapse.terminal->states) words_.emplace(s.name, prefix + s.name), rename(s.name);
    rename("signal");
    add_renamed(synapse, prefix, used);
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

  [[nodiscard]] std::string free_prefix() {
    std::string prefix = "terminal" + std::to_string(terminals_++) + "_";
    while (std::ranges::any_of(taken_, [&](const auto& name) { return name.starts_with(prefix); })) prefix += "_";
    return prefix;
  }

  /// What the terminal's texts name, and the defines that they name.
  static std::set<std::string> names_of_terminal(const synapse_page& synapse) {
    std::set<std::string> names;
    const auto look_at = [&](const std::string& text) {
      with_words(text, [&](const std::string& word) {
        names.insert(word);
        return word;
      });
    };
    for (const auto& s : synapse.terminal->states) look_at(s.derivative);
    look_at(synapse.terminal->signal);
    for (std::size_t known = 0; known != names.size();) {
      known = names.size();
      for (const auto& [name, text] : synapse.defines)
        if (names.contains(name)) look_at(text);
    }
    return names;
  }

  void add_renamed(const synapse_page& synapse, const std::string& prefix, const std::set<std::string>& used) {
    for (const auto& p : synapse.parameters)
      if (used.contains(p.name)) page_.parameters.emplace_back(p).name = prefix + p.name;
    for (const auto& [name, text] : synapse.defines)
      if (used.contains(name)) page_.defines.emplace_back(prefix + name, renamed(text));
    for (const auto& s : synapse.terminal->states)
      page_.states.push_back({prefix + s.name, renamed(s.derivative), s.unit, s.initial, s.method});
    page_.defines.emplace_back(prefix + "signal", renamed(synapse.terminal->signal));
  }

  [[nodiscard]] std::string renamed(const std::string& text) const {
    return with_words(text, [this](const std::string& word) {
      const auto found = words_.find(word);
      return found == words_.end() ? word : found->second;
    });
  }

  model_page page_;
  std::set<std::string> taken_;
  std::size_t terminals_ = 0;
  std::map<std::string, std::string>
      words_;  // of the terminal at hand: names in the synapse's page, and in the model's
  std::map<std::string, std::string> shown_;  // names in the model's page, and for users
};

}  // namespace

equations with_terminals(const model_page& model, const std::vector<joined_terminal>& terminals) {
  model_joiner joiner(model);
  for (const auto& t : terminals) joiner.add(t);
  return joiner.joined();
}

}  // namespace hux
