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

namespace hux {

/// Writes plain data as one table of an experiment file: the counterpart of table_reader. Tables within it come after
/// its own keys, whatever the order of calls.
class table_writer {
 public:
  /// @param path dotted path of the table, empty for the whole file
  explicit table_writer(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] std::string key(std::string_view name) const;
  /// The table and those within it.
  [[nodiscard]] std::string toml() const;

  void text(std::string_view name, const std::string& value, need n = need::optional);
  void texts(std::string_view name, const std::vector<std::string>& values, need n = need::optional);
  void all_or_texts(std::string_view name, const std::optional<std::vector<std::string>>& values);
  void texts(std::string_view name, const std::optional<std::vector<std::string>>& values);
  void flag(std::string_view name, bool value);
  /// Is there such a key? There is all that is written.
  [[nodiscard]] static bool has(std::string_view /*name*/) { return true; }
  /// Values that are given as TOML, and numbers, by names of the user's own: an inline table.
  void values(std::string_view name, const std::map<std::string, std::string>& values);
  void numbers(std::string_view name, const std::map<std::string, double>& values);
  void natural(std::string_view name, std::uint64_t value, need n = need::optional);
  void naturals(std::string_view name, const std::vector<std::uint32_t>& values, need n = need::optional);
  void indices(std::string_view name, const std::vector<std::uint32_t>& values);
  void quantity(std::string_view name, double value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, const std::optional<double>& value, hux::quantity q);
  void quantity(std::string_view name, const distribution& value, hux::quantity q, need n = need::optional);
  void quantity(std::string_view name, const std::optional<distribution>& value, hux::quantity q);
  void quantities(std::string_view name, const std::vector<double>& values, hux::quantity q, need n = need::optional);

  template <class T>
  void entry(std::string_view name, const std::map<std::string, T>& values, hux::quantity q,
             std::string_view standard = {}) {
    if (const auto found = values.find(std::string(name)); found != values.end())
      quantity(name, found->second, q);
    else if (!standard.empty())
      text(name, std::string(standard));
  }

  template <class Enum>
  void choice(std::string_view name, Enum value, std::initializer_list<std::pair<std::string_view, Enum>> known) {
    for (const auto& [text_, meaning] : known)
      if (meaning == value) text(name, std::string(text_));
  }

  template <class... Alternatives>
  void alternative(std::string_view name, const std::variant<Alternatives...>& value, std::string_view /*kind*/) {
    std::visit([&](const auto& a) { text(name, std::string(a.name)); }, value);
  }

  /// What came from a file is written out.
  [[nodiscard]] static std::optional<std::filesystem::path> file(std::string_view /*name*/) { return std::nullopt; }
  static void forbidden(std::string_view /*name*/, std::string_view /*why*/) {}

  template <class Write>
  void section(std::string_view name, Write&& write) {
    table_writer inner(key(name));
    write(inner);
    sections_ += inner.toml();
  }

  template <class T, class Write>
  void optional_section(std::string_view name, std::optional<T>& value, Write&& write) {
    if (value) section(name, [&](auto& inner) { write(inner, *value); });
  }

  template <class T, class Write>
  void each(std::string_view name, std::vector<T>& values, Write&& write) {
    for (auto& value : values) section(std::string(name) + "." + value.name, [&](auto& inner) { write(inner, value); });
  }

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

  std::string path_;
  std::string lines_;
  std::string sections_;
};

}  // namespace hux
