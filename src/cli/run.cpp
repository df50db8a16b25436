#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>

#include "cli/checkpoints.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/human.hpp"
#include "cli/interruption.hpp"
#include "cli/output.hpp"
#include "cli/parsed_option.hpp"
#include "cli/progress_bar.hpp"
#include "cli/state_options.hpp"
#include "hux/experiment_file.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation.hpp"
#include "io/hdf5/partial_file.hpp"

namespace hux::cli {
namespace {

struct run_options {
  experiment_choice choice;
  std::filesystem::path output;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> threads;
  backend_options backend;
  state_options state;
  checkpoint_options checkpoints;
  bool force = false;
  bool quiet = false;
};

/// Lines of the log go where all goes that the command says: spdlog's own sinks do not bear a closed stream.
class said final : public spdlog::sinks::base_sink<std::mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    say_text({message.payload.data(), message.payload.size()});
  }
  void flush_() override {}
};

spdlog::logger make_log(bool quiet) {
  spdlog::logger log("hux", std::make_shared<said>());
  log.set_level(quiet ? spdlog::level::warn : spdlog::level::info);
  return log;
}

/// Spikes of each population, and the first neuron that diverged.
class spike_counter final : public recorder {
 public:
  void record(const window_results& results) override {
    spikes.resize(results.spikes.size());
    for (std::size_t p = 0; p < spikes.size(); ++p) spikes[p] += results.spikes[p].size();
    if (!diverged && !results.diverged.empty()) diverged = results.diverged.front();
  }
  std::vector<std::uint64_t> spikes;
  std::optional<divergence_mark> diverged;
};

experiment read(const run_options& options) {
  experiment e = read_experiment(options.choice.file, options.choice.changes);
  if (options.seed) e.settings.seed = *options.seed;
  if (options.threads) e.settings.threads = *options.threads;
  options.backend.apply(e.settings);
  options.state.apply(e);
  return e;
}

/// Where results go, made sure of before anything is built.
std::filesystem::path output_of(const run_options& options) {
  std::filesystem::path output = options.output;
  if (output.empty()) output = options.choice.file.stem() += ".h5";
  std::error_code ignored;
  if (std::filesystem::equivalent(output, options.choice.file, ignored))
    throw input_error("--output", output.string() + " is the experiment itself; expected another file");
  if (options.checkpoints.resume) return output;
  try {
    partial_file::check(output, options.force);
  } catch (const file_error& failure) {
    const bool exists = !options.force && std::filesystem::is_regular_file(output, ignored);
    throw file_error(failure.what() + std::string(exists ? " (unless --force is given)" : ""));
  }
  return output;
}

