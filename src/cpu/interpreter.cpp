#include "cpu/interpreter.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "cpu/pack_input.hpp"
#include "cpu/row_passes.hpp"
#include "cpu/row_program.hpp"
#include "equations/evaluate.hpp"
#include "equations/step_list.hpp"
#include "support/buffer.hpp"
#include "support/workspaces.hpp"

namespace hux::cpu {
namespace {

/// Neurons that go through a window together: their rows stay in the cache.
constexpr std::uint32_t chunk = 512;
static_assert(chunk <= chunk_events::largest_chunk && chunk % padding == 0);

template <class Real>
const row_passes<Real>& passes_on([[maybe_unused]] int vector_bytes) {
#ifdef HUX_AVX512
  if (vector_bytes == 64) return vector_row_passes<Real, 64>();
#endif
  return vector_row_passes<Real, 32>();
}

std::vector<const opening_list*> openings_of(const built_population& p) {
  std::vector<const opening_list*> openings;
  for (const auto& r : p.receptors)
    if (r.synapse->opening) openings.push_back(r.synapse->opening.get());
  return openings;
}

/// The rows of a chunk on which a thread works: two states that take turns, what comes to the neurons, and coefficients
/// if each neuron has its own.
template <class Real>
struct workspace {
  buffer<Real> memory;
  std::vector<Real*> state[2];
  input_rows<Real> input;
  std::vector<Real*> coefficients;
  std::optional<bound_rows<Real>> step[2];  ///< from each of the states to the other
};

template <class Real>
class interpreter {
 public:
  interpreter(const built_population& p, const built_network& network, int vector_bytes)
      : lists_(*p.model->lists),
        steps_(step_list_of<Real>(lists_, network.integrator->name, openings_of(p))),
        uniform_(uniform_inputs(p, network)),
        per_step_(1 / network.integrator->unit_of_time),
        passes_(passes_on<Real>(vector_bytes)),
        program_(steps_.step, uniform_, vector_bytes),
        chunk_(std::min(chunk, padded(p.size))) {
    table_ = {advance, stagger, p.heterogeneous() ? padded(p.size) : 1, this};
  }

  [[nodiscard]] const kernels<Real>& table() const { return table_; }

 private:
  // ---- what is worked out once ----

  [[nodiscard]] std::size_t states() const { return 1 + lists_.states(); }

  /// What is the same for all neurons of an input.
  std::vector<std::optional<Real>> uniform_inputs(const built_population& p, const built_network& network) const {
    std::vector<std::optional<Real>> uniform(steps_.varying);
    const auto k = p.model->derived(p.parameters_of(0), network.integrator->unit_of_time * network.dt);
    for (const double value : k)
      uniform.push_back(p.heterogeneous() ? std::nullopt : std::optional(static_cast<Real>(value)));
    for (const auto& r : p.receptors) {
      if (!r.synapse->opening) continue;
      uniform.emplace_back(static_cast<Real>(r.e_rev));
      for (const double value : r.opening) uniform.emplace_back(static_cast<Real>(value));
    }
    return uniform;
  }

  // ---- workspaces ----

  [[nodiscard]] std::unique_ptr<workspace<Real>> make_workspace() const {
    // Rows whose distance is a power of two would share the lines of the cache.
    const std::size_t stride = chunk_ + 64 / sizeof(Real);
    const std::size_t inputs = steps_.varying - states();
    const std::size_t own_coefficients = table_.width > 1 ? lists_.coefficients : 0;
    const std::size_t rows = 2 * states() + inputs + own_coefficients;
    auto work = std::make_unique<workspace<Real>>();
    work->memory = buffer<Real>(rows * stride + program_.scratch_size(), Real(0));
    Real* next = work->memory.data();
    const auto row = [&] { return std::exchange(next, next + stride); };
    for (auto& state : work->state)
      for (std::size_t i = 0; i < states(); ++i) state.push_back(row());
    work->input = {next, stride};
    next += inputs * stride;
    for (std::size_t c = 0; c < own_coefficients; ++c) work->coefficients.push_back(row());
    for (int from : {0, 1}) work->step[from] = program_.bind(inputs_of(*work, from), work->state[1 - from], next);
    return work;
  }

