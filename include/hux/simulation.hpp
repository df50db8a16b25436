#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hux/errors.hpp"
#include "hux/network.hpp"
#include "hux/simulation_state.hpp"

namespace hux {

/// Checks an experiment, and what it becomes in each of its stages, as far as that is possible without building it:
/// names, ranges, dt against the stability of the integrator for every neuron that a population may have. Throws
/// input_error naming the key, the value and what was expected.
void validate(const experiment& e);

/// Bytes that a run will need, by component.
struct memory_plan {
  struct component {
    std::string name;  ///< "population E: state", "projection EE: synapses", ...
    std::uint64_t bytes = 0;
  };
  std::vector<component> components;
  std::vector<component> device;  ///< in the memory of a GPU, if the experiment is to run on one
  std::uint64_t steps = 0;
  std::uint64_t window = 0;                          ///< steps between two deliveries
  double expected_synapses = 0;                      ///< mean over seeds where a rule is random
  [[nodiscard]] std::uint64_t total() const;         ///< bytes; the largest number stands for more than can be counted
  [[nodiscard]] std::uint64_t device_total() const;  ///< the same, of the GPU
};

/// The memory an experiment needs, in the stage that needs most; allocates nothing of it. Where the backend is left
/// open, it is that of this machine; "cuda" can be asked for without a GPU. Throws input_error as validate() does.
memory_plan plan(const experiment& e);

/// How far a run has come.
struct progress {
  double time = 0;           ///< reached, ms
  double duration = 0;       ///< time at which the run will end, ms
  double wall_seconds = 0;   ///< spent on windows
  std::uint64_t spikes = 0;  ///< so far, all populations
  double start = 0;          ///< time at which the simulation started: 0, or that of the state it was given, ms
  std::string_view stage{};  ///< what the stage is called that it is in, as long as it is shown; empty: none
};

/// Seconds a run has spent.
struct time_spent {
  double build = 0;
  double simulation = 0;  ///< wall time of the window loop
  double update = 0;      ///< of it, for neurons: the mean of all threads
  double delivery = 0;    ///< of it, for spikes on their way to targets: the mean of all threads
  double output = 0;      ///< of the writer, most of it while the simulation goes on
};

/// What a finished run has to say of all that was simulated since the simulation started.
struct run_summary {
  double start = 0;       ///< 0, or the time of the state that it was given, ms
  double time = 0;        ///< reached, ms
  bool complete = false;  ///< false if it was stopped before its duration was over
  std::uint64_t spikes = 0;
  std::uint64_t synapses = 0;
  std::uint64_t diverged = 0;  ///< neurons that the run went on without
  time_spent spent;
};

class recorder;

/// A network ready to run. It runs in as many parts as its user likes, cut at any step: what they give is what a whole
/// run gives, to the last bit. Where the experiment has stages, each begins when its time has come, however a run is
/// cut, and the last goes on beyond the duration.
class simulation {
 public:
  /// Validates, plans and builds. Throws input_error, memory_error.
  /// @param wanted asked by the caller's thread some 50 times a second while it builds, here and later; may not throw.
  /// When it says false, interrupted is thrown, or, where a stage begins, the run stops. Empty: not asked
  explicit simulation(experiment e, std::function<bool()> wanted = {});
  simulation(simulation&&) noexcept;
  simulation& operator=(simulation&&) noexcept;
  ~simulation();

  /// Streams what the experiment records from now on to a new HDF5 file. Throws file_error if it exists and overwrite
  /// is false.
  void record_to(const std::filesystem::path& file, bool overwrite = false);

  /// Writes to a file all that resume() needs to go on from here: the state, and how far the file of results is. Takes
  /// the place of an earlier checkpoint as soon as it is whole. Throws error if results go to no file, file_error; if
  /// can_go_on(), only the checkpoint could not be written.
  void checkpoint(const std::filesystem::path& file);

  /// Goes on with the file of results of a run that was killed or interrupted, from a checkpoint of it. What had been
  /// recorded beyond that is recomputed and compared; the file ends as that of an unbroken run. Throws input_error as
  /// restore(), file_error if the file is one of another experiment or has not what it had, and later, from run(), if
  /// what is recomputed differs from what is there; the file then stays as it is.
  void resume(const std::filesystem::path& file, const std::filesystem::path& checkpoint);

  /// Finishes the file that results go to, if there is one. Throws file_error.
  void end_recording();

