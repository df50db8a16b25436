#include "equations/text/page_reader.hpp"

#include "hux/units.hpp"

namespace hux {
namespace {

std::set<std::string> varying_names(const model_page& page) {
  std::set<std::string> names{"v"};
  for (const auto& g : page.gates) names.insert(g.name);
  for (const auto& s : page.states) names.insert(s.name);
  return names;
}

}  // namespace

page_reader::page_reader(const model_page& page)
    : equation_reader("model." + page.name, varying_names(page),
                      "expected a parameter, gate, state, define or current of the model"),
      page_(page),
      units_(units_of(page.per)) {
  const auto add = [&](const std::string& name, std::string_view unit) {
    add_name(name, page.per == membrane_of::none ? dimension{} : dimension_of(unit));
  };
  for (const auto& p : page.parameters) add(p.name, unit_of(p.quantity));
  for (const auto& g : page.gates) add(g.name, "");
  for (const auto& s : page.states) add(s.name, s.unit);
  add("v", units_.voltage);
  for (const auto& [name, text] : page.defines) add_text(name, "define." + name, text);
  for (const auto& [name, text] : page.currents) add_text(name, "currents." + name, text);
}

const potential_range& page_reader::range() const {
  return page_.per == membrane_of::none ? plain_range : membrane_range;
}

}  // namespace hux
