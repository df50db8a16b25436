#pragma once

#include <limits>
#include <type_traits>

#include "device/gather.hpp"
#include "hux/device/integrators/crossing.hpp"
#include "hux/device/synapses/synapses.hpp"

/// The kernel that advances a population through a window, one thread a neuron, the state in registers throughout.
namespace hux::cuda {

/// One neuron on its way through a window, in the registers of a thread.
/// @tparam Kinds of voltage-dependent receptors that there may be
template <class Model, class Integrator, class Real, class Kinds>
struct neuron_thread {
  using coefficients = typename Model::template coefficients<Real>;
  using input = stage_input<Real, Kinds>;

  neuron_state<Real, Model::gates> state;
  coefficients k;
  std::uint32_t neuron;
  bool inside;  ///< is there such a neuron? Threads behind the last one go along with it, so that warps stay whole.
  bool going;   ///< false once it has diverged, which a potential that is no number tells in later windows
};

template <class Model, class Real>
HUX_DEVICE neuron_state<Real, Model::gates> load_state(const population_view<Real>& p, std::uint32_t neuron) {
  neuron_state<Real, Model::gates> s;
  s.v = p.v[neuron];
  for (int g = 0; g < Model::gates; ++g) s.gate[g] = p.gates[static_cast<std::size_t>(g) * p.stride + neuron];
  return s;
}

template <class Model, class Real>
HUX_DEVICE void store_state(const population_view<Real>& p, std::uint32_t neuron,
                            const neuron_state<Real, Model::gates>& s) {
  p.v[neuron] = s.v;
  for (int g = 0; g < Model::gates; ++g) p.gates[static_cast<std::size_t>(g) * p.stride + neuron] = s.gate[g];
}

/// Coefficients from device memory.
template <class Coefficients, class Real>
HUX_DEVICE Coefficients load_coefficients(const population_view<Real>& p, std::uint32_t neuron) {
  constexpr auto count = sizeof(Coefficients) / sizeof(Real);
  struct numbers {
    Real of[count];
  } loaded;
  for (std::size_t c = 0; c < count; ++c) loaded.of[c] = p.coefficients[c * p.sets + (p.sets == 1 ? 0 : neuron)];
  return std::bit_cast<Coefficients>(loaded);
}

/// Moves receptors between device and shared memory, where each thread has its own elements.
template <class Real>
HUX_DEVICE void load_receptors(const population_view<Real>& p, std::uint32_t neuron, const scratch<Real>& s) {
  std::size_t at = neuron;
  for (unsigned i = device::block_thread(); i < s.x.size(); i += device::block_size().x, at += p.stride)
    s.x[i] = p.x[at];
  at = neuron;
  for (unsigned i = device::block_thread(); i < s.y.size(); i += device::block_size().x, at += p.stride)
    s.y[i] = p.y[at];
}

template <class Real>
HUX_DEVICE void store_receptors(const population_view<Real>& p, std::uint32_t neuron, const scratch<Real>& s) {
  std::size_t at = neuron;
  for (unsigned i = device::block_thread(); i < s.x.size(); i += device::block_size().x, at += p.stride)
    p.x[at] = s.x[i];
  at = neuron;
  for (unsigned i = device::block_thread(); i < s.y.size(); i += device::block_size().x, at += p.stride)
    p.y[at] = s.y[i];
}

/// Injected currents and noise, not yet scaled.
/// @param row of the slice, of the window: numbers of the step
template <class Input, class Real>
HUX_DEVICE Input currents_at(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t neuron,
                             unsigned row_of_slice, std::uint32_t row_of_window, const scratch<Real>& s) {
  Real noise(0);
  if (s.noise.size() != 0) noise = s.noise[row_of_slice * device::block_size().x + device::block_thread()];
  auto input = input_of_noise<Input>(noise);
  for (std::size_t i = 0; i < p.currents.size(); ++i) {
    const current_view<Real> current = p.currents[i];
    const Real amplitude = current.amplitude[current.individual ? neuron : 0];
    for (int at = 0; at < stages; ++at) {
      const Real course = w.courses[current.course + row_of_window * stages + static_cast<unsigned>(at)];
      input.sum[at].drive = fma(amplitude, course, input.sum[at].drive);
    }
    if (current.conductance.size() == 0) continue;
    const Real conductance = current.conductance[current.individual ? neuron : 0];
    for (auto& sum : input.sum) sum.decay = sum.decay + conductance;
  }
  return input;
}

/// What arrives at a receptor, by the place of its sum among those that are as wide.
template <class Real>
HUX_DEVICE Real arrived(const scratch<Real>& s, const receptor_view<Real>& receptor, unsigned place) {
  if constexpr (is_single<Real>)
    if (receptor.wide_sums) {
      const wide_fixed_point sum = s.wide_sums[place];
      return static_cast<Real>(sum);
    }
  const fixed_point<Real> sum = s.sums[place];
  return static_cast<Real>(sum);
}

/// Adds what receptors do over a step, and advances them to its end.
template <class Input, class Real>
HUX_DEVICE void add_synapses(const population_view<Real>& p, const window_view<Real>& w, unsigned row_of_slice,
                             const scratch<Real>& s, Input& input) {
  const unsigned t = device::block_thread();
  const unsigned threads = device::block_size().x;
  for (std::uint32_t r = 0; r < p.receptor_count; ++r) {
    const receptor_view<Real> receptor = p.receptors[r];
    const Real spikes = arrived(s, receptor, first_of_row(receptor.sums_row, w.slice) + row_of_slice * threads + t);
    Real x = s.x[r * threads + t];
    Real y(0);
    if (receptor.cascaded) y = s.y[receptor.row_of_y * threads + t];
    advance_receptor<Real, Real>(receptor, spikes, x, y, input);
    s.x[r * threads + t] = x;
    if (receptor.cascaded) s.y[receptor.row_of_y * threads + t] = y;
  }
}

/// A state variable: v, a gate, or a receptor's x.
template <class Model, class Real>
HUX_DEVICE Real variable_of(std::uint32_t number, const neuron_state<Real, Model::gates>& state,
                            const scratch<Real>& s) {
  Real value = state.v;
  // Compared one by one: an index would bring the state out of the registers.
  for (int g = 0; g < Model::gates; ++g) value = number == static_cast<std::uint32_t>(g) + 1 ? state.gate[g] : value;
  if (number <= Model::gates) return value;
  return s.x[(number - 1 - Model::gates) * device::block_size().x + device::block_thread()];
}

/// Samples every recording that is due at the begin of a step.
/// @return the next step at which one will be
template <class Model, class Real>
HUX_DEVICE std::int64_t sample(const population_view<Real>& p, const window_view<Real>& w, std::int64_t step,
                               std::uint32_t neuron, const neuron_state<Real, Model::gates>& state,
                               const scratch<Real>& s) {
  std::int64_t next = w.steps.end;
  for (std::size_t i = 0; i < p.recordings.size(); ++i) {
    const recording_view r = p.recordings[i];
    const std::int64_t before = step / r.interval;
    if ((before + 1) * r.interval < next) next = (before + 1) * r.interval;
    if (before * r.interval != step || neuron < r.begin || neuron >= r.end) continue;
    const std::uint32_t column = r.column[neuron - r.begin];
    if (column == recording_view::not_recorded) continue;
    const std::int64_t first = (w.steps.begin + r.interval - 1) / r.interval;
    std::size_t to = r.first_value + (before - first) * r.variables.size() * r.columns + column;
    for (std::size_t variable = 0; variable < r.variables.size(); ++variable, to += r.columns)
      w.samples[to] = variable_of<Model>(r.variables[variable], state, s);
  }
  return next;
}

/// Appends the spikes of a warp to those of the window. All its lanes come here.
/// @param votes lanes that have a spike
template <class Real>
HUX_DEVICE void append_spike(const window_view<Real>& w, unsigned votes, const window_spike& mine) {
  std::uint32_t begin = 0;
  if (device::lane() == device::first_lane(votes))
    begin = static_cast<std::uint32_t>(device::atomic_add(w.counters[spikes_counter], device::popcount(votes)));
  begin = device::shfl(device::full_warp, begin, device::first_lane(votes));
  if ((votes >> device::lane() & 1u) == 0) return;
  const std::uint32_t at = begin + device::popcount(votes & device::lanes_below());
  if (at < w.spikes.size())
    w.spikes[at] = mine;
  else
    w.stop.stop();
}

/// Where within the step the threshold was crossed, as a fraction of it.
template <class Model, class Integrator, class Real, class Input>
HUX_DEVICE double fraction_of_step(const neuron_state<Real, Model::gates>& before,
                                   const neuron_state<Real, Model::gates>& after,
                                   const typename Model::template coefficients<Real>& k, const Input& input,
                                   Real threshold) {
  constexpr double steps = 1 / Integrator::unit_of_time;
  const Real d0 = slope(membrane_with_input<Model>(before.v, before.gate, k, input, at_begin), before.v);
  const Real d1 = slope(membrane_with_input<Model>(after.v, after.gate, k, input, at_end), after.v);
  return crossing_fraction(before.v, after.v, d0 * steps, d1 * steps, threshold);
}

/// May a neuron spike now, in the unit of its refractory time? If so, this is its last spike.
template <class Real>
HUX_DEVICE bool past_refractory(const population_view<Real>& p, std::uint32_t neuron, double now) {
  if (p.refractory == 0) return true;
  double last = p.last_spike[neuron];
  const bool past = hux::past_refractory(p.refractory, now, last);
  if (past) p.last_spike[neuron] = last;
  return past;
}

/// Keeps the spikes of a warp some of whose neurons crossed the threshold upwards in a step.
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE void keep_spikes(const population_view<Real>& p, const window_view<Real>& w, std::int64_t step,
                            std::uint32_t row, bool crossed, const neuron_state<Real, Model::gates>& before,
                            const stage_input<Real, Kinds>& input,
                            const neuron_thread<Model, Integrator, Real, Kinds>& n) {
  double fraction = 1;
  if (crossed && w.interpolate)
    fraction = fraction_of_step<Model, Integrator>(before, n.state, n.k, input, p.threshold);
  const double time = (static_cast<double>(step) + fraction) * w.dt;
  crossed = crossed && past_refractory(p, n.neuron, w.interpolate ? time : static_cast<double>(step));
  const unsigned votes = device::ballot(device::full_warp, crossed);
  if (votes != 0) append_spike(w, votes, {time, n.neuron, row});
}

/// Goes on without a neuron that has diverged, or stops the run.
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE void leave_behind(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t row_of_window,
                             neuron_thread<Model, Integrator, Real, Kinds>& n) {
  n.going = false;
  const std::uint64_t code = divergence_code(row_of_window, n.neuron);
  if (w.marks.size() == 0) {
    p.v[n.neuron] = n.state.v;  // for the host to tell
    device::atomic_max(w.counters[divergence_counter], code);
    w.stop.stop();
    return;
  }
  w.marks[static_cast<std::size_t>(device::atomic_add(w.counters[marks_counter], 1))] = code;
  constexpr Real not_a_number = std::numeric_limits<Real>::quiet_NaN();
  n.state.v = not_a_number;
  p.v[n.neuron] = not_a_number;
}

/// One step of a neuron: input, integration, and a look for a blow-up and for spikes.
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE void advance_step(const population_view<Real>& p, const window_view<Real>& w, std::int64_t step,
                             unsigned row_of_slice, const scratch<Real>& s,
                             neuron_thread<Model, Integrator, Real, Kinds>& n) {
  const auto row = static_cast<std::uint32_t>(step - w.steps.begin);
  const std::uint32_t own = n.inside ? n.neuron : p.size - 1;
  auto input = currents_at<stage_input<Real, Kinds>>(p, w, own, row_of_slice, row, s);
  add_synapses(p, w, row_of_slice, s, input);
  scale(input, n.k.input);
  const auto before = n.state;
  Integrator::template step<Model>(n.state, n.k, input);
  if (n.going && !(absolute(n.state.v) < Real(v_limit))) leave_behind(p, w, row, n);

  const bool crossed = n.going && before.v < p.threshold && !(n.state.v < p.threshold);
  if (device::ballot(device::full_warp, crossed) != 0) keep_spikes(p, w, step, row, crossed, before, input, n);
}

/// A neuron through a slice whose input has been gathered.
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE void advance_slice(const population_view<Real>& p, const window_view<Real>& w, step_range steps,
                              const scratch<Real>& s, neuron_thread<Model, Integrator, Real, Kinds>& n) {
  std::int64_t step = steps.begin;
  while (step < steps.end) {
    const std::int64_t due = sample<Model>(p, w, step, n.neuron, n.state, s);
    const std::int64_t next = due < steps.end ? due : steps.end;
    for (; step < next; ++step) advance_step(p, w, step, static_cast<unsigned>(step - steps.begin), s, n);
  }
}

/// Blocks that are to share a multiprocessor: with 64 registers a thread half of what there is room for, where the
/// state is small enough to bear it without spilling (which fails the build).
template <class Model, class Real, bool Blocked, bool Own>
inline constexpr unsigned blocks_together = sizeof(Real) == 4 && Model::gates <= 3 && !Blocked && !Own ? 8 : 1;

/// Advances a population through a window.
/// @tparam Blocked may there be voltage-dependent receptors, of these kinds?
/// @tparam Own may neurons have coefficients of their own? If not, all have those that the launch brings.
template <class Model, class Integrator, class Real, bool Blocked, bool Own, class Kinds = voltage_dependent_synapses>
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, (blocks_together<Model, Real, Blocked, Own>))
    advance(population_view<Real> p, typename Model::template coefficients<Real> common, window_view<Real> w) {
  if (w.stop.stopped()) return;
  neuron_thread<Model, Integrator, Real, std::conditional_t<Blocked, Kinds, type_list<>>> n;
  n.neuron = device::grid_thread();
  n.inside = n.neuron < p.size;
  const std::uint32_t own = n.inside ? n.neuron : p.size - 1;
  n.state = load_state<Model>(p, own);
  constexpr Real infinity = std::numeric_limits<Real>::infinity();
  n.going = n.inside && n.state.v <= infinity;
  if constexpr (Own)
    n.k = load_coefficients<typename Model::template coefficients<Real>>(p, own);
  else
    n.k = common;
  const scratch<Real> s = shared_scratch(p, w.slice);
  load_receptors(p, own, s);
  std::uint64_t number = w.first_slice;
  for (std::int64_t begin = w.steps.begin; begin < w.steps.end; begin += w.slice, ++number) {
    const step_range steps{begin, begin + w.slice < w.steps.end ? begin + w.slice : w.steps.end};
    gather(p, n.neuron, steps, w.slice, number, s);
    advance_slice(p, w, steps, s, n);
  }
  if (!n.inside) return;
  if (n.going) store_state<Model>(p, n.neuron, n.state);
  store_receptors(p, n.neuron, s);
}

}  // namespace hux::cuda
