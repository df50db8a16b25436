#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <type_traits>

#include "command.hpp"
#include "hux/units.hpp"
#include "io/experiment/experiment_layout.hpp"

namespace hux::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Something of the layout of an experiment file: where, and the default if it is a plain value.
struct known_key {
  std::string table;
  std::string name;
  std::string standard;
};

/// Goes through the layout that experiments are read by and notes each key.
class key_lister {
 public:
  key_lister(std::string table, std::vector<known_key>& keys) : table_(std::move(table)), keys_(keys) {}

  static std::string key(std::string_view name) { return std::string(name); }
  void text(std::string_view name, const std::string& /*value*/, need n = need::optional) { note(name, n, ""); }
  void texts(std::string_view name, const std::vector<std::string>& /*values*/, need n = need::optional) {
    note(name, n, "");
  }
  void all_or_texts(std::string_view name, const std::optional<std::vector<std::string>>& /*values*/) {
    note(name, need::optional, "true");
  }
  void texts(std::string_view name, const std::optional<std::vector<std::string>>& /*values*/) {
    note(name, need::optional, "as before");
  }
  static bool has(std::string_view /*name*/) { return false; }
  template <class Map>
  void values(std::string_view name, const Map& /*values*/) {
    note(name, need::optional, "none");
  }
  template <class Map>
  void numbers(std::string_view name, const Map& values) {
    this->values(name, values);
  }
  template <class Map>
  void text_or_numbers(std::string_view name, const std::string& /*text*/, const Map& /*values*/) {
    note(name, need::required, "");
  }
  void flag(std::string_view name, bool value) { note(name, need::optional, value ? "true" : "false"); }
  bool word(std::string_view name, std::string_view /*word*/, bool /*is*/) {
    note(name, need::optional, "");
    return false;
  }
  void natural(std::string_view name, std::uint64_t value, need n = need::optional) {
    note(name, n, std::to_string(value));
  }
  void naturals(std::string_view name, const std::vector<std::uint32_t>& /*values*/, need n) { note(name, n, ""); }
  void indices(std::string_view name, const std::vector<std::uint32_t>& /*values*/) {
    note(name, need::optional, "all");
  }
  void quantity(std::string_view name, double value, hux::quantity /*q*/, need n = need::optional) {
    note(name, n, format_quantity(value, quantity::dimensionless));
  }
  template <class T>
  void quantity(std::string_view name, const T& /*value*/, hux::quantity /*q*/, need n = need::optional) {
    note(name, n, "");
  }
  void quantities(std::string_view name, const std::vector<double>& /*values*/, hux::quantity /*q*/,
                  need n = need::optional) {
    note(name, n, "");
  }
  template <class Map>
  void entry(std::string_view /*parameter*/, const Map& /*values*/, hux::quantity /*q*/, std::string_view = {}) {}
  template <class Enum>
  void choice(std::string_view name, Enum& value, std::initializer_list<std::pair<std::string_view, Enum>> known,
              bool /*brief*/ = false) {
    for (const auto& [text, meaning] : known)
      if (meaning == value) note(name, need::optional, '"' + std::string(text) + '"');
  }
  template <class Variant>
  void alternative(std::string_view name, const Variant& /*value*/, std::string_view /*kind*/) {
    note(name, need::required, "");
  }
  std::optional<std::filesystem::path> file(std::string_view name) {
    note(name, need::optional, "");
    return std::nullopt;
  }
  void files(std::string_view name) { note(name, need::optional, "none"); }
  void forbidden(std::string_view name, std::string_view /*why*/) { note(name, need::optional, ""); }
  static void misplaced(std::string_view /*name*/, const std::string& /*sentence*/) {}

