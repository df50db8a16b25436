#pragma once

#include <cstdint>
#include <string>

#include "hux/network.hpp"

namespace hux {

/// Where a result comes from: what a reader needs to know to trust it, and to make it again.
struct provenance {
  std::string version;     ///< of Hux
  std::string git_commit;  ///< of the source it was built from; "unknown" outside a repository
  std::string title;
  std::uint64_t seed = 0;
  double dt = 0;          ///< ms
  double duration = 0;    ///< asked for, ms
  std::string precision;  ///< "single" or "double"
  std::string integrator;
  std::string backend;        ///< "cpu" or "cuda"
  std::string machine;        ///< GPU, if one was used, and processor model
  std::uint64_t threads = 0;  ///< of the host
  std::string started;        ///< UTC, ISO 8601
  double start = 0;           ///< where the recording starts, ms
  double simulated = 0;       ///< time reached, ms
  std::uint64_t spikes = 0;   ///< from start on, in all populations, recorded or not
  std::uint64_t synapses = 0;
  double build_seconds = 0;
  double simulation_seconds = 0;
  double update_seconds = 0;
  double delivery_seconds = 0;
  double output_seconds = 0;
  std::string status;      ///< "complete", "interrupted", or the error that ended the run
  std::string changes;     ///< lines of the experiment that were changed while it ran, and when; empty: none
  std::string experiment;  ///< as run: the text of an outlined_experiment
  bool has_lists = false;  ///< does it name any?
};

/// Of a run that is recorded from now on; what its end will tell is left open. The experiment is not filled in.
/// @param start where the recording starts, ms
provenance provenance_of(const experiment& settled, double start = 0);

/// The processor's name as /proc/cpuinfo has it; "unknown" where that cannot be read.
std::string processor_name();

/// Calls f(name, member) for what the end of a run tells.
template <class Provenance, class Function>
void for_each_outcome(Provenance& p, Function&& f) {
  f("simulated", p.simulated);
  f("spikes", p.spikes);
  f("synapses", p.synapses);
  f("build_seconds", p.build_seconds);
  f("simulation_seconds", p.simulation_seconds);
  f("update_seconds", p.update_seconds);
  f("delivery_seconds", p.delivery_seconds);
  f("output_seconds", p.output_seconds);
  f("status", p.status);
}

/// Calls f(name, member) for all that is stored by name: all but the experiment.
template <class Provenance, class Function>
void for_each_field(Provenance& p, Function&& f) {
  f("version", p.version);
  f("git_commit", p.git_commit);
  f("title", p.title);
  f("seed", p.seed);
  f("dt", p.dt);
  f("duration", p.duration);
  f("precision", p.precision);
  f("integrator", p.integrator);
  f("backend", p.backend);
  f("machine", p.machine);
  f("threads", p.threads);
  f("started", p.started);
  f("start", p.start);
  for_each_outcome(p, f);
}

}  // namespace hux
