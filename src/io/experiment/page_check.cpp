#include "io/experiment/page_check.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "experiment/single_checks.hpp"
#include "hux/errors.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

std::string key_of(const model_page& page) { return "model." + page.name; }
std::string key_of(const synapse_page& page) { return "synapse." + page.name; }

/// Two equations of a gate that belong together, or none or one of them.
void check_pairs(const std::string& key, const page_gate& g) {
  const std::array<std::pair<std::string_view, const std::string&>, 4> all{
      {{"alpha", g.alpha}, {"beta", g.beta}, {"inf", g.inf}, {"tau", g.tau}}};
  std::string has, lacks;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [name, text] = all[i];
    const bool other_given = !all[i ^ 1U].second.empty();
    if (!text.empty()) has.append(has.empty() ? "" : " and ").append(name);
    if (text.empty() && other_given) lacks.append(lacks.empty() ? " without " : " and ").append(name);
  }
  const bool rates = !g.alpha.empty() || !g.beta.empty(), course = !g.inf.empty() || !g.tau.empty();
  if (rates == course || !lacks.empty())
    throw input_error(
        key, "has " + (has.empty() ? "no equation" : has + lacks) + "; expected { alpha, beta } or { inf, tau }");
}

using meanings = std::map<std::string, std::string_view>;

/// What names mean in all equations.
const meanings in_models{{"v", "the membrane potential"},
                         {"t", "the time"},
                         {"last_spike", "the time of the last spike"},
                         {"last_spike_step", "the step of the last spike"}};
const meanings in_synapses{{"v", "the membrane potential"},
                           {"t", "the time"},
                           {"w", "the sum of the weights that arrive"},
                           {"weights", "a reserved word"},
                           {"arriving", "a reserved word"},
                           {"release", "a reserved word"},
                           {"v_pre", "a reserved word"},
                           {"signal", "a reserved word"},
                           {"since_spike", "the time since the last spike that a terminal took"}};

/// Names that the equations of a page can use, each of which means one thing.
class name_check {
 public:
  /// @param page its key
  name_check(std::string page, meanings taken) : page_(std::move(page)), taken_(std::move(taken)) {}

  void add(std::string_view table, std::string_view kind, const std::string& name) {
    const std::string key = page_ + "." + std::string(table) + "." + name;
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", digits = "0123456789";
    const bool begins = !name.empty() && letters.find(name.front()) != std::string_view::npos;
    if (!begins || name.find_first_not_of(std::string(letters).append(digits)) != std::string::npos)
      throw input_error(
          key, quotation(name) + " is not a name in equations; expected a letter, then letters, digits or '_'");
    const auto [place, is_new] = taken_.try_emplace(name, kind);
    if (!is_new)
      throw input_error(key, quotation(name) + " is " + std::string(place->second) + " already; expected another name");
  }

 private:
  std::string page_;
  meanings taken_;
};

void check_names_of(const model_page& page) {
  check_name("model", page.name);
  name_check names(key_of(page), in_models);
  for (const auto& p : page.parameters) names.add("parameters", "a parameter", p.name);
  for (const auto& [name, text] : page.defines) names.add("define", "a definition", name);
  for (const auto& g : page.gates) names.add("gates", "a gate", g.name);
  for (const auto& s : page.states) names.add("states", "a state", s.name);
  for (const auto& [name, text] : page.currents) names.add("currents", "a current", name);
  for (const auto& [name, values] : page.presets) check_name(key_of(page) + ".presets", name);
}

void check_names_of(const synapse_page& page) {
  check_name("synapse", page.name);
  for (const auto& p : page.parameters)
    if (p.name == "synapse" || p.name == "initial" || p.name == "y")
      throw input_error(key_of(page) + ".parameters." + p.name,
                        quotation(p.name) + " is something else of each receptor already; expected another name");
  name_check names(key_of(page), in_synapses);
  for (const auto& p : page.parameters) names.add("parameters", "a parameter", p.name);
  for (const auto& [name, text] : page.defines) names.add("define", "a definition", name);
  for (const auto& s : page.states) names.add("receptor.states", "a state", s.name);
  if (!page.terminal) return;
  for (const auto& s : page.terminal->states) {
    if (s.name == "updated" || s.name == "last_spike")
      throw input_error(key_of(page) + ".terminal.states." + s.name,
                        quotation(s.name) + " is a step that each terminal knows; expected another name");
    names.add("terminal.states", "a state", s.name);
  }
}

template <class Page>
void check_defaults_of(const Page& page) {
  for (const auto& p : page.parameters)
    check_value(key_of(page) + ".parameters." + p.name, p.standard, p.quantity, p.range);
}

void check_presets_of(const model_page& page) {
  for (const auto& p : page.parameters)
    for (const auto& [preset, values] : page.presets)
      if (const auto given = values.find(p.name); given != values.end())
        check_value(key_of(page) + ".presets." + preset + "." + p.name, given->second, p.quantity, p.range);
}

}  // namespace

void check_page(const model_page& page) {
  check_names_of(page);
  check_defaults_of(page);
  check_presets_of(page);
  for (const auto& g : page.gates) check_pairs(key_of(page) + ".gates." + g.name, g);
}

void check_page(const synapse_page& page) {
  check_names_of(page);
  check_defaults_of(page);
}

model_page with_sorted_currents(model_page page) {
  std::ranges::sort(page.currents);
  return page;
}

}  // namespace hux
