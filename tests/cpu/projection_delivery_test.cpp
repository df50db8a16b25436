#include "cpu/projection_delivery.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <tuple>
#include <vector>

namespace {

using hux::built_projection;
using hux::window_spike;
using hux::cpu::chunk_arena;
using hux::cpu::projection_delivery;

constexpr double coarse_step = 0.1;  // ms
constexpr std::uint32_t source_count = 50;
constexpr std::uint32_t target_count = 700;
constexpr unsigned bits_of_block = 8;

/// Synapses of every source with delays from `least` to `most` steps, more of them onto the first targets; weights are
/// small whole numbers, exact in any fixed point.
hux::projection synapses(std::int64_t least, std::int64_t most, bool individual) {
  hux::explicit_list list;
  std::mt19937 random(1);
  for (std::uint32_t i = 0; i < 3000; ++i) {
    list.source.push_back(static_cast<std::uint32_t>(random()) % source_count);
    const std::uint32_t target = static_cast<std::uint32_t>(random()) % target_count;
    list.target.push_back(i % 3 == 0 ? target * target / target_count : i % 3 == 1 ? target / 100 : target);
    const auto steps =
        i < 2 ? (i == 0 ? least : most) : least + static_cast<std::int64_t>(random()) % (most - least + 1);
    list.delay.push_back(coarse_step * static_cast<double>(steps));
    if (individual) list.weight.push_back(1 + static_cast<double>(random() % 9));
  }
  hux::projection p;
  p.name = "p";
  p.rule = list;
  p.weight = 3.0;
  return p;
}

/// What arrives by (step, target), in a network that is advanced window by window.
class traffic {
 public:
  traffic(const hux::projection& p, std::int64_t window, unsigned threads) : window_(window), team_(threads) {
    projection_.name = p.name;
    projection_.rows = build_rows({p, source_count, target_count, false, coarse_step, 1, {}}, team_);
  }

  /// @param spikes by window, with steps counted from its begin
  std::map<std::tuple<std::int64_t, std::uint32_t>, std::int64_t> arrivals(
      const std::vector<std::vector<window_spike>>& spikes) {
    chunk_arena arena;
    const auto horizon = window_ * static_cast<std::int64_t>(spikes.size());
    projection_delivery d(projection_, window_, horizon, bits_of_block, owned(), arena);
    std::map<std::tuple<std::int64_t, std::uint32_t>, std::int64_t> all;
    for (std::size_t w = 0; w < spikes.size(); ++w) {
      const auto now = static_cast<std::int64_t>(w);
      receive(d, now, all);
      team_.run([&](unsigned thread) { d.send(spikes[w], now, thread); });
    }
    return all;
  }

  /// What should arrive, from the list itself.
  std::map<std::tuple<std::int64_t, std::uint32_t>, std::int64_t> expected(
      const hux::projection& p, const std::vector<std::vector<window_spike>>& spikes) const {
    const auto& list = std::get<hux::explicit_list>(p.rule);
    std::map<std::tuple<std::int64_t, std::uint32_t>, std::int64_t> all;
    const auto end = static_cast<std::int64_t>(spikes.size()) * window_;
    for (std::size_t w = 0; w < spikes.size(); ++w)
      for (const auto& s : spikes[w])
        for (std::size_t i = 0; i < list.source.size(); ++i) {
          if (list.source[i] != s.neuron) continue;
          const auto step =
              static_cast<std::int64_t>(w) * window_ + s.step + 1 + std::llround(list.delay[i] / coarse_step);
          const double weight = list.weight.empty() ? 3 : list.weight[i];
          if (step < end) all[{step, list.target[i]}] += static_cast<std::int64_t>(weight) * 16;
        }
    return all;
  }

 private:
  static constexpr std::uint32_t blocks = (target_count - 1) / (1U << bits_of_block) + 1;

  /// The last threads own nothing if there are more of them than blocks.
  [[nodiscard]] std::vector<hux::cpu::block_range> owned() const {
    std::vector<hux::cpu::block_range> ranges;
    const std::uint32_t each = (blocks - 1) / team_.size() + 1;
    for (std::uint32_t t = 0; t < team_.size(); ++t)
      ranges.push_back({std::min(t * each, blocks), std::min((t + 1) * each, blocks)});
    return ranges;
  }

  void receive(projection_delivery& d, std::int64_t now,
               std::map<std::tuple<std::int64_t, std::uint32_t>, std::int64_t>& all) {
    constexpr double unit = 1.0 / 16;
    constexpr std::uint32_t size = 1U << bits_of_block;
    const auto ranges = owned();
    for (std::uint32_t block = 0; block < blocks; ++block) {
      std::vector<std::int64_t> sums(static_cast<std::size_t>(window_) * size, 0);
      unsigned owner = 0;
      while (block >= ranges[owner].end) ++owner;
      const hux::cpu::receptor_sums to{sums.data(), 1 / unit};
      d.receive(block, now, {&to, 1}, owner, block % team_.size());
      for (std::size_t i = 0; i < sums.size(); ++i)
        if (sums[i] != 0)
          all[{now * window_ + static_cast<std::int64_t>(i / size),
               block * size + static_cast<std::uint32_t>(i % size)}] = sums[i];
    }
  }

  std::int64_t window_;
  hux::thread_team team_;
  built_projection projection_;
};

std::vector<std::vector<window_spike>> random_spikes(std::int64_t window, std::size_t windows) {
  std::mt19937 random(2);
  std::vector<std::vector<window_spike>> spikes(windows);
  for (std::size_t w = 0; w < std::min<std::size_t>(windows, 30); ++w)
    for (std::uint32_t neuron = 0; neuron < source_count; ++neuron)
      if (random() % 5 == 0)
        spikes[w].push_back({0, neuron, static_cast<std::uint32_t>(static_cast<std::int64_t>(random()) % window)});
  return spikes;
}

TEST(delivery, brings_every_spike_to_its_targets_on_the_step) {
  using range = std::tuple<std::int64_t, std::int64_t, std::int64_t>;  // window, least and largest delay
  for (const auto& [window, least, most] : {range{1, 1, 1}, range{1, 1, 40}, range{3, 3, 3}, range{4, 5, 17},
                                            range{10, 10, 400}, range{4, 500, 900}, range{16, 70000, 70100}})
    for (const bool individual : {false, true})
      for (const unsigned threads : {1U, 2U, 3U, 5U}) {
        const auto p = synapses(least, most, individual);
        const auto spikes = random_spikes(window, least > 1000 ? 4400 : 30);
        traffic t(p, window, threads);
        EXPECT_EQ(t.arrivals(spikes), t.expected(p, spikes))
            << "window " << window << ", delays " << least << " to " << most << ", " << threads << " threads";
      }
}

TEST(delivery, rounds_weights_to_the_nearest_multiple_of_the_unit) {
  EXPECT_EQ(hux::to_fixed<std::int32_t>(0.74, 4), 3);
  EXPECT_EQ(hux::to_fixed<std::int32_t>(-0.74, 4), -3);
  EXPECT_EQ(hux::to_fixed<std::int64_t>(0.12, 4), 0);
  EXPECT_EQ(hux::to_fixed<std::int64_t>(-1e15, 1), -1000000000000000);
}

}  // namespace
