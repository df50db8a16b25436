#include "hux/errors.hpp"
#include "validate/checks.hpp"
#include "validate/stability.hpp"
#include "validate/validate_parts.hpp"

namespace hux {

void validate_as_written(const experiment& e, const experiment* known) {
  const auto& n = e.network;
  validate_settings(e);
  validate_stage_times(e);
  if (n.populations.empty()) throw input_error("population", "there is none; expected at least one");
  check_names("population", n.populations);
  for (const auto& p : n.populations) validate_population(p, *n.catalog, e.settings);
  const population_names populations(n);
  check_names("projection", n.projections);
  for (const auto& p : n.projections) validate_projection(p, populations, e.settings);
  check_names("input", n.inputs);
  for (const auto& in : n.inputs) validate_input(in, populations, e.settings);
  validate_recordings(e.recordings, n, populations, e.settings);
  validate_stages(e);
  check_stability(e, known);
}

}  // namespace hux
