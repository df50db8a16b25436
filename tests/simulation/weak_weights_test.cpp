#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "built.hpp"
#include "cells.hpp"
#include "runs.hpp"

// Weights that are small beside others of their receptor. In single precision 30 bits are taken for sums where they
// keep each weight that was given to 0.01 %, the mean of those that were drawn to 0.1 %, and none that is not 0 becomes
// 0; else 50 bits, as in double precision. What is off by more than 0.1 % even so is told.

namespace {

using namespace hux::test;
using hux::precision;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint32_t loud = 0;  // the cell at which large weights end
constexpr std::uint32_t quiet = 1;

/// Two cells with a receptor that keeps what arrives.
hux::experiment two_cells(precision real, std::vector<hux::input> inputs) {
  auto e = experiment_of({clamped("p", 2, 0, {make_receptor("x", "exponential", {{"tau", 1e9}})})}, 2, 0.1, real);
  e.network.inputs = std::move(inputs);
  return e;
}

hux::input spike_at(const std::string& name, std::uint32_t neuron, double weight, double time) {
  return stimulate(name, "p", hux::spike_times{"x", weight, {neuron}, {time}});
}

/// A large weight that arrives after the end of the run, and a small one.
hux::experiment weak_beside(double large, double small, precision real) {
  return two_cells(real, {spike_at("big", loud, large, 1e6), spike_at("small", quiet, small, 0.5)});
}

TEST(weak_weights, are_kept_beside_a_large_one) {
  for (const auto real : {precision::single, precision::double_})
    EXPECT_NEAR(final_state(weak_beside(1000, 1e-6, real), "p", "x")[quiet], 1e-6, 1e-10);
}

TEST(weak_weights, are_kept_to_a_ten_thousandth_down_to_a_hundred_billionth_of_a_large_one) {
  for (double large = 1; large < 1e11; large *= 7)
    EXPECT_NEAR(final_state(weak_beside(large, 1, precision::single), "p", "x")[quiet], 1, 1e-4) << large;
}

// ---- on every way to a receptor ----

/// Axons that all fire in the first ms, each with a synapse onto the quiet cell. A large weight ends at the other.
hux::experiment axons(std::uint32_t size, hux::projection weak) {
  auto e = two_cells(precision::single, {spike_at("big", loud, 1e6, 1e6)});
  e.network.populations.push_back(cells("axons", size, "hodgkin_huxley"));
  e.settings.duration = 4;
  e.settings.dt = 0.05;
  e.network.inputs.push_back(stimulate("drive", "axons", hux::constant_current{40.0}));
  e.network.projections = {std::move(weak)};
  return e;
}

hux::explicit_list onto_quiet(std::uint32_t size) {
  hux::explicit_list list;
  for (std::uint32_t i = 0; i < size; ++i) {
    list.source.push_back(i);
    list.target.push_back(quiet);
  }
  return list;
}

TEST(weak_weights, of_few_synapses_are_kept) {
  const auto x = final_state(axons(10, connect("weak", "axons", "p", "x", onto_quiet(10), 1e-3, 0.1)), "p", "x");
  EXPECT_NEAR(x[quiet], 0.01, 0.01 * 1e-4);
  EXPECT_EQ(x[loud], 0);
}

// A projection with as many synapses of one weight as this counts its spikes.
TEST(weak_weights, of_many_synapses_are_kept) {
  const auto x = final_state(axons(500, connect("weak", "axons", "p", "x", onto_quiet(500), 1e-3, 0.1)), "p", "x");
  EXPECT_NEAR(x[quiet], 0.5, 0.5 * 1e-4);
}

TEST(weak_weights, of_synapses_with_their_own_are_kept) {
  auto list = onto_quiet(10);
  double sum = 0;
  for (int i = 0; i < 10; ++i) sum += list.weight.emplace_back(1e-4 * (1 + i));
  const auto x = final_state(axons(10, connect("weak", "axons", "p", "x", list, 0.0, 0.1)), "p", "x");
  EXPECT_NEAR(x[quiet], sum, sum * 1e-4);
}

TEST(weak_weights, within_one_projection_are_kept) {
  auto list = onto_quiet(2);
  list.target[1] = loud;
  list.weight = {1e-4, 1e5};
  const auto x = final_state(axons(2, connect("both", "axons", "p", "x", list, 0.0, 0.1)), "p", "x");
  EXPECT_NEAR(x[quiet], 1e-4, 1e-8);
  EXPECT_NEAR(x[loud], 1e5, 10);
}

TEST(weak_weights, of_poisson_trains_are_kept) {
  const hux::input rain = stimulate("rain", "p", hux::poisson_train{"x", 5e3, 1.0}, {quiet});
  const double spikes = final_state(two_cells(precision::double_, {rain}), "p", "x")[quiet];
  EXPECT_GT(spikes, 1);
  const auto beside = two_cells(precision::single, {rain, spike_at("big", loud, 1e8, 1e6)});
  EXPECT_NEAR(final_state(beside, "p", "x")[quiet], spikes, spikes * 1e-4);
}

TEST(weak_weights, that_are_drawn_keep_their_mean_to_a_thousandth) {
  for (const double large : {1e4, 1e7, 1e10}) {
    auto e = axons(300, connect("weak", "axons", "p", "x", hux::all_to_all{}, hux::lognormal{1, 0.5, {}}, 0.1));
    e.network.inputs[0] = spike_at("big", loud, large, 1e6);
    const hux::built_network network = built(e);
    double sum = 0;
    for (const float weight : network.projections[0].rows.weights) sum += weight;
    const auto x = final_state(e, "p", "x");
    EXPECT_NEAR(x[loud] + x[quiet], sum, sum * 1e-3) << large;
  }
}

// ---- who gets 64 bits, and who need not ----

/// Does the receptor of a thousand cells get them, with a thousand synapses each?
bool has_wide_sums(const hux::distribution& weight, std::vector<hux::input> inputs = {},
                   precision real = precision::single) {
  auto e = experiment_of({clamped("p", 1000, 0, {make_receptor("x", "exponential")})}, 2, 0.1, real);
  e.network.projections = {connect("pp", "p", "p", "x", hux::fixed_indegree{1000}, weight, 1.0)};
  e.network.inputs = std::move(inputs);
  return built(e).populations[0].receptors[0].wide_sums;
}

TEST(weak_weights, leave_ordinary_networks_with_sums_of_32_bits) {
  EXPECT_FALSE(has_wide_sums(6.0));
  EXPECT_FALSE(has_wide_sums(6.0, {stimulate("rain", "p", hux::poisson_train{"x", 1000, 0.1})}));
  EXPECT_FALSE(has_wide_sums(hux::lognormal{1, 1, {}}));
  EXPECT_FALSE(has_wide_sums(hux::normal{6, 1, {0, 12, hux::out_of_bounds::clip}}));
}

TEST(weak_weights, get_sums_of_64_bits_where_30_are_too_few) {
  EXPECT_TRUE(has_wide_sums(1.0, {spike_at("small", quiet, 1e-9, 1)}));
  EXPECT_TRUE(has_wide_sums(1e-9, {spike_at("big", loud, 1, 1)}));
  EXPECT_TRUE(has_wide_sums(hux::lognormal{1e-7, 1e-8, {}}, {spike_at("big", loud, 1, 1)}));
  EXPECT_TRUE(has_wide_sums(hux::linspace{0, 1}));
}

TEST(weak_weights, have_the_finest_unit_in_which_50_bits_hold_the_largest_sum) {
  for (const auto real : {precision::single, precision::double_}) {
    const double units = 1000 / built(weak_beside(1000, 1e-6, real)).populations[0].receptors[0].unit;
    EXPECT_LT(units, std::ldexp(1.0, 50));
    EXPECT_GE(units, std::ldexp(1.0, 49));
  }
}

TEST(weak_weights, do_not_change_the_sums_of_double_precision) {
  EXPECT_FALSE(has_wide_sums(1e-9, {spike_at("big", loud, 1, 1)}, precision::double_));
}

TEST(weak_weights, do_not_matter_where_no_synapse_has_them) {
  auto e = weak_beside(1000, 1000, precision::single);
  e.network.projections = {connect("none", "p", "p", "x", hux::explicit_list{}, 1e-20, 1.0)};
  EXPECT_THAT(hux::simulation(e).warnings(), IsEmpty());
}

// ---- what is said ----

TEST(weak_weights, are_not_spoken_of_where_they_are_kept) {
  for (const auto real : {precision::single, precision::double_})
    EXPECT_THAT(hux::simulation(weak_beside(1000, 1e-6, real)).warnings(), IsEmpty());
}

TEST(weak_weights, that_become_zero_are_told) {
  for (const auto real : {precision::single, precision::double_}) {
    const auto e = weak_beside(1000, 1e-13, real);
    EXPECT_EQ(final_state(e, "p", "x")[quiet], 0);
    EXPECT_THAT(hux::simulation(e).warnings(),
                ElementsAre(AllOf(HasSubstr("input.small.weight: 1e-13 becomes 0"), HasSubstr("receptor 'x'"),
                                  HasSubstr("population 'p'"), HasSubstr("beside the 1000"))));
  }
}

// 1000 may arrive in one step: the unit is 2^(10 - 50), of which 6e-12 is 6.6.
TEST(weak_weights, that_are_rounded_are_told_with_the_figure) {
  for (const auto real : {precision::single, precision::double_}) {
    const auto e = weak_beside(1000, 6e-12, real);
    EXPECT_NEAR(final_state(e, "p", "x")[quiet], std::ldexp(7.0, -40), 1e-17);
    EXPECT_THAT(hux::simulation(e).warnings(), ElementsAre(HasSubstr("input.small.weight: 6e-12 is off by 6.10")));
  }
}

TEST(weak_weights, that_are_drawn_are_told_by_their_mean) {
  auto e = two_cells(precision::single, {spike_at("big", loud, 1e9, 1)});
  e.network.projections = {connect("pp", "p", "p", "x", hux::all_to_all{}, hux::lognormal{1e-4, 1e-5, {}}, 1.0)};
  EXPECT_THAT(hux::simulation(e).warnings(),
              ElementsAre(AllOf(HasSubstr("projection.pp.weight: a mean of "), HasSubstr(" may be off by "))));
}

}  // namespace
