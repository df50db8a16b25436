#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "coupled_networks.hpp"
#include "equations/compiling.hpp"
#include "hux/experiment_file.hpp"
#include "runs.hpp"

/// Graded synapses and gap junctions: what they do, and that it is the same however it is worked out.
namespace hux {
namespace {

using namespace test;
using testing::HasSubstr;

/// Cells without channels, so that junctions alone move their potentials.
experiment passive(const std::string& integrator, double dt, double weight = 0.3) {
  auto p = integrators("p", 2);
  p.initial_v = std::vector<neuron_part>{{{0}, -70.0}, {{1}, -50.0}};
  p.receptors = {make_receptor("gap", "gap")};
  auto e = experiment_of({p}, 4, dt);
  e.settings.integrator = integrator;
  e.network.projections = {connect("gap", "p", "p", "gap", all_to_all{}, weight, 0.0)};
  e.network.projections[0].autapses = false;
  return e;
}

/// The difference of two cells of capacitance 1 decays with twice the weight.
double error_of_passive(const std::string& integrator, double dt) {
  const auto v = final_state(passive(integrator, dt), "p", "v");
  EXPECT_NEAR(v[0] + v[1], -120, 1e-10);
  return std::abs(v[1] - v[0] - 20 * std::exp(-2 * 0.3 * 4));
}

TEST(gap_junctions, draw_passive_cells_together_as_they_should) {
  EXPECT_LT(error_of_passive("rk4", 0.01), 2e-3);
  for (const char* integrator : {"rk4", "exponential_euler", "crank_nicolson"}) {
    const double order = std::log2(error_of_passive(integrator, 0.04) / error_of_passive(integrator, 0.02));
    EXPECT_NEAR(order, 2, 0.1) << integrator;
  }
  const double euler = std::log2(error_of_passive("euler", 0.02) / error_of_passive("euler", 0.01));
  EXPECT_NEAR(euler, 1, 0.1);
}

/// The largest share of the sizes of all currents through junctions that does not come out where it went in; between
/// steps, from the state.
double lost_current(precision real, const char* rule) {
  auto e = coupled(coupled_populations, {rule});
  e.settings.precision = real;
  simulation s(e);
  double worst = 0;
  for (int step = 0; step < 100; ++step) {
    s.run(time_step * 4);
    const auto v = s.state("I", "v"), arriving = s.state("I", "gap"), weights = s.state("I", "gap.weights");
    double sum = 0, size = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {
      const double current = weights[i] * (v[i] + 65) - arriving[i];  // potentials are taken relative to -65 mV
      sum += current;
      size += std::abs(current);
    }
    worst = std::max(worst, std::abs(sum) / size);
  }
  return worst;
}

TEST(gap_junctions, lose_no_current) {
  for (const char* weights : {"projection.junctions.weight={uniform=['0 mS/cm2', '0.01 mS/cm2']}",
                              "projection.junctions.weight='0.005 mS/cm2'"}) {
    EXPECT_LT(lost_current(precision::single, weights), 1e-5) << weights;
    EXPECT_LT(lost_current(precision::double_, weights), 1e-13) << weights;
  }
}

/// Cells that are alike have no current between them, whatever is changed: no change is taken for a slope.
TEST(gap_junctions, leave_equal_cells_alone_as_weights_and_potentials_are_set) {
  for (const char* integrator : {"rk4", "exponential_euler"}) {
    auto e = passive(integrator, 0.05);
    e.network.populations[0].initial_v = -70.0;
    simulation s(e);
    s.run(1);
    experiment next = s.settled();
    next.network.projections[0].weight = 5.0;
    s.change(next);
    s.run(1);
    for (const double v : s.state("p", "v")) EXPECT_NEAR(v, -70, 1e-12) << integrator;
    s.set_state("p", "v", {-50});
    s.run(1);
    for (const double v : s.state("p", "v")) EXPECT_NEAR(v, -50, 1e-12) << integrator;
  }
}

/// What is recorded is what the weights and the potentials of the same instant make.
TEST(gap_junctions, carry_the_currents_of_their_potentials) {
  auto e = coupled(coupled_populations, {"recording.of_i.variables=['i_gap', 'v']"});
  e.settings.precision = precision::double_;
  simulation s(e);
  collector kept;
  s.record_to(kept);
  s.run();
  const explicit_list list = s.connections("junctions");
  const std::size_t samples = kept.samples[1].size() / 140;
  ASSERT_EQ(list.source.size(), 600U);
  for (std::size_t n = 0; n < samples; ++n) {
    const float* i_gap = kept.samples[1].data() + n * 140;
    const float* v = i_gap + 70;
    std::vector<double> expected(70, 0.0);
    for (std::size_t k = 0; k < list.source.size(); ++k)
      expected[list.target[k]] += list.weight[k] * (v[list.target[k]] - v[list.source[k]]);
    for (std::size_t i = 0; i < 70; ++i) EXPECT_NEAR(i_gap[i], expected[i], 1e-5) << n << " " << i;
  }
}

TEST(symmetric_projections, join_each_pair_both_ways_with_one_weight) {
  for (const char* rule : {"rule='fixed_probability'", "rule='all_to_all'"}) {
    std::vector<std::string> changes{std::string("projection.junctions.") + rule};
    const bool draws = changes[0].find("probability") != std::string::npos;
    std::string text = coupled_populations;
    text.replace(text.find("number = 300"), 12, draws ? "probability = 0.2" : "");
    const explicit_list list = simulation(coupled(text, changes)).connections("junctions");
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> weight;
    for (std::size_t k = 0; k < list.source.size(); ++k)
      EXPECT_TRUE(weight.emplace(std::pair(list.source[k], list.target[k]), list.weight[k]).second);
    for (const auto& [ends, w] : weight) {
      EXPECT_NE(ends.first, ends.second);
      EXPECT_EQ(weight.at({ends.second, ends.first}), w);
    }
    // 70 * 69 pairs in order, a fifth of them within 5 standard deviations.
    if (draws)
      EXPECT_NEAR(static_cast<double>(weight.size()), 966, 2 * 5 * std::sqrt(2415 * 0.2 * 0.8));
    else
      EXPECT_EQ(weight.size(), 4830U);
  }
}

TEST(symmetric_projections, are_asked_for_where_junctions_are_one_way) {
  const auto warnings = [](const char* change) {
    return simulation(coupled(coupled_populations, {change})).warnings();
  };
  EXPECT_THAT(warnings("projection.junctions.symmetric=false"),
              testing::Contains(HasSubstr("symmetric = true draws each pair once")));
  EXPECT_THAT(warnings("projection.junctions.symmetric=true"),
              testing::Not(testing::Contains(HasSubstr("symmetric = true"))));
}

/// A source that is held lets its gates relax exactly.
double gates_of_held_source(const std::string& integrator, double dt) {
  auto e = coupled(R"toml(
simulation = { duration = "8 ms", dt = "0.05 ms", backend = "cpu", threads = 1, precision = "double", equations = "interpret" }
[population.p]
size = 1
model = "hodgkin_huxley"
parameters = { g_na = "0 mS/cm2", g_k = "0 mS/cm2", g_l = "0 mS/cm2", c_m = "1e30 uF/cm2" }
initial.v = "1 mV"
receptor.r = { synapse = "graded_gaba" }
[projection.wire]
source = "p"
target = "p"
receptor = "r"
rule = "all_to_all"
weight = "1 mS/cm2"
)toml",
                   {"simulation.integrator=" + integrator, "simulation.dt='" + std::to_string(dt) + " ms'"});
  simulation s(e);
  s.run();
  return s.state("p", "wire.s")[0];
}

TEST(graded_synapses, open_as_the_potential_of_their_source_says) {
  const double rate = 12 / (1 + std::exp(-0.5)), decay = rate + 0.1;
  const double expected = rate / decay * (1 - std::exp(-decay * 8));
  EXPECT_NEAR(gates_of_held_source("exponential_euler", 0.05), expected, 1e-12);
  EXPECT_NEAR(gates_of_held_source("rk4", 0.01), expected, 1e-9);
}

/// Its time constant falls to 8.5e-6 ms, which rk4 takes at any dt.
TEST(graded_synapses, close_as_fast_as_they_like) {
  auto p = clamped("p", 1, 0, {make_receptor("r", "graded")});
  p.initial_v = 40.0;
  auto e = experiment_of({p}, 1, 0.05);
  e.network.projections = {connect("wire", "p", "p", "r", all_to_all{}, 1.0, 0.0)};
  e.settings.integrator = "rk4";
  e.settings.precision = precision::double_;
  simulation s(e);
  s.set_state("p", "wire.s", {0.25});
  s.run(0.05);
  EXPECT_NEAR(s.state("p", "wire.s")[0], 1 / (1 + std::exp(-(40.0 + 35) / 5)), 1e-12);
}

/// The current of a synapse of weight 1 between neurons that are held, at 1 mV and at -40 mV, after 50 ms.
double current_of_held(const std::string& synapse) {
  auto p = clamped("p", 2, 0, {make_receptor("r", synapse)});
  p.initial_v = std::vector<neuron_part>{{{0}, 1.0}, {{1}, -40.0}};
  auto e = experiment_of({p}, 50.05, 0.05);
  explicit_list list;
  list.source = {0};
  list.target = {1};
  e.network.projections = {connect("wire", "p", "p", "r", list, 1.0, 0.0)};
  e.recordings.samples = {sample("i", "p", {"i_r"}, 50, {1})};
  return run(e).samples[0].at(1);
}

double released_at_1_mv() { return 1 / (1 + std::exp(-(1.0 - 2) / 5)); }  // mM

TEST(kinetic_synapses, follow_their_binding_of_transmitter) {
  const auto bound = [](double alpha, double beta, double t) {
    const double rate = alpha * released_at_1_mv() + beta;
    return alpha * released_at_1_mv() / rate * (1 - std::exp(-rate * t));
  };
  EXPECT_NEAR(current_of_held("kinetic_ampa"), bound(1.1, 0.19, 50) * -40, 1e-5);
  EXPECT_NEAR(current_of_held("kinetic_gaba_a"), bound(5, 0.18, 50) * 40, 1e-5);
  const double open = 1 / (1 + std::exp(-0.062 * -40) / 3.57);
  EXPECT_NEAR(current_of_held("kinetic_nmda"), bound(0.072, 0.0066, 50) * open * -40, 1e-5);
}

/// G protein is driven by the bound receptor; four of it open a channel.
TEST(kinetic_synapses, open_by_four_g_proteins) {
  const double k1 = 0.09, k2 = 0.0012, k3 = 0.18, k4 = 0.034, t = 50;
  const double rate = k1 * released_at_1_mv() + k2, r = k1 * released_at_1_mv() / rate;
  const double g = k3 * r * ((1 - std::exp(-k4 * t)) / k4 - (std::exp(-rate * t) - std::exp(-k4 * t)) / (k4 - rate));
  EXPECT_GT(std::pow(g, 4), 10);
  EXPECT_NEAR(current_of_held("kinetic_gaba_b"), std::pow(g, 4) / (std::pow(g, 4) + 100) * 55, 1e-5);
}

/// Several projections of one terminal have one set of states. With two the equations of a neuron are other operations,
/// which may round otherwise.
TEST(graded_synapses, share_a_terminal_or_have_one_each) {
  const std::vector<std::string> shared{"simulation.precision='double'"};
  const std::vector<std::string> apart{"simulation.precision='double'", "projection.IE.terminal={}",
                                       "projection.II.terminal={}", "population.E.receptor.inh.beta='0.1 1/ms'",
                                       "recording.of_i.variables=['v', 'IE.s', 'g_exc', 'i_gap']"};
  const auto one = run(coupled(coupled_populations, shared)).samples[1];
  const auto each = run(coupled(coupled_populations, apart)).samples[1];
  ASSERT_EQ(one.size(), each.size());
  for (std::size_t i = 0; i < one.size(); ++i) ASSERT_NEAR(one[i], each[i], 1e-5) << i;
}

TEST(graded_synapses, see_what_a_projection_says_of_their_terminal) {
  const outcome fast = run(coupled(coupled_populations));
  const outcome slow = run(coupled(coupled_populations, {"projection.EI.terminal.tau='20 ms'"}));
  EXPECT_NE(bits(fast.samples[1]), bits(slow.samples[1]));
}

std::vector<std::string> settings(const std::string& real, const std::string& integrator) {
  return {"simulation.precision='" + real + "'", "simulation.integrator='" + integrator + "'"};
}

std::vector<std::string> with(std::vector<std::string> changes, const std::string& one) {
  changes.push_back(one);
  return changes;
}

class coupling_bits : public testing::TestWithParam<std::pair<const char*, const char*>> {};

INSTANTIATE_TEST_SUITE_P(of, coupling_bits,
                         testing::Values(std::pair("float", "rk4"), std::pair("double", "rk4"),
                                         std::pair("float", "exponential_euler"),
                                         std::pair("double", "crank_nicolson")),
                         [](const auto& tested) {
                           return std::string(tested.param.first) + "_" + tested.param.second;
                         });

TEST_P(coupling_bits, are_the_same_on_threads_and_blocks_and_in_parts) {
  const auto base = settings(GetParam().first, GetParam().second);
  const outcome expected = run(coupled(coupled_populations, base));
  ASSERT_GT(expected.spikes[0].size(), 30U);
  for (const char* change :
       {"simulation.threads=1", "simulation.threads=3", "simulation.block_size=32", "simulation.window=1"})
    EXPECT_EQ(differences(run(coupled(coupled_populations, with(base, change))), expected), "") << change;
  EXPECT_EQ(differences(run_in_parts(coupled(coupled_populations, base), {1, 2, 77, 500}), expected), "");
}

TEST_P(coupling_bits, go_on_from_a_saved_state) {
  const auto e = coupled(coupled_populations, settings(GetParam().first, GetParam().second));
  simulation whole(e);
  whole.run(20.05);
  const simulation_state state = whole.save();
  collector kept, kept_again;
  whole.record_to(kept);
  whole.run(10);
  simulation again(e);
  again.restore(state);
  again.record_to(kept_again);
  again.run(10);
  EXPECT_EQ(bits(kept.samples[0]), bits(kept_again.samples[0]));
  EXPECT_EQ(bits(kept.samples[1]), bits(kept_again.samples[1]));
  EXPECT_TRUE(same_bits(kept.spikes[0], kept_again.spikes[0]));
}

TEST_P(coupling_bits, are_the_same_interpreted_and_compiled) {
  const auto base = settings(GetParam().first, GetParam().second);
  const own_folder folder;
  const environment_variable cache("HUX_CACHE", folder.path().c_str());
  const outcome compiled = run(coupled(coupled_populations, with(base, "simulation.equations='compile'")));
  EXPECT_EQ(differences(compiled, run(coupled(coupled_populations, base))), "");
}

TEST(coupled_networks, have_other_weights_and_parameters_while_they_go_on) {
  const auto e = coupled(coupled_populations);
  simulation s(e);
  s.run(20);
  experiment next = s.settled();
  next.network.projections[2].weight = 0.0;
  next.network.populations[1].terminals[0].parameters["beta"] = 1;
  s.change(next);
  s.run(20);
  for (const double g : s.state("E", "inh")) EXPECT_EQ(g, 0);
  const auto unchanged = run(e);
  EXPECT_NE(bits(s.state("I", "v")), bits(unchanged.state.at("I v")));
}

/// Threads meet at each step: a few neurons are not worth more than one.
TEST(coupled_networks, have_as_many_threads_as_are_worth_it) {
  const auto threads = [](const char* size) {
    auto e = coupled(coupled_populations, {size, "simulation.threads=0",
                                           "projection.EE={source='E',target='E',receptor='exc',rule='one_to_one',"
                                           "weight='1 nS',delay='1 ms'}"});
    return simulation(e).settled().settings.threads;
  };
  EXPECT_EQ(threads("population.E.size=120"), 1U);
  EXPECT_GE(threads("population.E.size=20000"), std::min(2U, std::thread::hardware_concurrency()));
}

TEST(coupled_networks, are_the_same_once_written_and_read) {
  const auto e = coupled(coupled_populations);
  const auto again = read_experiment_text(to_toml(e), "again.toml", {});
  EXPECT_EQ(differences(run(e), run(again)), "");
  EXPECT_EQ(to_toml(again), to_toml(e));
}

struct mistake {
  const char* change;
  const char* said;
};

class mistakes_of_coupling : public testing::TestWithParam<mistake> {};

INSTANTIATE_TEST_SUITE_P(
    of, mistakes_of_coupling,
    testing::Values(
        mistake{"projection.II.delay='0.01 ms'", "projection.II.delay: 0.01 ms is between two steps"},
        mistake{"projection.II.velocity='1 m/s'", "projection.II.velocity"},
        mistake{"simulation.on_divergence='mark'", "simulation.on_divergence: \"mark\" with projection 'EI'"},
        mistake{"projection.EE.symmetric=true", "projection.EE.symmetric: the projection brings spikes"},
        mistake{"projection.junctions.multapses=false", "projection.junctions.multapses: pairs of a given number"},
        mistake{
            "projection.II={source='I',target='I',receptor='inh',rule='one_to_one',weight='1 mS/cm2',symmetric=true}",
            "projection.II.symmetric: the rule counts the partners"},
        mistake{"projection.junctions={source='I',target='I',receptor='gap',rule='list',symmetric=true,weight='1 "
                "uS/cm2',synapses={sources=[1,2],targets=[2,1]}}",
                "projection.junctions.symmetric: the list has the pair of 1 and 2 more than once"},
        mistake{"projection.junctions.weight={values=['1 uS/cm2']}", "projection.junctions.weight"},
        mistake{"projection.II.terminal={synapse='gap'}",
                "projection.II.terminal: the signal of 'gap' has the unit mV; receptor 'inh' expects a plain number"},
        mistake{"projection.junctions.weight='2 mS/cm2'", "whose junctions have rates of up to"},
        mistake{"population.I.terminal.gaba.beta='3000 1/ms'", "whose state 'gaba.s' has rates of up to"},
        mistake{"projection.IE.symmetric=true", "projection.IE.symmetric: it joins population 'I' to 'E'"},
        mistake{"projection.EE.terminal={synapse='graded_gaba'}",
                "projection.EE.terminal: the terminal of 'graded_gaba' sends a signal, and spikes arrive"},
        mistake{"projection.EI.terminal={synapse='tsodyks_markram'}",
                "projection.EI.terminal: the terminal of 'tsodyks_markram' releases at spikes, and a signal arrives"},
        mistake{"projection.EI.terminal.e_rev='1 mV'", "projection.EI.terminal.e_rev"},
        mistake{"population.I.receptor.gap.initial='1 mS/cm2'",
                "population.I.receptor.gap.initial: what arrives follows"},
        mistake{"projection.EI.receptor={exc=1,inh=1}", "projection.EI.receptor: a signal arrives at one receptor"},
        mistake{"input.p={type='poisson',population='I',receptor='exc',rate='1 Hz',weight='1 mS/cm2'}",
                "input.p.receptor: a signal arrives at receptor 'exc', and no spikes"},
        mistake{"projection.junctions.weight='50 mS/cm2'", "simulation.dt: 0.05 ms is too long"}));

TEST(coupled_networks, are_refused_on_cuda) {
  try {
    plan(coupled(coupled_populations, {"simulation.backend='cuda'"}));
    FAIL() << "it was taken";
  } catch (const input_error& refusal) {
    EXPECT_THAT(refusal.what(), HasSubstr("population 'I' has the terminal 'gaba', which Hux runs on the CPU alone"));
  }
}

TEST_P(mistakes_of_coupling, are_told_in_a_sentence) {
  std::string said = refusal_of_coupling(coupled_populations, {GetParam().change});
  if (said.empty()) {  // what is told of lists, as they are built
    try {
      simulation(coupled(coupled_populations, {GetParam().change}));
    } catch (const input_error& mistake) {
      said = mistake.what();
    }
  }
  EXPECT_THAT(said, HasSubstr(GetParam().said));
}

struct mistake_in_page {
  const char* line;  ///< of the synapse "sigmoid"
  const char* by;
  const char* said;
};

class mistakes_of_signals : public testing::TestWithParam<mistake_in_page> {};

INSTANTIATE_TEST_SUITE_P(
    of, mistakes_of_signals,
    testing::Values(
        mistake_in_page{"\"a^2\"", "\"tau / tau\"", "terminal.signal: is constant"},
        mistake_in_page{"\"a^2\"", "\"a * v / (1 mV)\"", "terminal.signal: has 'v'"},
        mistake_in_page{"\"a^2\"", "\"v_pre\"", "terminal.states: the signal is v_pre, on which they have no effect"},
        mistake_in_page{"terminal.signal", "terminal.on_spike = { a = \"0\" }\nterminal.signal", "terminal.on_spike"},
        mistake_in_page{"(open - a) / tau", "(open - b) / tau", "there is no 'b'"},
        mistake_in_page{"(open - a) / tau", "open - a * tau", "terminal.states.a.derivative"},
        mistake_in_page{"arriving * (v - e_rev)", "arriving^2 * (v - e_rev)", "receptor.current"},
        mistake_in_page{"arriving * (v - e_rev)", "a * arriving * (v - e_rev)", "receptor.current: has 'a'"},
        mistake_in_page{"arriving * (v - e_rev)", "-arriving * (v - e_rev)", "receptor.current"},
        mistake_in_page{"arriving * (v - e_rev)", "weights * v", "receptor.current"},
        mistake_in_page{"arriving * (v - e_rev)", "g * (v - e_rev)", "there is no 'g'"}));

TEST_P(mistakes_of_signals, are_told_in_a_sentence) {
  std::string text = coupled_populations;
  const std::string line = GetParam().line;
  text.replace(text.find(line), line.size(), GetParam().by);
  const std::string said = refusal_of_coupling(text, {});
  EXPECT_THAT(said, HasSubstr("synapse.sigmoid."));
  EXPECT_THAT(said, HasSubstr(GetParam().said));
}

TEST(coupled_networks, say_that_what_arrives_is_not_set) {
  simulation s(coupled(coupled_populations));
  for (const char* name : {"gap", "inh.y", "gaba.s.before"})
    EXPECT_THROW(s.set_state("I", name, {0.1}), input_error) << name;
}

}  // namespace
}  // namespace hux
