#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

#include "backend.hpp"
#include "build/built_network.hpp"
#include "build/draw.hpp"
#include "choose_backend.hpp"
#include "gpu.hpp"
#include "lookup_index.hpp"
#include "memory.hpp"
#include "recorders/async_writer.hpp"

namespace hux {
namespace {

/// The longest delay that is reckoned with, ms.
double longest_delay(const projection& p, const ends& where) {
  constexpr double unbounded = 1000;  // where a law has no upper bound that could be met
  const double longest = delay_range(p, where).max;
  return std::isinf(longest) ? unbounded : longest;
}

std::vector<planned_projection> expected_projections(const experiment& e) {
  std::vector<planned_projection> planned;
  for (const auto& p : e.network.projections) {
    const std::size_t source = index_of(e.network.populations, p.source);
    const std::size_t target = index_of(e.network.populations, p.target);
    const auto& from = e.network.populations[source];
    const auto& to = e.network.populations[target];
    const ends where(p, from, to, e.settings.seed);
    planned.push_back({&p, source, target, where, expected_synapses(p, from.size, to.size, source == target, where),
                       steps_of(longest_delay(p, where), e.settings.dt), has_own_weights(p)});
  }
  return planned;
}

using components = std::vector<memory_plan::component>;

/// Synapses of all projections; what building needs for a moment counts once, as projections are built one by one.
/// @param bytes_of tells what a projection between populations of two sizes needs
template <class BytesOf>
void plan_synapses(const experiment& e, const std::vector<planned_projection>& projections, components& parts,
                   const BytesOf& bytes_of) {
  std::uint64_t transient = 0;
  for (const auto& p : projections) {
    const row_bytes bytes = bytes_of(p, e.network.populations[p.source].size, e.network.populations[p.target].size);
    parts.push_back({"projection " + p.description->name + ": synapses", bytes.kept});
    transient = std::max(transient, bytes.transient);
  }
  if (transient > 0) parts.push_back({"building: largest projection, for a moment", transient});
}

void plan_cpu(const experiment& e, const std::vector<planned_projection>& projections, memory_plan& plan) {
  const unsigned threads = thread_count(e.settings);
  plan.components = plan_cpu_backend(e, projections, window_steps(e), threads);
  plan_synapses(e, projections, plan.components, [&](const auto& p, std::uint32_t sources, std::uint32_t targets) {
    return planned_bytes(*p.description, sources, targets, p.synapses, e.settings.dt, threads, p.where);
  });
}

void plan_cuda(const experiment& e, const std::vector<planned_projection>& projections, memory_plan& plan) {
  gpu_plan on_gpu = plan_gpu_backend(e, projections, window_steps(e));
  plan.components = std::move(on_gpu.host);
  plan.device = std::move(on_gpu.device);
  plan_synapses(e, projections, plan.device, [&](const auto& p, std::uint32_t sources, std::uint32_t targets) {
    return planned_device_bytes(*p.description, sources, targets, p.synapses, e.settings.dt, p.where);
  });
}

std::uint64_t sum_of(const components& parts) {
  std::uint64_t sum = 0;
  for (const auto& c : parts) sum = c.bytes > UINT64_MAX - sum ? UINT64_MAX : sum + c.bytes;
  return sum;
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

std::uint64_t memory_plan::total() const { return sum_of(components); }
std::uint64_t memory_plan::device_total() const { return sum_of(device); }

unsigned thread_count(const settings& s) {
  return s.threads > 0 ? s.threads : std::max(1U, std::thread::hardware_concurrency());
}

memory_plan plan(const experiment& e) {
  validate(e);
  memory_plan plan;
  plan.steps = static_cast<std::uint64_t>(steps_of(e.settings.duration, e.settings.dt));
  plan.window = static_cast<std::uint64_t>(window_steps(e));
  const auto projections = expected_projections(e);
  for (const auto& p : projections) plan.expected_synapses += p.synapses.mean;
  const bool automatic = e.settings.backend == backend_kind::automatic;
  if ((automatic ? choose_backend(e.settings).kind : e.settings.backend) == backend_kind::cuda)
    plan_cuda(e, projections, plan);
  else
    plan_cpu(e, projections, plan);
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
  if (const auto missing = missing_memory(plan.components, available, "available"); !missing.empty())
    throw memory_error(missing);
}

std::string missing_memory(const components& parts, std::uint64_t available, const std::string& where) {
  const std::uint64_t needed = sum_of(parts);
  if (needed <= available) return "";
  const auto largest = std::ranges::max_element(parts, {}, &memory_plan::component::bytes);
  constexpr double gib = 1024.0 * 1024.0 * 1024.0;
  return fmt::format("the experiment needs {:.2f} GiB and {:.2f} GiB are {}; the largest part is {:.2f} GiB for {}",
                     static_cast<double>(needed) / gib, static_cast<double>(available) / gib, where,
                     static_cast<double>(largest->bytes) / gib, largest->name);
}

}  // namespace hux
