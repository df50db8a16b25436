#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <filesystem>
#include <string>
#include <utility>

#include "arrays.hpp"
#include "bindings.hpp"
#include "file_texts.hpp"
#include "given_path.hpp"
#include "io/result/result_arrays.hpp"
#include "io/result/result_reader.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace hux::python {
namespace {

/// Reads without the GIL.
template <class Read>
auto unlocked(const Read& read) {
  const nb::gil_scoped_release others_go_on;
  return read();
}

using events_of_python = tuple_of<array<double>, array<std::uint64_t>>;

events_of_python events(event_arrays (*read)(const std::filesystem::path&, const std::string&), const given_path& file,
                        const std::string& name) {
  event_arrays found = unlocked([&] { return read(file, name); });
  return nb::make_tuple(array_of(std::move(found.times)), array_of(std::move(found.neurons)));
}

using array_2d = nb::ndarray<nb::numpy, const float, nb::ndim<2>>;

tuple_of<array_2d, array<std::uint64_t>> samples(const given_path& file, const std::string& report) {
  sample_array found = unlocked([&] { return read_sample_array(file, report); });
  const std::size_t neurons = found.neurons.size();
  const std::size_t shape[] = {neurons > 0 ? found.values.size() / neurons : 0, neurons};
  const auto values = std::make_shared<const std::vector<float>>(std::move(found.values));
  return nb::make_tuple(array_2d(values->data(), 2, shape, keeping(values)), array_of(std::move(found.neurons)));
}

any_dict described(const provenance& p) {
  any_dict all;
  for_each_field(p, [&](const char* name, const auto& value) { all[name] = nb::cast(value); });
  all["changes"] = p.changes;
  all["experiment"] = p.experiment;
  return all;
}

any_dict described(const result_summary& found) {
  nb::dict spikes, reports, rates, diverged;
  any_dict all;
  for (const auto& s : found.spikes) spikes[s.population.c_str()] = s.size;
  for (const auto& r : found.reports)
    reports[r.name.c_str()] = nb::make_tuple(r.population, r.variable, r.unit, r.samples, r.start, r.interval);
  for (const auto& r : found.rates) rates[r.population.c_str()] = nb::make_tuple(r.start, r.bin);
  for (const auto& d : found.diverged) diverged[d.population.c_str()] = d.neurons;
  all["spikes"] = spikes;
  all["reports"] = reports;
  all["rates"] = rates;
  all["diverged"] = diverged;
  all["provenance"] = found.provenance ? described(*found.provenance) : any_dict();
  return all;
}

any_dict summary(const given_path& file) {
  const result_summary found = unlocked([&] { return read_result(file); });
  return with_texts_of(file, [&] { return described(found); });
}

}  // namespace

void bind_result_files(nb::module_& m) {
  m.def("read_summary", &summary, "path"_a, "What is in a file of results. Raises FileError.");
  m.def(
      "read_spikes",
      [](const given_path& file, const std::string& name) { return events(&read_spike_arrays, file, name); }, "path"_a,
      "population"_a, "Times (ms) and neurons of a population's spikes. Raises FileError.");
  m.def(
      "read_diverged",
      [](const given_path& file, const std::string& name) { return events(&read_divergence_arrays, file, name); },
      "path"_a, "population"_a, "Times (ms) and neurons of a population that diverged. Raises FileError.");
  m.def("read_samples", &samples, "path"_a, "report"_a,
        "Values (float32, [sample, neuron]) and neurons. Raises FileError.");
  m.def(
      "read_rates",
      [](const given_path& file, const std::string& name) {
        return array_of(unlocked([&] { return read_rate_array(file, name); }));
      },
      "path"_a, "population"_a, "Rates (Hz) in bins. Raises FileError.");
}

}  // namespace hux::python
