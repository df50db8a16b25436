#include "equations/text/page_reader.hpp"

#include <vector>

#include "equations/text/syntax.hpp"
#include "equations/units_of_measure.hpp"
#include "hux/nearest.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

std::set<std::string> varying_names(const model_page& page) {
  std::set<std::string> names{"v"};
  for (const auto& g : page.gates) names.insert(g.name);
  for (const auto& s : page.states) names.insert(s.name);
  return names;
}

std::string suggestion_of(const std::string& name, const std::vector<std::string_view>& known) {
  const std::string near = nearest(name, known);
  return near.empty() ? "expected a parameter, gate, state, define or current of the model"
                      : "did you mean " + quotation(near) + "?";
}

}  // namespace

page_reader::page_reader(const model_page& page)
    : page_(page), units_(units_of(page.per)), algebra_(pool_, varying_names(page)) {
  for (const auto& p : page.parameters) names_.emplace(p.name, named(p.name, unit_of(p.quantity)));
  for (const auto& g : page.gates) names_.emplace(g.name, named(g.name, ""));
  for (const auto& s : page.states) names_.emplace(s.name, named(s.name, s.unit));
  names_.emplace("v", named("v", units_.voltage));
  for (const auto& [name, text] : page.defines) texts_.emplace(name, named_source{"define." + name, text});
  for (const auto& [name, text] : page.currents) texts_.emplace(name, named_source{"currents." + name, text});
}

const potential_range& page_reader::range() const {
  return page_.per == membrane_of::none ? plain_range : membrane_range;
}

template <class Work>
auto page_reader::at(const std::string& of, const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const equation_error& mistake) {
    throw input_error(key(of), mistake.what());
  }
}

expression page_reader::meaning(const std::string& key, const std::string& text, std::string_view expected) {
  return at(key, [&] { return typed(parsed(text), lookup(), pool_, expected).value; });
}

const std::string* page_reader::text_named(const std::string& name) const {
  const auto found = texts_.find(name);
  return found == texts_.end() ? nullptr : &found->second.text;
}

typed_expression page_reader::named(const std::string& name, std::string_view unit) {
  return {pool_.symbol(name), page_.per == membrane_of::none ? dimension{} : dimension_of(unit), openness::strict};
}

syntax page_reader::parsed(const std::string& text) const {
  return parse_equation(text, [&](std::string_view name) {
    return names_.contains(std::string(name)) || texts_.contains(std::string(name));
  });
}

name_lookup page_reader::lookup() {
  return [this](const std::string& name, std::size_t column) {
    if (const auto known = names_.find(name); known != names_.end()) return known->second;
    const auto text = texts_.find(name);
    if (text == texts_.end()) unknown(name, column);
    if (!open_.insert(name).second)
      throw equation_error(column, quotation(name) + " is defined by itself; expected defines without a circle");
    const auto made = at(text->second.key, [&] { return typed(parsed(text->second.text), lookup(), pool_); });
    open_.erase(name);
    return names_.emplace(name, made).first->second;
  };
}

void page_reader::unknown(const std::string& name, std::size_t column) const {
  std::vector<std::string_view> known;
  for (const auto& [n, meaning] : names_) known.push_back(n);
  for (const auto& [n, text] : texts_) known.push_back(n);
  throw equation_error(column, "there is no " + quotation(name) + "; " + suggestion_of(name, known));
}

}  // namespace hux
