#include "input_values.hpp"

#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "arrays.hpp"
#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "hux/errors.hpp"
#include "plain_value.hpp"

namespace nb = nanobind;

namespace hux::python {
namespace {

const population& target_of(const input& in, const network& n) {
  return find_named(n.populations, in.population, key_of(in) + ".population", "population");
}

template <class Stimulus>
quantity quantity_in(const Stimulus& s, quantity q, const input& in, const network& n) {
  const population& target = target_of(in, n);
  const equations& model = model_of(*n.catalog, target);
  if constexpr (requires { s.receptor; })
    return resolved(q, model, synapse_of(*n.catalog, target, find_receptor(target, s.receptor, key_of(in))));
  else
    return resolved(q, model);
}

/// Calls use(member, quantity) with a parameter of an input.
template <class Input, class Use>
void with_parameter(Input& in, std::string_view key, const network& n, const Use& use) {
  std::visit(
      [&](auto& s) {
        const auto infos = s.parameters();
        const auto* wanted = &find_named(infos, key, key_of(in), "parameter");
        const auto* info = infos.data();
        const auto one = [&](auto member) {
          if (info++ == wanted) use(s.*member, quantity_in(s, wanted->quantity, in, n));
        };
        std::apply([&](auto... member) { (one(member), ...); }, s.members);
      },
      in.what);
}

/// Gives Python what a parameter is.
struct to_python {
  std::string key;

  nb::object operator()(double value) const { return nb::cast(value); }
  nb::object operator()(const std::optional<double>& value) const { return value ? nb::cast(*value) : nb::none(); }
  nb::object operator()(const neuron_values& how) const {
    if (const double* value = common_value(how)) return nb::cast(*value);
    const auto* d = std::get_if<distribution>(&how);
    if (const auto* values = d ? std::get_if<std::vector<double>>(d) : nullptr) return nb::cast(array_of(*values));
    throw input_error(key, "is worked out for each neuron, and no number; expected the experiment to be asked");
  }
};

bool is_switch(std::string_view key) { return key == "on"; }

}  // namespace

nb::object value_of(const input& in, std::string_view key, const network& n) {
  if (is_switch(key)) return nb::bool_(in.on);
  nb::object value;
  const to_python give{key_of(in) + "." + std::string(key)};
  with_parameter(in, key, n, [&](const auto& member, quantity) { value = give(member); });
  return value;
}

input with_value(input in, std::string_view key, const nb::object& value, const network& n) {
  const std::string path = key_of(in) + "." + std::string(key);
  if (is_switch(key)) {
    if (!nb::isinstance<nb::bool_>(value)) throw input_error(path, "expected True or False");
    in.on = nb::cast<bool>(value);
    return in;
  }
  with_parameter(in, key, n, [&](auto& member, quantity q) { plain_value{value, q, path}.put(member); });
  return in;
}

std::vector<std::string> parameters_of(const input& in) {
  std::vector<std::string> names;
  std::visit(
      [&](const auto& s) {
        for (const auto& info : s.parameters()) names.push_back(info.name);
      },
      in.what);
  return names;
}

}  // namespace hux::python
