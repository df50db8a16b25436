/// Lists of numbers that stand beside an experiment's text: in an HDF5 file, or in arrays of a program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "experiment_file/ring.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/experiment/experiment_tree.hpp"
#include "io/hdf5/hdf5.hpp"

namespace hux {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view two_cells = R"([simulation]
duration = "1 ms"
[population.E]
size = 2
model = "traub_miles"
receptor.ampa = { tau = "5 ms" }
)";

/// Two cells with one projection, whose weights are as given.
std::string projected(const std::string& weight) {
  return std::string(two_cells) + R"([projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "list"
synapses.sources = [0, 1]
synapses.targets = [1, 0]
delay = "1 ms"
)" + weight;
}

/// Two cells of which some are recorded, as given.
std::string one_recorded(const std::string& neurons) {
  return std::string(two_cells) + "[recording.one]\npopulation = 'E'\nvariables = ['v']\ninterval = '0.1 ms'\n" +
         neurons + "\n";
}

/// A ring whose delays differ, too.
experiment delayed_ring(std::uint32_t size) {
  auto e = ring(size);
  auto& list = list_of(e);
  for (std::uint32_t i = 0; i < size; ++i) list.delay.push_back(1 + i / 7.0);
  return e;
}

class lists : public testing::Test {
 protected:
  lists() : folder_(std::filesystem::temp_directory_path() / ("hux_lists_" + std::to_string(getpid()))) {
    std::filesystem::create_directory(folder_);
  }
  ~lists() override { std::filesystem::remove_all(folder_); }

  /// A file of lists for the texts of a test.
  template <class T>
  void store(const std::string& dataset, const std::vector<T>& values) {
    const auto file = std::filesystem::exists(folder_ / "x.h5") ? hdf5::reopen_file(folder_ / "x.h5")
                                                                : hdf5::create_file(folder_ / "x.h5");
    hdf5::write_array<T>(file, dataset, values);
  }

  experiment read(const std::string& text) { return read_experiment_text(text, "net.toml", folder_); }

  template <class Error = input_error>
  std::string refusal(const std::string& text) {
    try {
      read(text);
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  }

  std::string content(const std::string& name) {
    std::ostringstream all;
    all << std::ifstream(folder_ / name).rdbuf();
    return all.str();
  }

  std::filesystem::path folder_;
};

TEST_F(lists, of_more_than_a_thousand_numbers_go_into_a_file_beside_the_experiment_and_come_back_to_the_last_bit) {
  const auto e = delayed_ring(1001);
  write_experiment(e, folder_ / "net.toml");
  EXPECT_THAT(content("net.toml"),
              HasSubstr("weights = { file = \"net.arrays.h5\", dataset = \"projection/EE/synapses/weights\", unit = "
                        "\"nS\" }"));
  EXPECT_LT(content("net.toml").size(), 2000U);
  EXPECT_EQ(to_toml(read_experiment(folder_ / "net.toml")), to_toml(e));
}

TEST_F(lists, of_a_thousand_numbers_stand_in_the_text) {
  const auto e = delayed_ring(1000);
  write_experiment(e, folder_ / "net.toml");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "net.arrays.h5"));
  EXPECT_EQ(to_toml(read_experiment(folder_ / "net.toml")), to_toml(e));
}

TEST_F(lists, no_file_takes_the_place_of_another_unless_it_is_to) {
  write_experiment(delayed_ring(2), folder_ / "net.toml");
  const auto before = content("net.toml");
  EXPECT_THROW(write_experiment(delayed_ring(1001), folder_ / "net.toml"), file_error);
  EXPECT_EQ(content("net.toml"), before);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "net.arrays.h5"));
  write_experiment(delayed_ring(1001), folder_ / "net.toml", true);
  EXPECT_EQ(list_of(read_experiment(folder_ / "net.toml")).weight.size(), 1001U);
}

TEST_F(lists, a_data_set_serves_wherever_a_list_of_quantities_does_in_its_own_unit) {
  store<double>("w", {6e-3, 7e-3});
  const auto e = read(projected("synapses.weights = { file = 'x.h5', dataset = 'w', unit = 'uS' }\n"));
  EXPECT_THAT(list_of(e).weight, testing::ElementsAre(testing::DoubleEq(6), testing::DoubleEq(7)));
}

TEST_F(lists, a_data_set_serves_wherever_a_list_of_whole_numbers_does) {
  store<std::uint32_t>("n", {1});
  const auto e = read(one_recorded("neurons = { file = 'x.h5', dataset = 'n' }"));
  EXPECT_THAT(e.recordings.samples[0].neurons, testing::ElementsAre(1));
}

TEST_F(lists, a_data_set_gives_each_neuron_its_value) {
  store<double>("v", {-60, -61.5});
  const std::vector<double> expected{-60, -61.5};
  for (const std::string form : {"{ values = { file = 'x.h5', dataset = 'v', unit = 'mV' } }",
                                 "{ file = 'x.h5', dataset = 'v', unit = 'mV' }"}) {
    const auto e = read(std::string(two_cells) + "initial.v = " + form + "\n");
    EXPECT_EQ(std::get<std::vector<double>>(std::get<distribution>(*e.network.populations[0].initial_v)), expected);
  }
}

TEST_F(lists, numbers_in_a_file_need_a_unit_that_fits) {
  store<double>("w", {6, 7});
  EXPECT_EQ(
      refusal(projected("synapses.weights = { file = 'x.h5', dataset = 'w' }\n")),
      "net.toml:15: projection.EE.synapses.weights.unit: missing; expected the unit of the numbers, such as 'nS'");
  EXPECT_THAT(refusal(projected("synapses.weights = { file = 'x.h5', dataset = 'w', unit = 'mV' }\n")),
              StartsWith("net.toml:15: projection.EE.synapses.weights: '1 mV' is a voltage; expected a conductance"));
}