  template <class Write>
  void section(std::string_view name, const Write& write) {
    const bool top = table_ == "experiment";
    if (top) note("[" + std::string(name) + "]", need::optional, "");
    key_lister inner(top ? std::string(name) : table_, keys_);
    if (!top) inner.prefix_ = std::string(name) + ".";
    write(inner);
  }
  template <class T, class Write>
  void optional_section(std::string_view name, std::optional<T>& value, const Write& write) {
    section(name, [&](auto& inner) { write(inner, *value); });
  }
  template <class T, class Write>
  void text_or_section(std::string_view name, std::string& text, std::optional<T>& value, const Write& write) {
    this->text(name, text);
    optional_section(name, value, write);
  }
  template <class T, class Write>
  void each(std::string_view name, std::vector<T>& values, const Write& write) {
    const std::string table(name);
    note(table_ == "experiment" ? "[" + table + ".<name>]" : table + ".<name>", need::optional, "");
    key_lister inner(table, keys_);
    for (auto& value : values) write(inner, value);
  }

  template <class Values, class Write>
  void each_brief(std::string_view name, Values& values, const Write& write, std::string_view /*only*/ = {}) {
    const std::string one = std::string(name) + ".<name>";
    note(one, need::optional, "none");
    key_lister inner(table_, keys_);
    inner.prefix_ = prefix_ + one + ".";
    for (auto& value : values)
      if constexpr (requires { value.name; }) write(inner, value);
  }
  void each_text(std::string_view name, const std::vector<named_text>& /*values*/) {
    note(std::string(name) + ".<name>", need::optional, "none");
  }
  void own_quantity(std::string_view name, double /*value*/, hux::quantity /*q*/, need n) { note(name, n, ""); }
  void quantity_or_steady(std::string_view name, std::optional<double>& /*value*/, std::string& /*unit*/) {
    note(name, need::optional, "\"steady\"");
  }
  void quantity_in(std::string_view name, std::optional<double>& /*value*/, std::string& /*unit*/) {
    note(name, need::optional, "0");
  }

  template <class T, class Write>
  void tables(std::string_view name, std::vector<T>& values, const Write& write) {
    note("[[" + std::string(name) + "]]", need::optional, "");
    key_lister inner(std::string(name), keys_);
    for (auto& value : values) write(inner, value);
  }

 private:
  void note(std::string_view name, need n, const std::string& standard) {
    keys_.push_back({table_, prefix_ + std::string(name), n == need::required ? "required" : standard});
  }

  std::string table_;
  std::string prefix_;
  std::vector<known_key>& keys_;
};

/// Calls f with each alternative of a variant.
template <class... Types, class Function>
void for_each_alternative(std::type_identity<std::variant<Types...>> /*variant*/, Function&& f) {
  (f(std::variant<Types...>(Types{})), ...);
}

template <class Stimulus>
void name_receptor(Stimulus& s) {
  if constexpr (requires { s.receptor; }) s.receptor = "r";
}

/// What is built in, and a model and a synapse that are pages with one of everything.
std::shared_ptr<const catalog> with_page() {
  auto all = std::make_shared<catalog>(*built_in_catalog());
  model_page page;
  page.name = "on_paper";
  page.parameters.emplace_back().name = "c_m";
  page.gates.emplace_back().name = "m";
  page.states.emplace_back().name = "x";
  all->models.push_back(all->models.front());
  all->models.back().name = page.name;
  all->models.back().page = std::make_shared<const model_page>(std::move(page));
  synapse_page synapse;
  synapse.name = "on_paper";
  synapse.parameters.emplace_back().name = "tau";
  synapse.states.emplace_back().name = "g";
  synapse.terminal.emplace().states.emplace_back().name = "x";
  all->synapses.push_back(all->synapses.front());
  all->synapses.back().name = synapse.name;
  all->synapses.back().terminal = std::make_shared<const terminal_equations>();
  all->synapses.back().page = std::make_shared<const synapse_page>(std::move(synapse));
  return all;
}

