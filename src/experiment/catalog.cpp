#include "hux/catalog.hpp"

#include <algorithm>
#include <numeric>
#include <variant>

#include "equations/built_in_kernels.hpp"
#include "equations/equations_of.hpp"
#include "experiment/lookup.hpp"
#include "hux/device/integrators/integrators.hpp"
#include "hux/device/models/models.hpp"
#include "hux/device/synapses/synapses.hpp"
#include "hux/device/type_list.hpp"
#include "hux/errors.hpp"
#include "hux/inputs/inputs.hpp"
#include "hux/network.hpp"

namespace hux {
namespace {

/// The alternatives of a variant as a list of types.
template <class Variant>
struct alternatives_of;
template <class... Types>
struct alternatives_of<std::variant<Types...>> {
  using type = type_list<Types...>;
};
template <class Variant>
using alternatives = typename alternatives_of<Variant>::type;

/// One entry for each type of a list, made by describe(type_tag<T>).
template <class Info, class List, class Describe>
std::vector<Info> described(List list, Describe&& describe) {
  std::vector<Info> infos;
  for_each_type(list, [&](auto tag) { infos.push_back(describe(tag)); });
  return infos;
}

template <class T>
std::vector<parameter_info> stated_parameters() {
  if constexpr (requires { T::parameters(); })
    return T::parameters();
  else
    return {};
}

template <class T>
std::string_view source_of() {
  if constexpr (requires { std::string_view(T::source); })
    return T::source;
  else
    return {};
}

template <class T>
kind_info describe_kind(type_tag<T> /*kind*/) {
  return {std::string(T::name), std::string(T::description), std::string(source_of<T>()), stated_parameters<T>()};
}

template <class T>
integrator_info describe_integrator(type_tag<T> integrator) {
  return {describe_kind(integrator), T::unit_of_time, T::staggered, T::simpson, T::gate_limit, T::membrane_limit};
}

template <class Model>
equations describe_model(type_tag<Model> /*model*/) {
  constexpr std::size_t place = place_in<Model>(all_models{});
  equations e = equations_of<Model>();
  e.kernels = cpu_kernels(place);
  for (auto& of_gpu : gpu_kernels(place)) e.kernels.push_back(std::move(of_gpu));
  return e;
}

catalog assembled() {
  return {described<equations>(all_models{}, [](auto t) { return describe_model(t); }),
          described<synapse_equations>(all_synapses{},
                                       [](auto t) { return synapse_equations_of<typename decltype(t)::type>(); }),
          described<kind_info>(alternatives<stimulus>{}, [](auto t) { return describe_kind(t); }),
          described<kind_info>(alternatives<layout>{}, [](auto t) { return describe_kind(t); }),
          described<kind_info>(alternatives<connection_rule>{}, [](auto t) { return describe_kind(t); }),
          described<integrator_info>(all_integrators{}, [](auto t) { return describe_integrator(t); })};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Fewest insertions, deletions and substitutions of letters, case ignored, that turn a into b (Levenshtein 1966).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::shared_ptr<const catalog> built_in_catalog() {
  static const auto all = std::make_shared<const catalog>(assembled());
  return all;
}

const equations& catalog::model(std::string_view name) const { return find_named(models, name, "model", "model"); }

const synapse_equations& catalog::synapse(std::string_view name) const {
  return find_named(synapses, name, "synapse", "synapse");
}

const integrator_info& catalog::integrator(std::string_view name) const {
  return find_named(integrators, name, "integrator", "integrator");
}

std::string nearest(std::string_view misspelt, std::span<const std::string_view> known) {
  constexpr std::size_t longest = 100;  // of a name worth comparing
  if (misspelt.empty() || misspelt.size() > longest) return {};
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(2, misspelt.size() / 3) + 1;
  for (const auto name : known) {
    const std::size_t distance = edit_distance(misspelt, name);
    if (distance >= fewest || distance >= std::max(name.size(), misspelt.size())) continue;
    fewest = distance;
    best = name;
  }
  return std::string(best);
}

}  // namespace hux
