#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/connection_rules.hpp"
#include "hux/inputs/inputs.hpp"
#include "hux/neuron_values.hpp"
#include "hux/positions.hpp"

/// What to simulate, as plain data. Every value is in the coherent units of its model: mV, ms and either
/// pF, nS, pA (models of a whole cell) or uF/cm2, mS/cm2, uA/cm2 (models of a patch of membrane); the catalog
/// (catalog.hpp) says which. Nothing here is checked until plan(), validate() or a simulation sees it.
namespace hux {

/// One kind of synaptic input to a population: the conductance or current that its spikes add to.
struct receptor {
  std::string name;                          ///< unique within the population
  std::string synapse = "exponential";       ///< name of a synapse model in the catalog
  std::map<std::string, double> parameters;  ///< overrides of the synapse model's defaults
  neuron_values initial = 0.0;               ///< conductance or current at t = 0, model unit
};

/// What the spikes of source neurons release: the terminal of a synapse, with states of each of them.
struct terminal {
  std::string name;                          ///< unique within the population; empty: a projection's own
  std::string synapse;                       ///< that has it; empty, of a projection's own: that of the receptor
  std::map<std::string, double> parameters;  ///< overrides of the synapse's defaults, or of what the receptor has
};

/// A group of neurons of one model.
struct population {
  std::string name;  ///< unique among populations
  std::uint32_t size = 0;
  std::string model;                                    ///< name of a neuron model in the catalog
  std::string preset;                                   ///< one of the model's presets; empty: the model's defaults
  std::map<std::string, neuron_values> parameters;      ///< overrides, for the population or neuron by neuron
  std::optional<neuron_values> initial_v;               ///< membrane potential at t = 0, mV; none: the model's
  std::map<std::string, neuron_values> initial_states;  ///< gates and other states at t = 0; those not given: the
                                                        ///< model's, or steady state at initial_v
  bool at_rest =
      false;  ///< does it start in its whole resting state? Then initial_v and initial_states have no meaning.
  std::optional<double> threshold;  ///< upward crossing that counts as a spike, mV; none: the model's
  double refractory = 0;            ///< ms after a spike, at the time recorded, without another
  std::vector<receptor> receptors;
  std::vector<terminal> terminals;  ///< that projections from here may share
  std::optional<layout> positions;  ///< none: its neurons are nowhere
};

/// What each synapse of a projection releases without a spike, by chance and by itself: a mini.
struct spontaneous_release {
  std::string rate;   ///< text of since_spike, the time since the last spike of its source neuron: "2 Hz"
  double weight = 0;  ///< model unit of the receptor

  bool operator==(const spontaneous_release&) const = default;
};

/// Synapses from one population onto a receptor of another (or the same), or onto several: then each spike arrives at
/// all of them, with one draw of connections and delays.
struct projection {
  std::string name;  ///< unique among projections; the random draws depend on it
  std::string source;
  std::string target;
  std::string receptor;                     ///< of the target; empty: several
  std::map<std::string, double> receptors;  ///< several, and by which the weight is multiplied at each, 0 to 1e6
  connection_rule rule;
  bool autapses = true;         ///< may a neuron be connected to itself (where source and target are one population)?
  bool symmetric = false;       ///< is each pair drawn once and joined both ways? Of signals within a population.
  bool multapses = true;        ///< may a pair be connected more than once (fixed_indegree, _outdegree, _total_number)?
  distribution weight = 0.0;    ///< model unit of the receptor
  distribution delay = 0.0;     ///< ms, at least dt; rounded to whole steps. Of a signal one, 0 or whole steps
  std::string shared_terminal;  ///< one of the source's; empty: none
  std::optional<hux::terminal> terminal;  ///< its own; none: that of the receptor's synapse, if it has one, of several
                                          ///< that of the one which has
  std::optional<spontaneous_release> spontaneous;  ///< none: its synapses bring spikes alone
  std::optional<double> velocity;                  ///< m/s; if given, distance / velocity is added to each delay
  bool periodic = false;  ///< are distances taken the short way round, as if opposite edges of the sheet were joined?
};

/// A stimulus to a population, or to some of its neurons.
struct input {
  std::string name;  ///< unique among inputs; the random draws depend on it
  std::string population;
  std::vector<std::uint32_t> neurons;  ///< empty: all of them
  stimulus what;
  bool on = true;  ///< one that is off brings nothing; its current can be recorded, and is 0
};

/// State variables, conductances or ionic currents of chosen neurons, sampled while the run goes on. Under a staggered
/// integrator the gates, and currents computed from them, are those of half a step later. An input's current is its
/// course at the instant of the sample, where it jumps from then on, not the mean that a step makes of it; that of
/// noise is what the step that begins there has.
struct recording {
  std::string name;  ///< unique among recordings
  std::string population;
  std::vector<std::string> variables;  ///< "v", gates, "g_<receptor>" (of conductances), "i_<receptor>", "i_<input>" of
                                       ///< inputs that are currents, "<terminal>.<state>" of its terminals
                                       ///< and those of projections that start here, called as these are,
                                       ///< and the model's observables. Currents of channels
                                       ///< and conductances are positive outward, those injected inward.
  std::vector<std::uint32_t> neurons;  ///< empty: all of them
  double interval = 0;                 ///< ms, a multiple of dt; samples at 0, interval, 2 interval, ... < duration
  bool on = true;                      ///< is it sampled? One that is off has its place in results, without samples.