/// An experiment with one of everything.
experiment with_everything() {
  experiment e;
  e.network.catalog = with_page();
  auto& written = e.network.populations.emplace_back();
  written.name = "written";
  written.model = "on_paper";
  written.receptors.emplace_back().synapse = "on_paper";
  written.terminals.emplace_back().synapse = "on_paper";
  population p;
  p.name = "p";
  p.model = "traub_miles";
  p.receptors.emplace_back().name = "r";
  for_each_alternative(std::type_identity<layout>{}, [&](const layout& l) {
    p.positions = l;
    e.network.populations.push_back(p);
  });
  for_each_alternative(std::type_identity<connection_rule>{}, [&](const connection_rule& rule) {
    auto& j = e.network.projections.emplace_back();
    j.source = j.target = "p";
    j.receptor = "r";
    j.rule = rule;
    j.terminal.emplace().synapse = "on_paper";
  });
  for_each_alternative(std::type_identity<stimulus>{}, [&](stimulus s) {
    std::visit([](auto& what) { name_receptor(what); }, s);
    auto& in = e.network.inputs.emplace_back();
    in.population = "p";
    in.what = s;
  });
  e.recordings.samples.emplace_back();
  e.stages.emplace_back();
  return e;
}

/// Parameters of layouts, rules and inputs stand with those.
bool is_in_catalog(const std::string& name) {
  const auto& all = *built_in_catalog();
  for (const auto* part : {&all.layouts, &all.rules, &all.inputs})
    for (const auto& entry : *part)
      for (const auto& p : entry.parameters)
        if (name == p.name || name == "positions." + std::string(p.name)) return true;
  return name == "positions.x" || name == "positions.y" || name == "positions.z";
}

/// What hux models says of a table of an experiment file.
class told {
 public:
  /// What follows a key on its line; nothing if there is no such line.
  std::optional<std::string> about(const std::string& table, const std::string& key) {
    auto& text = texts_[table];
    if (text.empty()) text = run(here_, {"models", table}).out;
    const std::string start = "\n    " + key + "  ";
    const auto at = text.find(start);
    if (at == std::string::npos) return std::nullopt;
    const auto rest = text.find_first_not_of(' ', at + start.size());
    return text.substr(rest, text.find('\n', rest) - rest);
  }

 private:
  const folder here_;
  std::map<std::string, std::string> texts_;
};

TEST(models, have_each_key_that_an_experiment_is_read_by_with_its_default) {
  experiment e = with_everything();
  std::vector<known_key> keys;
  key_lister lister("experiment", keys);
  lay_out(lister, e);
  EXPECT_GT(keys.size(), 60U);
  told models;
  for (const auto& k : keys) {
    const auto line = models.about(k.table, k.name);
    if (!line && is_in_catalog(k.name)) continue;
    ASSERT_TRUE(line) << k.name << " of " << k.table;
    EXPECT_THAT(*line, StartsWith(k.standard)) << k.name << " of " << k.table;
  }
}

TEST(models, tell_what_values_and_files_can_be) {
  const folder here;
  const std::vector<std::pair<std::string, std::vector<std::string>>> expected{
      {"distribution",
       {"uniform", "normal", "lognormal", "linspace", "values", "min", "max", "redraw", "clip", "repeat", "formula",
        "where"}},
      {"neurons", {"[0, 3, 7]", "\"0-9\"", "[0, 3, \"10-19\"]"}},
      {"variables", {"    v ", "<gate>", "g_<receptor>", "i_<receptor>", "i_<input>"}},
      {"spikes_file", {"    time    required  ms", "    neuron  required"}},
      {"spikes_hdf5", {"/spikes/<population>/timestamps", "/spikes/<population>/node_ids", "gids"}},
      {"connections_file", {"    source", "    target", "    weight", "    delay "}}};
  const std::string all = run(here, {"models"}).out;
  for (const auto& [name, pieces] : expected) {
    const std::string text = run(here, {"models", name}).out;
    EXPECT_THAT(all, HasSubstr("\n" + name + "\n"));
    for (const auto& piece : pieces) EXPECT_THAT(text, HasSubstr(piece)) << name;
  }
}

}  // namespace
}  // namespace hux::test
