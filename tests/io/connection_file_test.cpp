#include "io/experiment/connection_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "hux/errors.hpp"
#include "result_support.hpp"
#include "text_file.hpp"

namespace hux {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

explicit_list synapses_in(const std::string& contents, std::optional<quantity> weight = {}) {
  const text_file file(contents);
  return read_connection_file(file.path(), weight);
}

std::string synapse_refusal(const std::string& contents, std::optional<quantity> weight = {}) {
  return test::message_of<file_error>([&] { synapses_in(contents, weight); });
}

TEST(connection_file, reads_pairs) {
  const auto list = synapses_in("0 1\n2 3\n");
  EXPECT_THAT(list.source, ElementsAre(0, 2));
  EXPECT_THAT(list.target, ElementsAre(1, 3));
  EXPECT_TRUE(list.weight.empty());
  EXPECT_TRUE(list.delay.empty());
}

TEST(connection_file, reads_weights_and_delays) {
  const auto list = synapses_in("0 1 6.5 1.5\n2 3 -7 2e-1\n");
  EXPECT_THAT(list.weight, ElementsAre(6.5, -7.0));
  EXPECT_THAT(list.delay, ElementsAre(1.5, 0.2));
}

TEST(connection_file, leaves_a_stream_without_lines) {
  EXPECT_THAT([] { read_connection_file("/dev/zero", {}); },
              testing::ThrowsMessage<file_error>(
                  "/dev/zero:1: is a line of more than 1048576 bytes; expected values in columns"));
}

TEST(connection_file, passes_over_comments_blank_lines_and_line_ends_of_other_systems) {
  const auto list = synapses_in("# from, to\r\n\r\n0,1\r\n2 ,\t3 # last\r\n");
  EXPECT_THAT(list.source, ElementsAre(0, 2));
  EXPECT_THAT(list.target, ElementsAre(1, 3));
}

TEST(connection_file, takes_columns_in_the_order_of_its_first_line) {
  const auto list = synapses_in("delay target source\n1.5 2 3\n");
  EXPECT_THAT(list.source, ElementsAre(3));
  EXPECT_THAT(list.target, ElementsAre(2));
  EXPECT_THAT(list.delay, ElementsAre(1.5));
}

TEST(connection_file, converts_the_units_of_its_first_line) {
  const auto list = synapses_in("source target weight[uS] delay[s]\n0 1 0.006 0.0015\n");
  EXPECT_THAT(list.weight, ElementsAre(DoubleEq(6.0)));
  EXPECT_THAT(list.delay, ElementsAre(DoubleEq(1.5)));
}

TEST(connection_file, may_hold_currents) {
  EXPECT_THAT(synapses_in("source target weight[nA]\n0 1 0.5\n").weight, ElementsAre(DoubleEq(500.0)));
}

TEST(connection_file, may_be_empty) { EXPECT_TRUE(synapses_in("# nothing\n").source.empty()); }

TEST(connection_file, needs_no_line_end_at_its_end) { EXPECT_THAT(synapses_in("0 1").target, ElementsAre(1)); }

TEST(connection_file, refuses_a_current_where_a_conductance_is_expected) {
  EXPECT_THAT(synapse_refusal("source target weight[pA]\n0 1 2\n", quantity::conductance), HasSubstr(":1: '1 pA'"));
}

TEST(connection_file, refuses_a_unit_that_is_none_of_a_weight) {
  EXPECT_THAT(synapse_refusal("source target weight[mV]\n0 1 2\n"), HasSubstr(":1: "));
}

TEST(connection_file, names_the_line_with_another_number_of_columns) {
  EXPECT_THAT(synapse_refusal("0 1\n# comment\n2 3 4\n"), EndsWith(":3: has 3 values where the lines before have 2"));
}

TEST(connection_file, refuses_more_columns_than_there_are) {
  EXPECT_THAT(synapse_refusal("0 1 2 3 4\n"), EndsWith(":1: has 5 values; expected source target [weight] [delay]"));
}

TEST(connection_file, refuses_a_single_column) { EXPECT_THAT(synapse_refusal("0\n"), HasSubstr(":1: has 1 values")); }

TEST(connection_file, refuses_an_index_that_is_none) {
  for (const std::string index : {"-1", "1.5", "x", "4294967296", "1e3"})
    EXPECT_THAT(synapse_refusal("0 " + index + "\n"),
                EndsWith(":1: '" + index + "' is no target; expected the index of a neuron, 0 or more"));
}

TEST(connection_file, refuses_a_weight_that_is_no_number) {
  for (const std::string weight : {"x", "nan", "inf", "1e999", "1.5nS", "--1"})
    EXPECT_THAT(synapse_refusal("0 1 " + weight + "\n"),
                EndsWith(":1: '" + weight + "' is no weight; expected a number"));
}

TEST(connection_file, refuses_an_unknown_column) {
  EXPECT_THAT(synapse_refusal("source target wieght\n"),
              EndsWith(":1: unknown column 'wieght'; expected source, target, weight, delay"));
}

TEST(connection_file, refuses_a_first_line_without_a_target) {
  EXPECT_THAT(synapse_refusal("source weight\n"), EndsWith(":1: names no column 'target'"));
}

TEST(connection_file, refuses_a_column_named_twice) {
  EXPECT_THAT(synapse_refusal("source target source\n"), EndsWith(":1: names the column 'source' twice"));
}

TEST(connection_file, refuses_a_missing_value) {
  EXPECT_THAT(synapse_refusal("0,,1\n"), EndsWith(":1: a value is missing before a comma"));
  EXPECT_THAT(synapse_refusal("0,1,\n"), EndsWith(":1: a value is missing after a comma"));
}

TEST(connection_file, names_a_file_that_cannot_be_read) {
  EXPECT_THROW(read_connection_file("/nonexistent/list.txt"), file_error);
  EXPECT_THROW(read_connection_file("/"), file_error);
}

TEST(connection_file, survives_every_mutation) {
  for_each_mutation("source,target weight[nS] delay[ms]\n0 1 6.5e0 1.5\n2 3 -7 .2 # c\n",
                    [](const std::filesystem::path& file) { read_connection_file(file); });
}

}  // namespace
}  // namespace hux
