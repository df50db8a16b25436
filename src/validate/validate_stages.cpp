#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "network/built_network.hpp"
#include "network/stage_steps.hpp"
#include "validate/checks.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

void check_names_of(const std::vector<stage>& stages) {
  std::vector<std::string_view> names;
  for (const stage& s : stages) {
    if (s.name.empty()) continue;
    check_name("stage", s.name);
    names.emplace_back(s.name);
  }
  check_unique("stage", std::move(names));
}

/// Things that are named in a list, each once.
template <class Range>
void check_list(const std::string& key, const std::optional<std::vector<std::string>>& names, const Range& things,
                std::string_view kind) {
  if (!names) return;
  for (const auto& name : *names) find_named(things, name, key, kind);
  check_unique(key, {names->begin(), names->end()});
}

/// Whether a key can be set at all; what it may become, the experiment that it makes tells.
void check_set(const std::string& at, const std::string& key) {
  constexpr std::array<std::string_view, 3> kinds{"population.", "projection.", "input."};
  if (std::ranges::none_of(kinds, [&](std::string_view kind) { return key.starts_with(kind); }))
    throw input_error(at, quotation(key) +
                              " cannot be changed by a stage; expected a key in quotes of a population, a " +
                              "projection or an input, such as \"population.E.parameters.g_na\"");
  if (key.ends_with(".preset"))
    throw input_error(at, quotation(key) + " cannot be changed by a stage; expected the parameters one by one");
}

/// "EE" of "projection.EE.weight"; empty of anything else.
std::string_view projection_of(std::string_view key) {
  constexpr std::string_view before = "projection.", after = ".weight";
  if (!key.starts_with(before) || !key.ends_with(after) || key.size() <= before.size() + after.size()) return {};
  return key.substr(before.size(), key.size() - before.size() - after.size());
}

void check_scale(const std::string& at, const std::string& key, double factor, const network& n) {
  const auto name = projection_of(key);
  if (name.empty())
    throw input_error(
        at, quotation(key) + " cannot be scaled; expected a weight in quotes, such as " + "\"projection.EE.weight\"");
  find_named(n.projections, name, at, "projection");
  check_value(at + "." + key, factor, quantity::dimensionless, range::non_negative);
}

/// What is in two pieces would be one in results.
void check_gaps(const recording& r, const std::vector<stage>& stages) {
  const auto on = is_on_in_stages(r, stages);
  const auto first = std::ranges::find(on, true);
  const auto gap = std::find(first, on.end(), false);
  const auto again = std::find(gap, on.end(), true);
  if (again == on.end()) return;
  const std::size_t number = again - on.begin();
  throw input_error(key_of(stages[number], number) + ".recordings",
                    "'" + r.name + "' has been on and off before; expected it to be on in stages that follow each " +
                        "other, or another recording for these");
}

}  // namespace

void validate_stage_times(const experiment& e) {
  if (e.stages.empty()) return;
  std::int64_t steps = 0;
  for (std::size_t i = 0; i < e.stages.size(); ++i) {
    check_whole_steps(key_of(e.stages[i], i) + ".duration", e.stages[i].duration, e.settings.dt);
    steps += steps_of(e.stages[i].duration, e.settings.dt);
  }
  const double sum = std::accumulate(e.stages.begin(), e.stages.end(), 0.0,
                                     [](double before, const stage& s) { return before + s.duration; });
  check_whole_steps("simulation.duration", sum, e.settings.dt);
  if (e.settings.duration != 0 && steps_of(e.settings.duration, e.settings.dt) != steps)
    throw input_error("simulation.duration", format_quantity(e.settings.duration, quantity::time) +
                                                 " is not what the stages take; expected their sum, " +
                                                 format_quantity(sum, quantity::time) + ", or no duration");
}

void validate_stages(const experiment& e) {
  check_names_of(e.stages);
  for (std::size_t i = 0; i < e.stages.size(); ++i) {
    const stage& s = e.stages[i];
    const std::string key = key_of(s, i);
    check_list(key + ".inputs", s.inputs, e.network.inputs, "input");
    check_list(key + ".recordings", s.recordings, e.recordings.samples, "recording");
    for (const auto& [what, value] : s.set) check_set(key + ".set", what);
    for (const auto& [what, factor] : s.scale) check_scale(key + ".scale", what, factor, e.network);
  }
  for (const auto& r : e.recordings.samples) check_gaps(r, e.stages);
}

}  // namespace hux
