#include "equations/text/equation_reader.hpp"

#include <vector>

#include "equations/text/functions.hpp"
#include "hux/nearest.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

constexpr std::size_t longest_chain = 500;  // of texts that name each other; each takes room on the stack

}  // namespace

void equation_reader::add_name(const std::string& name, const dimension& unit) {
  names_.insert_or_assign(name, typed_expression{pool_.symbol(name), unit, openness::strict});
}

template <class Work>
auto equation_reader::at(const std::string& of, const Work& work) const -> decltype(work()) {
  try {
    return work();
  } catch (const equation_error& mistake) {
    throw input_error(key(of), mistake.what());
  }
}

expression equation_reader::meaning(const std::string& key, const std::string& text, std::string_view expected) {
  return at(key, [&] { return typed(parsed(text), lookup(), pool_, expected).value; });
}

typed_expression equation_reader::measured(const std::string& key, const std::string& text) {
  return at(key, [&] { return typed(parsed(text), lookup(), pool_); });
}

syntax equation_reader::written(const std::string& key, const std::string& text) const {
  return at(key, [&] { return parsed(text); });
}

void equation_reader::check_not_reserved(const char* table, const std::string& name) const {
  if (is_reserved(name))
    throw input_error(key(table + name),
                      quotation(name) + " is a function or a constant of equations; expected another name");
}

void equation_reader::check_state_at_spikes(const char* table, const page_state& s) const {
  check_not_reserved(table, s.name);
  if (s.method == state_method::exponential)
    throw input_error(key(table + s.name + ".method"),
                      "\"exponential\", but what spikes change is solved exactly between them anyway; expected none");
}

const std::string* equation_reader::text_named(const std::string& name) const {
  const auto found = texts_.find(name);
  return found == texts_.end() ? nullptr : &found->second.text;
}

syntax equation_reader::parsed(const std::string& text) const {
  return parse_equation(text, [&](std::string_view name) {
    return names_.contains(std::string(name)) || texts_.contains(std::string(name));
  });
}

name_lookup equation_reader::lookup() {
  return [this](const std::string& name, std::size_t column) {
    if (const auto known = names_.find(name); known != names_.end()) return known->second;
    const auto text = texts_.find(name);
    if (text == texts_.end()) unknown(name, column);
    if (!open_.insert(name).second)
      throw equation_error(column, quotation(name) + " is defined by itself; expected defines without a circle");
    if (open_.size() > longest_chain)
      throw equation_error(column, quotation(name) + " ends a chain of too many defines; expected at most " +
                                       std::to_string(longest_chain) + " that are made of each other");
    const auto made = at(text->second.key, [&] { return typed(parsed(text->second.text), lookup(), pool_); });
    open_.erase(name);
    return names_.emplace(name, made).first->second;
  };
}

void equation_reader::unknown(const std::string& name, std::size_t column) const {
  std::vector<std::string_view> known;
  for (const auto& [n, meaning] : names_) known.push_back(n);
  for (const auto& [n, text] : texts_) known.push_back(n);
  const std::string near = nearest(name, known);
  throw equation_error(column, "there is no " + quotation(name) + "; " +
                                   (near.empty() ? expected_ : "did you mean " + quotation(near) + "?"));
}

}  // namespace hux
