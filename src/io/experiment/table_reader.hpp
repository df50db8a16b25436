#pragma once

#include <toml++/toml.h>

#include <concepts>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "hux/network.hpp"
#include "io/experiment/experiment_layout.hpp"
#include "io/experiment/surroundings.hpp"

namespace hux {

/// Reads the keys of one table of an experiment file into plain data. What is absent and not required is left as it
/// is; every mistake throws input_error with the dotted path of the key. finish() refuses keys that nobody asked for.
class table_reader {
 public:
  /// @param path dotted path of the table, empty for the whole file
  /// @param around outlives the reader
  table_reader(const toml::table& table, std::string path, const surroundings& around)
      : table_(table), path_(std::move(path)), around_(around) {}

  /// The dotted path of a key of this table.
  [[nodiscard]] std::string key(std::string_view name) const;
  /// That of the table itself.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// All its keys.
  [[nodiscard]] std::vector<std::string_view> names() const;

  void text(std::string_view name, std::string& value, need n = need::optional);
  void texts(std::string_view name, std::vector<std::string>& values, need n = need::optional);
  /// true (all: none), false (an empty list) or a list.
  void all_or_texts(std::string_view name, std::optional<std::vector<std::string>>& values);
  /// A list that may be absent.
  void texts(std::string_view name, std::optional<std::vector<std::string>>& values);
  void flag(std::string_view name, bool& value);
  [[nodiscard]] bool has(std::string_view name) const { return table_.contains(name); }
  /// Values of any kind, each as TOML, and plain numbers, by names of the user's own.
  void values(std::string_view name, std::map<std::string, std::string>& values);
  void numbers(std::string_view name, std::map<std::string, double>& values);

  template <std::unsigned_integral T>
  void natural(std::string_view name, T& value, need n = need::optional) {
    if (const auto* node = find(name, n, "a whole number such as 100"))
      value = static_cast<T>(natural_of(*node, key(name), std::numeric_limits<T>::max()));
  }
  void naturals(std::string_view name, std::vector<std::uint32_t>& values, need n = need::optional);
  /// Indices of neurons, also as ranges: [0, 3, "10-19"] or "0-9".
  void indices(std::string_view name, std::vector<std::uint32_t>& values);

  void quantity(std::string_view name, double& value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, std::optional<double>& value, hux::quantity q);
  void quantity(std::string_view name, distribution& value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, neuron_values& value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, std::optional<neuron_values>& value, hux::quantity q);
  void quantities(std::string_view name, std::vector<double>& values, hux::quantity q, need n = need::optional);
  /// An entry of a map of overrides; the text `standard` stands for no entry.
  template <class T>
  void entry(std::string_view name, std::map<std::string, T>& values, hux::quantity q, std::string_view standard = {}) {
    const auto* node = find(name, need::optional, {});
    if (!node || is_standard(*node, key(name), q, standard)) return;
    quantity(name, values[std::string(name)], q);
  }

  /// A quantity in a unit of its own, which the quantity then stands for.
  void own_quantity(std::string_view name, double& value, hux::quantity& q, need n = need::optional);
  /// A quantity in the unit that is given, or else in its own, which is noted; the text "steady" stands for none.
  void quantity_or_steady(std::string_view name, std::optional<double>& value, std::string& unit);
  void quantity_in(std::string_view name, std::optional<double>& value, std::string& unit);

  template <class Enum>
  void choice(std::string_view name, Enum& value, std::initializer_list<std::pair<std::string_view, Enum>> known,
              bool /*brief*/ = false) {
    std::vector<named<Enum>> choices;
    for (const auto& [text, meaning] : known) choices.push_back({text, meaning});
    std::string chosen;
    text(name, chosen);
    if (table_.contains(name)) value = find_named(choices, chosen, key(name), name).meaning;
  }

  /// Makes a variant hold the alternative that a text names.
  template <class... Alternatives>
  void alternative(std::string_view name, std::variant<Alternatives...>& value, std::string_view kind) {
    using variant = std::variant<Alternatives...>;
    const std::vector<named<variant>> choices{{Alternatives::name, variant(Alternatives{})}...};
    std::string chosen;
    text(name, chosen, need::required);
    value = find_named(choices, chosen, key(name), kind).meaning;
  }

  [[nodiscard]] std::optional<std::filesystem::path> file(std::string_view name);
  std::vector<std::filesystem::path> files(std::string_view name);

  /// Refuses a key, saying why it has no place here.
  void forbidden(std::string_view name, std::string_view why);
  /// Refuses a key that is known elsewhere, in a sentence.
  void misplaced(std::string_view name, const std::string& sentence);

  /// Does a key that is else a table have that word instead? So `is` says then.
  bool word(std::string_view name, std::string_view expected, bool& is);

