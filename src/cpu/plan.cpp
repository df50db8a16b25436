#include <algorithm>

#include "backend.hpp"
#include "build/built_network.hpp"
#include "by_name.hpp"
#include "cpu/block_size.hpp"
#include "cpu/delivery.hpp"
#include "cpu/population_state.hpp"

namespace hux {
namespace {

using cpu::padded;

struct model_shape {
  std::uint64_t gates = 0;
  std::uint64_t coefficients = 0;
};

model_shape shape_of_model(const population& p) {
  model_shape shape;
  with_name(all_models{}, p.model, [&](auto tag) {
    using model = typename decltype(tag)::type;
    shape.gates = model::gates;
    shape.coefficients = sizeof(typename model::template coefficients<float>) / sizeof(float);
  });
  return shape;
}

bool has_cascade(const receptor& r) {
  bool cascade = false;
  with_name(all_synapses{}, r.synapse, [&](auto tag) {
    using synapse = typename decltype(tag)::type;
    cascade = synapse::on_spike({}).y != 0;
  });
  return cascade;
}

std::uint64_t state_bytes(const population& p, std::uint64_t real) {
  const model_shape model = shape_of_model(p);
  std::uint64_t variables = 1 + model.gates;
  for (const auto& r : p.receptors) variables += has_cascade(r) ? 2 : 1;
  const bool single_values =
      std::ranges::all_of(p.parameters, [](const auto& given) { return std::holds_alternative<double>(given.second); });
  if (!single_values) variables += model.coefficients;
  return padded(p.size) * (variables * real + (p.refractory > 0 ? sizeof(std::int64_t) : 0));
}

/// Values as drawn, in double precision: kept for the recorded parameters and as the initial state.
std::uint64_t drawn_bytes(const population& p) {
  std::uint64_t values = 1 + shape_of_model(p).gates;
  for (const auto& [name, given] : p.parameters) values += std::holds_alternative<double>(given) ? 0 : 1;
  for (const auto& r : p.receptors) values += std::holds_alternative<double>(r.initial) ? 0 : 1;
  return p.size * values * sizeof(double);
}

cpu::network_shape shape_of(const experiment& e, std::int64_t window) {
  cpu::network_shape shape;
  for (const auto& p : e.network.populations) {
    shape.neurons += p.size;
    shape.receptors = std::max<std::uint64_t>(shape.receptors, p.receptors.size());
  }
  shape.window = window;
  shape.bytes_of_sum = e.settings.precision == precision::single ? 4 : 8;
  shape.block_size = e.settings.block_size;
  return shape;
}

/// Heads of the event lists, and the events in flight if every neuron fires at 50 Hz.
std::uint64_t event_bytes(const experiment& e, const planned_projection& p, const cpu::network_shape& shape,
                          unsigned threads) {
  constexpr double rate = 0.05;  // spikes a ms
  const double flight = static_cast<double>(p.max_delay + shape.window) * e.settings.dt;
  const double bytes = std::holds_alternative<double>(p.description->weight) ? 4 : 8;
  return cpu::delivery::planned_bytes(e.network.populations[p.target].size, p.max_delay, shape.window,
                                      cpu::block_bits(shape, threads), threads) +
         static_cast<std::uint64_t>(p.synapses * rate * flight * bytes);
}

}  // namespace

std::vector<memory_plan::component> plan_cpu_backend(const experiment& e,
                                                     const std::vector<planned_projection>& projections,
                                                     std::int64_t window, unsigned threads) {
  const cpu::network_shape shape = shape_of(e, window);
  const std::uint64_t real = e.settings.precision == precision::single ? 4 : 8;
  std::vector<memory_plan::component> parts;
  for (const auto& p : e.network.populations) {
    parts.push_back({"population " + p.name + ": state", state_bytes(p, real)});
    parts.push_back({"population " + p.name + ": drawn values", drawn_bytes(p)});
  }
  for (const auto& p : projections)
    parts.push_back(
        {"projection " + p.description->name + ": spikes in flight, at 50 Hz", event_bytes(e, p, shape, threads)});
  const std::uint64_t block = static_cast<std::uint64_t>(window) << cpu::block_bits(shape, threads);
  parts.push_back({"threads: scratch", threads * block * (shape.receptors * shape.bytes_of_sum + real)});
  return parts;
}

}  // namespace hux
