#include "cpu/interpreter.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "cpu/compile_kernels.hpp"
#include "equations/model_texts.hpp"
#include "equations/renamed_model.hpp"
#include "equations/text/cpp_text.hpp"
#include "equations/text_model.hpp"
#include "simulation/cells.hpp"
#include "simulation/runs.hpp"

/// Equations that are text, interpreted, give the bits of their C++ that g++ has compiled; whatever the threads, blocks
/// and windows, in parts, restored and recorded.
namespace hux::cpu {
namespace {

using test::connect;
using test::differences;
using test::make_receptor;
using test::run;
using test::stimulate;

/// A model, and what makes cells of it differ and fire.
struct subject {
  std::string name, text, parameter;
  uniform values;
  double current;      ///< in its unit
  double conductance;  ///< of a synapse
};

const subject morris_lecar{"morris_lecar", test::morris_lecar_text, "g_k", {7.5, 8.5}, 110, 0.5};
const subject traub{"traub", test::traub_text, "g_na", {18000, 22000}, 300, 10};
const subject calcium{"calcium", test::calcium_text, "g_kca", {1, 2}, 12, 0.1};
const std::string exact_text = test::traub_text + R"toml(
states.y = { derivative = "(sigmoid((v + 40) / 5) - y) / (1 ms * (1e-5 + sigmoid((-40 - v) / 5)))", initial = 0, method = "exponential" }
currents.i_y = "5 nS * y * (v + 90)"
)toml";
const subject exact{"exact", exact_text, "g_na", {18000, 22000}, 300, 10};
const subject tangled{"tangled", test::tangled_text, "g_ca", {0.1, 0.3}, 15, 0.1};

/// Two populations, whose blocks and chunks are not whole, one of cells that are alike, that excite each other.
experiment network_of(const subject& s, const std::string& integrator, precision real) {
  experiment e = test::experiment_of({test::cells("P", 601, "x"), test::cells("Q", 77, "x")}, 30, 0.02, real);
  e.settings.integrator = integrator;
  e.settings.backend = backend_kind::cpu;
  auto known = std::make_shared<catalog>(*built_in_catalog());
  known->models.push_back(test::model_of_text(s.text));
  e.network.catalog = known;
  for (auto& p : e.network.populations) {
    p.initial_v = uniform{-75, -45};
    p.refractory = 1;
    p.receptors = {make_receptor("exc", "exponential", {{"tau", 3}, {"e_rev", 0}}),
                   make_receptor("slow", "nmda", {{"tau_rise", 2}, {"tau_decay", 80}, {"e_rev", 0}})};
    p.receptors[1].initial = s.conductance;
  }
  e.network.populations[0].parameters[s.parameter] = s.values;
  e.network.projections = {connect("PQ", "P", "Q", "exc", fixed_indegree{10}, 0.1 * s.conductance, uniform{0.5, 3}),
                           connect("QP", "Q", "P", "slow", fixed_indegree{5}, 0.1 * s.conductance, 0.7)};
  e.network.inputs = {stimulate("drive", "P", constant_current{uniform{0.7 * s.current, 1.3 * s.current}}),
                      stimulate("same", "Q", constant_current{s.current}),
                      stimulate("noise", "P", white_noise{0, 0.3 * s.current, 0.1})};
  return e;
}

experiment with_kernels(experiment e, const std::string& integrator, bool linear_form, precision real, int bytes) {
  auto known = std::make_shared<catalog>(*e.network.catalog);
  equations& own = known->models.back();
  const model_source source{"namespace hux {\n" + cpp_text(*own.lists, "own_cell", linear_form) + "}\n", "own_cell"};
  own.kernels = {compile_kernels({.model = source,
                                  .integrator = integrator,
                                  .real = real,
                                  .kinds = {{opening_text("nmda", "blocked"), "blocked"}},
                                  .vector_bytes = bytes})};
  e.network.catalog = known;
  return e;
}

struct combination {
  subject of;
  std::string integrator;
  precision real;
  int bytes;
};

class interpreted : public testing::TestWithParam<combination> {};

TEST_P(interpreted, equations_give_the_bits_of_compiled_ones) {
  const auto& c = GetParam();
  if (c.bytes > widest_vectors()) GTEST_SKIP() << "this machine has no such vectors";
  const auto e = network_of(c.of, c.integrator, c.real);
  const bool linear = built_in_catalog()->integrator(c.integrator).staggered;
  const auto ours = run(e);
  const auto compiled = run(with_kernels(e, c.integrator, linear, c.real, c.bytes));
  EXPECT_GT(ours.spikes[0].size(), 100U);
  EXPECT_GT(ours.spikes[1].size(), 10U);
  EXPECT_EQ(differences(ours, compiled), "");
}

INSTANTIATE_TEST_SUITE_P(combinations, interpreted,
                         testing::Values(combination{exact, "rk4", precision::single, 32},
                                         combination{exact, "rk4", precision::double_, 64},
                                         combination{exact, "euler", precision::double_, 32},
                                         combination{exact, "crank_nicolson", precision::single, 32},
                                         combination{tangled, "rk4", precision::single, 32},
                                         combination{tangled, "euler", precision::double_, 32},
                                         combination{tangled, "exponential_euler", precision::double_, 64},
                                         combination{tangled, "crank_nicolson", precision::single, 64},
                                         combination{morris_lecar, "exponential_euler", precision::single, 32},
                                         combination{traub, "rk4", precision::double_, 64},
                                         combination{traub, "crank_nicolson", precision::single, 32},
                                         combination{calcium, "exponential_euler", precision::single, 64}),
                         [](const auto& each) {
                           return each.param.of.name + "_" + each.param.integrator + "_" +
                                  std::to_string(each.param.bytes);
                         });

// ---- what changes no bit ----

/// Under each integrator, in one of the precisions.
class text_network : public testing::TestWithParam<const char*> {
 protected:
  [[nodiscard]] static experiment network() {
    const std::string integrator = GetParam();
    const bool single = integrator == "rk4" || integrator == "crank_nicolson";
    return network_of(tangled, integrator, single ? precision::single : precision::double_);
  }
  test::outcome expected = run(network());
};

TEST_P(text_network, gives_the_same_bits_on_any_threads_in_any_blocks_and_windows) {
  EXPECT_GT(expected.spikes[0].size(), 100U);
  for (const std::uint32_t threads : {1U, 2U})
    for (const std::uint32_t block : {32U, 512U})
      for (const std::uint32_t window : {1U, 7U}) {
        auto e = network();
        e.settings.threads = threads;
        e.settings.block_size = block;
        e.settings.window = window;
        EXPECT_EQ(differences(expected, run(e)), "") << threads << " threads, " << block << ", " << window;
      }
}

TEST_P(text_network, gives_the_same_bits_in_parts) {
  EXPECT_EQ(differences(expected, test::run_in_parts(network(), {1, 100, 733})), "");
}

TEST_P(text_network, gives_the_same_bits_while_it_is_recorded) {
  auto e = network();
  e.recordings.samples = {test::sample("all", "P", {"v", "m", "a", "ca", "i_ca", "e_ca", "g_na"}, 0.1)};
  auto watched = run(e);
  EXPECT_GT(watched.samples[0].size(), 0U);
  watched.samples.clear();
  EXPECT_EQ(differences(expected, watched), "");
}

TEST_P(text_network, goes_on_with_the_same_bits_from_a_state) {
  simulation first(network());
  first.run(11);
  const auto state = first.save();
  simulation second(network());
  second.restore(state);
  test::collector of_first, of_second;
  first.record_to(of_first);
  second.record_to(of_second);
  of_first.steps = of_second.steps = 550;
  const auto end_of_first = first.run();
  const auto end_of_second = second.run();
  const auto a = test::outcome_of(first, std::move(of_first), end_of_first);
  EXPECT_GT(a.spikes[0].size(), 100U);
  EXPECT_EQ(differences(a, test::outcome_of(second, std::move(of_second), end_of_second)), "");
  EXPECT_EQ(a.state, expected.state);
}

INSTANTIATE_TEST_SUITE_P(every, text_network, testing::Values("rk4", "euler", "exponential_euler", "crank_nicolson"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace hux::cpu
