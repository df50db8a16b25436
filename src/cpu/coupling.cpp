#include "cpu/coupling.hpp"

#include <algorithm>
#include <bit>
#include <string_view>
#include <thread>
#include <utility>

#include "hux/device/math.hpp"

namespace hux::cpu {
namespace {

constexpr std::size_t partial_sums = 32;

/// A sum of terms in the order that every backend takes. Where there are few, sums that stay 0 are left out.
/// @param add adds term number k to a partial sum
template <class Real, class Add>
Real interleaved_sum(std::uint64_t count, const Add& add) {
  Real partial[partial_sums];
  const std::size_t used = std::bit_ceil(std::clamp<std::uint64_t>(count, 1, partial_sums));
  std::fill_n(partial, used, Real(0));
  std::uint64_t k = 0;
  for (; k + partial_sums <= count; k += partial_sums)
    for (std::size_t i = 0; i < partial_sums; ++i) partial[i] = add(k + i, partial[i]);
  for (std::size_t i = 0; k + i < count; ++i) partial[i] = add(k + i, partial[i]);
  for (std::size_t half = used / 2; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i) partial[i] = partial[i] + partial[i + half];
  return partial[0];
}

/// Does every source have one synapse onto every target, itself left out or not, all of one weight?
bool is_all_to_all(const built_projection& p) {
  const synapse_rows& rows = p.rows;
  const std::uint64_t all = std::uint64_t{rows.sources} * rows.targets;
  return !rows.own_weights && rows.max_indegree > 0 && p.connects_all &&
         (rows.count == all || rows.count == all - rows.targets);
}

/// Rows by target of rows by source.
template <class Link>
void turn(const synapse_rows& rows, Link& l) {
  l.offset = buffer<std::uint64_t>(std::size_t{rows.targets} + 1, 0);
  l.sources = buffer<std::uint32_t>(rows.count);
  if (rows.own_weights) l.weights = buffer<float>(rows.count);
  for (std::uint64_t i = 0; i < rows.count; ++i) ++l.offset[rows.target(i) + 1];
  for (std::size_t t = 0; t < rows.targets; ++t) l.offset[t + 1] += l.offset[t];
  std::vector<std::uint64_t> next(l.offset.begin(), l.offset.end());
  for (std::uint32_t source = 0; source < rows.sources; ++source)
    for (std::uint64_t i = rows.offset[source]; i < rows.offset[source + 1]; ++i) {
      const std::uint64_t place = next[rows.target(i)]++;
      l.sources[place] = source;
      if (rows.own_weights) l.weights[place] = rows.weights[i];
    }
}

}  // namespace

template <class Real>
coupling<Real>::coupling(const built_network& network, std::vector<population_state<Real>>& populations)
    : network_(network),
      populations_(populations),
      sent_(network.populations.size()),
      received_(network.populations.size()) {
  for (std::size_t p = 0; p < sent_.size(); ++p)
    for (const auto& signal : network.populations[p].signals) add_signal(network.populations[p], signal, sent_[p]);
  std::vector<const built_projection*> by_name;
  for (const auto& p : network.projections)
    if (p.signal) by_name.push_back(&p);
  std::ranges::sort(by_name, {}, [](const auto* p) { return std::string_view(p->name); });
  for (const auto* p : by_name) add_link(*p);
}

template <class Real>
void coupling<Real>::add_signal(const built_population& p, const built_signal& what,
                                std::vector<sent_signal>& to) const {
  auto& s = to.emplace_back();
  s.what = &what;
  // Of a delay, what blocks that are behind still take, and what those that are ahead send already.
  const std::int64_t kept = std::max<std::int64_t>(2, what.delay + network_.window);
  for (std::int64_t i = 0; i < kept; ++i) s.values.emplace_back(p.size, Real(0));
  s.totals = std::make_unique<shared_total[]>(kept);
  s.before.resize(std::max(1U, what.delay));
  if (!what.observed) return;
  s.observed = p.model->observer_of({what.number});
  const std::uint32_t sets = p.heterogeneous() ? p.size : 1;
  s.stride = p.heterogeneous() ? s.observed.coefficients : 0;
  s.coefficients.resize(sets * s.observed.coefficients);
  for (std::uint32_t i = 0; i < sets; ++i)
    s.observed.derive(p.parameters_of(i).data(), s.coefficients.data() + i * s.stride);
}

template <class Real>
void coupling<Real>::add_link(const built_projection& p) {
  const built_population& target = network_.populations[p.target];
  const std::size_t receptor = p.receptors.front().receptor;
  const wire_list* wire = target.receptors[receptor].synapse->wire.get();
  link l{&p, p.rows.max_delay, static_cast<Real>(p.rows.weight), !wire && is_all_to_all(p), {}, {}, {}, {}};
  if (!l.all_to_all) turn(p.rows, l);
  if (wire) l.currents = std::make_unique<wires<Real>>(*wire, target.receptors[receptor].wire, p.rows.max_indegree);
  const bool delayed = l.delay > 0;
  auto& all = received_[p.target];
  const auto place = std::pair(receptor, delayed);
  const auto place_of = [](const destination& d) { return std::pair(d.receptor, d.delayed); };
  auto at = std::ranges::lower_bound(all, place, {}, place_of);
  if (at == all.end() || place_of(*at) != place) {
    at = all.insert(at, {receptor, delayed, static_cast<Real>(target.receptors[receptor].signal.x), {}, {}});
    for (auto& sums : at->sums) sums = buffer<Real>(target.size, Real(0));
  }
  at->links.push_back(std::move(l));
}

template <class Real>
std::uint64_t coupling<Real>::planned_bytes(const planned_link& l) {
  const double a_synapse = sizeof(std::uint32_t) + (l.own_weights ? sizeof(float) : 0);
  return static_cast<std::uint64_t>(l.synapses * a_synapse) + l.targets * (sizeof(std::uint64_t) + 2 * sizeof(Real)) +
         l.sources * l.steps * sizeof(Real);
}

// ---- the state ----

template <class Real>
void coupling<Real>::restart(std::int64_t step) {
  write_sums_of_weights();
  for (std::size_t p = 0; p < sent_.size(); ++p)
    for (sent_signal& s : sent_[p]) {
      send({p, 0, network_.populations[p].size, {}}, s, step);
      remember(s, step);
    }
  for (std::size_t p = 0; p < received_.size(); ++p)
    for (destination& d : received_[p])
      sum_up({p, 0, network_.populations[p].size, {}}, d, d.delayed ? step : step - 1);
}

/// What was sent before a restart, as far as it is told or known.
template <class Real>
void coupling<Real>::remember(sent_signal& s, std::int64_t step) {
  const std::int64_t kept = s.values.size();
  for (std::int64_t i = 0; i < kept; ++i) s.totals[i].begun = s.totals[i].done = -1;
  for (std::size_t i = 0; i < s.before.size(); ++i) {
    buffer<Real>& earlier = s.at(step + kept - static_cast<std::int64_t>(i + 1));
    if (!s.before[i].empty())
      std::ranges::transform(s.before[i], earlier.data(), [](double x) { return static_cast<Real>(x); });
    else if (!s.knows_before)
      std::copy(s.at(step).begin(), s.at(step).end(), earlier.begin());
  }
}

template <class Real>
void coupling<Real>::start() {
  for (auto& signals : sent_)
    for (sent_signal& s : signals) {
      for (auto& earlier : s.before) earlier = {};
      s.knows_before = true;
    }
}

template <class Real>
void coupling<Real>::forget(std::size_t population) {
  for (sent_signal& s : sent_[population]) {
    if (s.what->delay > 0) continue;
    s.before.front() = {};
    s.knows_before = false;
  }
}

template <class Real>
std::vector<double> coupling<Real>::sent(std::size_t population, std::size_t signal, std::int64_t step) const {
  const sent_signal& s = sent_[population][signal];
  const auto& values = s.at(step + static_cast<std::int64_t>(s.values.size()));
  return {values.begin(), values.end()};
}

template <class Real>
void coupling<Real>::set_before(std::size_t population, std::size_t signal, std::uint32_t steps,
                                const std::vector<double>& values) {
  auto& before = sent_[population][signal].before[steps - 1];
  before = values;
  if (values.size() == 1) before.assign(network_.populations[population].size, values[0]);
}

/// Is it of the same receptor as the one before?
template <class Real>
bool coupling<Real>::adds_to_another(const destination& d, const std::vector<destination>& all) {
  return &d != &all.front() && (&d - 1)->receptor == d.receptor;
}

/// Of receptors whose currents have them: rows of the state, which somebody may have written to.
template <class Real>
void coupling<Real>::write_sums_of_weights() {
  for (std::size_t p = 0; p < received_.size(); ++p)
    for (const destination& d : received_[p]) {
      const bool adds = adds_to_another(d, received_[p]);
      const built_receptor& r = network_.populations[p].receptors[d.receptor];
      if (!r.weights_receptor) continue;
      Real* row = populations_[p].view.x + *r.weights_receptor * populations_[p].view.stride;
      for (std::uint32_t i = 0; i < network_.populations[p].size; ++i) {
        Real sum = 0;
        for (const link& l : d.links) sum = sum + l.sum_of_weights(i);
        row[i] = (adds ? row[i] : Real(0)) + static_cast<Real>(r.signal.y) * sum;
      }
    }
}

template <class Real>
Real coupling<Real>::link::sum_of_weights(std::uint32_t target) const {
  const synapse_rows& rows = projection->rows;
  const std::uint64_t count = all_to_all ? rows.count / rows.targets : offset[target + 1] - offset[target];
  if (weights.empty()) return weight * static_cast<Real>(count);
  const float* w = weights.data() + offset[target];
  return interleaved_sum<Real>(count, [&](std::uint64_t k, Real sum) { return sum + static_cast<Real>(w[k]); });
}

template <class Real>
template <class Value>
Real coupling<Real>::link::weighted_sum(std::uint32_t target, const Value& value) const {
  const std::uint64_t count = offset[target + 1] - offset[target];
  if (weights.empty())
    return weight * interleaved_sum<Real>(count, [&](std::uint64_t k, Real sum) { return sum + value(k); });
  const float* w = weights.data() + offset[target];
  return interleaved_sum<Real>(count,
                               [&](std::uint64_t k, Real sum) { return fma(static_cast<Real>(w[k]), value(k), sum); });
}

template <class Real>
Real coupling<Real>::link::arriving(std::uint32_t target, const Real* sent, Real total) const {
  const synapse_rows& rows = projection->rows;
  if (all_to_all)
    return weight * (rows.count == std::uint64_t{rows.sources} * rows.targets ? total : total - sent[target]);
  const std::uint32_t* source = sources.data() + offset[target];
  return weighted_sum(target, [&](std::uint64_t k) { return sent[source[k]]; });
}

template <class Real>
Real coupling<Real>::total_of(sent_signal& s, std::int64_t step) {
  shared_total& t = s.totals[step % s.values.size()];
  std::int64_t seen = t.begun;
  if (seen != step && t.begun.compare_exchange_strong(seen, step)) {
    const buffer<Real>& sent = s.at(step);
    t.value = interleaved_sum<Real>(sent.size(), [&](std::uint64_t k, Real sum) { return sum + sent[k]; });
    t.done.store(step, std::memory_order_release);
  }
  while (t.done.load(std::memory_order_acquire) != step) std::this_thread::yield();
  return t.value;
}

template <class Real>
void coupling<Real>::add_signals(const block& b, const link& l, std::int64_t step, Real* sums) {
  sent_signal& s = sent_[l.projection->source][*l.projection->signal];
  const std::int64_t then = step - l.delay + static_cast<std::int64_t>(s.values.size());
  const auto& sent = s.at(then);
  const Real total = l.all_to_all ? total_of(s, then) : Real(0);
  for (std::uint32_t i = b.begin; i < b.end; ++i) sums[i] = sums[i] + l.arriving(i, sent.data(), total);
}

template <class Real>
void coupling<Real>::add_currents(const block& b, const link& l, std::int64_t step, Real* sums) {
  const auto at_step = [step](const sent_signal& s) {
    return s.at(step + static_cast<std::int64_t>(s.values.size())).data();
  };
  const built_projection& p = *l.projection;
  l.currents->for_each_target({l.offset.data(), l.sources.data()}, b.begin, b.end, at_step(sent_[p.source][*p.signal]),
                              at_step(sent_[p.target][*p.target_signal]), [&](std::uint32_t i, const Real* current) {
                                sums[i] =
                                    sums[i] + l.weighted_sum(i, [current](std::uint64_t k) { return current[k]; });
                              });
}

/// What arrives at a block at the start of a step.
template <class Real>
void coupling<Real>::sum_up(const block& b, destination& d, std::int64_t step) {
  Real* sums = d.sums[(step + 2) % 2].data();
  std::fill(sums + b.begin, sums + b.end, Real(0));
  for (const link& l : d.links)
    if (l.currents)
      add_currents(b, l, step, sums);
    else
      add_signals(b, l, step, sums);
  for (std::uint32_t i = b.begin; i < b.end; ++i) sums[i] = d.factor * sums[i];
}

template <class Real>
void coupling<Real>::receive(const block& b, std::int64_t step) {
  population_state<Real>& p = populations_[b.population];
  for (destination& d : received_[b.population]) {
    sum_up(b, d, d.delayed ? step + 1 : step);
    const Real* now = d.sums[step % 2].data();
    const Real* other = d.sums[(step + 1) % 2].data();
    const bool adds = adds_to_another(d, received_[b.population]);
    Real* x = p.view.x + d.receptor * p.view.stride;
    Real* y = p.view.y + p.receptors[d.receptor].row_of_y * p.view.stride;
    for (std::uint32_t i = b.begin; i < b.end; ++i) {
      const Real change = d.delayed ? other[i] - now[i] : now[i] - other[i];
      x[i] = adds ? x[i] + now[i] : now[i];
      y[i] = adds ? y[i] + change : change;
    }
  }
}

template <class Real>
void coupling<Real>::send(const block& b, std::int64_t step) {
  for (sent_signal& s : sent_[b.population]) send(b, s, step);
}

template <class Real>
void coupling<Real>::send(const block& b, sent_signal& s, std::int64_t step) {
  const population_state<Real>& p = populations_[b.population];
  Real* to = s.at(step).data();
  const Real origin = static_cast<Real>(s.what->origin);
  if (!s.what->observed) {
    const Real* from = p.row(s.what->number);
    for (std::uint32_t i = b.begin; i < b.end; ++i) to[i] = from[i] - origin;
    return;
  }
  std::vector<double> state(1 + network_.populations[b.population].gates.size());
  std::vector<double> scratch(s.observed.scratch);
  for (std::uint32_t i = b.begin; i < b.end; ++i) {
    for (const std::size_t row : s.observed.states) state[row] = p.row(row)[i];
    double observed = 0;
    s.observed.observe(s.coefficients.data() + i * s.stride, state.data(), scratch.data(), &observed);
    to[i] = static_cast<Real>(observed - s.what->origin);
  }
}

template class coupling<float>;
template class coupling<double>;

}  // namespace hux::cpu
