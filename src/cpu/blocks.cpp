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

std::uint64_t state_variables(const block& b, const built_network& network) {
  const auto& p = network.populations[b.population];
  return std::uint64_t{b.end - b.begin} * (1 + p.gates.size() + p.receptors.size());
}

}  // namespace

std::vector<block> blocks_of(const built_network& network, unsigned block_bits) {
  const std::uint32_t size = 1U << block_bits;
  const auto recordings = index_recordings(network);
  std::vector<block> blocks;
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    const std::uint32_t neurons = network.populations[p].size;
    for (std::uint32_t begin = 0, end = 0; begin < neurons; begin = end) {
      end = begin + std::min(size, neurons - begin);
      blocks.push_back({p, begin, end, recordings_within(recordings[p], network, begin, end)});
    }
  }
  return blocks;
}

std::vector<block_range> shares_of(const std::vector<block>& blocks, const built_network& network, unsigned threads) {
  std::uint64_t all = 0;
  for (const auto& b : blocks) all += state_variables(b, network);
  std::vector<block_range> shares;
  std::uint64_t before = 0;  // state variables of the blocks that are shared out
  std::uint32_t next = 0;
  for (unsigned t = 0; t < threads; ++t) {
    const std::uint32_t begin = next;
    // A block belongs where its middle does.
    for (; next < blocks.size(); ++next) {
      const std::uint64_t more = state_variables(blocks[next], network);
      if ((2 * before + more) * threads > 2 * all * (t + 1)) break;
      before += more;
    }
    shares.push_back({begin, next});
  }
  return shares;
}

std::vector<std::vector<block_range>> shares_by_population(const std::vector<block_range>& shares,
                                                           const std::vector<block>& blocks, std::size_t populations) {
  std::vector<std::vector<block_range>> within(populations);
  std::vector<std::uint32_t> next(populations);
  for (const auto& share : shares) {
    for (std::size_t p = 0; p < populations; ++p) within[p].push_back({next[p], next[p]});
    for (std::uint32_t i = share.begin; i < share.end; ++i)
      within[blocks[i].population].back().end = ++next[blocks[i].population];
  }
  return within;
}

}  // namespace hux::cpu
