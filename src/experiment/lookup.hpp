#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/errors.hpp"
#include "hux/network.hpp"

/// Finding things by their names, and what to say about a name that nothing has.
namespace hux {

/// "did you mean 'size'?", or the known names if none is near.
std::string suggestion(std::string_view misspelt, const std::vector<std::string_view>& known);

template <class Range>
std::vector<std::string_view> names_of(const Range& range) {
  std::vector<std::string_view> names;
  for (const auto& element : range) names.emplace_back(element.name);
  return names;
}

/// The element of that name. Throws input_error at the key, saying that no such kind of thing has the name.
template <class Range>
const auto& find_named(const Range& range, std::string_view name, const std::string& key, std::string_view kind) {
  const auto found = std::ranges::find_if(range, [&](const auto& element) { return element.name == name; });
  if (found != range.end()) return *found;
  throw input_error(
      key, "there is no " + std::string(kind) + " " + quotation(name) + "; " + suggestion(name, names_of(range)));
}

/// The receptor of a population. Throws input_error at the key.
const receptor& find_receptor(const population& p, std::string_view name, const std::string& key);

/// The model of a population, the synapse of a receptor, the integrator of an experiment. Throw input_error at the key
/// in the experiment.
const equations& model_of(const catalog& known, const population& p);
const synapse_equations& synapse_of(const catalog& known, const population& p, const receptor& r);
const integrator_info& integrator_of(const catalog& known, const settings& s);

/// Values of all parameters of a receptor's synapse, in its order: given ones, or the defaults.
std::vector<double> parameters_of(const receptor& r, const synapse_equations& synapse);

/// Is an input a current, which is recorded as i_<its name>, or does it bring spikes?
bool is_current(const input& in);

/// What model_current, model_conductance and model_synaptic are for a model and a synapse, and voltage for a model
/// without units; others as they are. A model's own parameters and states are in the quantities that it says.
quantity resolved(quantity q, const equations& model);
quantity resolved(quantity q, const equations& model, const synapse_equations& synapse);

/// Where things are in an experiment file.
std::string key_of(const population& p);
std::string key_of(const population& p, const receptor& r);
std::string key_of(const projection& p);
std::string key_of(const input& in);
std::string key_of(const recording& r);
/// Of what a list holds: by its name ("stage.TTX"), or, where it has none, by its number from 0 on ("stage[1]").
std::string key_of_element(const std::string& list, std::string_view name, std::size_t number);
std::string key_of(const stage& s, std::size_t number);

}  // namespace hux
