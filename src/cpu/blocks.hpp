#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "network/built_network.hpp"

namespace hux::cpu {

/// Neurons [begin, end) of a population that are advanced together.
struct block {
  std::size_t population;
  std::uint32_t begin, end;
  std::vector<std::size_t> recordings;  ///< that sample neurons of the block
  bool at_once = false;                 ///< do signals come from it or to it without a delay?
};

/// [begin, end) of blocks, counted in the network or within a population.
struct block_range {
  std::uint32_t begin = 0, end = 0;
};

/// What a thread owns: blocks that wait for others at each step, and blocks that do not.
struct thread_share {
  block_range together, apart;
};

/// The blocks of all populations, one population after the other, first those with signals at once.
/// @param block_bits logarithm of the number of neurons of a block
std::vector<block> blocks_of(const built_network& network, unsigned block_bits);

/// Shares either kind of blocks out among threads: contiguous, and of about the same work.
std::vector<thread_share> shares_of(const std::vector<block>& blocks, const built_network& network, unsigned threads);

/// The blocks of each population in each share, counted within the population: [population][share].
std::vector<std::vector<block_range>> shares_by_population(const std::vector<thread_share>& shares,
                                                           const std::vector<block>& blocks, std::size_t populations);

}  // namespace hux::cpu
