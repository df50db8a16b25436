#include "hux/catalog.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/string.h>

#include <filesystem>
#include <string>
#include <vector>

#include "bindings.hpp"
#include "experiment/lookup.hpp"
#include "hux/experiment_file.hpp"
#include "hux/model_page.hpp"
#include "hux/synapse_page.hpp"
#include "hux/units.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/text/toml_text.hpp"
#include "tree.hpp"

namespace nb = nanobind;
using namespace nb::literals;

/// What an experiment can be made of, as dicts.
namespace hux::python {
namespace {

template <class Elements, class Make>
nb::list list_of(const Elements& elements, const Make& make) {
  nb::list result;
  for (const auto& element : elements) result.append(make(element));
  return result;
}

const char* name_of(range r) {
  switch (r) {
    case range::positive:
      return "positive";
    case range::non_negative:
      return "non_negative";
    case range::fraction:
      return "fraction";
    case range::any:
      break;
  }
  return "any";
}

nb::dict parameter(const parameter_info& p) {
  nb::dict result;
  result["name"] = p.name;
  result["unit"] = std::string(unit_of(p.quantity));
  result["default"] = p.required || p.optional ? nb::none() : nb::cast(p.standard);
  result["required"] = p.required;
  result["range"] = name_of(p.range);
  result["description"] = p.description;
  return result;
}

template <class Info>
nb::dict heading(const Info& info) {
  nb::dict result;
  result["name"] = info.name;
  result["description"] = info.description;
  result["source"] = info.source;
  result["parameters"] = list_of(info.parameters, parameter);
  return result;
}

nb::dict state(const state_info& s) {
  nb::dict result;
  result["name"] = s.name;
  result["unit"] = std::string(unit_of(s.quantity));
  result["gate"] = s.gate;
  result["initial"] = s.standard ? nb::cast(*s.standard) : nb::none();
  return result;
}

nb::dict variable(const variable_info& v) {
  nb::dict result;
  result["name"] = v.name;
  result["unit"] = std::string(unit_of(v.quantity));
  return result;
}

nb::dict presets(const equations& model) {
  nb::dict result;
  for (const auto& preset : model.presets) {
    nb::dict values;
    for (std::size_t i = 0; i < preset.values.size(); ++i) values[model.parameters[i].name.c_str()] = preset.values[i];
    result[preset.name.c_str()] = values;
  }
  return result;
}

/// A page as the table that it is in an experiment file.
template <class Page>
nb::dict page_dict(const char* kind, const Page& page) {
  const auto table = parse_toml(text_of(page), page.name);
  return dict_from(*table[kind][page.name].as_table(), {}, nb::handle());
}

nb::dict model(const equations& m) {
  nb::dict result = heading(m);
  result["potential"] = std::string(unit_of(resolved(quantity::voltage, m)));
  result["current"] = std::string(unit_of(m.current));
  result["conductance"] = std::string(unit_of(m.conductance));
  result["threshold"] = m.threshold;
  result["initial_v"] = m.initial_v;
  result["presets"] = presets(m);
  result["states"] = list_of(m.states, state);
  result["observables"] = list_of(m.observables, variable);
  result["equations"] = page_dict("model", *m.page);
  return result;
}

nb::dict synapse(const synapse_equations& s) {
  nb::dict result = heading(s);
  result["is_current"] = s.is_current;
  result["equations"] = page_dict("synapse", *s.page);
  return result;
}

nb::dict own_equations(const std::filesystem::path& path) {
  const catalog own = read_models(path);
  nb::dict result;
  result["models"] = list_of(own.models, model);
  result["synapses"] = list_of(own.synapses, synapse);
  return result;
}

nb::dict catalog_dict() {
  const auto all = built_in_catalog();
  nb::dict result;
  result["models"] = list_of(all->models, model);
  result["synapses"] = list_of(all->synapses, synapse);
  result["inputs"] = list_of(all->inputs, heading<kind_info>);
  result["layouts"] = list_of(all->layouts, heading<kind_info>);
  result["rules"] = list_of(all->rules, heading<kind_info>);
  result["integrators"] = list_of(all->integrators, heading<integrator_info>);
  return result;
}

}  // namespace

void bind_catalog(nb::module_& m) {
  m.def("catalog", &catalog_dict, nb::sig("def catalog() -> dict[str, list[dict[str, object]]]"),
        "All that an experiment can be made of.");
  m.def("models", &own_equations, "path"_a,
        nb::sig("def models(path: str | os.PathLike[str]) -> dict[str, list[dict[str, object]]]"),
        "The models and synapses that an experiment file, or a file of models, has as text. Raises InputError, "
        "FileError.");
}

}  // namespace hux::python
