#pragma once

#include <limits>
#include <type_traits>

#include "device/gather.hpp"
#include "hux/device/integrators/crossing.hpp"
#include "hux/device/type_list.hpp"

/// The kernel that advances a population through a window, one thread a neuron, the state in registers throughout.
namespace hux::cuda {

/// One neuron on its way through a window, in the registers of a thread.
/// @tparam Kinds of voltage-dependent receptors that there may be
template <class Model, class Integrator, class Real, class Kinds>
struct neuron_thread {
  using coefficients = typename Model::template coefficients<Real>;
  using input = stage_input<Real, Kinds>;

  std::uint32_t neuron;
  neuron_state<Real, Model::gates> state;  ///< a potential that is no number: nothing is to be found of it any more
  coefficients k;
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

/// Calls take(place in device memory, place in shared memory) for a thread's own element of each of some rows.
template <class Real, class Take>
HUX_DEVICE void for_own(const population_view<Real>& p, std::uint32_t rows, std::uint32_t neuron, const Take& take) {
  std::size_t at = neuron;
  unsigned shared = device::block_thread();
  for (std::uint32_t row = 0; row < rows; ++row, at += p.stride, shared += device::block_size().x) take(at, shared);
}

/// Moves receptors between device and shared memory.
template <class Real>
HUX_DEVICE void load_receptors(const population_view<Real>& p, std::uint32_t neuron, const scratch<Real>& s) {
  for_own(p, p.receptor_count, neuron, [&](std::size_t at, unsigned shared) { s.x[shared] = p.x[at]; });
  for_own(p, p.cascades, neuron, [&](std::size_t at, unsigned shared) { s.y[shared] = p.y[at]; });
}

template <class Real>
HUX_DEVICE void store_receptors(const population_view<Real>& p, std::uint32_t neuron, const scratch<Real>& s) {
  for_own(p, p.receptor_count, neuron, [&](std::size_t at, unsigned shared) { p.x[at] = s.x[shared]; });
  for_own(p, p.cascades, neuron, [&](std::size_t at, unsigned shared) { p.y[at] = s.y[shared]; });
}

/// Injected currents and noise, not yet scaled.
/// @param row of the slice, of the window: numbers of the step
template <class Input, class Real>
HUX_DEVICE Input currents_at(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t neuron,
                             unsigned row_of_slice, std::uint32_t row_of_window, const scratch<Real>& s) {
  Real noise(0);
  if (s.noise.size() != 0) noise = s.noise[row_of_slice * device::block_size().x + device::block_thread()];
  auto input = input_of_noise<Input>(noise);
  for (unsigned i = 0; i < count_of(p.currents); ++i) {
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
HUX_DEVICE void add_synapses(const population_view<Real>& p, unsigned row_of_slice, const scratch<Real>& s,
                             Input& input) {
  const unsigned t = device::block_thread();
  const unsigned threads = device::block_size().x;
  for (std::uint32_t r = 0; r < p.receptor_count; ++r) {
    const receptor_view<Real> receptor = p.receptors[r];
    const Real spikes = arrived(s, receptor, first_of_row(receptor.sums_row, p.slice) + row_of_slice * threads + t);
    Real x = s.x[r * threads + t];
    Real y(0);
    if (receptor.cascaded) y = s.y[receptor.row_of_y * threads + t];
    advance_receptor<Real, Real>(receptor, spikes, x, y, input);
    s.x[r * threads + t] = x;
    if (receptor.cascaded) s.y[receptor.row_of_y * threads + t] = y;
  }
}

template <class Real>
HUX_DEVICE bool is_number(Real x) {
  return x == x;
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
/// @param row number of the step in the window
/// @param end row at which to stop at the latest
/// @return the next row at which one will be
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE std::uint32_t sample(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t row,
                                std::uint32_t end, const scratch<Real>& s,
                                const neuron_thread<Model, Integrator, Real, Kinds>& n) {
  const std::int64_t step = w.steps.begin + row;
  for (unsigned i = 0; i < count_of(p.recordings); ++i) {
    const recording_view r = p.recordings[i];
    const std::int64_t before = step / r.interval;
    const std::int64_t due = (before + 1) * r.interval - w.steps.begin;
    if (due < end) end = static_cast<std::uint32_t>(due);
    if (before * r.interval != step || !is_own(n.neuron) || n.neuron < r.begin || n.neuron >= r.end) continue;
    const std::uint32_t column = r.column[n.neuron - r.begin];
    if (column == recording_view::not_recorded) continue;
    const std::int64_t first = (w.steps.begin + r.interval - 1) / r.interval;
    std::size_t to = r.first_value + (before - first) * r.variables.size() * r.columns + column;
    for (unsigned variable = 0; variable < count_of(r.variables); ++variable, to += r.columns)
      w.samples[to] = variable_of<Model>(r.variables[variable], n.state, s);
  }
  return end;
}

/// Appends the spikes of a warp to those of the window. All its lanes come here.
/// @param votes lanes that have a spike
HUX_DEVICE void append_spike(const findings_view& found, const abort_flag& stop, unsigned votes,
                             const window_spike& mine) {
  std::uint32_t begin = 0;
  if (device::lane() == device::first_lane(votes))
    begin = static_cast<std::uint32_t>(device::atomic_add(found.counters[spikes_counter], device::popcount(votes)));
  begin = device::shfl(device::full_warp, begin, device::first_lane(votes));
  if ((votes >> device::lane() & 1u) == 0) return;
  const std::uint32_t at = begin + device::popcount(votes & device::lanes_below());
  if (at < found.spikes.size())
    found.spikes[at] = mine;
  else
    stop.stop();
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
HUX_DEVICE void keep_spikes(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t row, bool crossed,
                            const neuron_state<Real, Model::gates>& before, const stage_input<Real, Kinds>& input,
                            const neuron_thread<Model, Integrator, Real, Kinds>& n) {
  const std::int64_t step = w.steps.begin + row;
  double fraction = 1;
  if (crossed && w.interpolate)
    fraction = fraction_of_step<Model, Integrator>(before, n.state, n.k, input, p.threshold);
  const double time = (static_cast<double>(step) + fraction) * w.dt;
  crossed = crossed && past_refractory(p, n.neuron, w.interpolate ? time : static_cast<double>(step));
  const unsigned votes = device::ballot(device::full_warp, crossed);
  if (votes != 0) append_spike(p.found, w.stop, votes, {time, n.neuron, row});
}

/// Goes on without a neuron that has diverged, or stops the run.
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE void leave_behind(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t row_of_window,
                             neuron_thread<Model, Integrator, Real, Kinds>& n) {
  const std::uint64_t code = divergence_code(row_of_window, n.neuron);
  const Real v = n.state.v;
  n.state.v = std::numeric_limits<Real>::quiet_NaN();
  if (p.found.marks.size() == 0) {
    p.v[n.neuron] = v;  // for the host to tell
    device::atomic_max(p.found.counters[divergence_counter], code);
    w.stop.stop();
    return;
  }
  p.found.marks[static_cast<std::size_t>(device::atomic_add(p.found.counters[marks_counter], 1))] = code;
  p.v[n.neuron] = n.state.v;
}

/// One step of a neuron: input, integration, and a look for a blow-up and for spikes.
/// @param row of the window, of the slice: numbers of the step
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE void advance_step(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t row,
                             std::uint32_t row_of_slice, const scratch<Real>& s,
                             neuron_thread<Model, Integrator, Real, Kinds>& n) {
  auto input = currents_at<stage_input<Real, Kinds>>(p, w, n.neuron, row_of_slice, row, s);
  add_synapses(p, row_of_slice, s, input);
  scale(input, n.k.input);
  const auto before = n.state;
  Integrator::template step<Model>(n.state, n.k, input);
  if (is_number(before.v) && !(absolute(n.state.v) < Real(v_limit))) leave_behind(p, w, row, n);

  const bool crossed = before.v < p.threshold && n.state.v >= p.threshold;
  if (device::ballot(device::full_warp, crossed) != 0) keep_spikes(p, w, row, crossed, before, input, n);
}

/// A neuron through a slice whose input has been gathered, from row `begin` of the window on.
/// @param length of the window, steps
/// @return the row after the slice; where it ends is found anew after each sample, since a register is kept free by
/// that
template <class Model, class Integrator, class Real, class Kinds>
HUX_DEVICE std::uint32_t advance_slice(const population_view<Real>& p, const window_view<Real>& w, std::uint32_t begin,
                                       std::uint32_t length, const scratch<Real>& s,
                                       neuron_thread<Model, Integrator, Real, Kinds>& n) {
  std::uint32_t row = begin;
  do {
    const std::uint32_t left = p.slice - (row - begin) < length - row ? p.slice - (row - begin) : length - row;
    const std::uint32_t next = sample(p, w, row, row + left, s, n);
    for (; row < next; ++row) advance_step(p, w, row, row - begin, s, n);
  } while (row - begin < p.slice && row < length);
  return row;
}

/// Blocks that are to share a multiprocessor: with 64 registers a thread half of what there is room for, where the
/// state is small enough to bear it without spilling (which fails the build).
template <class Model, class Real, bool Blocked, bool Own>
inline constexpr unsigned blocks_together = sizeof(Real) == 4 && Model::gates <= 3 && !Blocked && !Own ? 8 : 1;

/// Advances populations through a window; each block finds its own in the table.
/// @tparam Blocked may there be voltage-dependent receptors, of these kinds?
/// @tparam Own may neurons have coefficients of their own? If not, all have those that the launch brings.
template <class Model, class Integrator, class Real, bool Blocked, bool Own, class Kinds>
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, (blocks_together<Model, Real, Blocked, Own>))
    advance(HUX_GRID_CONSTANT const launched_populations<Real> populations,
            typename Model::template coefficients<Real> common, window_view<Real> w) {
  if (w.stop.stopped()) return;
  const unsigned population = populations.number_of(device::block_index().x);
  const population_view<Real>& p = populations.of[population];
  neuron_thread<Model, Integrator, Real, std::conditional_t<Blocked, Kinds, type_list<>>> n;
  n.neuron = neuron_of(device::block_index().x - populations.first_block[population], p.size);
  n.state = load_state<Model>(p, n.neuron);
  if (!is_own(n.neuron)) n.state.v = std::numeric_limits<Real>::quiet_NaN();
  if constexpr (Own)
    n.k = load_coefficients<typename Model::template coefficients<Real>>(p, n.neuron);
  else
    n.k = common;
  const scratch<Real> s = shared_scratch(p);
  load_receptors(p, n.neuron, s);
  const auto length = static_cast<std::uint32_t>(w.steps.end - w.steps.begin);
  for (std::uint32_t row = 0; row < length;) {
    const std::uint32_t end = row + p.slice < length ? row + p.slice : length;
    gather(p, n.neuron, {w.steps.begin + row, w.steps.begin + end},
           w.number * p.slices + (row == 0 ? 0 : row / p.slice), s);
    row = advance_slice(p, w, row, length, s, n);
  }
  if (!is_own(n.neuron)) return;
  if (is_number(n.state.v)) store_state<Model>(p, n.neuron, n.state);
  store_receptors(p, n.neuron, s);
}

}  // namespace hux::cuda
