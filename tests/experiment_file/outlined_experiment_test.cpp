/// Experiments as texts that name their long lists.
#include "hux/outlined_experiment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "experiment_file/ring.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/experiment/list_digest.hpp"

namespace hux {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// Reads a text with the lists that an experiment has for it.
experiment read_back(const std::string& text, const outlined_experiment& outlined) {
  return read_experiment_text(text, "outlined", {}, {}, built_in_catalog(), [&](const std::string& name) {
    for (const auto& list : outlined.lists())
      if (list.name == name)
        return std::visit([](auto n) { return std::vector<double>(n.begin(), n.end()); }, list.numbers);
    throw file_error("no list " + name);
  });
}

TEST(an_outlined_experiment, names_lists_of_more_than_a_thousand_numbers) {
  const outlined_experiment outlined(ring(1001));
  std::vector<std::string> names;
  for (const auto& list : outlined.lists()) names.push_back(list.name);
  EXPECT_THAT(names, testing::ElementsAre("population.E.initial.v", "projection.EE.synapses.sources",
                                          "projection.EE.synapses.targets", "projection.EE.synapses.weights"));
  EXPECT_THAT(outlined.text(), HasSubstr("weights = { dataset = \"projection.EE.synapses.weights\", digest = \""));
  EXPECT_LT(outlined.text().size(), 3000U);
}

TEST(an_outlined_experiment, of_lists_of_a_thousand_numbers_is_a_text_alone) {
  const outlined_experiment outlined(ring(1000));
  EXPECT_TRUE(outlined.lists().empty());
  EXPECT_EQ(outlined.text(), to_toml(ring(1000)));
}

TEST(an_outlined_experiment, comes_back_to_the_last_bit) {
  const outlined_experiment outlined(ring(1001));
  EXPECT_EQ(to_toml(read_back(outlined.text(), outlined)), to_toml(ring(1001)));
}

TEST(an_outlined_experiment, has_another_text_if_a_number_differs_in_its_last_bit) {
  const std::string text = outlined_experiment(ring(1500)).text();
  experiment other = ring(1500);
  EXPECT_EQ(outlined_experiment(other).text(), text);
  list_of(other).weight[1499] = std::nextafter(list_of(other).weight[1499], 0.0);
  EXPECT_NE(outlined_experiment(other).text(), text);
  other = ring(1500);
  list_of(other).target[3] = 0;
  EXPECT_NE(outlined_experiment(other).text(), text);
}

TEST(an_outlined_experiment, is_not_read_with_other_numbers_than_its_own) {
  const outlined_experiment outlined(ring(1001));
  experiment other = ring(1001);
  list_of(other).source[7] = 8;
  try {
    read_back(outlined.text(), outlined_experiment(other));
    FAIL();
  } catch (const file_error& e) {
    EXPECT_STREQ(e.what(), "the numbers of projection.EE.synapses.sources are not those that were written there");
  }
}

TEST(an_outlined_experiment, is_not_read_without_its_lists) {
  try {
    read_experiment_text(outlined_experiment(ring(1001)).text(), "alone", {});
    FAIL();
  } catch (const input_error& e) {
    EXPECT_THAT(e.what(), EndsWith("names a data set of no file; expected file = \"lists.h5\" beside it"));
  }
}

TEST(digests, are_those_of_xxh64) {
  const std::vector<std::pair<std::uint32_t, std::string>> known{
      {0, "ef46db3751d8e999"}, {3, "2189c403effe5153"}, {1001, "af9126af5dbc3019"}};
  for (const auto& [size, digest] : known) {
    std::vector<double> numbers;
    for (std::uint32_t i = 0; i < size; ++i) numbers.push_back(i / 4.0);
    EXPECT_EQ(digest_of(numbers), digest) << size;
  }
}

TEST(digests, are_the_same_of_the_same_numbers_of_another_type) {
  std::vector<double> numbers;
  std::vector<std::uint32_t> whole;
  for (std::uint32_t i = 0; i < 1003; ++i) {
    numbers.push_back(3e6 * i);
    whole.push_back(3000000 * i);
  }
  EXPECT_EQ(digest_of(numbers), digest_of(whole));
}

}  // namespace
}  // namespace hux
