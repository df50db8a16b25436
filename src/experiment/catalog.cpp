#include "hux/catalog.hpp"

#include <variant>

#include "equations/built_in_kernels.hpp"
#include "equations/built_in_models.hpp"
#include "equations/built_in_synapses.hpp"
#include "experiment/lookup.hpp"
#include "hux/device/integrators/integrators.hpp"
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

std::vector<equations> models_with_kernels() {
  auto models = built_in_models();
  for (std::size_t place = 0; place < models.size(); ++place) {
    models[place].kernels = cpu_kernels(place);
    for (auto& of_gpu : gpu_kernels(place)) models[place].kernels.push_back(std::move(of_gpu));
  }
  return models;
}

/// Kernels were compiled for those that follow v, in this order, but for those of signals.
std::vector<synapse_equations> synapses_with_kinds() {
  auto all = built_in_synapses();
  int kind = 0;
  for (auto& synapse : all)
    if (synapse.opening && !synapse.signal) synapse.kind = kind++;
  return all;
}

catalog assembled() {
  return {models_with_kernels(),
          synapses_with_kinds(),
          described<kind_info>(alternatives<stimulus>{}, [](auto t) { return describe_kind(t); }),
          described<kind_info>(alternatives<layout>{}, [](auto t) { return describe_kind(t); }),
          described<kind_info>(alternatives<connection_rule>{}, [](auto t) { return describe_kind(t); }),
          described<integrator_info>(all_integrators{}, [](auto t) { return describe_integrator(t); })};
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

}  // namespace hux
