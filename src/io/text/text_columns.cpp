#include "io/text/text_columns.hpp"

#include <cctype>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <numeric>

#include "hux/errors.hpp"
#include "support/text_stream.hpp"

namespace hux {
namespace {

/// What has no ends of lines is no table, and might have no end.
constexpr std::size_t longest_line = std::size_t{1} << 20;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view without_comment(std::string_view line) { return line.substr(0, line.find('#')); }

bool names_a_column(std::string_view field) { return std::isalpha(static_cast<unsigned char>(field.front())) != 0; }

// Whether the whole text is a number of that type.
template <class Number>
bool parse(std::string_view text, Number& value) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

text_columns::text_columns(const std::filesystem::path& file, std::span<const column_info> columns)
    : file_(file),
      columns_(columns),
      place_(columns.size(), -1),
      unit_(columns.size()),
      in_(text_stream(file)),
      room_(longest_line) {
  if (!in_) throw file_error("cannot read '" + file.string() + "': " + std::strerror(errno));
  if (!read_line()) return;
  double value = 0;
  if (names_a_column(fields_.front()) && !parse(fields_.front(), value)) {
    read_header();
  } else {
    take_columns_in_order();
    pending_ = true;
  }
}

bool text_columns::next() {
  if (pending_) {
    pending_ = false;
    return true;
  }
  if (!read_line()) return false;
  if (fields_.size() != width_)
    fail("has " + std::to_string(fields_.size()) + " values where the lines before have " + std::to_string(width_));
  return true;
}

// Reads up to the next line that is not empty.
bool text_columns::read_line() {
  fields_.clear();
  while (fields_.empty()) {
    if (!take_line()) return false;
    if (++line_number_ == 1 && line_.starts_with(byte_order_mark)) line_.erase(0, byte_order_mark.size());
    split();
  }
  return true;
}

bool text_columns::take_line() {
  in_.getline(room_.data(), static_cast<std::streamsize>(room_.size()));
  if (in_.bad()) throw file_error("cannot read '" + file_.string() + "': " + std::strerror(errno));
  const std::size_t taken = in_.gcount();
  if (in_.fail() && taken > 0) {
    ++line_number_;
    fail("is a line of more than " + std::to_string(longest_line) + " bytes; expected values in columns");
  }
  line_.assign(room_.data(), taken - (taken > 0 && !in_.eof() ? 1 : 0));
  return !in_.fail();
}

void text_columns::split() {
  const std::string_view text = without_comment(line_);
  bool after_comma = true;  // or at the start: a comma here has no value before it
  bool any_comma = false;
  for (std::size_t i = 0; i < text.size();) {
    if (is_blank(text[i])) {
      ++i;
    } else if (text[i] == ',') {
      if (after_comma) fail("a value is missing before a comma");
      after_comma = any_comma = true;
      ++i;
    } else {
      const std::size_t end = std::min(text.find_first_of(" \t\r,", i), text.size());
      fields_.push_back(text.substr(i, end - i));
      after_comma = false;
      i = end;
    }
  }
  if (any_comma && after_comma) fail("a value is missing after a comma");
}

void text_columns::read_header() {
  width_ = fields_.size();
  for (std::size_t i = 0; i < width_; ++i) name_column(fields_[i], i);
  for (std::size_t c = 0; c < columns_.size(); ++c)
    if (columns_[c].required && !has(c)) fail("names no column " + quotation(columns_[c].name));
}

// Takes a field of the header such as "weight[nS]".
void text_columns::name_column(std::string_view field, std::size_t place) {
  const std::size_t bracket = field.find('[');
  const std::string_view name = field.substr(0, bracket);
  std::size_t c = 0;
  while (c < columns_.size() && columns_[c].name != name) ++c;
  if (c == columns_.size()) {
    std::string expected;
    for (const auto& column : columns_) expected += (expected.empty() ? "" : ", ") + std::string(column.name);
    fail("unknown column " + quotation(name) + "; expected " + expected);
  }
  if (has(c)) fail("names the column " + quotation(name) + " twice");
  place_[c] = static_cast<int>(place);
  if (bracket == std::string_view::npos) return;
  if (!field.ends_with(']') || field.size() - bracket < 3)
    fail("has no unit in " + quotation(field) + "; expected a form such as '" + std::string(name) + "[ms]'");
  unit_[c] = field.substr(bracket + 1, field.size() - bracket - 2);
}

void text_columns::take_columns_in_order() {
  width_ = fields_.size();
  std::size_t least = 0;
  while (least < columns_.size() && columns_[least].required) ++least;
  if (width_ < least || width_ > columns_.size()) {
    std::string expected;
    for (const auto& column : columns_)
      expected += (expected.empty() ? "" : " ") +
                  (column.required ? std::string(column.name) : "[" + std::string(column.name) + "]");
    fail("has " + std::to_string(width_) + " values; expected " + expected);
  }
  std::iota(place_.begin(), place_.begin() + static_cast<std::ptrdiff_t>(width_), 0);
}

std::uint32_t text_columns::index(std::size_t column) const {
  std::uint32_t value = 0;
  if (!parse(field(column), value))
    fail(quotation(field(column)) + " is no " + std::string(columns_[column].name) +
         "; expected the index of a neuron, 0 or more");
  return value;
}

double text_columns::number(std::size_t column) const {
  double value = 0;
  if (!parse(field(column), value) || !std::isfinite(value))
    fail(quotation(field(column)) + " is no " + std::string(columns_[column].name) + "; expected a number");
  return value;
}

void text_columns::fail(const std::string& message) const {
  throw file_error(file_.string() + ":" + std::to_string(line_number_) + ": " + message);
}

}  // namespace hux
