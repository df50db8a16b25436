#include "population_values.hpp"

#include <nanobind/stl/string.h>

#include <string>

#include "experiment/lookup.hpp"
#include "plain_value.hpp"

namespace nb = nanobind;

namespace hux::python {
namespace {

void set_in_receptor(population& p, const std::string& name, const nb::object& value, const catalog& known) {
  const auto dot = name.find('.');
  const std::string parameter = name.substr(dot + 1);
  const receptor& found = find_receptor(p, name.substr(0, dot), key_of(p));
  const std::string key = key_of(p, found);
  const auto& synapse = synapse_of(known, p, found);
  const auto& info = find_named(synapse.parameters, parameter, key, "parameter");
  receptor& r = p.receptors[&found - p.receptors.data()];
  const plain_value plain{value, resolved(info.quantity, model_of(known, p), synapse), key + "." + parameter};
  plain.put(r.parameters[parameter]);
}

void set_parameter(population& p, const std::string& name, const nb::object& value, const catalog& known) {
  const equations& model = model_of(known, p);
  if (name == "threshold")
    return plain_value{value, resolved(quantity::voltage, model), key_of(p) + ".threshold"}.put(p.threshold);
  if (name.find('.') != std::string::npos) return set_in_receptor(p, name, value, known);
  const auto& info = find_named(model.parameters, name, key_of(p), "parameter");
  plain_value{value, resolved(info.quantity, model), key_of(p) + ".parameters." + name}.put(p.parameters[name]);
}

}  // namespace

void set_parameters(population& p, const nb::dict& values, const catalog& known) {
  for (const auto& [name, value] : values)
    set_parameter(p, nb::cast<std::string>(name), nb::borrow<nb::object>(value), known);
}

}  // namespace hux::python
