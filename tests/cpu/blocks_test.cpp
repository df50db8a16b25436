#include "cpu/blocks.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace {

using namespace hux;
using namespace hux::cpu;

/// Populations of so many neurons, each with so many gates.
built_network network_of(const std::vector<std::uint32_t>& sizes, const std::vector<std::size_t>& gates) {
  built_network network;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    built_population p;
    p.size = sizes[i];
    p.gates.resize(gates[i]);
    network.populations.push_back(std::move(p));
  }
  return network;
}

std::uint32_t neurons_of(const block_range& share, const std::vector<block>& blocks) {
  std::uint32_t neurons = 0;
  for (std::uint32_t i = share.begin; i < share.end; ++i) neurons += blocks[i].end - blocks[i].begin;
  return neurons;
}

TEST(blocks, hold_every_neuron_once) {
  const auto blocks = blocks_of(network_of({3200, 800, 0, 5}, {3, 3, 3, 3}), 9);
  ASSERT_EQ(blocks.size(), 7 + 2 + 1);
  EXPECT_EQ(blocks[6].begin, 3072);
  EXPECT_EQ(blocks[6].end, 3200);
  EXPECT_EQ(blocks[7].population, 1);
  EXPECT_EQ(blocks[9].population, 3);
  EXPECT_EQ(neurons_of({0, 10}, blocks), 4005);
}

TEST(blocks, know_the_recordings_of_their_neurons) {
  auto network = network_of({600, 600}, {3, 3});
  const auto record = [&network](std::size_t population, std::vector<std::uint32_t> neurons) {
    built_recording r;
    r.population = population;
    r.neurons = std::move(neurons);
    network.recordings.push_back(std::move(r));
  };
  record(1, {0, 599});
  record(0, {255, 256});
  record(1, {511});
  std::vector<std::vector<std::size_t>> found;
  for (const auto& b : blocks_of(network, 8)) found.push_back(b.recordings);
  EXPECT_EQ(found, (std::vector<std::vector<std::size_t>>{{1}, {1}, {}, {0}, {2}, {0}}));
}

TEST(shares, are_contiguous_and_hold_every_block_once) {
  const auto network = network_of({3200, 800, 40000}, {3, 7, 2});
  const auto blocks = blocks_of(network, 8);
  for (const unsigned threads : {1U, 2U, 3U, 16U, 1000U}) {
    const auto shares = shares_of(blocks, network, threads);
    ASSERT_EQ(shares.size(), threads);
    std::uint32_t next = 0;
    for (const auto& [together, apart] : shares) {
      EXPECT_EQ(together.begin, together.end);
      EXPECT_EQ(apart.begin, next);
      EXPECT_LE(apart.begin, apart.end);
      next = apart.end;
    }
    EXPECT_EQ(next, blocks.size());
  }
}

TEST(shares, differ_by_no_more_than_a_block) {
  const auto network = network_of({100000}, {3});
  const auto blocks = blocks_of(network, 8);
  for (const auto& share : shares_of(blocks, network, 7))
    EXPECT_NEAR(neurons_of(share.apart, blocks), 100000.0 / 7, 256);
}

TEST(shares, count_state_variables_not_neurons) {
  // 1 + 1 state variables against 1 + 5: three quarters of the work is the second population.
  const auto network = network_of({4096, 4096}, {1, 5});
  const auto blocks = blocks_of(network, 8);
  const auto shares = shares_of(blocks, network, 4);
  EXPECT_EQ(neurons_of(shares[0].apart, blocks), 4096);
  EXPECT_NEAR(neurons_of(shares[1].apart, blocks), 4096.0 / 3, 256);
}

TEST(shares, are_counted_within_each_population) {
  const auto network = network_of({1024, 1024}, {3, 3});
  const auto blocks = blocks_of(network, 8);
  const std::vector<thread_share> shares{{{}, {0, 3}}, {{}, {3, 6}}, {{}, {6, 8}}};
  const auto by_population = shares_by_population(shares, blocks, 2);
  const auto& first = by_population[0];
  const auto& second = by_population[1];
  EXPECT_EQ(first[0].end, 3);
  EXPECT_EQ(first[1].begin, 3);
  EXPECT_EQ(first[1].end, 4);
  EXPECT_EQ(first[2].begin, first[2].end);
  EXPECT_EQ(second[0].begin, second[0].end);
  EXPECT_EQ(second[1].begin, 0);
  EXPECT_EQ(second[1].end, 2);
  EXPECT_EQ(second[2].end, 4);
}

/// The second population has synapses of a signal that cost as much as its neurons.
TEST(shares, of_blocks_that_signals_join_at_once_are_shared_out_first) {
  auto network = network_of({4096, 1024, 1024}, {5, 5, 5});
  built_projection p;
  p.source = 2;
  p.target = 1;
  p.signal = 0;
  p.rows.targets = 1024;
  p.rows.count = 36 * 1024;
  p.rows.max_delay = 0;
  network.projections.push_back(std::move(p));
  const auto blocks = blocks_of(network, 8);
  EXPECT_EQ(blocks[0].population, 1);
  EXPECT_EQ(blocks[4].population, 2);
  EXPECT_EQ(blocks[8].population, 0);
  EXPECT_TRUE(blocks[7].at_once);
  EXPECT_FALSE(blocks[8].at_once);
  const auto shares = shares_of(blocks, network, 3);
  EXPECT_EQ(shares[0].together.end, 2);
  EXPECT_EQ(shares[1].together.end, 4);
  EXPECT_EQ(shares[2].together.end, 8);
  for (const auto& share : shares) EXPECT_NEAR(neurons_of(share.apart, blocks), 4096.0 / 3, 256);
  const auto within = shares_by_population(shares, blocks, 3);
  EXPECT_EQ(within[1][1].end, 4);
  EXPECT_EQ(within[2][2].end, 4);
  network.projections[0].rows.max_delay = 5;
  EXPECT_EQ(blocks_of(network, 8)[0].population, 0) << "nobody waits for what is on its way";
}

}  // namespace