  /// A table within this one; an absent one is read as empty.
  template <class Read>
  void section(std::string_view name, Read&& read) {
    static const toml::table empty;
    const auto* node = find(name, need::optional, {});
    table_reader inner(node ? table_of(*node, key(name)) : empty, key(name), around_);
    read(inner);
    inner.finish();
  }

  /// A table that may be absent, read into a value that then is too.
  template <class T, class Read>
  void optional_section(std::string_view name, std::optional<T>& value, Read&& read) {
    if (!find(name, need::optional, {})) return;
    section(name, [&](auto& inner) { read(inner, value.emplace()); });
  }

  /// A text or a table.
  template <class T, class Read>
  void text_or_section(std::string_view name, std::string& text, std::optional<T>& value, Read&& read) {
    if (is_text(name))
      this->text(name, text);
    else
      optional_section(name, value, read);
  }

  /// A text that is needed, or numbers by names of the user's own instead.
  void text_or_numbers(std::string_view name, std::string& text, std::map<std::string, double>& values);

  /// A table of named tables, each read into one element, in the order of the file.
  template <class T, class Read>
  void each(std::string_view name, std::vector<T>& values, Read&& read) {
    const auto* node = find(name, need::optional, {});
    if (!node) return;
    const auto& tables = table_of(*node, key(name));
    table_reader outer(tables, key(name), around_);
    for (const auto& element : names_in_order(tables)) {
      values.emplace_back().name = element;
      outer.section(element, [&](auto& section) { read(section, values.back()); });
    }
  }

  /// The same of things that are written on a line each; of one that is no table, this is the value of the key `only`.
  template <class T, class Read>
  void each_brief(std::string_view name, std::vector<T>& values, Read&& read, std::string_view only = {}) {
    const auto* tables = table_at(name);
    if (!tables) return;
    table_reader outer(*tables, key(name), around_);
    for (const auto& element : names_in_order(*tables)) {
      values.emplace_back().name = element;
      outer.brief_section(
          element, [&](auto& section) { read(section, values.back()); }, only);
    }
  }
  template <class T, class Read>
  void each_brief(std::string_view name, std::map<std::string, T>& values, Read&& read) {
    const auto* tables = table_at(name);
    if (!tables) return;
    table_reader outer(*tables, key(name), around_);
    for (const auto& element : names_in_order(*tables))
      outer.section(element, [&](auto& section) { read(section, values[element]); });
  }

  /// Texts by names of the user's own, in the order of the file.
  void each_text(std::string_view name, std::vector<std::pair<std::string, std::string>>& values);

  /// A list of tables, each read into one element.
  template <class T, class Read>
  void tables(std::string_view name, std::vector<T>& values, Read&& read) {
    const auto* array = array_at(name, need::optional, "a list of tables, [[" + std::string(name) + "]] each");
    for (std::size_t i = 0; array && i < array->size(); ++i) {
      table_reader element = element_of(*array, key(name), i);
      read(element, values.emplace_back());
      element.finish();
    }
  }

  /// Throws if the table has keys that were not asked for.
  void finish() const;

 private:
  template <class Read>
  void brief_section(std::string_view name, Read&& read, std::string_view only) {
    const auto* node = table_.get(name);
    if (only.empty() || node->is_table()) return section(name, read);
    toml::table alone;
    node->visit([&](const auto& value) { alone.insert(only, value); });
    table_reader inner(alone, key(name), around_);
    inner.only_ = only;
    read(inner);
  }

  template <class T>
  struct named {
    std::string_view name;
    T meaning;
  };

  const toml::node* find(std::string_view name, need n, std::string_view expected);
  /// Of a key that may also be a table or absent.
  bool is_text(std::string_view name);
  static bool is_standard(const toml::node& node, const std::string& key, hux::quantity q, std::string_view standard);
  static const toml::table& table_of(const toml::node& node, const std::string& key);
  static std::vector<std::string> names_in_order(const toml::table& table);
  static std::uint64_t natural_of(const toml::node& node, const std::string& key, std::uint64_t most);
  static std::uint32_t index_of(const toml::node& node, const std::string& key);
  [[nodiscard]] table_reader element_of(const toml::array& tables, const std::string& key, std::size_t number) const;
  const toml::table* table_at(std::string_view name);
  [[nodiscard]] std::filesystem::path file_called(const std::string& given, const std::string& key) const;
  const toml::array* array_at(std::string_view name, need n, std::string_view expected);
  void append_range(std::vector<std::uint32_t>& values, const toml::node& node, const std::string& key);
  void append_indices(std::vector<std::uint32_t>& values, const toml::node& node, const std::string& key);
  distribution distribution_of(const toml::node& node, const std::string& key, hux::quantity q) const;
  neuron_values neuron_values_of(const toml::node& node, const std::string& key, hux::quantity q) const;

  const toml::table& table_;
  std::string path_;
  std::string_view only_;  ///< key whose value stands for the table
  const surroundings& around_;
  std::vector<std::string> asked_;
};

}  // namespace hux
