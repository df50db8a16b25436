#include "hux/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hux/errors.hpp"

namespace hux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <class List>
std::vector<std::string> names(const List& list) {
  std::vector<std::string> result;
  for (const auto& element : list) result.emplace_back(element.name);
  return result;
}

/// Is the parameter's default one that its range allows?
bool allowed(const parameter_info& p) {
  if (p.range == range::positive) return p.standard > 0;
  if (p.range == range::non_negative) return p.standard >= 0;
  return p.range == range::any || (p.standard >= 0 && p.standard <= 1);
}

TEST(catalog, lists_the_models) {
  EXPECT_THAT(names(built_in_catalog()->models),
              ElementsAre("hodgkin_huxley", "traub_miles", "wang_buzsaki", "connor_stevens", "pospischil"));
}
TEST(catalog, lists_the_synapses) {
  EXPECT_THAT(names(built_in_catalog()->synapses),
              ElementsAre("exponential", "double_exponential", "alpha", "exponential_current", "alpha_current",
                          "tsodyks_markram", "nmda", "graded_gaba", "graded", "kinetic_ampa", "kinetic_gaba_a",
                          "kinetic_gaba_b", "kinetic_nmda", "gap", "saturating_nmda"));
}
TEST(catalog, lists_the_inputs) {
  EXPECT_THAT(names(built_in_catalog()->inputs),
              ElementsAre("constant", "step", "pulses", "ramp", "sine", "voltage_clamp", "white_noise",
                          "ornstein_uhlenbeck", "poisson", "spike_times"));
}
TEST(catalog, lists_the_rules) {
  EXPECT_THAT(names(built_in_catalog()->rules),
              ElementsAre("one_to_one", "all_to_all", "fixed_probability", "distance_probability", "fixed_indegree",
                          "fixed_outdegree", "fixed_total_number", "list"));
}
TEST(catalog, lists_the_layouts) {
  EXPECT_THAT(names(built_in_catalog()->layouts), ElementsAre("grid", "random", "list"));
}
TEST(catalog, lists_the_integrators) {
  EXPECT_THAT(names(built_in_catalog()->integrators),
              testing::UnorderedElementsAre("rk4", "euler", "exponential_euler", "crank_nicolson"));
}
TEST(catalog, gives_the_published_values_of_the_squid_axon) {
  std::vector<std::pair<std::string, double>> values;
  for (const auto& p : built_in_catalog()->model("hodgkin_huxley").parameters) values.emplace_back(p.name, p.standard);
  // Hodgkin & Huxley 1952, in the modern sign convention
  const std::vector<std::pair<std::string, double>> published{{"c_m", 1},     {"g_na", 120},       {"g_k", 36},
                                                              {"g_l", 0.3},   {"e_na", 50},        {"e_k", -77},
                                                              {"e_l", -54.3}, {"temperature", 6.3}};
  EXPECT_EQ(values, published);
}
TEST(catalog, keeps_every_default_within_its_range) {
  for (const auto& model : built_in_catalog()->models)
    for (const auto& p : model.parameters) EXPECT_TRUE(allowed(p)) << model.name << "." << p.name;
  for (const auto& synapse : built_in_catalog()->synapses)
    for (const auto& p : synapse.parameters) EXPECT_TRUE(allowed(p)) << synapse.name << "." << p.name;
}
TEST(catalog, gives_every_preset_a_value_for_each_parameter) {
  for (const auto& model : built_in_catalog()->models)
    for (const auto& preset : model.presets) EXPECT_EQ(preset.values.size(), model.parameters.size()) << preset.name;
}
TEST(catalog, describes_all_it_lists) {
  for (const auto& model : built_in_catalog()->models) EXPECT_FALSE(model.description.empty() || model.source.empty());
  for (const auto& rule : built_in_catalog()->rules) EXPECT_FALSE(rule.description.empty());
  for (const auto& input : built_in_catalog()->inputs) EXPECT_FALSE(input.description.empty());
}
TEST(catalog, suggests_the_nearest_model) {
  try {
    built_in_catalog()->model("hodgkin_huxly");
    FAIL();
  } catch (const input_error& e) {
    EXPECT_STREQ(e.what(), "model: there is no model 'hodgkin_huxly'; did you mean 'hodgkin_huxley'?");
  }
}
TEST(catalog, lists_the_known_names_where_none_is_near) {
  try {
    built_in_catalog()->synapse("electrical_gap");
    FAIL();
  } catch (const input_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("known are exponential, double_exponential, alpha, exponential_current, "
                                    "alpha_current, tsodyks_markram, nmda, graded_gaba, graded, kinetic_ampa, "
                                    "kinetic_gaba_a, kinetic_gaba_b, kinetic_nmda, gap, saturating_nmda"));
  }
}

TEST(nearest, finds_a_name_with_a_letter_missing_added_or_changed) {
  constexpr std::array<std::string_view, 3> known{"size", "model", "threshold"};
  EXPECT_EQ(nearest("sze", known), "size");
  EXPECT_EQ(nearest("modell", known), "model");
  EXPECT_EQ(nearest("treshhold", known), "threshold");
}
TEST(nearest, ignores_case) {
  constexpr std::array<std::string_view, 1> known{"SIZE"};
  EXPECT_EQ(nearest("size", known), "SIZE");
}
TEST(nearest, finds_nothing_where_nothing_is_near) {
  constexpr std::array<std::string_view, 3> known{"size", "model", "dt"};
  EXPECT_EQ(nearest("refractory", known), "");
  EXPECT_EQ(nearest("xy", known), "");
}

TEST(unit_of, gives_the_unit_in_which_a_quantity_is_kept) {
  EXPECT_EQ(unit_of(quantity::conductance_density), "mS/cm2");
  EXPECT_EQ(unit_of(quantity::current), "pA");
  EXPECT_EQ(unit_of(quantity::dimensionless), "");
}

}  // namespace
}  // namespace hux
