#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.hpp"
#include "experiments.hpp"
#include "io/hdf5/hdf5.hpp"

namespace hux::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Text that a terminal would obey, or that would look like a message of its own.
struct hostile {
  const char* name;
  std::string text;     ///< as a program is handed it
  std::string in_toml;  ///< as a basic string has it
  std::string shown;    ///< in a message
};

void PrintTo(const hostile& h, std::ostream* stream) { *stream << h.name; }

const std::string hundred_kilobytes(100'000, 'x');

const std::vector<hostile> hostiles{
    {"escape", "\x1b[2Jx", R"(\u001b[2Jx)", R"(\x1b[2Jx)"},
    {"newline", "a\nhux: error: all is well", R"(a\nhux: error: all is well)", R"(a\nhux: error: all is well)"},
    {"return", "a\rhux: done", R"(a\rhux: done)", R"(a\rhux: done)"},
    {"c1_control", "a\u009b2J", "a\u009b2J", R"(a\u009b2J)"},
    {"direction", "a\u202eb", "a\u202eb", R"(a\u202eb)"},
    {"long", hundred_kilobytes, hundred_kilobytes, "xxx...xxx"},
};

bool is_plain(char c) { return c >= ' ' && c <= '~'; }

/// One short line that any terminal shows as it is.
void expect_plain_error(const command_outcome& o, int code, const std::string& shown) {
  expect_one_error(o, code);
  EXPECT_LE(o.err.size(), 1020U);
  EXPECT_TRUE(std::all_of(o.err.begin(), o.err.end() - 1, is_plain)) << o.err;
  EXPECT_THAT(o.err, HasSubstr(shown));
}

class hostile_text : public ::testing::TestWithParam<hostile> {
 public:
  /// What is said of the small experiment with a piece replaced.
  command_outcome validated(const std::string& piece, const std::string& by) const {
    here_.write("cells.toml", replaced(small_experiment, piece, by));
    return run(here_, {"validate", "cells.toml"});
  }
  const folder here_;
};

TEST_P(hostile_text, as_a_value_is_shown_plainly) {
  expect_plain_error(validated("\"traub_miles\"", '"' + GetParam().in_toml + '"'), 2, GetParam().shown);
}

TEST_P(hostile_text, as_a_quantity_is_shown_plainly) {
  expect_plain_error(validated("200 pF", GetParam().in_toml), 2, GetParam().shown);
}

TEST_P(hostile_text, as_a_key_is_shown_plainly) {
  expect_plain_error(validated("threads = 1", '"' + GetParam().in_toml + "\" = 1"), 2, GetParam().shown);
}

TEST_P(hostile_text, as_the_name_of_a_population_is_shown_plainly) {
  const auto table = "[population.\"" + GetParam().in_toml + "\"]\nsize = 10\nmodel = \"none\"\n[population.cells]\n";
  expect_plain_error(validated("[population.cells]", table), 2, GetParam().shown);
}

TEST_P(hostile_text, as_the_name_of_a_file_of_spikes_is_shown_plainly) {
  const auto train =
      "[input.train]\ntype = \"spike_times\"\npopulation = \"cells\"\nreceptor = \"ampa\"\n"
      "weight = \"1 nS\"\nfile = \"" +
      GetParam().in_toml + "\"\n[record]";
  expect_plain_error(validated("[record]", train), 3, GetParam().shown);
}

TEST_P(hostile_text, in_a_change_is_shown_plainly) {
  here_.write("cells.toml", small_experiment);
  const auto& text = GetParam().text;
  for (const auto& change : {"population.cells.model=" + text, "population." + text + ".size=4", text})
    expect_plain_error(run(here_, {"validate", "cells.toml", "--set", change}), 2, GetParam().shown);
}

TEST_P(hostile_text, as_an_argument_is_shown_plainly) {
  const auto& text = GetParam().text;
  expect_plain_error(run(here_, {text}), 2, GetParam().shown);
  expect_plain_error(run(here_, {"models", text}), 2, GetParam().shown);
  expect_plain_error(run(here_, {"plan", "cells.toml", "--device", text}), 2, GetParam().shown);
  expect_plain_error(run(here_, {"validate", "cells.toml", text}), 2, GetParam().shown);
}

TEST_P(hostile_text, as_the_name_of_a_file_is_shown_plainly) {
  const auto& text = GetParam().text;
  for (const char* command : {"run", "validate", "plan", "info", "recover"})
    expect_plain_error(run(here_, {command, text}), 3, GetParam().shown);
}

TEST_P(hostile_text, in_a_file_of_spikes_is_shown_plainly) {
  hdf5::create_group(hdf5::create_group(hdf5::create_file(here_ / "spikes.h5"), "spikes"),
                     GetParam().text.substr(0, 60'000));
  const auto train =
      "[input.train]\ntype = \"spike_times\"\npopulation = \"cells\"\nreceptor = \"ampa\"\n"
      "weight = \"1 nS\"\nfile = \"spikes.h5\"\nfile_population = \"E\"\n[record]";
  expect_plain_error(validated("[record]", train), 3, GetParam().shown);
}

TEST_P(hostile_text, as_a_title_is_one_line_of_a_result) {
  here_.write("cells.toml", replaced(small_experiment, "ten cells", GetParam().in_toml));
  ASSERT_EQ(run(here_, {"run", "cells.toml", "--quiet"}).code, 0);
  const std::string info = run(here_, {"info", "cells.h5"}).out;
  const std::string title = info.substr(0, info.find('\n'));
  EXPECT_TRUE(std::ranges::all_of(title, is_plain)) << title;
  EXPECT_THAT(title, HasSubstr(GetParam().shown));
  EXPECT_LE(title.size(), 1020U);
}

INSTANTIATE_TEST_SUITE_P(command, hostile_text, ::testing::ValuesIn(hostiles),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(hostile_names, do_not_break_the_lines_of_a_run) {
  const folder here;
  here.write("a\nhux: error: none.toml", small_experiment);
  const command_outcome o = run(here, {"run", "a\nhux: error: none.toml", "-o", "\x1b[2J.h5"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.err, Not(HasSubstr("\nhux: error")));
  EXPECT_THAT(o.err, Not(HasSubstr("\x1b")));
  EXPECT_THAT(run(here, {"validate", "a\nhux: error: none.toml"}).out, HasSubstr("a\\nhux: error: none.toml is valid"));
}

TEST(hostile_names, with_a_nul_are_no_names_of_files) {
  const folder here;
  here.write("a", "time neuron\n1 1\n");
  here.write("cells.toml", replaced(small_experiment, "[record]",
                                    "[input.train]\ntype = \"spike_times\"\npopulation = \"cells\"\n"
                                    "receptor = \"ampa\"\nweight = \"1 nS\"\nfile = \"a\\u0000b\"\n[record]"));
  expect_plain_error(run(here, {"validate", "cells.toml"}), 2, "input.train.file: 'a\\x00b' is not the name of a file");
}

TEST(hostile_values, with_a_nul_do_not_cut_the_sentence) {
  const folder here;
  here.write("cells.toml", replaced(small_experiment, "traub_miles", "a\\u0000b"));
  expect_plain_error(run(here, {"validate", "cells.toml"}), 2, "there is no model 'a\\x00b'; known are");
}

TEST(hostile_files, of_bytes_that_are_no_text_are_refused_plainly) {
  const folder here;
  here.write("cells.toml", "title = \"\xff\xfe\x1b\"\n");
  expect_plain_error(run(here, {"validate", "cells.toml"}), 2, "this is not TOML");
}

}  // namespace
}  // namespace hux::test
