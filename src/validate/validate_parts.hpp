#pragma once

#include "experiment/population_names.hpp"
#include "hux/network.hpp"

/// The parts of validate(). Each throws input_error, and takes what the earlier ones check for granted.
namespace hux {

/// An experiment as it is before its stages, and what stages may not say whatever they make of it.
/// @param known an experiment that is valid and differs in no settings: what takes time is not checked again where the
/// two agree. Null: none
void validate_as_written(const experiment& e, const experiment* known = nullptr);

void validate_settings(const experiment& e);
void validate_stage_times(const experiment& e);
void validate_population(const population& p, const catalog& known, const settings& s);
void validate_projection(const projection& p, const population_names& populations, const settings& s);
void validate_input(const input& in, const population_names& populations, const settings& s);
void validate_recordings(const recordings& r, const network& n, const population_names& populations, const settings& s);
void validate_stages(const experiment& e);

}  // namespace hux
