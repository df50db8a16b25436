#include "equations/built_in_synapses.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/device/math.hpp"

/// Hux's own synapses, against closed forms.
namespace hux {
namespace {

constexpr double last_bit = std::numeric_limits<double>::epsilon();
const std::vector<double> time_steps{0.001, 0.0125, 0.025, 0.05, 0.1, 1, 7};
const std::vector<double> time_constants{1e-3, 0.2, 0.5, 1, 2, 2.7, 5, 30, 100, 1e4};

const synapse_equations& own_synapse(const std::string& name) { return built_in_catalog()->synapse(name); }

TEST(exponential_synapses, decay_by_the_exponential_of_step_over_time_constant_to_the_last_bit) {
  for (const std::string name : {"exponential", "exponential_current"})
    for (const double tau : time_constants)
      for (const double h : time_steps) {
        const double p[]{tau, -70};
        const auto& e = own_synapse(name);
        EXPECT_EQ(e.advance(p, h).xx, exp(-h / tau)) << name << " " << tau << " " << h;
        EXPECT_EQ(e.on_spike(p).x, 1);
        EXPECT_FALSE(e.cascaded);
      }
}

TEST(alpha_synapses, advance_by_the_exponential_of_step_over_time_constant_to_the_last_bit) {
  const auto& e = own_synapse("alpha");
  EXPECT_TRUE(e.cascaded);
  for (const double tau : time_constants)
    for (const double h : time_steps) {
      const double p[]{tau, -70};
      const double d = exp(-h / tau);
      const auto by = e.advance(p, h);
      EXPECT_EQ(by.xx, d);
      EXPECT_EQ(by.xy, d * h);
      EXPECT_EQ(by.yy, d);
      EXPECT_EQ(e.on_spike(p).x, 0);
      EXPECT_EQ(e.on_spike(p).y, exp(1.0) / tau);
    }
}

TEST(built_in_synapses, have_the_reversal_potential_and_the_kind_of_weights_that_they_say) {
  const double p[]{2, 3, -80, 1}, one_time[]{2, -80};
  EXPECT_EQ(own_synapse("exponential").reversal_potential(one_time), -80);
  EXPECT_EQ(own_synapse("alpha").reversal_potential(one_time), -80);
  EXPECT_EQ(own_synapse("double_exponential").reversal_potential(p), -80);
  EXPECT_EQ(own_synapse("nmda").reversal_potential(p), -80);
  EXPECT_EQ(own_synapse("exponential_current").reversal_potential(p), 0);
  for (const auto& e : built_in_catalog()->synapses) EXPECT_EQ(e.is_current, e.name.ends_with("_current")) << e.name;
}

TEST(nmda_synapses, are_open_as_jahr_and_stevens_found) {
  const auto& e = own_synapse("nmda");
  for (const double c_mg : {0.0, 0.5, 1.0, 2.0})
    for (double v = -120; v <= 80; v += 5) {
      const double p[]{2, 100, 0, c_mg};
      const double exact = 1 / (1 + c_mg / 3.57 * std::exp(-0.062 * v));
      EXPECT_NEAR(e.open_fraction(v, e.opening_coefficients(p)), exact, 10 * last_bit * exact) << c_mg << " " << v;
    }
}

TEST(built_in_synapses, whose_conductance_follows_v_are_those_that_kernels_know) {
  for (const auto& e : built_in_catalog()->synapses) {
    EXPECT_EQ(e.opening != nullptr, e.name == "nmda" || e.name == "kinetic_nmda");
    EXPECT_EQ(e.kind, e.name == "nmda" ? 0 : -1);
  }
}

// ---- rise and decay ----

/// The course from y = 1, in extended precision: (exp(-t / decay) - exp(-t / rise)) / (1 / rise - 1 / decay).
long double rise_and_decay(long double rise, long double decay, long double t) {
  const long double gap = (decay - rise) / (rise * decay);
  const long double slow = std::exp(-t / std::max(rise, decay));
  return gap == 0 ? t * slow : slow * -std::expm1(-std::abs(gap) * t) / std::abs(gap);
}

/// The largest value of the course, by golden sections.
long double peak_of_course(long double rise, long double decay) {
  const long double golden = (std::sqrt(5.0L) - 1) / 2;
  long double low = 0, high = 50 * std::min(rise, decay);  // it has one peak, at tau ln(ratio) / (1 - 1 / ratio)
  for (int i = 0; i < 120; ++i) {
    const long double a = high - golden * (high - low), b = low + golden * (high - low);
    const bool later = rise_and_decay(rise, decay, a) < rise_and_decay(rise, decay, b);
    (later ? low : high) = later ? a : b;
  }
  return rise_and_decay(rise, decay, (low + high) / 2);
}

/// Pairs of time constants: far from each other, near, equal; each the longer once.
std::vector<std::pair<double, double>> rises_and_decays() {
  std::vector<std::pair<double, double>> all;
  for (const double rise : time_constants) {
    for (const double decay : time_constants) all.emplace_back(rise, decay);
    for (const double apart : {1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-4, 0.01}) {
      all.emplace_back(rise * (1 + apart), rise);
      all.emplace_back(rise, rise * (1 + apart));
    }
  }
  return all;
}

TEST(double_exponential_synapses, peak_at_their_weight_whichever_time_constant_is_longer) {
  for (const std::string name : {"double_exponential", "nmda"})
    for (const auto& [rise, decay] : rises_and_decays()) {
      const double p[]{rise, decay, 0, 1};
      const auto added = own_synapse(name).on_spike(p);
      EXPECT_EQ(added.x, 0);
      const double peak = static_cast<double>(added.y * peak_of_course(rise, decay));
      EXPECT_NEAR(peak, 1, 40 * last_bit) << name << " " << rise << " " << decay;
    }
}

TEST(double_exponential_synapses, advance_exactly_however_near_their_time_constants_are) {
  for (const auto& [rise, decay] : rises_and_decays())
    for (const double h : time_steps) {
      const double p[]{rise, decay, 0};
      const auto by = own_synapse("double_exponential").advance(p, h);
      const double exact = static_cast<double>(rise_and_decay(rise, decay, h));
      // An exponential of a large number has the rounding of that number in its digits, and none is below 1e-308.
      const double tolerance = (10 + h / std::max(rise, decay)) * last_bit;
      EXPECT_NEAR(by.xy, exact, tolerance * exact + 1e-300) << rise << " " << decay << " " << h;
      EXPECT_EQ(by.xx, exp(-h / decay));
      EXPECT_EQ(by.yy, exp(-h / rise));
    }
}

}  // namespace
}  // namespace hux
