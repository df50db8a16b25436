#pragma once

#include <nanobind/nanobind.h>

/// What the extension hux._core is made of: each function adds a part to the module.
namespace hux::python {

/// Makes exceptions of hux those of hux/errors.py.
void bind_errors();
/// Experiment, which is hux::experiment, and how one is read.
void bind_experiment(nanobind::module_& m);
/// What an experiment can be made of.
void bind_catalog(nanobind::module_& m);
/// SimulationState, which is hux::simulation_state.
void bind_state(nanobind::module_& m);
/// Simulation, and the Progress of its runs.
void bind_simulation(nanobind::module_& m);
/// What is in files of results.
void bind_result_files(nanobind::module_& m);

}  // namespace hux::python
