#include "cpu/blocks.hpp"

#include <algorithm>

namespace hux::cpu {
namespace {

using numbers = std::vector<std::size_t>;

/// Of recordings, by population.
std::vector<numbers> index_recordings(const built_network& network) {
  std::vector<numbers> index(network.populations.size());
  for (std::size_t i = 0; i < network.recordings.size(); ++i) index[network.recordings[i].population].push_back(i);
  return index;
}

/// Those of the given recordings that sample neurons [begin, end) of their population.
numbers recordings_within(const numbers& given, const built_network& network, std::uint32_t begin, std::uint32_t end) {
  numbers found;
  for (const std::size_t i : given) {
    const auto& neurons = network.recordings[i].neurons;
    const auto first = std::lower_bound(neurons.begin(), neurons.end(), begin);
    if (first != neurons.end() && *first < end) found.push_back(i);
  }
  return found;
}

std::vector<bool> populations_at_once(const built_network& network) {
  std::vector<bool> at_once(network.populations.size());
  for (const auto& p : network.projections)
    if (p.signal && p.rows.max_delay == 0) at_once[p.source] = at_once[p.target] = true;
  return at_once;
}

/// By population, what a step of a neuron costs, in state variables; so many synapses of signals cost as much as one.
std::vector<double> costs(const built_network& network) {
  constexpr double synapses = 6;
  std::vector<double> all;
  for (const auto& p : network.populations) all.push_back(static_cast<double>(1 + p.gates.size() + p.receptors.size()));
  for (const auto& p : network.projections)
    if (p.signal && p.rows.targets > 0) all[p.target] += static_cast<double>(p.rows.count) / p.rows.targets / synapses;
  return all;
}

/// Shares out some of the blocks.
std::vector<block_range> shared_out(block_range some, const std::vector<double>& cost, unsigned threads) {
  double all = 0;
  for (std::uint32_t i = some.begin; i < some.end; ++i) all += cost[i];
  std::vector<block_range> shares;
  double before = 0;  // of the blocks that are shared out
  std::uint32_t next = some.begin;
  for (unsigned t = 0; t < threads; ++t) {
    const std::uint32_t begin = next;
    // A block belongs where its middle does.
    for (; next < some.end; ++next) {
      if ((2 * before + cost[next]) * threads > 2 * all * (t + 1)) break;
      before += cost[next];
    }
    shares.push_back({begin, next});
  }
  return shares;
}

}  // namespace

std::vector<block> blocks_of(const built_network& network, unsigned block_bits) {
  const std::uint32_t size = 1U << block_bits;
  const auto recordings = index_recordings(network);
  const auto at_once = populations_at_once(network);
  std::vector<block> blocks;
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    const std::uint32_t neurons = network.populations[p].size;
    for (std::uint32_t begin = 0, end = 0; begin < neurons; begin = end) {
      end = begin + std::min(size, neurons - begin);
      blocks.push_back({p, begin, end, recordings_within(recordings[p], network, begin, end), at_once[p]});
    }
  }
  std::stable_partition(blocks.begin(), blocks.end(), [](const block& b) { return b.at_once; });
  return blocks;
}

std::vector<thread_share> shares_of(const std::vector<block>& blocks, const built_network& network, unsigned threads) {
  const std::vector<double> of_neurons = costs(network);
  std::vector<double> cost;
  for (const auto& b : blocks) cost.push_back((b.end - b.begin) * of_neurons[b.population]);
  const auto together = static_cast<std::uint32_t>(std::ranges::count(blocks, true, &block::at_once));
  const auto first = shared_out({0, together}, cost, threads);
  const auto rest = shared_out({together, static_cast<std::uint32_t>(blocks.size())}, cost, threads);
  std::vector<thread_share> shares;
  for (unsigned t = 0; t < threads; ++t) shares.push_back({first[t], rest[t]});
  return shares;
}

std::vector<std::vector<block_range>> shares_by_population(const std::vector<thread_share>& shares,
                                                           const std::vector<block>& blocks, std::size_t populations) {
  std::vector<std::vector<block_range>> within(populations);
  std::vector<std::uint32_t> next(populations);
  for (const auto& share : shares) {
    for (std::size_t p = 0; p < populations; ++p) within[p].push_back({next[p], next[p]});
    for (const block_range& some : {share.together, share.apart})
      for (std::uint32_t i = some.begin; i < some.end; ++i)
        within[blocks[i].population].back().end = ++next[blocks[i].population];
  }
  return within;
}

}  // namespace hux::cpu
