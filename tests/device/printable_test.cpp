#include "hux/printable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hux/errors.hpp"

namespace hux {
namespace {

using namespace std::string_literals;

TEST(printable, leaves_text_of_any_language_as_it_is) {
  for (const auto& text : {"", "population.E: '6 nS'", "Köln, 東京, 😀", "a \\ b \\n"}) EXPECT_EQ(printable(text), text);
}

TEST(printable, escapes_control_characters) {
  EXPECT_EQ(printable("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(printable("\x1b[2J\0\x7f"s), "\\x1b[2J\\x00\\x7f");
  EXPECT_EQ(printable("\u009b"), "\\u009b");  // starts a command on some terminals
}

TEST(printable, escapes_what_turns_the_direction_of_writing) {
  for (const auto& [text, escape] : {std::pair{"\u202a", "\\u202a"},
                                     {"\u202e", "\\u202e"},
                                     {"\u2066", "\\u2066"},
                                     {"\ufeff", "\\ufeff"},
                                     {"\u2069", "\\u2069"},
                                     {"\u2028", "\\u2028"},
                                     {"\u200f", "\\u200f"},
                                     {"\u061c", "\\u061c"}})
    EXPECT_EQ(printable(text), escape);
  EXPECT_EQ(printable("\u2027\u202f\u205f\u2070"), "\u2027\u202f\u205f\u2070");
}

TEST(printable, escapes_what_is_not_seen_or_means_nothing) {
  EXPECT_EQ(printable("\u00ad\u180e\ufff9"), "\\u00ad\\u180e\\ufff9");
  EXPECT_EQ(printable("\ue000\U000d3f29\U000e0041\U000f0000"), "\\ue000\U000d3f29\\U000e0041\\U000f0000");
  EXPECT_EQ(printable("\u00ac\u00ae\ud7a3\uf900\U0001f9e0"), "\u00ac\u00ae\ud7a3\uf900\U0001f9e0");
}

/// Table 3-7 of the Unicode standard says which bytes are UTF-8.
TEST(printable, escapes_bytes_that_are_not_utf8) {
  EXPECT_EQ(printable("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(printable("\x80"), "\\x80");
  EXPECT_EQ(printable("a\xc3"), "a\\xc3");                  // cut off
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");  // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(printable("\xf4\x8f\xbf\xbf"), "\\U0010ffff");  // the last of Unicode
}

TEST(printable, shortens_the_middle_of_long_text) {
  EXPECT_EQ(printable("0123456789", 10), "0123456789");
  EXPECT_EQ(printable("0123456789a", 10), "0123...89a");
  EXPECT_EQ(printable("0123456789", 3), "...");
  EXPECT_EQ(printable("äöüäöüäöü", 7), "äö...öü");
  EXPECT_EQ(printable(std::string(100'000, 'x')).size(), longest_message);
}

TEST(printable, of_what_is_printable_is_the_same) {
  for (const auto& text : {"\x1b\n\xff\u202e"s, std::string(5000, '\n')})
    EXPECT_EQ(printable(printable(text)), printable(text));
}

TEST(quotation, is_shorter_than_a_message) {
  EXPECT_EQ(quotation("E\n"), "'E\\n'");
  EXPECT_EQ(quotation(std::string(300, 'x')).size(), longest_quoted + 2);
}

TEST(error, has_a_printable_sentence) {
  EXPECT_STREQ(error("a\0b\nc"s).what(), "a\\x00b\\nc");
  EXPECT_STREQ(file_error("\x1b").what(), "\\x1b");
  EXPECT_EQ(std::string(error(std::string(100'000, 'x')).what()).size(), longest_message);
}

TEST(input_error, keeps_its_key_as_it_is_and_shows_it_printable) {
  const input_error mistake("a\nb", "unknown key");
  EXPECT_EQ(mistake.key, "a\nb");
  EXPECT_STREQ(mistake.what(), "a\\nb: unknown key");
}

TEST(input_error, says_what_was_expected_however_long_the_key_is) {
  const std::string what = input_error(std::string(100'000, 'k'), "unknown key").what();
  EXPECT_EQ(what.size(), longest_quoted + ": unknown key"s.size());
  EXPECT_THAT(what, testing::EndsWith("k: unknown key"));
}

}  // namespace
}  // namespace hux
