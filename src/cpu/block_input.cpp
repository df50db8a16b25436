#include "cpu/block_input.hpp"

#include <algorithm>

namespace hux::cpu {

template <class Real>
block_input<Real>::block_input(const built_network& network, unsigned block_bits, const std::vector<block>& blocks,
                               const std::vector<thread_share>& shares)
    : network_(network), block_bits_(block_bits), slots_(network.window << block_bits) {
  const auto by_population = shares_by_population(shares, blocks, network.populations.size());
  for (const auto& p : network.projections)
    if (!p.signal)
      deliveries_.push_back(std::make_unique<projection_delivery>(p, network.window, network.steps, block_bits,
                                                                  by_population[p.target], chunks_));
  for (std::size_t i = 0; i < network.projections.size(); ++i)
    if (const auto& p = network.projections[i]; p.spontaneous)
      minis_.push_back(std::make_unique<mini_delivery>(network, i, block_bits, by_population[p.target], chunks_));
  take_inputs();
}

template <class Real>
void block_input<Real>::take_inputs() {
  noises_.clear();
  for (const auto& n : network_.noises) noises_.emplace_back(n, network_.populations[n.population].size);
  index_arrivals();
}

template <class Real>
void block_input<Real>::index_arrivals() {
  arrivals_.assign(network_.populations.size(), {});
  for (const auto& d : deliveries_) arrivals_[d->projection().target].deliveries.push_back(d.get());
  for (const auto& d : minis_) arrivals_[d->projection().target].minis.push_back(d.get());
  for (const auto& p : network_.poissons) arrivals_[p.population].poissons.push_back(&p);
  for (const auto& t : network_.spike_trains) arrivals_[t.population].spike_trains.push_back(&t);
  for (auto& n : noises_) arrivals_[n.population()].noises.push_back(&n);
}

template <class Real>
input_scratch<Real> block_input<Real>::make_scratch() const {
  std::size_t narrow = 0;
  std::size_t wide = 0;
  for (const auto& p : network_.populations) {
    narrow = std::max(narrow, p.receptors.size() - p.wide_receptors());
    wide = std::max<std::size_t>(wide, p.wide_receptors());
  }
  return {buffer<fixed_point<Real>>(narrow * slots_, 0), buffer<wide_fixed_point>(wide * slots_, 0),
          buffer<Real>(slots_, Real(0))};
}

template <class Real>
void block_input<Real>::restart(const std::vector<earlier_window>& earlier) {
  for (const auto& d : deliveries_) d->restart(earlier);
  for (const auto& d : minis_) d->restart(earlier);
}

template <class Real>
void block_input<Real>::send(const std::vector<const found_spikes*>& found, std::int64_t window, unsigned thread) {
  for (const auto& d : deliveries_)
    for (const found_spikes* of : found) d->send_own(*of, window, thread);
  for (const auto& d : minis_)
    for (const found_spikes* of : found) d->send(of->minis, window, thread);
}

/// Calls add(sums) with the sums of a receptor's input.
template <class Real>
template <class Add>
void block_input<Real>::with_sums(input_scratch<Real>& s, const built_receptor& r, const Add& add) const {
  const std::size_t first = r.sums_row * slots_;
  if (r.wide_sums)
    add(s.wide_sums.data() + first);
  else
    add(s.sums.data() + first);
}

/// Calls add(weight in fixed point, sums) for an input of the block's population.
template <class Real>
template <class Input, class Add>
void block_input<Real>::add_input(const Input& input, const block& b, input_scratch<Real>& s, const Add& add) const {
  const built_receptor& r = network_.populations[b.population].receptors[input.receptor];
  with_sums(s, r, [&]<class Sum>(Sum* sums) { add(to_fixed<Sum>(input.weight, 1 / r.unit), sums); });
}

/// The sums of the receptors at which a projection ends.
template <class Real>
void block_input<Real>::find_sums(const built_projection& p, input_scratch<Real>& to) const {
  to.arriving.clear();
  for (const built_factor& to_receptor : p.receptors) {
    const built_receptor& r = network_.populations[p.target].receptors[to_receptor.receptor];
    with_sums(to, r, [&](auto* sums) { to.arriving.push_back({sums, to_receptor.per_unit(r)}); });
  }
}

template <class Real>
void block_input<Real>::gather(const block& b, const block_window& w, unsigned owner, unsigned thread,
                               input_scratch<Real>& to) {
  const arrivals& all = arrivals_[b.population];
  for (projection_delivery* d : all.deliveries) {
    find_sums(d->projection(), to);
    d->receive(b.begin >> block_bits_, w.number, to.arriving, owner, thread);
  }
  for (mini_delivery* d : all.minis) {
    find_sums(d->projection(), to);
    d->receive(b.begin >> block_bits_, w.number, to.arriving, owner, thread);
  }
  for (const built_poisson* p : all.poissons)
    add_input(*p, b, to, [&](auto weight, auto* sums) { add_poisson(*p, w, weight, sums); });
  for (const built_spike_times* t : all.spike_trains)
    add_input(*t, b, to, [&](auto weight, auto* sums) { add_spike_times(*t, w, weight, sums); });
}

template <class Real>
const Real* block_input<Real>::gather_noise(const block& b, const block_window& w, input_scratch<Real>& to) {
  const auto& all = arrivals_[b.population].noises;
  if (all.empty()) return nullptr;
  std::fill(to.noise.begin(), to.noise.end(), Real(0));
  for (noise_source* n : all) n->add(w, to.noise.data());
  return to.noise.data();
}

template <class Real>
void block_input<Real>::clear(std::size_t population, input_scratch<Real>& sums) const {
  const built_population& p = network_.populations[population];
  const std::size_t wide = p.wide_receptors();
  std::fill_n(sums.sums.data(), (p.receptors.size() - wide) * slots_, 0);
  std::fill_n(sums.wide_sums.data(), wide * slots_, 0);
}

template class block_input<float>;
template class block_input<double>;

}  // namespace hux::cpu