TEST_F(lists, what_does_not_name_a_data_set_is_refused) {
  EXPECT_THAT(refusal(projected("synapses.weights = { file = 'x.h5' }\n")), HasSubstr("weights.dataset: missing"));
  EXPECT_THAT(refusal(projected("synapses.weights = { file = 'x.h5', dataset = 'w', units = 'nS' }\n")),
              HasSubstr("weights.units: unknown key; did you mean 'unit'?"));
  EXPECT_THAT(refusal<file_error>(projected("synapses.weights = { file = 'y.h5', dataset = 'w', unit = 'nS' }\n")),
              HasSubstr("y.h5 could not be read: "));
  store<double>("w", {6, 7});
  EXPECT_THAT(refusal<file_error>(projected("synapses.weights = { file = 'x.h5', dataset = 'z', unit = 'nS' }\n")),
              HasSubstr("x.h5 could not be read: "));
}

TEST_F(lists, a_file_that_is_cut_off_is_refused) {
  store<double>("w", std::vector<double>(5000, 1.0));
  std::filesystem::resize_file(folder_ / "x.h5", 10000);
  EXPECT_THAT(refusal<file_error>(projected("synapses.weights = { file = 'x.h5', dataset = 'w', unit = 'nS' }\n")),
              HasSubstr("x.h5 could not be read: "));
}

TEST_F(lists, a_value_that_cannot_be_is_named_with_its_place) {
  store<double>("w", {6, std::nan("")});
  EXPECT_THAT(refusal(projected("synapses.weights = { file = 'x.h5', dataset = 'w', unit = 'nS' }\n")),
              EndsWith("weights: number 1 of the list (from 0 on) is nan; expected a conductance such as '6 nS'"));
  store<double>("n", {0, 1.5});
  EXPECT_THAT(
      refusal(one_recorded("neurons = { file = 'x.h5', dataset = 'n' }")),
      EndsWith("neurons: number 1 of the list (from 0 on) is 1.5; expected a whole number from 0 to 4294967295"));
}

TEST_F(lists, arrays_belong_to_programs) {
  EXPECT_THAT(refusal(projected("synapses.weights = { \"@array\" = 0, unit = 'nS' }\n")),
              EndsWith("weights: there is no array 0; programs hand them over, and 0 were"));
}

TEST_F(lists, what_a_stage_sets_stands_in_its_text) {
  EXPECT_THAT(
      refusal(std::string(two_cells) + "[[stage]]\nduration = '1 ms'\nset = { 'population.E.parameters.e_l' = { "
                                       "values = { \"@array\" = 0 } } }\n"),
      EndsWith("stage[0].set.population.E.parameters.e_l: an array or a data set cannot stand here; expected the "
               "values themselves"));
}

// ---- a program's tree ----

/// The tree of a text, and arrays of each type.
experiment from_program(const std::string& text, const std::vector<number_list>& arrays) {
  return read_experiment_tree(toml::parse(text), arrays);
}

TEST(trees_of_programs, take_arrays_of_each_type_for_lists) {
  const std::vector<std::uint32_t> sources{0, 1};
  const std::vector<std::int64_t> targets{1, 0};
  const std::vector<double> weights{0.25, 0.5};
  const auto e = from_program(std::string(two_cells) + R"([projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "list"
synapses.sources = { "@array" = 0 }
synapses.targets = { "@array" = 1 }
synapses.weights = { "@array" = 2 }
synapses.delays = { "@array" = 2, unit = "s" }
)",
                              {sources, targets, weights});
  EXPECT_EQ(list_of(e).source, sources);
  EXPECT_THAT(list_of(e).target, testing::ElementsAre(1, 0));
  EXPECT_EQ(list_of(e).weight, weights);
  EXPECT_THAT(list_of(e).delay, testing::ElementsAre(250, 500));
}

TEST(trees_of_programs, take_numbers_without_a_unit_as_those_of_the_catalogue) {
  const auto e = from_program(std::string(two_cells) +
                                  "threshold = -20\nparameters.e_l = { normal = { mean = -65, std = 1.5 } }\n" +
                                  "initial.v = { uniform = [-70, -60] }\n",
                              {});
  const auto& p = e.network.populations[0];
  EXPECT_EQ(p.threshold, -20);
  EXPECT_EQ(std::get<normal>(std::get<distribution>(p.parameters.at("e_l"))).mean, -65);
  EXPECT_EQ(std::get<uniform>(std::get<distribution>(*p.initial_v)).low, -70);
}

TEST(trees_of_programs, are_refused_with_the_key_where_a_number_of_an_array_cannot_be) {
  const std::vector<std::int64_t> negative{0, -1};
  try {
    from_program(one_recorded("neurons = { \"@array\" = 0 }"), {negative});
    FAIL();
  } catch (const input_error& e) {
    EXPECT_EQ(
        std::string(e.what()),
        "recording.one.neurons: number 1 of the list (from 0 on) is -1; expected a whole number from 0 to 4294967295");
  }
}

TEST(trees_of_programs, are_checked_as_files_are) {
  EXPECT_THROW(from_program(std::string(two_cells) + "threshold = 'high'\n", {}), input_error);
  EXPECT_THROW(from_program("[simulation]\nduration = 0.01\n", {}), input_error);
}

}  // namespace
}  // namespace hux