/// Memory that this process takes as it stands.
std::uint64_t resident_bytes() {
  std::uint64_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

simulation build(spdlog::logger& log, experiment e) {
  const auto begun = std::chrono::steady_clock::now();
  simulation s(std::move(e), [] { return interruption() == 0; });
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
  const auto& settled = s.settled();
  std::uint64_t neurons = 0, synapses = 0;
  for (const auto& p : settled.network.populations) neurons += p.size;
  for (const auto& p : settled.network.projections) synapses += s.synapses(p.name);
  if (!s.why_cpu().empty()) log.info("running on the CPU, because {}", s.why_cpu());
  for (const auto& how : s.how_equations_run()) log.info("{}", how);
  log.info("built {} and {} in {}: {} of memory, {}", count(neurons, "neuron", "neurons"),
           count(synapses, "synapse", "synapses"), wall_time(spent.count()), bytes(resident_bytes()),
           count(settled.settings.threads, "thread", "threads"));
  return s;
}

/// @param time over which spikes were counted, ms
std::string rates(const network& n, const spike_counter& counter, double time) {
  constexpr std::size_t most = 8;
  std::string text;
  for (std::size_t i = 0; i < n.populations.size() && i < most; ++i) {
    const auto& p = n.populations[i];
    const double rate = static_cast<double>(counter.spikes[i]) / (p.size * time / 1000);
    text += fmt::format("{}{} {:.2f} Hz", i > 0 ? ", " : "", p.name, rate);
  }
  return text + (n.populations.size() > most ? ", ..." : "");
}

/// "simulated 1000 ms", "interrupted after 640 ms"; of a run that started later, from when to when.
std::string simulated(const run_summary& s) {
  if (s.start > 0)
    return fmt::format("{} from {:g} to {:g} ms", s.complete ? "simulated" : "interrupted, but simulated", s.start,
                       s.time);
  return fmt::format("{} {:g} ms", s.complete ? "simulated" : "interrupted after", s.time);
}

void log_summary(spdlog::logger& log, const simulation& s, const run_summary& summary, const spike_counter& counter) {
  const double time = summary.time - summary.start;
  log.info("{} in {}, {} x real time: {}", simulated(summary), wall_time(summary.spent.simulation),
           speed(time, summary.spent.simulation), count(summary.spikes, "spike", "spikes"));
  if (time > 0) log.info("mean rates: {}", rates(s.settled().network, counter, time));
  if (counter.diverged)
    log.warn("warning: {} diverged and sent nothing more, the first of them neuron {} of population '{}' at {:.6g} ms",
             count(summary.diverged, "neuron", "neurons"), counter.diverged->neuron,
             s.settled().network.populations[counter.diverged->population].name, counter.diverged->time);
}

/// Says the warnings from a number on, and returns how many there are: a stage may bring some while the run goes on.
std::size_t warn(spdlog::logger& log, const simulation& s, std::size_t from) {
  const auto& all = s.warnings();
  for (std::size_t i = from; i < all.size(); ++i) log.warn("warning: {}", all[i]);
  return all.size();
}

int run(const run_options& options) {
  spdlog::logger log = make_log(options.quiet);
  experiment e = read(options);
  log.info("read {}: {}", options.choice.file.string(), size_of(e.network));
  const auto output = output_of(options);
  const char* conflicting = options.force ? "--force" : options.state.from.empty() ? nullptr : "--from-state";
  options.checkpoints.check(e.settings, output, conflicting);
  options.state.check(output, options.force);
  note_interruptions();
  simulation s = build(log, std::move(e));
  options.state.restore(s, log);
  if (options.checkpoints.every || !options.state.to.empty()) state_options::require_room(s);

  spike_counter counter;
  options.checkpoints.open(s, output, options.force, log);
  s.record_to(counter);
  const std::size_t warned = warn(log, s, 0);
  log.info("results go to {}", output.string());
  progress_bar bar(!options.quiet);
  const run_summary summary = options.checkpoints.run(s, output, log, [&](const progress& reached) {
    bar.show(reached);
    return interruption() == 0;
  });
  bar.finish();
  warn(log, s, warned);
  log_summary(log, s, summary, counter);
  log.info("results are in {}", output.string());
  options.state.save(s, log, options.force);
  return summary.complete ? success : by_signal + interruption();
}

}  // namespace

void add_run(CLI::App& app, int& code) {
  auto* subcommand = app.add_subcommand("run", "Simulate an experiment and write its results to an HDF5 file");
  const auto options = std::make_shared<run_options>();
  add_experiment(*subcommand, options->choice);
  subcommand->add_option("-o,--output", options->output, "Where results go; else FILE's name with .h5, in this folder")
      ->type_name("OUT.h5");
  add_parsed(*subcommand, "--seed", options->seed, "Seed of all that is drawn at random")->type_name("N");
  add_parsed(*subcommand, "--threads", options->threads, "Threads to use; 0: one for each core")->type_name("N");
  add_backend(*subcommand, options->backend);
  add_state(*subcommand, options->state);
  add_checkpoints(*subcommand, options->checkpoints);
  subcommand->add_flag("--force", options->force, "Overwrite results that are there already");
  subcommand->add_flag("--quiet", options->quiet, "Say nothing but warnings and errors, and show no progress");
  subcommand->callback([options, &code] { code = run(*options); });
}

}  // namespace hux::cli
