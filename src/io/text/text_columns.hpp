#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hux {

/// A column that a text file may have.
struct column_info {
  std::string_view name;
  bool required;
};

/// A text file of numbers in columns, read line by line: values separated by blanks, tabs or a comma; '#' starts a
/// comment; blank lines do not count. The first line may name the columns, in any order, with units ("delay[ms]");
/// without it they stand in the order of `columns`, the last of which may be left out. All lines have the same columns.
class text_columns {
 public:
  /// @param columns required ones first; must outlive the object. Throws file_error, as all members do, naming file and
  /// line.
  text_columns(const std::filesystem::path& file, std::span<const column_info> columns);

  /// Goes to the next line of values; false if there is none.
  bool next();

  [[nodiscard]] bool has(std::size_t column) const { return place_[column] >= 0; }
  /// The unit that the file names for a column; empty if it names none.
  [[nodiscard]] const std::string& unit(std::size_t column) const { return unit_[column]; }

  /// Values of the current line; the column must be there.
  [[nodiscard]] std::uint32_t index(std::size_t column) const;
  [[nodiscard]] double number(std::size_t column) const;

  /// Throws file_error naming file and current line.
  [[noreturn]] void fail(const std::string& message) const;

 private:
  bool read_line();
  bool take_line();
  void split();
  void read_header();
  void name_column(std::string_view field, std::size_t place);
  void take_columns_in_order();
  [[nodiscard]] std::string_view field(std::size_t column) const { return fields_[place_[column]]; }

  std::filesystem::path file_;
  std::span<const column_info> columns_;
  std::vector<int> place_;         // of each column among the fields of a line; -1: not there
  std::vector<std::string> unit_;  // of each column
  std::ifstream in_;
  std::vector<char> room_;  // for a line
  std::string line_;
  std::vector<std::string_view> fields_;  // of line_
  std::uint64_t line_number_ = 0;
  std::size_t width_ = 0;  // fields in every line; 0 until known
  bool pending_ = false;   // the first line of values has been read already
};

}  // namespace hux
