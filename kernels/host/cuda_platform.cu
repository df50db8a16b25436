#include <algorithm>
#include <deque>
#include <string>

#include "engine/gpu.hpp"
#include "engine/planned_state.hpp"
#include "host/cuda_backend.hpp"
#include "host/delivery.hpp"
#include "host/devices.hpp"
#include "host/partition.hpp"
#include "hux/device/window_spike.hpp"
#include "hux/errors.hpp"
#include "network/built_network.hpp"

namespace hux {
namespace cuda {
namespace {

class gpu_of_number final : public platform {
 public:
  explicit gpu_of_number(std::uint32_t number) { device::use_device(number); }

  synapse_rows build_rows(const wiring& w) override {
    auto built = std::make_shared<const device_rows>(build_device_rows(w));
    synapse_rows described;
    static_cast<row_summary&>(described) = built->summary;
    described.elsewhere = std::move(built);
    return described;
  }

  std::unique_ptr<backend> make_backend(const built_network& network) override { return cuda::make_backend(network); }
};

constexpr int least_major = 7;
constexpr int least_minor = 5;

gpu described(std::uint32_t number, const device::properties& p) {
  gpu g;
  g.number = number;
  g.name = p.name;
  g.capability = std::to_string(p.major) + "." + std::to_string(p.minor);
  g.memory = p.memory;
  g.available = p.available;
  g.unusable = p.unusable;
  if (p.major < least_major || (p.major == least_major && p.minor < least_minor))
    g.unusable = "its compute capability is " + g.capability + ", and Hux needs " + std::to_string(least_major) + "." +
                 std::to_string(least_minor);
  return g;
}

std::uint64_t input_bytes(const experiment& e, const hux::population& p, std::size_t real) {
  std::uint64_t a_neuron = 0;
  for (const auto& in : e.network.inputs)
    if (in.on && in.population == p.name) a_neuron += (in.neurons.empty() ? 0 : 1) + std::max(real, sizeof(float));
  return p.size * a_neuron;
}

bool is_noisy(const experiment& e, const hux::population& p) {
  return std::ranges::any_of(e.network.inputs, [&](const auto& in) {
    return in.on && in.population == p.name &&
           (std::holds_alternative<white_noise>(in.what) || std::holds_alternative<ornstein_uhlenbeck>(in.what));
  });
}

/// Samples of a window, of state variables of the neurons that are recorded.
std::uint64_t sample_bytes(const experiment& e, std::int64_t window, std::size_t real) {
  std::uint64_t values = 0;
  for (const auto& r : e.recordings.samples) {
    const auto& p = *std::ranges::find(e.network.populations, r.population, &hux::population::name);
    const std::uint64_t neurons = r.neurons.empty() ? p.size : r.neurons.size();
    const std::uint64_t variables = planned_state_of(p, e.network).gates + 1 + p.receptors.size();
    const auto interval = std::max<std::int64_t>(steps_of(r.interval, e.settings.dt), 1);
    values += ((window + interval - 1) / interval) * variables * neurons;
  }
  return values * real;
}

}  // namespace
}  // namespace cuda

gpu_plan plan_gpu_backend(const experiment& e, const std::vector<planned_projection>& projections,
                          std::int64_t window) {
  const std::size_t real = e.settings.precision == precision::single ? sizeof(float) : sizeof(double);
  gpu_plan plan;
  std::vector<cuda::block_partition> partitions;
  for (const auto& p : e.network.populations) {
    const planned_state state = planned_state_of(p, e.network);
    const auto receptors = static_cast<std::uint32_t>(p.receptors.size());
    // Weights that are not drawn yet decide whose sums are wide: all may be.
    partitions.push_back(cuda::partition_of(
        p.name, p.size, {receptors, receptors, static_cast<std::uint32_t>(state.cascades), cuda::is_noisy(e, p)}, real,
        window, e.settings.block_size));
    const std::uint64_t refractory = p.refractory > 0 ? sizeof(double) : 0;
    plan.device.push_back({"population " + p.name + ": state",
                           p.size * (state.variables() * real + refractory) + cuda::input_bytes(e, p, real)});
    plan.device.push_back(
        {"population " + p.name + ": spikes of the windows in flight",
         cuda::windows_in_flight * cuda::spike_room(p.size, window, e.settings.dt) * sizeof(window_spike)});
    if (e.settings.on_divergence == divergence_policy::mark)
      plan.device.push_back({"population " + p.name + ": marks of the windows in flight",
                             cuda::windows_in_flight * p.size * sizeof(std::uint64_t)});
    plan.host.push_back({"population " + p.name + ": drawn values", state.drawn_bytes});
    plan.host.push_back(
        {"population " + p.name + ": spikes of the windows in flight, at 100 Hz",
         cuda::windows_in_flight * cuda::spikes_to_expect(p.size, window, e.settings.dt) * sizeof(window_spike)});
  }
  for (const auto& p : projections) {
    plan.device.push_back({"projection " + p.made_of.projection.name + ": events in flight, at 20 Hz",
                           cuda::events_in_flight::planned_bytes(p.synapses.mean, p.max_delay, p.own_weights, window,
                                                                 partitions[p.target], e.settings.dt)});
  }
  const std::uint64_t samples = cuda::sample_bytes(e, window, real);
  if (samples > 0) {
    plan.device.push_back({"recording: samples of the windows in flight", cuda::windows_in_flight * samples});
    plan.host.push_back({"recording: samples of a window", samples});
  }
  return plan;
}

gpu_survey survey_gpus() {
  gpu_survey survey;
  const auto devices = device::list_devices(survey.why_none);
  for (std::uint32_t i = 0; i < devices.size(); ++i) survey.devices.push_back(cuda::described(i, devices[i]));
  return survey;
}

std::unique_ptr<platform> gpu_platform(std::uint32_t number) { return std::make_unique<cuda::gpu_of_number>(number); }

}  // namespace hux