  bool operator==(const recording&) const = default;
};

struct network {
  std::vector<population> populations;
  std::vector<projection> projections;
  std::vector<input> inputs;
  std::shared_ptr<const hux::catalog> catalog = built_in_catalog();  ///< of what its names stand for
};

enum class precision : std::uint8_t { single, double_ };
enum class backend_kind : std::uint8_t { automatic, cpu, cuda };
/// Time of a recorded spike: interpolated between steps, or the end of the step in which the threshold was crossed.
enum class spike_time : std::uint8_t { interpolated, grid };
/// What becomes of a run when the membrane potential of a neuron leaves +-500 mV or is no number: it stops with
/// divergence_error, or it goes on without that neuron. A marked neuron sends no spike from the step on in which it
/// diverged, all its variables are NaN from the end of that step on, and the results say which it was and when. The
/// others go on as if it had fallen silent, to the last bit.
enum class divergence_policy : std::uint8_t { stop, mark };

/// How equations that are text run on a CPU: by an interpreter, or compiled before the run. Automatic: compiled if they
/// have been before, or if that saves time before the run ends. The same results either way.
enum class equations_run : std::uint8_t { automatic, interpreted, compiled };

/// What to keep of a run.
struct recordings {
  std::optional<std::vector<std::string>> spikes;  ///< populations whose spikes are recorded; none: all
  spike_time spike_times = spike_time::interpolated;
  std::vector<recording> samples;
  std::vector<std::string> rates;        ///< populations whose rate is recorded
  double rate_bin = 1.0;                 ///< ms, a multiple of dt
  std::vector<std::string> connections;  ///< projections whose synapses are kept with the results

  bool operator==(const recordings&) const = default;
};

/// How to simulate.
struct settings {
  double duration = 0;  ///< ms
  double dt = 0.05;     ///< ms
  std::uint64_t seed = 1;
  std::string integrator = "rk4";
  hux::precision precision = precision::single;
  backend_kind backend = backend_kind::automatic;
  std::uint32_t device = 0;      ///< number of the GPU; of the first that may be taken, if backend is automatic
  std::uint32_t threads = 0;     ///< 0: one for each core
  std::uint32_t window = 0;      ///< most steps between two deliveries; 0: chosen. Changes speed, never results.
  std::uint32_t block_size = 0;  ///< neurons advanced together, a power of two; 0: chosen. Speed, never results.
  equations_run equations = equations_run::automatic;  ///< Speed, never results.
  divergence_policy on_divergence = divergence_policy::stop;
};

/// A stretch of a run that begins with changes. They hold from there on, until a later stage changes the same.
struct stage {
  std::string name{};                                    ///< for messages and progress, unique if it has one
  double duration = 0;                                   ///< ms, a multiple of dt
  std::optional<std::vector<std::string>> inputs{};      ///< those that are on, all others are off; none: as before
  std::optional<std::vector<std::string>> recordings{};  ///< the same of recordings::samples
  std::map<std::string, std::string> set{};  ///< by key in an experiment file (population., projection., input.), the
                                             ///< value in TOML: what simulation::change accepts, but for presets
  std::map<std::string, double> scale{};     ///< factors of weights, by key: "projection.EE.weight"
};

/// A network, how to simulate it and what to keep: all that a run depends on.
struct experiment {
  std::string title;
  hux::network network;
  hux::settings settings;
  hux::recordings recordings;
  /// Follow each other from t = 0 on; none: nothing changes. settings.duration is their sum, or 0 to mean that.
  std::vector<stage> stages;
};

}  // namespace hux
