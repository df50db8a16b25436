#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

#include "backend.hpp"
#include "build/built_network.hpp"
#include "build/draw.hpp"
#include "lookup_index.hpp"
#include "memory.hpp"
#include "recorders/async_writer.hpp"

namespace hux {
namespace {

double longest_delay(const projection& p, const ends& where) {
  const auto* list = std::get_if<explicit_list>(&p.rule);
  const double own = list && !list->delay.empty() ? *std::ranges::max_element(list->delay) : range_of(p.delay).max;
  return own + longest_conduction(p, where);
}

/// The longest delay that is reckoned with where a law has no upper bound that could be met.
constexpr double long_delay = 1000;  // ms

std::vector<planned_projection> expected_projections(const experiment& e) {
  std::vector<planned_projection> planned;
  for (const auto& p : e.network.projections) {
    const std::size_t index = index_of(e.network.populations, p.target);
    const auto& source = e.network.populations[index_of(e.network.populations, p.source)];
    const auto& target = e.network.populations[index];
    const ends where(p, source, target, e.settings.seed);
    const double longest = longest_delay(p, where);
    planned.push_back({&p, index, expected_synapses(p, source.size, target.size, p.source == p.target, where),
                       steps_of(std::isinf(longest) ? long_delay : longest, e.settings.dt)});
  }
  return planned;
}

/// Synapses of all projections; what building needs for a moment counts once, as projections are built one by one.
void plan_synapses(const experiment& e, memory_plan& plan) {
  std::uint64_t transient = 0;
  for (const auto& p : e.network.projections) {
    const auto& source = e.network.populations[index_of(e.network.populations, p.source)];
    const auto& target = e.network.populations[index_of(e.network.populations, p.target)];
    const row_bytes bytes = planned_bytes(p, source.size, target.size, p.source == p.target, e.settings.dt,
                                          thread_count(e.settings), ends(p, source, target, e.settings.seed));
    plan.components.push_back({"projection " + p.name + ": synapses", bytes.kept});
    transient = std::max(transient, bytes.transient);
  }
  if (transient > 0) plan.components.push_back({"building: largest projection, for a moment", transient});
}

std::uint64_t recording_bytes(const experiment& e) {
  std::uint64_t a_window = 0;
  for (const auto& r : e.recordings.samples) {
    const auto& p = e.network.populations[index_of(e.network.populations, r.population)];
    const std::uint64_t neurons = r.neurons.empty() ? p.size : r.neurons.size();
    a_window += neurons * r.variables.size() * sizeof(float) * static_cast<std::uint64_t>(window_steps(e));
  }
  return 2 * a_window + async_writer::default_capacity;
}

}  // namespace

std::uint64_t memory_plan::total() const {
  std::uint64_t sum = 0;
  for (const auto& c : components) sum = c.bytes > UINT64_MAX - sum ? UINT64_MAX : sum + c.bytes;
  return sum;
}

unsigned thread_count(const settings& s) {
  return s.threads > 0 ? s.threads : std::max(1U, std::thread::hardware_concurrency());
}

memory_plan plan(const experiment& e) {
  validate(e);
  memory_plan plan;
  plan.steps = static_cast<std::uint64_t>(steps_of(e.settings.duration, e.settings.dt));
  const std::int64_t window = window_steps(e);
  plan.window = static_cast<std::uint64_t>(window);
  const auto projections = expected_projections(e);
  for (const auto& p : projections) plan.expected_synapses += p.synapses;
  plan.components = plan_cpu_backend(e, projections, window, thread_count(e.settings));
  plan_synapses(e, plan);
  plan.components.push_back({"recording: buffers", recording_bytes(e)});
  return plan;
}

std::uint64_t available_memory() {
  std::ifstream meminfo("/proc/meminfo");
  std::string key;
  std::uint64_t kib = 0;
  std::string unit;
  while (meminfo >> key >> kib >> unit)
    if (key == "MemAvailable:") return kib * 1024;
  return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGE_SIZE));
}

void require_memory(const memory_plan& plan, std::uint64_t available) {
  if (plan.total() <= available) return;
  const auto largest = std::ranges::max_element(plan.components, {}, &memory_plan::component::bytes);
  constexpr double gib = 1024.0 * 1024.0 * 1024.0;
  throw memory_error(
      fmt::format("the experiment needs {:.2f} GiB and {:.2f} GiB are available; the largest part is {:.2f} GiB for {}",
                  static_cast<double>(plan.total()) / gib, static_cast<double>(available) / gib,
                  static_cast<double>(largest->bytes) / gib, largest->name));
}

}  // namespace hux
