#pragma once

#include <concepts>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "hux/network.hpp"
#include "io/experiment/experiment_layout.hpp"
#include "io/experiment/list_store.hpp"

namespace hux {

/// Writes plain data as one table of an experiment file: the counterpart of table_reader. Tables within it come after
/// its own keys, whatever the order of calls.
class table_writer {
 public:
  /// @param path dotted path of the table, empty for the whole file
  /// @param lists keeps lists that are not to stand in the text; none: all do
  explicit table_writer(std::string path, list_store* lists = nullptr) : path_(std::move(path)), lists_(lists) {}

  [[nodiscard]] std::string key(std::string_view name) const;
  /// The table and those within it.
  [[nodiscard]] std::string toml() const;

  void text(std::string_view name, const std::string& value, need n = need::optional);
  void texts(std::string_view name, const std::vector<std::string>& values, need n = need::optional);
  void all_or_texts(std::string_view name, const std::optional<std::vector<std::string>>& values);
  void texts(std::string_view name, const std::optional<std::vector<std::string>>& values);
  void flag(std::string_view name, bool value);
  bool word(std::string_view name, std::string_view word, bool is);
  /// Is there such a key? There is all that is written.
  [[nodiscard]] static bool has(std::string_view /*name*/) { return true; }
  /// Values that are given as TOML, and numbers, by names of the user's own: an inline table.
  void values(std::string_view name, const std::map<std::string, std::string>& values);
  void numbers(std::string_view name, const std::map<std::string, double>& values);
  void text_or_numbers(std::string_view name, const std::string& text, const std::map<std::string, double>& values);
  void natural(std::string_view name, std::uint64_t value, need n = need::optional);
  void naturals(std::string_view name, const std::vector<std::uint32_t>& values, need n = need::optional);
  void indices(std::string_view name, const std::vector<std::uint32_t>& values);
  void quantity(std::string_view name, double value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, const std::optional<double>& value, hux::quantity q);
  void quantity(std::string_view name, const distribution& value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, const neuron_values& value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, const std::optional<neuron_values>& value, hux::quantity q);
  void quantities(std::string_view name, const std::vector<double>& values, hux::quantity q, need n = need::optional);

  template <class T>
  void entry(std::string_view name, const std::map<std::string, T>& values, hux::quantity q,
             std::string_view standard = {}) {
    if (const auto found = values.find(std::string(name)); found != values.end())
      quantity(name, found->second, q);
    else if (!standard.empty())
      text(name, std::string(standard));
  }

  void own_quantity(std::string_view name, double value, hux::quantity q, need n = need::optional) {
    quantity(name, value, q, n);
  }
  void quantity_or_steady(std::string_view name, const std::optional<double>& value, const std::string& unit);
  void quantity_in(std::string_view name, const std::optional<double>& value, const std::string& unit);

  /// @param brief is the first of what is known left out?
  template <class Enum>
  void choice(std::string_view name, Enum value, std::initializer_list<std::pair<std::string_view, Enum>> known,
              bool brief = false) {
    if (brief && value == known.begin()->second) return;
    for (const auto& [text_, meaning] : known)
      if (meaning == value) text(name, std::string(text_));
  }

  template <class... Alternatives>
  void alternative(std::string_view name, const std::variant<Alternatives...>& value, std::string_view /*kind*/) {
    std::visit([&](const auto& a) { text(name, std::string(a.name)); }, value);
  }

  /// What came from a file is written out.
  [[nodiscard]] static std::optional<std::filesystem::path> file(std::string_view /*name*/) { return std::nullopt; }
  static void files(std::string_view /*name*/) {}
  static void forbidden(std::string_view /*name*/, std::string_view /*why*/) {}
  static void misplaced(std::string_view /*name*/, const std::string& /*sentence*/) {}

  template <class Write>
  void section(std::string_view name, Write&& write) {
    table_writer inner(key(name), lists_);
    write(inner);
    sections_ += inner.toml();
  }

  template <class T, class Write>
  void optional_section(std::string_view name, std::optional<T>& value, Write&& write) {
    if (value) section(name, [&](auto& inner) { write(inner, *value); });
  }

  template <class T, class Write>
  void text_or_section(std::string_view name, const std::string& text, std::optional<T>& value, Write&& write) {
    if (text.empty())
      optional_section(name, value, write);
    else
      this->text(name, text);
  }

  template <class T, class Write>
  void each(std::string_view name, std::vector<T>& values, Write&& write) {
    for (auto& value : values) section(std::string(name) + "." + value.name, [&](auto& inner) { write(inner, value); });
  }

  template <class T, class Write>
  void each_brief(std::string_view name, std::vector<T>& values, Write&& write, std::string_view only = {}) {
    if (values.empty()) return;
    section(name, [&](auto& inner) {
      for (auto& value : values)
        inner.brief(
            value.name, [&](auto& element) { write(element, value); }, only);
    });
  }
  template <class T, class Write>
  void each_brief(std::string_view name, std::map<std::string, T>& values, Write&& write) {
    if (values.empty()) return;
    section(name, [&](auto& inner) {
      for (auto& [key, value] : values) inner.brief(key, [&, &of = value](auto& element) { write(element, of); }, {});
    });
  }
  void each_text(std::string_view name, const std::vector<std::pair<std::string, std::string>>& values);

  template <class T, class Write>
  void tables(std::string_view name, std::vector<T>& values, Write&& write) {
    for (auto& value : values) {
      table_writer element("");
      write(element, value);
      sections_ += "\n[[" + key(name) + "]]\n" + element.toml();
    }
  }

 private:
  void line(std::string_view name, const std::string& value);
  /// A list, or what stands for it.
  [[nodiscard]] std::string listed(std::string_view name, const std::vector<double>& values, hux::quantity q) const;
  /// A table on one line; of one with the key `only` and no other, its value.
  [[nodiscard]] std::string on_a_line(std::string_view only) const;

  template <class Write>
  void brief(std::string_view name, Write&& write, std::string_view only) {
    table_writer element("");
    write(element);
    line(name, element.on_a_line(only));
  }

  std::string path_;
  list_store* lists_;
  std::vector<std::pair<std::string, std::string>> lines_;
  std::string sections_;
};

}  // namespace hux
