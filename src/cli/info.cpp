#include <fmt/format.h>

#include <limits>
#include <memory>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/human.hpp"
#include "cli/output.hpp"
#include "engine/gpu.hpp"
#include "hux/errors.hpp"
#include "hux/state_file.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/result/provenance.hpp"
#include "io/result/result_reader.hpp"

namespace hux::cli {
namespace {

struct info_options {
  std::filesystem::path file;
  bool experiment = false;
  bool devices = false;
};

/// Spikes on their way, with those that go through terminals.
std::size_t in_flight_of(const simulation_state::population& p) {
  std::size_t all = p.in_flight.size();
  for (const auto& t : p.terminals) all += t.in_flight.size();
  return all;
}

template <class... Parts>
void print_fact(const char* name, const char* format, const Parts&... parts) {
  print("{:<12}{}\n", name, fmt::format(fmt::runtime(format), parts...));
}

void print_provenance(const provenance& p) {
  if (!p.title.empty()) print_fact("title", "{}", p.title);
  print_fact("status", "{}", p.status);
  const std::string from = p.start > 0 ? fmt::format("from {:g} ms to ", p.start) : "";
  print_fact("simulated", "{}{:g} of {:g} ms, {}", from, p.simulated, p.duration, count(p.spikes, "spike", "spikes"));
  if (!p.changes.empty()) print_fact("changed", "while it ran; /provenance/changes says what and when");
  print_fact("network", "{}", count(p.synapses, "synapse", "synapses"));
  print_fact("method", "{}, dt {:g} ms, {} precision, seed {}", p.integrator, p.dt, p.precision, p.seed);
  print_fact("machine", "{}, {}, {}", p.backend, count(p.threads, "thread", "threads"), p.machine);
  print_fact("time spent", "build {}, simulation {} ({} x real time; neurons {}, delivery {}), output {}",
             wall_time(p.build_seconds), wall_time(p.simulation_seconds),
             speed(p.simulated - p.start, p.simulation_seconds), wall_time(p.update_seconds),
             wall_time(p.delivery_seconds), wall_time(p.output_seconds));
  print_fact("made by", "hux {}, commit {}, started {}", p.version, p.git_commit, p.started);
}

void print_divergences(const std::vector<divergence_summary>& diverged) {
  for (const auto& d : diverged)
    if (d.neurons > 0)
      print_fact("diverged", "{} of population {}, the first at {:.6g} ms", count(d.neurons, "neuron", "neurons"),
                 d.population, d.first);
}

/// The coefficient of variation is that of the neurons with enough spikes to have one.
std::string irregularity(const spikes_summary& s) {
  if (s.regular == 0) return "-";
  return fmt::format("{:.2f} +- {:.2f}", s.cv_mean, s.cv_std);
}

void print_spikes(const std::vector<spikes_summary>& spikes) {
  if (spikes.empty()) return;
  print("\n{:<20}{:>12}{:>16}{:>12}{:>18}\n", "spikes of", "neurons", "spikes", "rate, Hz", "CV of intervals");
  for (const auto& s : spikes)
    print("{:<20}{:>12}{:>16}{:>12.2f}{:>18}\n", s.population, count(s.size), count(s.spikes), s.mean_rate,
          irregularity(s));
}

void print_reports(const std::vector<report_summary>& reports) {
  if (reports.empty()) return;
  print("\n{:<20}{:>12}{:>16}{:>12}{:>18}\n", "samples of", "neurons", "samples", "unit", "interval, ms");
  for (const auto& r : reports)
    print("{:<20}{:>12}{:>16}{:>12}{:>18g}\n", r.name, count(r.neurons), count(r.samples), r.unit, r.interval);
}

void print_rates(const std::vector<rates_summary>& rates) {
  if (rates.empty()) return;
  print("\n{:<20}{:>12}{:>16}{:>12}{:>18}\n", "rate of", "bins", "from, ms", "until, ms", "bin, ms");
  for (const auto& r : rates)
    print("{:<20}{:>12}{:>16g}{:>12g}{:>18g}\n", r.population, count(r.bins), r.start,
          r.stop > 0 ? r.stop : r.start + static_cast<double>(r.bins) * r.bin, r.bin);
}

void print_devices() {
  const gpu_survey survey = survey_gpus();
  if (survey.devices.empty()) {
    print("{}: experiments run on the CPU ({})\n", survey.why_none, processor_name());
    return;
  }
  print("{:<8}{:<32}{:>12}{:>14}{:>14}  {}\n", "device", "name", "capability", "memory", "free", "use");
  for (const auto& g : survey.devices)
    print("{:<8}{:<32}{:>12}{:>14}{:>14}  {}\n", g.number, g.name, g.capability, bytes(g.memory), bytes(g.available),
          g.unusable.empty() ? "yes" : "no: " + g.unusable);
}

void print_state(const simulation_state& s) {
  print_fact("state at", "{:.12g} ms, step {} of {:g} ms, {} precision{}", s.time(), s.step, s.dt,
             s.single ? "single" : "double", s.changes.empty() ? "" : ", of a network that was changed");
  print_fact("saved by", "hux {}", printable(s.version));
  print("\n{:<20}{:>12}{:>18}  {}\n", "population", "neurons", "spikes in flight", "variables");
  for (const auto& p : s.populations) {
    std::string variables;
    for (const auto& v : p.variables) variables += (variables.empty() ? "" : ", ") + v.name;
    print("{:<20}{:>12}{:>18}  {}\n", printable(p.name), count(p.variables.empty() ? 0 : p.variables[0].values.size()),
          count(in_flight_of(p)), printable(variables));
  }
  if (s.projections.empty()) return;
  print("\n{:<20}{:>30}\n", "projection", "minis in flight");
  for (const auto& p : s.projections) print("{:<20}{:>30}\n", printable(p.name), count(p.in_flight.size()));
}

/// Whole, however long its lines are.
void print_experiment(const std::string& toml) {
  std::istringstream lines(toml);
  for (std::string line; std::getline(lines, line);)
    print_text(printable(line, std::numeric_limits<std::size_t>::max()) + "\n");
}

/// A state has no more of long lists than their digests, unless they were changed.
void print_experiment(const simulation_state& s) {
  const std::string& text = s.changes.empty() ? s.network : s.changes;
  if (text.find(", digest = ") != std::string::npos)
    print(
        "# This cannot be run as it is: lists with a digest are in the experiment that the state is of, or, if they "
        "were changed, in /state/lists.\n");
  print_experiment(text);
}

void print_info(const info_options& options) {
  if (options.devices) return print_devices();
  if (options.file.empty()) throw input_error("FILE", "no result is named; expected a file, or --devices");
  if (holds_state(options.file)) {
    const simulation_state state = read_state(options.file);
    return options.experiment ? print_experiment(state) : print_state(state);
  }
  const result_summary result = read_result(options.file);
  if (options.experiment) {
    if (!result.provenance) throw file_error(options.file.string() + " does not hold the experiment it comes from");
    return print_experiment(result.provenance->has_lists ? text_with_lists_in(options.file)
                                                         : result.provenance->experiment);
  }
  if (result.provenance) print_provenance(*result.provenance);
  print_divergences(result.diverged);
  print_spikes(result.spikes);
  print_reports(result.reports);
  print_rates(result.rates);
}

}  // namespace

void add_info(CLI::App& app) {
  auto* subcommand =
      app.add_subcommand("info", "Say what is in a result (spikes, rates, where it comes from), or in a state");
  const auto options = std::make_shared<info_options>();
  subcommand->add_option("FILE", options->file, "Result or state (HDF5)");
  subcommand->add_flag("--experiment", options->experiment, "Print the experiment as it was run, and nothing else");
  subcommand->add_flag("--devices", options->devices, "List the GPUs that experiments can run on, and nothing else");
  subcommand->callback([options] { print_info(*options); });
}

}  // namespace hux::cli
