#include "io/experiment/experiment_document.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "experiment/lookup.hpp"
#include "io/text/toml_text.hpp"

namespace hux {
namespace {

/// Is inner the same key as outer, or one within it, or within the list that it has?
bool within(std::string_view inner, std::string_view outer) {
  return inner.starts_with(outer) &&
         (inner.size() == outer.size() || inner[outer.size()] == '.' || inner[outer.size()] == '[');
}

/// The first component of a dotted path, which is taken off it.
std::string_view take_first(std::string_view& path) {
  const auto dot = path.find('.');
  const auto first = path.substr(0, dot);
  path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  return first;
}

/// The table of a list that has the name.
template <class List>
auto element_called(List& list, std::string_view name) -> decltype(list.get(0)) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (const auto* table = list.get(i)->as_table(); table && (*table)["name"].template value<std::string>() == name)
      return list.get(i);
  return nullptr;
}

/// The table of a list that has the number in "[number]".
template <class List>
auto element_numbered(List& list, std::string_view brackets) -> decltype(list.get(0)) {
  std::size_t number = list.size();
  std::from_chars(brackets.data() + 1, brackets.data() + brackets.size(), number);
  return number < list.size() ? list.get(number) : nullptr;
}

/// Takes as many components off a path as lead to a node, and goes there: a key of the table, or one and what names a
/// table of the list that it has, "stage.TTX" or "stage[1]".
template <class Table>
auto descend(Table& table, std::string_view& path) -> decltype(table.get(path)) {
  const auto name = take_first(path);
  const auto bracket = std::min(name.find('['), name.size());
  auto* node = table.get(name.substr(0, bracket));
  auto* list = node ? node->as_array() : nullptr;
  if (bracket < name.size()) return list ? element_numbered(*list, name.substr(bracket)) : nullptr;
  if (!list || path.empty() || !list->is_array_of_tables()) return node;
  return element_called(*list, take_first(path));
}

/// How deep a dotted path leads into the tree.
struct depth_reached {
  std::size_t length = 0;  ///< of the part of the path that the tree has
  std::size_t line = 0;    ///< 0: made by a change
  std::string_view file;   ///< empty: made by a change
};

depth_reached follow(const toml::table& root, std::string_view path) {
  depth_reached reached;
  const std::size_t all = path.size();
  for (const auto* table = &root; table && !path.empty();) {
    const auto key = table->find(path.substr(0, path.find_first_of(".[")));
    const auto* node = descend(*table, path);
    if (!node) break;
    const bool in_list = key->second.is_array() && node->is_table();
    const auto& source = in_list ? node->source() : key->first.source();
    reached = {path.empty() ? all : all - path.size() - 1, source.begin.line,
               source.path ? std::string_view(*source.path) : std::string_view()};
    table = node->as_table();
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
  constexpr std::array<std::string_view, 6> kinds{"model", "synapse", "population", "projection", "input", "recording"};
  return std::ranges::find(kinds, key) != kinds.end() || key.ends_with(".receptor");
}

/// Refuses a path that leads to a thing with a name of the user's own that is not there.
/// @param walked what leads to the table
void require_no_thing(const toml::table& table, std::string_view walked, std::string_view path,
                      const std::string& said) {
  std::string kind(walked);
  auto name = take_first(path);
  std::vector<std::string_view> known;
  if (const auto* list = table.get(name.substr(0, name.find('['))); list && list->is_array()) {
    kind = name;
    name = take_first(path);
    for (const auto& element : *list->as_array())
      if (const auto* of = element.as_table())
        if (const auto called = (*of)["name"].value<std::string_view>()) known.push_back(*called);
  } else if (holds_named(walked)) {
    for (const auto& [key, value] : table) known.push_back(key.str());
  } else {
    return;
  }
  throw input_error(said, "there is no " + kind + " '" + std::string(name) + "'; " + suggestion(name, known));
}

}  // namespace

experiment_document::experiment_document(std::string_view text, std::string name)
    : name_(std::move(name)), root_(parse_toml(text, name_)) {}

experiment_document::experiment_document(std::string_view text, std::string name,
                                         const std::map<std::string, std::string>& values)
    : experiment_document(text, std::move(name)) {
  for (const auto& [key, value] : values) put_at(key, value, key);
}

void experiment_document::add_models(std::string_view text, const std::string& file) {
  experiment_document other(text, file);
  for (const auto& [key, node] : other.root_)
    if ((key != "model" && key != "synapse") || !node.is_table())
      throw other.located(input_error(std::string(key.str()),
                                      "has no place in a file of models; expected tables "
                                      "[model.NAME] and [synapse.NAME]"));
  for (const auto* kind : {"model", "synapse"}) take_in(other, kind);
}

void experiment_document::take_in(experiment_document& other, const std::string& kind) {
  auto* more = other.root_.get_as<toml::table>(kind);
  if (!more) return;
  auto* all = root_.insert(kind, toml::table{}).first->second.as_table();
  if (!all) return;
  for (auto&& [key, node] : *more) {
    const std::string path = kind + "." + std::string(key.str());
    if (all->contains(key))
      throw other.located(input_error(path, "is in " + place_of(path) + ", too; expected it once"));
    node.visit([&, &name = key](auto& value) { all->insert(name, std::move(value)); });
  }
}

void experiment_document::apply(const std::string& text) {
  const auto equals = std::min(text.find('='), text.size());
  const change c{text, text.substr(0, equals)};
  if (equals == text.size() || !is_path(c.key))
    throw input_error("--set " + text, "expected key.path=value, such as population.E.size=400");
  put_at(c.key, text.substr(equals + 1), "--set " + text);
  changes_.push_back(c);
}

void experiment_document::put_at(const std::string& key, const std::string& value, const std::string& said) {
  if (!is_path(key)) throw input_error(said, "expected a key such as population.E.parameters.g_na");
  if (static_cast<std::size_t>(std::ranges::count(key, '.')) >= deepest_key) throw key_too_deep(said);
  put_value(parent_of(key, said), std::string_view(key).substr(key.rfind('.') + 1), value);
}

toml::table& experiment_document::parent_of(const std::string& key, const std::string& said) {
  auto* table = &root_;
  std::string_view rest = key;
  std::string walked;
  while (rest.find('.') != std::string_view::npos) {
    std::string_view further = rest;
    auto* node = descend(*table, further);
    if (!node) {
      further = rest;
      const auto name = take_first(further);
      require_no_thing(*table, walked, rest, said);
      node = &table->insert(name, toml::table{}).first->second;
    }
    rest = further;
    walked = key.substr(0, key.size() - rest.size() - (rest.empty() ? 0 : 1));
    table = node->as_table();
    if (!table) throw input_error(said, walked + " is not a table");
    if (rest.empty()) throw input_error(said, walked + " is a table; expected one of its keys");
  }
  return *table;
}

std::string experiment_document::place_of(std::string_view key) const {
  const auto reached = follow(root_, key);
  const auto found = key.substr(0, reached.length);
  for (const auto& c : changes_)
    if (within(found, c.key) || (reached.line == 0 && reached.length > 0 && within(c.key, found)))
      return "--set " + c.text;
  const std::string file(reached.file.empty() ? name_ : reached.file);
  return reached.line == 0 ? file : file + ":" + std::to_string(reached.line);
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
