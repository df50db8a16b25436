#include "run/stages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "experiment/lookup.hpp"
#include "hux/errors.hpp"
#include "io/experiment/experiment_text.hpp"
#include "network/stage_steps.hpp"
#include "run/change.hpp"
#include "validate/accuracy.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

/// Things whose names are in the list are on, all others off.
template <class Things>
void switch_on(const std::optional<std::vector<std::string>>& names, Things& things) {
  if (!names) return;
  for (auto& thing : things) thing.on = std::ranges::find(*names, thing.name) != names->end();
}

/// Infinite bounds stay.
bounds scaled(const bounds& b, double factor) { return {b.min * factor, b.max * factor, b.action}; }

/// A distribution with each of its values times a factor, which is more than 0.
struct scaled_law {
  double factor;

  distribution operator()(double value) const { return value * factor; }
  distribution operator()(const uniform& u) const { return uniform{u.low * factor, u.high * factor}; }
  distribution operator()(const linspace& l) const { return linspace{l.first * factor, l.last * factor}; }
  distribution operator()(const normal& n) const {
    return normal{n.mean * factor, n.std * factor, scaled(n.within, factor)};
  }
  distribution operator()(const lognormal& l) const {
    return lognormal{l.mean * factor, l.std * factor, scaled(l.within, factor)};
  }
  distribution operator()(std::vector<double> values) const {
    for (double& value : values) value *= factor;
    return values;
  }
};

void scale(projection& p, double factor) {
  p.weight = factor == 0 ? distribution(0.0) : std::visit(scaled_law{factor}, p.weight);
  if (auto* list = std::get_if<explicit_list>(&p.rule))
    for (double& weight : list->weight) weight *= factor;
}

void scale(std::vector<projection>& projections, const std::map<std::string, double>& factors) {
  for (auto& p : projections)
    if (const auto found = factors.find(key_of(p) + ".weight"); found != factors.end()) scale(p, found->second);
}

}  // namespace

experiment before_stages(const experiment& written) {
  experiment e = written;
  e.settings.duration = duration_of(written);
  e.stages.clear();
  return e;
}

void enter(const stage& s, std::size_t number, experiment& e) {
  switch_on(s.inputs, e.network.inputs);
  switch_on(s.recordings, e.recordings.samples);
  try {
    if (!s.set.empty()) e.network = with_values(e, s.set);
  } catch (const input_error& mistake) {
    throw input_error(key_of(s, number) + ".set", mistake.what());
  }
  scale(e.network.projections, s.scale);
}

experiment in_stage(const experiment& written, std::size_t number) {
  experiment e = before_stages(written);
  for (std::size_t i = 0; i <= number; ++i) enter(written.stages[i], i, e);
  return e;
}

void for_each_stage(const experiment& written, const std::function<void(const experiment&, std::size_t)>& visit) {
  if (written.stages.empty()) return;
  experiment e = before_stages(written);
  for (std::size_t i = 0; i < written.stages.size(); ++i) {
    enter(written.stages[i], i, e);
    visit(e, i);
  }
}

void require_stage(const experiment& staged, const experiment& written, std::size_t number) {
  const stage& s = written.stages[number];
  const std::string fixed = s.set.empty() ? "" : fixed_difference(written, staged);
  if (!fixed.empty()) throw input_error(key_of(s, number) + ".set", fixed);
  try {
    validate_as_written(staged);
  } catch (const input_error& mistake) {
    throw input_error(key_of(s, number), mistake.what());
  }
}

std::string label_of_stage(const experiment& written, std::size_t number) {
  const std::string& name = written.stages[number].name;
  return name.empty() ? fmt::format("{} of {}", number + 1, written.stages.size()) : name;
}

std::vector<std::string> accuracy_warnings_of_all(const experiment& e) {
  if (e.stages.empty()) return accuracy_warnings(e);
  std::vector<std::string> all;
  for_each_stage(e, [&](const experiment& staged, std::size_t) {
    for (auto& warning : accuracy_warnings(staged))
      if (std::ranges::find(all, warning) == all.end()) all.push_back(std::move(warning));
  });
  return all;
}

}  // namespace hux
