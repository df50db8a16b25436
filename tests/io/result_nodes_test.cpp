#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "hux/simulation.hpp"
#include "io/hdf5/hdf5.hpp"
#include "result_support.hpp"
#include "result_values.hpp"
#include "simulation/cells.hpp"
#include "simulation/runs.hpp"

namespace {

using namespace hux::test;

/// Squid axons that differ in a conductance, and in the current that they get.
hux::experiment batch() {
  auto p = cells("p", 20, "hodgkin_huxley");
  p.parameters = {{"g_na", hux::normal{120, 10, {}}}, {"g_k", 36.0}};
  p.positions = hux::grid_layout{5, 100};
  auto e = experiment_of({p, cells("q", 3, "hodgkin_huxley")}, 60);
  e.network.inputs = {stimulate("drive", "p", hux::constant_current{hux::uniform{5, 15}}),
                      stimulate("more", "q", hux::constant_current{hux::linspace{8, 9}}, {0, 2}),
                      stimulate("clamp", "q", hux::voltage_clamp{1, -65, std::vector<double>{-50}, 20, 30, {}}, {1})};
  return e;
}

std::filesystem::path result_of(const hux::experiment& e, const scratch_folder& folder) {
  auto file = folder / "r.h5";
  hux::simulation s(e);
  s.record_to(file);
  s.run();
  return file;
}

TEST(values_of_neurons, are_those_that_the_simulation_used) {
  const scratch_folder folder;
  const auto drawn = batch();
  const auto file = result_of(drawn, folder);
  auto given = drawn;
  given.network.populations[0].parameters["g_na"] = values_at<double>(file, "nodes/p/0/g_na");
  given.network.inputs[0].what = hux::constant_current{values_at<double>(file, "nodes/p/0/drive.amplitude")};
  EXPECT_GT(run(drawn).times(0).size(), 20U);
  EXPECT_EQ(run(drawn).times(0), run(given).times(0));
}

TEST(values_of_neurons, follow_the_law_that_they_were_drawn_from) {
  const scratch_folder folder;
  const auto values = values_at<double>(result_of(batch(), folder), "nodes/p/0/g_na");
  ASSERT_EQ(values.size(), 20U);
  double sum = 0;
  for (const double value : values) sum += value;
  EXPECT_NEAR(sum / 20, 120, 4 * 10 / std::sqrt(20));
  EXPECT_NE(values[0], values[1]);
}

TEST(values_of_neurons, are_no_number_where_an_input_leaves_a_neuron_out) {
  const scratch_folder folder;
  const auto file = result_of(batch(), folder);
  const auto more = values_at<double>(file, "nodes/q/0/more.amplitude");
  EXPECT_EQ(more[0], 8);
  EXPECT_TRUE(std::isnan(more[1]));
  EXPECT_EQ(more[2], 9);
  const auto level = values_at<double>(file, "nodes/q/0/clamp.level");
  EXPECT_EQ(level[1], -50);
  EXPECT_TRUE(std::isnan(level[0]));
}

TEST(values_of_neurons, have_units_and_stand_beside_positions) {
  const scratch_folder folder;
  const auto file = hux::hdf5::open_file(result_of(batch(), folder));
  const auto group = hux::hdf5::open_group(file, "nodes/p/0");
  EXPECT_THAT(hux::hdf5::names_in(group), testing::ElementsAre("drive.amplitude", "g_na", "x", "y", "z"));
  std::string unit;
  EXPECT_TRUE(hux::hdf5::read_attribute(hux::hdf5::open_dataset(group, "g_na"), "units", unit));
  EXPECT_EQ(unit, "mS/cm2");
}

}  // namespace
