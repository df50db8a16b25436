#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <filesystem>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "bindings.hpp"
#include "experiment/lookup.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/experiment/experiment_tree.hpp"
#include "io/experiment/list_views.hpp"
#include "io/text/toml_text.hpp"
#include "network/placement.hpp"
#include "run/memory.hpp"
#include "tree.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace hux::python {
namespace {

/// @param like null, or an experiment that it is to share the catalog of
void construct(experiment* place, const nb::dict& dict, const experiment* like) {
  const tree t = tree_from(dict);
  const nb::gil_scoped_release free;
  const auto known = like ? like->network.catalog : built_in_catalog();
  new (place) experiment(read_experiment_tree(t.root, t.arrays, known));
}

nb::dict tree_of(nb::handle_t<experiment> self) {
  auto& e = nb::cast<experiment&>(self);
  list_views lists;
  const auto text = text_of(e, &lists);
  auto result = dict_from(parse_toml(text, "the experiment"), lists.arrays(), self);
  if (!e.stages.empty()) nb::del(nb::cast<nb::dict>(result["simulation"])["duration"]);  // the stages' sum
  return result;
}

using component = std::pair<std::string, std::uint64_t>;

std::vector<component> pairs_of(const std::vector<memory_plan::component>& parts) {
  std::vector<component> result;
  for (const auto& part : parts) result.emplace_back(part.name, part.bytes);
  return result;
}

nb::dict plan_of(const experiment& e) {
  memory_plan p;
  {
    const nb::gil_scoped_release free;
    p = plan(e);
  }
  nb::dict result;
  result["host"] = pairs_of(p.components);
  result["device"] = pairs_of(p.device);
  result["steps"] = p.steps;
  result["window"] = p.window;
  result["synapses"] = p.expected_synapses;
  result["available"] = available_memory();
  return result;
}

array<double> positions_of(const experiment& e, const std::string& population) {
  const hux::population& p = find_named(e.network.populations, population, "population", "population");
  const placement where(p, e.settings.seed);
  std::vector<double> all;
  all.reserve(std::size_t{3} * p.size);
  for (std::uint32_t neuron = 0; neuron < p.size; ++neuron)
    for (const double coordinate : where(neuron).at) all.push_back(coordinate);
  return array_of(std::move(all));
}

experiment read(const std::filesystem::path& path, const std::vector<std::string>& changes) {
  const nb::gil_scoped_release free;
  return read_experiment(path, changes);
}

void write(const experiment& e, const std::filesystem::path& path, bool overwrite) {
  const nb::gil_scoped_release free;
  write_experiment(e, path, overwrite);
}

}  // namespace

void bind_experiment(nb::module_& m) {
  nb::class_<experiment>(m, "Experiment", "An experiment as the simulator has it; nothing of it can be changed.")
      .def("__init__", &construct, "tree"_a, "like"_a = nb::none(),
           nb::sig("def __init__(self, tree: dict[str, object], like: Experiment | None = None) -> None"),
           "From a tree with the keys of an experiment file; own models are those of `like` where they are the same.\n"
           "Raises InputError.")
      .def("tree", &tree_of, nb::sig("def tree(self) -> dict[str, object]"),
           "The tree that it is, without defaults of models. Lists of numbers are read-only arrays, in the units of "
           "the\n"
           "catalogue, and views.")
      .def("toml", &to_toml, "The experiment as TOML with every default spelled out.")
      .def(
          "given", [](experiment& e) { return text_of(e); },
          "The experiment as TOML, without defaults of models; lists of numbers in full.")
      .def("write", &write, "path"_a, "overwrite"_a = false,
           nb::sig("def write(self, path: str | os.PathLike[str], overwrite: bool = False) -> None"),
           "Writes an experiment file; lists of more than 1,000 numbers into an HDF5 file beside it. Raises FileError.")
      .def("plan", &plan_of, nb::sig("def plan(self) -> dict[str, object]"),
           "Bytes that a run will need, by component: host, device, available; steps, window, synapses.")
      .def("positions", &positions_of, "population"_a,
           "Positions of all neurons of a population (um): x, y, z of each in turn. Raises InputError.")
      .def("validate", &validate, "Raises InputError: a mistake that can be found without building the network.");
  m.def(
      "read_text",
      [](const std::string& text, const std::filesystem::path& folder) {
        return read_experiment_text(text, "the text", folder);
      },
      "text"_a, "folder"_a, nb::sig("def read_text(text: str, folder: str | os.PathLike[str]) -> Experiment"),
      "Reads the text of an experiment file. Raises InputError, FileError.");
  m.def(
      "read_recorded_experiment",
      [](const std::filesystem::path& path) {
        const nb::gil_scoped_release free;
        return read_recorded_experiment(path);
      },
      "path"_a, nb::sig("def read_recorded_experiment(path: str | os.PathLike[str]) -> Experiment"),
      "The experiment that a file of results comes from. Raises FileError.");
  m.def("read_experiment", &read, "path"_a, "changes"_a = std::vector<std::string>(),
        nb::sig("def read_experiment(path: str | os.PathLike[str], changes: list[str] = ...) -> Experiment"),
        "Reads an experiment file, with changes \"key.path=value\" applied over it. Raises InputError, FileError.");
}

}  // namespace hux::python
