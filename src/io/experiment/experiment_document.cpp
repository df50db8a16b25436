#include "io/experiment/experiment_document.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "experiment/lookup.hpp"
#include "io/text/toml_text.hpp"

namespace hux {
namespace {

/// Is inner the same key as outer, or one within it?
bool within(std::string_view inner, std::string_view outer) {
  return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '.');
}

/// The first component of a dotted path, which is taken off it.
std::string_view take_first(std::string_view& path) {
  const auto dot = path.find('.');
  const auto first = path.substr(0, dot);
  path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  return first;
}

/// How deep a dotted path leads into the tree.
struct depth_reached {
  std::size_t length = 0;  ///< of the part of the path that the tree has
  std::size_t line = 0;    ///< 0: made by a change
};

depth_reached follow(const toml::table& root, std::string_view path) {
  depth_reached reached;
  const std::size_t all = path.size();
  for (const auto* table = &root; table && !path.empty();) {
    const auto found = table->find(take_first(path));
    if (found == table->end()) break;
    reached = {path.empty() ? all : all - path.size() - 1, found->first.source().begin.line};
    table = found->second.as_table();
  }
  return reached;
}

/// Names with a '.' between two of them.
bool is_path(std::string_view key) {
  return !key.empty() && key.front() != '.' && key.back() != '.' && key.find("..") == std::string_view::npos;
}

/// The table that a key is in; empty for the whole file.
std::string_view table_of(std::string_view key) { return key.substr(0, std::min(key.rfind('.'), key.size())); }

/// Things that have names of the user's own: a change cannot make a new one.
bool holds_named(std::string_view key) {
  constexpr std::array<std::string_view, 4> kinds{"population", "projection", "input", "recording"};
  return std::ranges::find(kinds, key) != kinds.end() || key.ends_with(".receptor");
}

}  // namespace

experiment_document::experiment_document(std::string_view text, std::string name, std::span<const std::string> changes)
    : name_(std::move(name)), root_(parse_toml(text, name_)) {
  for (const auto& c : changes) apply(c);
}

void experiment_document::apply(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || !is_path(std::string_view(text).substr(0, equals)))
    throw input_error("--set " + text, "expected key.path=value, such as population.E.size=400");
  const change c{text, text.substr(0, equals)};
  if (static_cast<std::size_t>(std::ranges::count(c.key, '.')) >= deepest_key) throw key_too_deep("--set " + text);
  put_value(parent_of(c), std::string_view(c.key).substr(c.key.rfind('.') + 1), text.substr(equals + 1));
  changes_.push_back(c);
}

toml::table& experiment_document::parent_of(const change& c) {
  auto* table = &root_;
  std::string_view rest = c.key;
  std::string walked;
  while (rest.find('.') != std::string_view::npos) {
    const auto name = take_first(rest);
    auto* node = table->get(name);
    if (!node && holds_named(walked)) {
      std::vector<std::string_view> known;
      for (const auto& [key, value] : *table) known.push_back(key.str());
      throw input_error("--set " + c.text,
                        "there is no " + walked + " '" + std::string(name) + "'; " + suggestion(name, known));
    }
    if (!node) node = &table->insert(name, toml::table{}).first->second;
    walked.append(walked.empty() ? "" : ".").append(name);
    table = node->as_table();
    if (!table) throw input_error("--set " + c.text, walked + " is not a table");
  }
  return *table;
}

std::string experiment_document::place_of(std::string_view key) const {
  const auto reached = follow(root_, key);
  const auto found = key.substr(0, reached.length);
  for (const auto& c : changes_)
    if (within(found, c.key) || (reached.line == 0 && reached.length > 0 && within(c.key, found)))
      return "--set " + c.text;
  return reached.line == 0 ? name_ : name_ + ":" + std::to_string(reached.line);
}

std::string experiment_document::changes_beside(std::string_view key) const {
  std::string list;
  for (const auto& c : changes_)
    if (const auto table = table_of(c.key); table.find('.') != std::string_view::npos && within(key, table))
      list.append(list.empty() ? " (after --set " : ", --set ").append(printable(c.text, longest_quoted));
  return list.empty() ? "" : list + ")";
}

input_error experiment_document::located(const input_error& mistake) const {
  const std::string place = place_of(mistake.key);
  input_error located(place, mistake.what() + (place.starts_with("--set ") ? "" : changes_beside(mistake.key)));
  located.key = mistake.key;
  return located;
}

}  // namespace hux
