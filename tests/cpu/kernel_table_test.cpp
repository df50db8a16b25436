#include "cpu/kernel_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "cpu/block_findings.hpp"
#include "cpu/make_population.hpp"
#include "network/build_population.hpp"

namespace {

using namespace hux;
using namespace hux::cpu;

constexpr std::uint32_t neuron_count = 75;  // not a whole number of packs
constexpr std::int64_t step_count = 400;
constexpr double fine_step = 0.01;  // ms

/// Cells that differ in their starts and, if asked to, in a parameter, so that each has coefficients of its own.
population cells(std::string_view model, bool alike) {
  population p;
  p.name = "cells";
  p.size = neuron_count;
  p.model = model;
  p.initial_v = uniform{-80, -20};
  p.refractory = 0.5;
  if (!alike) p.parameters["e_k"] = uniform{-90, -80};
  p.receptors = {{"exc", "exponential", {{"tau", 5}, {"e_rev", 0}}, uniform{0, 1}},
                 {"slow", "nmda", {{"tau_rise", 2}, {"tau_decay", 80}, {"e_rev", 0}}, 0.01}};
  return p;
}

/// All that is left of a population after some steps.
template <class Real>
struct course {
  std::vector<std::vector<Real>> state;
  std::vector<std::pair<double, std::uint64_t>> spikes;  // time and neuron

  bool operator==(const course&) const = default;
};

template <class Real>
course<Real> advanced(const population& what, std::string_view integrator, int vector_bytes) {
  built_network network;
  network.dt = fine_step;
  network.window = step_count;
  network.integrator = &built_in_catalog()->integrator(integrator);
  settings s;
  s.dt = fine_step;
  thread_team alone(1);
  built_population built = build_population(what, {}, s, spike_time::interpolated, alone);
  for (auto& r : built.receptors) r.unit = 1e-4;
  built.receptors[1].wide_sums = std::is_same_v<Real, float>;
  const auto kernel = kernels_of<Real>(built, network, {}, vector_bytes);
  auto p = make_population<Real>(built, network, *kernel, alone);
  const buffer<fixed_point<Real>> sums(2 * step_count * padded(neuron_count), 3);
  const buffer<wide_fixed_point> wide_sums(step_count * padded(neuron_count), 3);
  std::vector<window_spike> spikes;
  block_findings<Real> work;
  work.end = neuron_count;
  work.dt = fine_step;
  work.steps = {0, step_count};
  work.stride = padded(neuron_count);
  work.window = step_count;
  work.arrivals = sums.data();
  work.wide_arrivals = wide_sums.data();
  work.spikes = &spikes;
  kernel->advance(p.view, work, kernel->program);
  course<Real> end;
  for (std::size_t row = 0; row < p.rows(); ++row) end.state.emplace_back(p.row(row), p.row(row) + neuron_count);
  for (const auto& spike : spikes) end.spikes.emplace_back(spike.time, spike.neuron);
  std::sort(end.spikes.begin(), end.spikes.end());  // found in another order where packs are wider
  return end;
}

template <class Real>
void expect_the_same_with_wide_vectors(bool alike) {
  std::size_t spikes = 0;
  for (const auto& model : built_in_catalog()->models)
    for (const auto& integrator : built_in_catalog()->integrators) {
      const auto what = cells(model.name, alike);
      const auto narrow = advanced<Real>(what, integrator.name, 32);
      EXPECT_EQ(advanced<Real>(what, integrator.name, 64), narrow) << model.name << ", " << integrator.name;
      spikes += narrow.spikes.size();
    }
  EXPECT_GT(spikes, 0);
}

TEST(kernels_for_avx512, give_the_same_bits_as_those_for_avx2) {
  if (widest_vectors() < 64) GTEST_SKIP() << "this machine has no AVX-512, or the build no kernels for it";
  for (const bool alike : {true, false}) {
    expect_the_same_with_wide_vectors<float>(alike);
    expect_the_same_with_wide_vectors<double>(alike);
  }
}

}  // namespace
