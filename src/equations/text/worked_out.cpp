#include "equations/text/worked_out.hpp"

#include <memory>
#include <utility>

#include "equations/listed_functions.hpp"
#include "equations/text/membrane_units.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

std::vector<preset_info> presets_of(const model_page& page) {
  std::vector<preset_info> presets;
  for (const auto& [name, given] : page.presets) {
    presets.push_back({name, {}});
    for (const auto& p : page.parameters)
      presets.back().values.push_back(given.contains(p.name) ? given.at(p.name) : p.standard);
  }
  return presets;
}

}  // namespace

equations equations_of(const model_page& page, worked_out known) {
  const membrane_units units = units_of(page.per);
  equations e;
  e.name = page.name;
  e.description = page.description;
  e.source = page.source;
  e.current = quantity_of(units.current);
  e.conductance = quantity_of(units.conductance);
  e.threshold = page.threshold;
  e.initial_v = page.initial_v;
  e.parameters = page.parameters;
  for (auto& p : e.parameters)
    if (page.capacitance.empty() && p.name == "c_m" && p.range == range::any) p.range = range::positive;
  e.presets = presets_of(page);
  e.states = std::move(known.states);
  e.observables = std::move(known.observables);
  e.warnings = std::move(known.warnings);
  e.notices = std::move(known.notices);
  e.page = std::make_shared<const model_page>(page);
  give_functions(std::make_shared<const model_lists>(std::move(known.lists)), e);
  return e;
}

}  // namespace hux
