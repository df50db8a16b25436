#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "bindings.hpp"
#include "cli/command_line.hpp"
#include "cli/file_trial.hpp"
#include "hux_build_info.hpp"
#include "io/hdf5/file_trial.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace {

int run_command(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const nb::gil_scoped_release free;
  return hux::cli::run_command(static_cast<int>(arguments.size()), pointers.data());
}

}  // namespace

NB_MODULE(_core, m) {
  m.doc() = "The simulator in C++ behind the package hux.";
  m.attr("version") = HUX_VERSION;
  m.attr("build_info") = "hux " HUX_VERSION " (commit " HUX_GIT_COMMIT ")";
  m.def("run_command", &run_command, "arguments"_a,
        "Runs the hux command, for a program that is nothing else: after a failure it ends the program.");
  hux::set_file_trial(hux::cli::tried_in_a_copy);
  hux::python::bind_errors();
  hux::python::bind_experiment(m);
  hux::python::bind_catalog(m);
  hux::python::bind_state(m);
  hux::python::bind_simulation(m);
  hux::python::bind_result_files(m);
}
