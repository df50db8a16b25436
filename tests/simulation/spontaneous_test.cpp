#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "minis.hpp"
#include "network/chi_square.hpp"
#include "runs.hpp"

/// What spontaneous release is, against probabilities and sums worked out here.
namespace hux {
namespace {

using namespace test;

TEST(spontaneous_release, comes_at_each_synapse_as_often_as_its_rate_says) {
  const mini_log log = minis_of(silent());
  constexpr double synapses = 3000, steps = 20000;
  const double p = -std::expm1(-5e-4);
  std::vector<std::uint32_t> of_synapse(3000, 0), of_time(100, 0);
  for (const auto& [step, synapse] : log.minis.at(0)) {
    ++of_synapse.at(synapse);
    ++of_time.at(step / 200);
  }
  const double n = synapses * steps;
  EXPECT_LT(std::abs(static_cast<double>(log.minis[0].size()) - n * p) / std::sqrt(n * p * (1 - p)), largest_deviate);
  EXPECT_LT(std::abs(uniformity(of_synapse, steps * p * (1 - p))), largest_deviate);
  EXPECT_LT(std::abs(uniformity(of_time, synapses * 200 * p * (1 - p))), largest_deviate);
}

/// As often as chance has it.
TEST(spontaneous_release, differs_between_the_synapses_of_a_neuron) {
  const auto list = simulation(silent()).connections("p");
  std::map<std::pair<std::int64_t, std::uint32_t>, std::uint32_t> at_once;
  const mini_log log = minis_of(silent());
  for (const auto& [step, synapse] : log.minis[0]) ++at_once[{step, list.source[synapse]}];
  std::vector<double> row(40, 0);
  for (const std::uint32_t source : list.source) ++row[source];
  double expected = 0, pairs = 0;
  for (const double size : row) expected += 20000 * size * (size - 1) / 2 * std::pow(std::expm1(-5e-4), 2);
  for (const auto& [where, minis] : at_once) pairs += minis * (minis - 1) / 2.0;
  EXPECT_LT(std::abs(pairs - expected), largest_deviate * std::sqrt(expected));
  EXPECT_GT(pairs, 300);
}

/// The conductances that minis bring, worked out from when and where they were.
TEST(spontaneous_release, arrives_after_the_delay_of_its_synapse_at_each_receptor) {
  const auto e = silent({"simulation.duration='200 ms'", "projection.p.receptor={r = 1, q = 0.3}",
                         "projection.p.spontaneous.rate='50 Hz'"});
  simulation s(e);
  mini_log log;
  collector kept;
  s.record_to(log);
  s.record_to(kept);
  s.run();
  const auto list = s.connections("p");
  std::vector<std::vector<double>> arriving(2100, std::vector<double>(100, 0.0));
  for (const auto& [step, synapse] : log.minis[0])
    arriving[step + 1 + std::lround(list.delay[synapse] / 0.1)][list.target[synapse]] += 0.02;
  ASSERT_GT(log.minis[0].size(), 20000U);
  std::vector<double> r(100, 0.0), q(100, 0.0);
  for (std::size_t step = 0; step < 2000; ++step)
    for (std::size_t i = 0; i < 100; ++i) {
      ASSERT_NEAR(kept.samples[0][(step * 2 + 0) * 100 + i], r[i], 2e-6) << step << " " << i;
      ASSERT_NEAR(kept.samples[0][(step * 2 + 1) * 100 + i], q[i], 2e-6) << step << " " << i;
      r[i] = (r[i] + arriving[step][i]) * std::exp(-0.1 / 5);
      q[i] = (q[i] + 0.3 * arriving[step][i]) * std::exp(-0.1 / 20);
    }
  EXPECT_GT(*std::ranges::max_element(r), 0.05);
}

/// A neuron that pulses make spike, onto many.
experiment spiking(const std::string& rate) {
  return silent({"population.S.size=1", "population.T.size=3000", "recording.arrived.neurons=[0]",
                 onto_each("weight='1 mS/cm2', delay='1 ms', spontaneous={rate='" + rate + "', weight='0 mS/cm2'}"),
                 "input={pulses={type='pulses', population='S', amplitude='8 nA', start='300.03 ms', stop='2000 ms', "
                 "period='73.3 ms', width='1 ms'}}"});
}

/// Minis by steps since the last spike, and how often a step was so long after one; before the first spike: at -1.
struct since_histogram {
  std::map<std::int64_t, double> minis, steps;
};
since_histogram histogram_of(const std::string& rate) {
  const auto e = spiking(rate);
  simulation s(e);
  mini_log log;
  collector kept;
  s.record_to(log);
  s.record_to(kept);
  s.run();
  std::vector<std::int64_t> since(20000, -1);
  for (const auto& spike : kept.spikes[0])
    for (std::int64_t first = std::llround(std::ceil(spike.time / 0.1)), step = first; step < 20000; ++step)
      since[step] = step - first;
  since_histogram found;
  for (const std::int64_t n : since) ++found.steps[n];
  for (const auto& [step, synapse] : log.minis[0]) ++found.minis[since[step]];
  EXPECT_GT(kept.spikes[0].size(), 20U);
  return found;
}

TEST(spontaneous_release, follows_the_time_since_the_last_spike) {
  auto found = histogram_of("40 Hz * exp(-since_spike / 20 ms) + 2 Hz");
  double chi_square = 0, bins = 0;
  for (std::int64_t from = 0; from < 700; from += 20) {
    double expected = 0, minis = 0;
    for (std::int64_t n = from; n < from + 20; ++n) {
      const double a = 0.1 * static_cast<double>(n), b = a + 0.1;
      const double integral = 0.04 * 20 * (std::exp(-a / 20) - std::exp(-b / 20)) + 0.002 * 0.1;
      expected += found.steps[n] * 3000 * -std::expm1(-integral);
      minis += found.minis[n];
    }
    chi_square += (minis - expected) * (minis - expected) / expected;
    ++bins;
  }
  EXPECT_LT(std::abs(deviate(chi_square, bins)), largest_deviate);
  const double before = found.steps[-1] * 3000 * 0.002 * 0.1;
  EXPECT_LT(std::abs(found.minis[-1] - before), largest_deviate * std::sqrt(before));
}

/// A burst of release from 10 ms to 25 ms after a spike: its edges are on the grid, and exact.
TEST(spontaneous_release, may_be_confined_to_a_time_after_a_spike) {
  auto found = histogram_of("if(since_spike > 10 ms and since_spike < 25 ms, 100 Hz, 0 Hz)");
  double all = 0;
  for (const auto& [n, minis] : found.minis) {
    EXPECT_TRUE(n >= 100 && n < 250) << n;
    all += minis;
  }
  for (const std::int64_t edge : {100, 249}) EXPECT_GT(found.minis[edge], 0.8 * all / 150) << edge;
}

TEST(spontaneous_release, leaves_terminals_as_they_are) {
  simulation s(silent({"population.T.receptor.r={synapse='tsodyks_markram'}", "simulation.duration='50 ms'"}));
  s.run();
  EXPECT_EQ(s.state("S", "p.x"), std::vector<double>(40, 1.0));
  EXPECT_GT(std::ranges::max(s.state("T", "r")), 0.01);
}

/// 3,000 synapses bring minis at once without an overflow of the sums of single precision.
TEST(spontaneous_release, is_part_of_what_sums_have_room_for) {
  const auto e =
      silent({"simulation.precision='float'", "simulation.duration='2.2 ms'", "population.S.size=3000",
              "population.T.size=1", "population.T.receptor.r.tau='1e9 ms'", "recording.arrived.neurons=[0]",
              onto_each("weight='1e-6 mS/cm2', delay='1 ms', spontaneous={rate='9999 Hz', weight='50 mS/cm2'}")});
  double minis = 0;
  const mini_log log = minis_of(e);
  for (const auto& [step, synapse] : log.minis[0]) minis += step < 11 ? 1 : 0;
  EXPECT_GT(minis, 18000);
  EXPECT_NEAR(final_state(e, "T", "r")[0], 50 * minis, 1e-4 * 50 * minis);
}

}  // namespace
}  // namespace hux