  /// The rows of the list's inputs; of those that are uniform, none.
  [[nodiscard]] std::vector<const Real*> inputs_of(const workspace<Real>& work, int from) const {
    std::vector<const Real*> in(work.state[from].begin(), work.state[from].end());
    while (in.size() < steps_.varying) in.push_back(work.input.first + (in.size() - states()) * work.input.stride);
    in.insert(in.end(), work.coefficients.begin(), work.coefficients.end());
    in.resize(steps_.step.inputs);
    return in;
  }

  // ---- a window ----

  /// A chunk on its way through a window.
  struct chunk_at {
    const population_view<Real>& p;
    block_work<Real>& w;
    workspace<Real>& work;
    std::uint32_t first;  ///< neuron
    std::uint32_t count;  ///< neurons of the block from there on, at most a chunk
  };

  static void advance(const population_view<Real>& p, block_work<Real>& w, const void* program) {
    const auto& self = *static_cast<const interpreter*>(program);
    auto work = self.idle_.take([&self] { return self.make_workspace(); });
    for (std::uint32_t first = w.begin; first < w.end; first += self.chunk_)
      self.advance({p, w, *work, first, std::min(self.chunk_, w.end - first)});
    self.idle_.give_back(std::move(work));
  }

  void advance(const chunk_at& c) const {
    const std::uint32_t count = padded(c.count);
    load(c, count);
    int now = 0;
    for (std::int64_t step = c.w.steps.begin; step < c.w.steps.end; ++step) {
      passes_.take_in(c.p, c.w, c.first, count, step, c.work.input);
      passes_.add_arrivals(c.p, c.w, c.first, count, step, c.work.state[now].data());
      c.work.step[now]->execute(count);
      now = 1 - now;
      inspect(c, step, now, count);
    }
    store(c, now, count);
  }

  static Real* row_of(const population_view<Real>& p, std::size_t state) {
    return state == 0 ? p.v : p.gates + (state - 1) * p.stride;
  }

  void load(const chunk_at& c, std::uint32_t count) const {
    for (std::size_t i = 0; i < states(); ++i) std::copy_n(row_of(c.p, i) + c.first, count, c.work.state[0][i]);
    for (std::size_t k = 0; k < c.work.coefficients.size(); ++k)
      std::copy_n(c.p.coefficients + k * table_.width + c.first, count, c.work.coefficients[k]);
  }
  void store(const chunk_at& c, int now, std::uint32_t count) const {
    for (std::size_t i = 0; i < states(); ++i) std::copy_n(c.work.state[now][i], count, row_of(c.p, i) + c.first);
  }

  // ---- spikes and blow-ups ----

  void inspect(const chunk_at& c, std::int64_t step, int now, std::uint32_t count) const {
    chunk_events found;
    Real* v = c.work.state[now][0];
    if (!passes_.inspect(c.work.state[1 - now][0], c.work.state[now].data(), pools(), c.p.threshold, count, found))
      return;
    for (std::uint32_t word = 0; word * padding < count; ++word) {
      // What fills the last word is nobody.
      const std::uint32_t here = std::min(padding, c.count - std::min(c.count, word * padding));
      const auto neurons = static_cast<std::uint32_t>((std::uint64_t{1} << here) - 1);
      if (const auto diverged = found.diverged[word] & neurons) report(c, step, now, word * padding, diverged);
      if (const auto crossed = found.crossed[word] & neurons) emit(c, step, now, word * padding, crossed);
      mark(found.diverged[word], v + word * padding);
    }
  }

  /// Rows of the states that need not show in v when they are no numbers.
  [[nodiscard]] row_range pools() const { return {1 + lists_.gates, lists_.pools}; }

