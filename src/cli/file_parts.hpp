#pragma once

#include <string_view>
#include <vector>

/// What an experiment file, and the files that it names, can hold besides what the catalog has.
namespace hux::cli {

struct file_key {
  std::string_view name;      ///< of a key, a form or a column
  std::string_view standard;  ///< default, "required" or "none"; empty where there is no such thing
  std::string_view unit;
  std::string_view meaning;
};

struct file_part {
  std::string_view name;  ///< one word, for hux models NAME
  std::string_view description;
  std::vector<file_key> keys;
};

/// The tables of an experiment file and their keys.
const std::vector<file_part>& experiment_tables();

/// What a value can be, and what a recording can name.
const std::vector<file_part>& value_forms();

/// The columns and data sets of files that an experiment names.
const std::vector<file_part>& data_files();

}  // namespace hux::cli
