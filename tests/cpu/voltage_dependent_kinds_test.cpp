#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "cpu/advance.hpp"
#include "cpu/block_findings.hpp"
#include "cpu/make_population.hpp"
#include "equations/equations_of.hpp"
#include "hux/device/integrators/rk4.hpp"
#include "hux/device/synapses/nmda.hpp"
#include "models/models.hpp"
#include "network/build_population.hpp"
#include "support/thread_team.hpp"

/// NMDA is one voltage-dependent receptor among others: kernels are compiled for any list of kinds, and each is open by
/// its own formula.
namespace hux::cpu {
namespace {

/// A conductance that depolarisation opens: 1 / (1 + exp(-(v + 40 mV) / slope)).
struct opening {
  static constexpr std::string_view name = "opening";
  static constexpr std::string_view description = "opened by depolarisation";
  static constexpr std::string_view source = "none";
  static constexpr std::string_view course = "exponential";

  struct parameters {
    double tau = 1e9;
    double e_rev = -90;
    double slope = 8;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"tau", &parameters::tau, quantity::time, range::positive, "decay"},
      member_parameter<parameters>{"e_rev", &parameters::e_rev, quantity::voltage, range::any, "reversal potential"},
      member_parameter<parameters>{"slope", &parameters::slope, quantity::voltage, range::positive, "of its opening"}};

  static double block_coefficient(const parameters& p) { return 1 / p.slope; }
  template <class Real>
  HUX_FN static Real open_fraction(const Real& v, const Real& per_slope) {
    const Real one = constant<Real>(1);
    return one / (one + exp(-((v + constant<Real>(40)) * per_slope)));
  }
};

using kinds = type_list<nmda, opening>;
constexpr double capacitance = 1e6;  // uF/cm2, so that the potential hardly moves
constexpr double short_step = 0.01;  // ms

/// A cell that has only receptors, each with a conductance that stays.
population cell(const std::vector<receptor>& receptors, double v) {
  population p;
  p.name = "cell";
  p.size = 1;
  p.model = "hodgkin_huxley";
  p.parameters = {{"g_na", 0.0}, {"g_k", 0.0}, {"g_l", 0.0}, {"c_m", capacitance}};
  p.initial_v = v;
  p.receptors = receptors;
  return p;
}

/// The current (uA/cm2) that the receptors drive through a membrane at v.
double measured_current(const std::vector<receptor>& receptors, double v) {
  auto known = std::make_shared<catalog>(*built_in_catalog());
  known->synapses.push_back(synapse_equations_of<opening, kinds>(known->synapse(opening::course)));
  built_network network;
  network.dt = short_step;
  network.integrator = &known->integrator("rk4");
  settings s;
  s.dt = short_step;
  thread_team alone(1);
  const auto built = build_population(cell(receptors, v), *known, s, spike_time::interpolated, alone);
  using advancer = cpu::advancer<built_in::hodgkin_huxley, rk4, double, 32, kinds>;
  auto p = make_population<double>(built, network, {advancer::advance, advancer::stagger, advancer::width}, alone);
  const buffer<wide_fixed_point> sums(receptors.size() * padded(1), 0);
  std::vector<window_spike> spikes;
  block_findings<double> work;
  work.end = 1;
  work.dt = short_step;
  work.steps = {0, 1};
  work.stride = padded(1);
  work.window = 1;
  work.arrivals = sums.data();
  work.spikes = &spikes;
  advancer::advance(p.view, work, nullptr);
  return (p.v[0] - v) * capacitance / short_step;
}

TEST(voltage_dependent_receptors, are_open_each_by_its_own_formula) {
  const receptor blocked{"blocked", "nmda", {{"tau_rise", 1e8}, {"tau_decay", 1e9}}, 2.0};
  const receptor opened{"opened", "opening", {}, 3.0};
  for (const double v : {-80.0, -45.0, -20.0, 10.0}) {
    // Jahr & Stevens 1990, at 1 mM of magnesium
    const double of_nmda = 2 / (1 + std::exp(-0.062 * v) / 3.57) * (0 - v);
    const double of_opening = 3 / (1 + std::exp(-(v + 40) / 8)) * (-90 - v);
    const double tolerance = 1e-5 * (std::abs(of_nmda) + std::abs(of_opening));
    EXPECT_NEAR(measured_current({blocked}, v), of_nmda, tolerance) << v;
    EXPECT_NEAR(measured_current({opened}, v), of_opening, tolerance) << v;
    EXPECT_NEAR(measured_current({opened, blocked}, v), of_nmda + of_opening, tolerance) << v;
  }
}

}  // namespace
}  // namespace hux::cpu