  void report(const chunk_at& c, std::int64_t step, int now, std::uint32_t at, std::uint32_t diverged) const {
    const auto& rows = c.work.state[now];
    const Real* before = c.work.state[1 - now][0] + at;
    pack_divergences<Real> blown_up{c.first + at, step, diverged, {}, {}, before, states(), c.work.input.stride};
    std::copy_n(rows[0] + at, padding, blown_up.value);
    for (std::size_t i = pools().first + pools().count; i-- > pools().first;)
      for (std::uint32_t lane = 0; lane < padding; ++lane)
        tell_lost(rows[0][at + lane], rows[i][at + lane], static_cast<std::uint8_t>(i), lane, blown_up);
    c.w.keep_divergences(c.w, blown_up);
  }

  static void mark(std::uint32_t diverged, Real* v) {
    for (; diverged != 0; diverged &= diverged - 1)
      v[std::countr_zero(diverged)] = std::numeric_limits<Real>::quiet_NaN();
  }

  void emit(const chunk_at& c, std::int64_t step, int now, std::uint32_t at, std::uint32_t crossed) const {
    pack_crossings<Real> spikes;
    spikes.first = c.first + at;
    spikes.step = step;
    spikes.lanes = crossed;
    std::copy_n(c.work.state[1 - now][0] + at, padding, spikes.v0);
    std::copy_n(c.work.state[now][0] + at, padding, spikes.v1);
    for (std::uint32_t left = c.w.interpolate ? crossed : 0; left != 0; left &= left - 1) {
      const auto lane = static_cast<std::uint32_t>(std::countr_zero(left));
      spikes.d0[lane] = slope_at(steps_.slopes[0], c, 1 - now, at + lane);
      spikes.d1[lane] = slope_at(steps_.slopes[1], c, now, at + lane);
    }
    spikes.per_step = per_step_;
    c.w.keep_spikes(c.p, c.w, spikes);
  }

  /// The slope of v of one neuron of the chunk, with the input of the step.
  Real slope_at(const operation_list& list, const chunk_at& c, int state, std::uint32_t neuron) const {
    const auto rows = inputs_of(c.work, state);
    std::vector<Real> inputs(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) inputs[i] = uniform_[i] ? *uniform_[i] : rows[i][neuron];
    return results_of<Real>(list, inputs)[0];
  }

  // ---- the start of a staggered scheme ----

  static void stagger(const population_view<Real>& p, const void* program) {
    static_cast<const interpreter*>(program)->stagger(p);
  }

  void stagger(const population_view<Real>& p) const {
    if (steps_.stagger.outputs.empty()) return;
    for (std::uint32_t i = 0; i < p.stride; ++i) {
      std::vector<Real> inputs(steps_.stagger.inputs);
      for (std::size_t s = 0; s < states(); ++s) inputs[s] = row_of(p, s)[i];
      for (std::size_t k = 0; k < lists_.coefficients; ++k)
        inputs[steps_.varying + k] = p.coefficients[k * table_.width + (table_.width > 1 ? i : 0)];
      const auto made = results_of<Real>(steps_.stagger, inputs);
      for (std::size_t s = 0; s < states(); ++s) row_of(p, s)[i] = made[s];
    }
  }

  const model_lists& lists_;
  step_list steps_;
  std::vector<std::optional<Real>> uniform_;  // of each input of the lists
  double per_step_;                           // units of time of slopes in a step
  const row_passes<Real>& passes_;
  row_program<Real> program_;
  std::uint32_t chunk_;
  kernels<Real> table_;
  mutable workspaces<workspace<Real>> idle_;
};

}  // namespace

template <class Real>
std::shared_ptr<const kernels<Real>> interpreted_kernels(const built_population& p, const built_network& network,
                                                         int vector_bytes) {
  const auto made = std::make_shared<const interpreter<Real>>(p, network, vector_bytes);
  return {made, &made->table()};
}

template std::shared_ptr<const kernels<float>> interpreted_kernels(const built_population&, const built_network&, int);
template std::shared_ptr<const kernels<double>> interpreted_kernels(const built_population&, const built_network&, int);

}  // namespace hux::cpu
