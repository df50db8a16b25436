#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "experiment_file/small_experiment.hpp"
#include "hux/experiment_file.hpp"

namespace hux {
namespace {

using testing::HasSubstr;

/// One population, two receptors; values that decimal notation does not hit easily.
experiment base() {
  experiment e;
  e.title = "quotes \" and \\ and\ttabs";
  e.settings.duration = 100;
  population p;
  p.name = "E";
  p.size = 3;
  p.model = "traub_miles";
  receptor ampa;
  ampa.name = "ampa";
  ampa.initial = 1.0 / 3;
  receptor current;
  current.name = "syn";
  current.synapse = "exponential_current";
  current.initial = -1e-300;
  p.receptors = {ampa, current};
  e.network.populations = {p};
  return e;
}

population& only(experiment& e) { return e.network.populations[0]; }

projection joined_by(const connection_rule& rule) {
  projection p;
  p.name = "EE";
  p.source = p.target = "E";
  p.receptor = "ampa";
  p.rule = rule;
  p.weight = 0.1 + 0.2;
  p.delay = 1.0 / 7 * 100;
  return p;
}

/// Reading what was written and writing it again must give the same text: numbers are written so that they read back
/// to the last bit (tests/units), so equal texts are equal experiments.
void expect_survival(const experiment& e) {
  const auto text = to_toml(e);
  EXPECT_EQ(to_toml(read(text)), text);
}

std::string stem(const testing::TestParamInfo<std::string>& name) { return name.param.substr(0, name.param.find('.')); }

class every_example : public testing::TestWithParam<std::string> {};
TEST_P(every_example, survives_being_read_and_written) {
  expect_survival(read_experiment(std::filesystem::path(HUX_SOURCE_DIR) / "examples" / GetParam()));
}
INSTANTIATE_TEST_SUITE_P(to_toml, every_example,
                         testing::Values("squid_axon.toml", "fi_curve.toml", "cobahh.toml", "wang_buzsaki_gamma.toml",
                                         "ring.toml", "corelease.toml", "f_i_steps.toml", "ttx.toml",
                                         "cell_from_text.toml", "graded_gamma.toml", "gap_junctions.toml", "ping.toml"),
                         stem);

TEST(to_toml, gives_back_every_bit_of_a_number) {
  auto e = base();
  only(e).parameters["g_l"] = 0.1 + 0.2;
  only(e).threshold = -1.0 / 3;
  const auto back = read(to_toml(e));
  EXPECT_EQ(*common_value(back.network.populations[0].parameters.at("g_l")), 0.1 + 0.2);
  EXPECT_EQ(back.network.populations[0].threshold, -1.0 / 3);
  EXPECT_EQ(*common_value(back.network.populations[0].receptors[1].initial), -1e-300);
}
TEST(to_toml, gives_back_a_text_with_quotes_and_control_characters) {
  EXPECT_EQ(read(to_toml(base())).title, "quotes \" and \\ and\ttabs");
}
TEST(to_toml, gives_back_the_largest_seed) {
  auto e = base();
  e.settings.seed = 18446744073709551615U;
  EXPECT_EQ(read(to_toml(e)).settings.seed, 18446744073709551615U);
}
TEST(to_toml, gives_back_every_setting) {
  auto e = base();
  e.settings = {50, 0.025, 7,    "crank_nicolson",        precision::double_,     backend_kind::cpu, 2,
                3,  5,     1024, equations_run::compiled, divergence_policy::mark};
  const auto s = read(to_toml(e)).settings;
  EXPECT_EQ(s.integrator, "crank_nicolson");
  EXPECT_EQ(s.precision, precision::double_);
  EXPECT_EQ(s.backend, backend_kind::cpu);
  EXPECT_EQ(s.device, 2);
  EXPECT_EQ(s.threads, 3);
  EXPECT_EQ(s.window, 5);
  EXPECT_EQ(s.block_size, 1024);
  EXPECT_EQ(s.equations, equations_run::compiled);
  EXPECT_EQ(s.on_divergence, divergence_policy::mark);
}
TEST(to_toml, spells_out_the_defaults_of_the_model) {
  const auto text = to_toml(base());
  EXPECT_THAT(text, HasSubstr("threshold = \"-20 mV\""));
  EXPECT_THAT(text, HasSubstr("g_na = \"20000 nS\""));
  EXPECT_THAT(text, HasSubstr("v = \"-65 mV\"\nm = \"steady\""));
}
TEST(to_toml, spells_out_the_values_of_a_preset) {
  auto e = base();
  only(e).model = "pospischil";
  e.settings.integrator = "crank_nicolson";
  const auto g_k = [&e](const std::string& preset) {
    only(e).preset = preset;
    return *common_value(read(to_toml(e)).network.populations[0].parameters.at("g_k"));
  };
  // Pospischil et al. 2008, mS/cm2
  EXPECT_EQ(g_k("FS"), 10);
  EXPECT_EQ(g_k("RS"), 5);
}
TEST(to_toml, writes_no_spikes_as_false) {
  auto e = base();
  e.recordings.spikes.emplace();
  EXPECT_THAT(to_toml(e), HasSubstr("spikes = false"));
}

class every_distribution : public testing::TestWithParam<distribution> {};
TEST_P(every_distribution, survives_being_written_and_read) {
  auto e = base();
  only(e).initial_v = GetParam();
  expect_survival(e);
  const auto back = *read(to_toml(e)).network.populations[0].initial_v;
  EXPECT_EQ(std::get<distribution>(back), GetParam());
}
INSTANTIATE_TEST_SUITE_P(to_toml, every_distribution,
                         testing::Values(distribution(-1.0 / 3), uniform{-70.1, -60.7}, normal{-60, 5, {}},
                                         normal{-60, 5, {.min = -70.3}},
                                         normal{-60, 5, {.max = -50, .action = out_of_bounds::clip}},
                                         lognormal{60, 5, {.min = 1, .max = 100}}, linspace{-70, -1.0 / 3},
                                         std::vector<double>{-70, -0.1, 1e-7}));

class every_rule : public testing::TestWithParam<connection_rule> {};
TEST_P(every_rule, survives_being_written_and_read) {
  auto e = base();
  e.network.projections = {joined_by(GetParam())};
  only(e).positions = grid_layout{3, 1.0 / 3};
  expect_survival(e);
  EXPECT_EQ(read(to_toml(e)).network.projections[0].rule.index(), GetParam().index());
}
INSTANTIATE_TEST_SUITE_P(to_toml, every_rule,
                         testing::Values(connection_rule(one_to_one{}), all_to_all{}, fixed_probability{1.0 / 3},
                                         distance_probability{distance_kernel::step, 0.1, 1.0 / 3}, fixed_indegree{2},
                                         fixed_outdegree{2}, fixed_total_number{5},
                                         explicit_list{{0, 1}, {1, 2}, {0.1, 1.0 / 3}, {1, 2.7}},
                                         explicit_list{{0, 1}, {1, 2}, {}, {}}, explicit_list{}));

class every_layout : public testing::TestWithParam<layout> {};
TEST_P(every_layout, survives_being_written_and_read) {
  auto e = base();
  only(e).positions = GetParam();
  auto p = joined_by(all_to_all{});
  p.velocity = 1.0 / 3;
  p.periodic = !std::holds_alternative<listed_layout>(GetParam());
  e.network.projections = {p};
  expect_survival(e);
  EXPECT_EQ(read(to_toml(e)).network.populations[0].positions->index(), GetParam().index());
  EXPECT_EQ(read(to_toml(e)).network.projections[0].velocity, 1.0 / 3);
}
INSTANTIATE_TEST_SUITE_P(to_toml, every_layout,
                         testing::Values(layout(grid_layout{3, 1.0 / 3}), random_layout{0.1 + 0.2, 1e-9, 0},
                                         listed_layout{{1, 2, 1.0 / 3}, {}, {}},
                                         listed_layout{{1, 2, 3}, {0.1, 0, -1}, {4, 4, 1e9}}));

class every_stimulus : public testing::TestWithParam<stimulus> {};
TEST_P(every_stimulus, survives_being_written_and_read) {
  auto e = base();
  e.network.inputs = {{"in", "E", {}, GetParam()}};
  expect_survival(e);
  EXPECT_EQ(read(to_toml(e)).network.inputs[0].what.index(), GetParam().index());
}
INSTANTIATE_TEST_SUITE_P(to_toml, every_stimulus,
                         testing::Values(stimulus(constant_current{linspace{0, 1}}), step_current{0.1, 1, 2},
                                         pulse_train{1.0, 1, 20, 5, 0.5}, ramp_current{1.0 / 3, 1, 2},
                                         sine_current{1.0, 0.5, 40, 1e-9, 0, 100},
                                         voltage_clamp{1.0 / 3, -70, linspace{-60, 1e-9}, 1, 2, {}},
                                         voltage_clamp{3, -70, 1.0 / 3, 1, 2, -0.1}, white_noise{1, 2, 0.1},
                                         ornstein_uhlenbeck{0, 1.0 / 3, 5}, poisson_train{"ampa", 10, 0.1},
                                         spike_times{"syn", -0.1, {0, 2}, {1.0 / 3, 50}},
                                         spike_times{"syn", 1, {}, {}}));

class every_model : public testing::TestWithParam<std::string> {};
TEST_P(every_model, is_written_in_its_own_units) {
  auto e = base();
  only(e).model = GetParam();
  e.settings.dt = 0.01;
  e.recordings.samples = {{"trace", "E", {"v"}, {0, 2}, 0.1}};
  expect_survival(e);
}
INSTANTIATE_TEST_SUITE_P(to_toml, every_model,
                         testing::Values("hodgkin_huxley", "traub_miles", "wang_buzsaki", "connor_stevens",
                                         "pospischil"));

}  // namespace
}  // namespace hux
