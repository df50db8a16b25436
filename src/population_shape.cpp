#include "population_shape.hpp"

#include <algorithm>

#include "by_name.hpp"

namespace hux {
namespace {

bool has_cascade(const receptor& r) {
  bool cascade = false;
  with_name(all_synapses{}, r.synapse, [&](auto tag) {
    using synapse = typename decltype(tag)::type;
    cascade = synapse::on_spike({}).y != 0;
  });
  return cascade;
}

bool differs(const distribution& d) { return !std::holds_alternative<double>(d); }

}  // namespace

population_shape shape_of(const population& p) {
  population_shape shape;
  with_name(all_models{}, p.model, [&](auto tag) {
    using model = typename decltype(tag)::type;
    shape.gates = model::gates;
    shape.coefficients = sizeof(typename model::template coefficients<float>) / sizeof(float);
  });
  shape.cascades = static_cast<std::uint64_t>(std::ranges::count_if(p.receptors, has_cascade));
  std::uint64_t drawn = 1 + shape.gates;
  for (const auto& [name, given] : p.parameters) drawn += differs(given) ? 1 : 0;
  shape.own_parameters = drawn > 1 + shape.gates;
  for (const auto& r : p.receptors) drawn += differs(r.initial) ? 1 : 0;
  shape.drawn_bytes = p.size * drawn * sizeof(double);
  return shape;
}

}  // namespace hux