  /// Also hands what is recorded to a sink of the caller's; must outlive run(). If it throws, the run stops at the end
  /// of the windows that have been begun, of which it is given no more, and throws that; the simulation can go on.
  void record_to(recorder& sink);

  /// Calls back once for each window, until that returns false; the run then stops at the end of the windows that have
  /// been begun, which are at most a few. If it throws, that comes out of the run then; the simulation can go on.
  void on_progress(std::function<bool(const progress&)> callback);

  /// Simulates what is left of the experiment's duration and finishes the file that results go to. Throws
  /// divergence_error (unless settings::on_divergence is mark), file_error; what was recorded until then is a readable
  /// file, and nothing can be simulated any more.
  run_summary run();

  /// Simulates for a time in ms, a multiple of dt, also beyond the experiment's duration; results go on to the same
  /// file. Throws as run(), and input_error if the time is no multiple of dt, or if beyond the duration spikes would
  /// arrive whose delays are longer than that.
  run_summary run(double duration);

  /// False after a failure: then nothing can be simulated any more.
  [[nodiscard]] bool can_go_on() const;

  /// How far the simulation has come, ms.
  [[nodiscard]] double time() const;

  /// A state variable of every neuron as it stands: "v", a gate, "<receptor>" for its conductance or current, or
  /// another of those in simulation_state. Under a staggered integrator gates are those of half a step later. Variables
  /// of a neuron that was marked as diverged are NaN. Throws input_error if there is no such variable.
  [[nodiscard]] std::vector<double> state(std::string_view population, std::string_view variable) const;

  /// Sets a state variable, in the precision of the experiment.
  /// @param values one for all, or one each
  /// @param neurons those to set; empty: all
  /// Setting v does not move gates. Throws input_error if there is no such variable, or no neuron can have such a
  /// value.
  void set_state(std::string_view population, std::string_view variable, const std::vector<double>& values,
                 const std::vector<std::uint32_t>& neurons = {});

  /// Goes on as another experiment says from now on, what was changed in it: parameters, presets and thresholds of
  /// populations, parameters of receptors, weights of projections and their factors at several receptors, inputs,
  /// recordings and the title. Times stay absolute. Weights act on all that arrives from now on, spikes in flight
  /// included; those that are drawn or listed, one each, are in the order in which `connections` records synapses
  /// (those of an explicit list: in its order). The scale of fixed point is chosen from the weights as they are now.
  /// State variables stay as they are. Checked as a new experiment is, stability and memory included. How it runs
  /// (duration, backend, device, threads, window, block size, equations) stays as it is. Throws input_error naming the
  /// first thing that cannot be changed, memory_error; then nothing is changed. Throws error if recordings are changed
  /// while results go to a file, or if there are stages, which alone change an experiment.
  void change(experiment next);

  /// Goes on with one of the inputs as it is to be from now on, with the same bits as change(): on a CPU, where it
  /// stays of its kind, in some microseconds. Throws as change().
  void change_input(input next);

  /// The state as it stands. It takes state_bytes(), and the spikes in flight.
  [[nodiscard]] simulation_state save() const;
  [[nodiscard]] std::uint64_t state_bytes() const;

  /// Goes on from a state of this network: with the same inputs, what follows is what followed there, to the last bit.
  /// Where inputs are others, a correlated noise that the state does not know starts as at t = 0. Where there are
  /// stages, its time says which is going on, and nothing else. To be called before anything is recorded to a file.
  /// Throws input_error naming the first difference if it is one of another network.
  void restore(const simulation_state& state);

  /// Number of synapses of a projection.
  [[nodiscard]] std::uint64_t synapses(std::string_view projection) const;

  /// The synapses themselves, in the order in which `connections` records them.
  [[nodiscard]] explicit_list connections(std::string_view projection) const;

  /// Why the experiment runs on the CPU, where its backend was left open; empty if it does not, or was not.
  [[nodiscard]] const std::string& why_cpu() const;

  /// How equations that are text run on the CPU, a clause each: "equations of 'my_cell' are compiled (2.4 s)".
  [[nodiscard]] const std::vector<std::string>& how_equations_run() const;

  /// What a user should know before trusting the results, one sentence each; empty if there is nothing.
  [[nodiscard]] const std::vector<std::string>& warnings() const;

  /// The experiment with everything that was chosen filled in (backend, threads, window, and equations where all
  /// models have the same), as it was changed last; with stages, as it was before them.
  [[nodiscard]] const experiment& settled() const;

 private:
  struct implementation;
  std::unique_ptr<implementation> self_;
};

}  // namespace hux
