#include "run/settle.hpp"

#include <algorithm>
#include <utility>

#include "experiment/terminals.hpp"
#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "network/built_network.hpp"
#include "network/stage_steps.hpp"
#include "run/choose_backend.hpp"
#include "run/memory.hpp"
#include "run/plan.hpp"
#include "support/thread_team.hpp"

namespace hux {
namespace {

/// Threads wait for each other in every window, and at each step where signals arrive at once. Where signals make that
/// often, each should have enough to do in between that a machine which is busy otherwise does not hold them all up.
unsigned worthwhile_threads(const experiment& e, unsigned most) {
  if (!has_signal(e.network)) return most;
  constexpr double neuron = 15, synapse = 0.5, least = 20'000;  // ns in a step
  double work = plan_validated(e).expected_synapses * synapse;
  for (const auto& p : e.network.populations) work += p.size * neuron;
  if (!has_signal_at_once(e.network)) work *= static_cast<double>(window_steps(e));
  return std::clamp(static_cast<unsigned>(std::min(work / least, 1e6)), 1U, most);
}

/// One thread a core, or as many as there is room for; results are the same. So many as were asked for, or none.
void settle_threads(settled_experiment& s) {
  const bool automatic = s.e.settings.threads == 0;
  const unsigned possible = thread_count(s.e.settings);
  const unsigned wanted = automatic ? worthwhile_threads(s.e, possible) : possible;
  s.e.settings.threads = automatic ? startable_threads(wanted) : wanted;
  if (s.e.settings.threads < wanted)
    s.warnings.push_back("the system has no room for " + std::to_string(wanted) + " threads; going on with " +
                         std::to_string(s.e.settings.threads));
}

/// Takes the GPU if the experiment fits into its memory.
void settle_backend(settled_experiment& s) {
  const bool automatic = s.e.settings.backend == backend_kind::automatic;
  const backend_choice choice = choose_backend(s.e);
  s.e.settings.backend = choice.kind;
  s.e.settings.device = choice.device;
  s.why_cpu = choice.why;
  if (choice.kind == backend_kind::cpu) return;
  const std::string missing =
      missing_memory(plan_validated(s.e).device, choice.available, "free on GPU " + std::to_string(choice.device));
  if (missing.empty()) return;
  if (!automatic) throw memory_error(missing);
  s.e.settings.backend = backend_kind::cpu;
  s.why_cpu = missing;
}

}  // namespace

settled_experiment settle(experiment wanted) {
  validate(wanted);
  settled_experiment s{std::move(wanted), "", {}};
  s.e.settings.duration = duration_of(s.e);
  settle_backend(s);
  settle_threads(s);
  s.e.settings.window = static_cast<std::uint32_t>(window_steps(s.e));
  // Samples come in the order of the neurons, however they were named.
  for (auto& r : s.e.recordings.samples) std::sort(r.neurons.begin(), r.neurons.end());
  require_memory(plan_validated(s.e), available_memory());
  return s;
}

}  // namespace hux
