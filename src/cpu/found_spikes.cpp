#include "cpu/found_spikes.hpp"

#include <algorithm>
#include <utility>

namespace hux::cpu {

namespace {

void gather_releases(const std::vector<const found_spikes*>& found, std::size_t population, std::size_t terminal,
                     std::vector<release>& all) {
  all.clear();
  for (const found_spikes* of : found) {
    const auto& some = of->releases[population][terminal];
    all.insert(all.end(), some.begin(), some.end());
  }
  std::ranges::sort(all, {}, [](const release& r) { return std::pair(r.step, r.neuron); });
}

void gather_minis(const std::vector<const found_spikes*>& found, std::size_t projection, std::vector<mini>& all) {
  all.clear();
  for (const found_spikes* of : found)
    all.insert(all.end(), of->minis[projection].begin(), of->minis[projection].end());
  std::ranges::sort(all, {}, [](const mini& m) { return std::pair(m.step, m.synapse); });
}

}  // namespace

void found_spikes::clear() {
  for (auto& population : spikes) population.clear();
  for (auto& population : releases)
    for (auto& terminal : population) terminal.clear();
  for (auto& projection : minis) projection.clear();
}

found_spikes no_spikes_of(const built_network& network) {
  found_spikes none;
  none.spikes.resize(network.populations.size());
  for (const auto& p : network.populations) none.releases.emplace_back(p.terminals.size());
  none.minis.resize(network.projections.size());
  return none;
}

void spike_gatherer::gather(const std::vector<const found_spikes*>& found, window_results& results) {
  results.spikes.resize(network_.populations.size());
  results.releases.resize(network_.populations.size());
  for (std::size_t p = 0; p < network_.populations.size(); ++p) {
    spikes_.clear();
    for (const found_spikes* of : found) spikes_.insert(spikes_.end(), of->spikes[p].begin(), of->spikes[p].end());
    sorter_.put_in_order(spikes_, results.spikes[p]);
    results.releases[p].resize(network_.populations[p].terminals.size());
    for (std::size_t t = 0; t < results.releases[p].size(); ++t) gather_releases(found, p, t, results.releases[p][t]);
  }
  results.minis.resize(network_.projections.size());
  for (std::size_t p = 0; p < results.minis.size(); ++p) gather_minis(found, p, results.minis[p]);
}

}  // namespace hux::cpu
