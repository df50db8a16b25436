#include "cpu/mini_delivery.hpp"

#include <algorithm>

namespace hux::cpu {

mini_delivery::mini_delivery(const built_network& network, std::size_t number, unsigned block_bits,
                             const std::vector<block_range>& owned, chunk_arena& arena)
    : projection_(network.projections[number]),
      number_(number),
      window_(network.window),
      longest_(within_horizon(projection_.rows.max_delay, network.steps, window_)),
      ring_(longest_ / window_ + 1),
      block_bits_(block_bits) {
  for (const auto& blocks : owned) shares_.push_back({blocks, event_lists(arena, ring_ * (blocks.end - blocks.begin))});
}

void mini_delivery::restart(const std::vector<earlier_window>& earlier) {
  for (share& s : shares_)
    for (std::size_t list = 0; list < ring_ * std::size_t{s.blocks.end - s.blocks.begin}; ++list)
      s.lists.drain(list, s.lists, [](const std::uint32_t*, std::uint32_t) {});
  for (const earlier_window& e : earlier)
    for (unsigned thread = 0; thread < shares_.size(); ++thread) send(e.minis, e.number, thread);
}

void mini_delivery::send(const std::vector<std::vector<mini>>& minis, std::int64_t window, unsigned thread) {
  share& s = shares_[thread];
  const std::uint32_t in_block = (1U << block_bits_) - 1;
  for (const mini& m : minis[number_]) {
    const std::uint32_t target = projection_.rows.target(m.synapse);
    const std::uint32_t block = target >> block_bits_;
    if (block < s.blocks.begin || block >= s.blocks.end) continue;
    // As of a spike: one in step s counts from its end.
    const std::int64_t delay = std::min<std::int64_t>(projection_.rows.delay(m.synapse), longest_);
    const std::int64_t arrival = window * window_ + m.step + 1 + delay;
    if (arrival < 0) continue;  // before the first window
    const auto step = static_cast<std::uint32_t>(arrival % window_);
    s.lists.append(list_of(s, arrival / window_, block), step << block_bits_ | (target & in_block));
  }
}

void mini_delivery::receive(std::uint32_t block, std::int64_t window, std::span<const receptor_sums> to, unsigned owner,
                            unsigned thread) {
  share& s = shares_[owner];
  const auto add = [&](const std::uint32_t* words, std::uint32_t count) {
    for (const receptor_sums& r : to)
      std::visit(
          [&]<class Sum>(Sum* sums) {
            const auto weight = to_fixed<Sum>(projection_.spontaneous->weight, r.per_unit);
            for (std::uint32_t i = 0; i < count; ++i) sums[words[i]] += weight;
          },
          r.sums);
  };
  s.lists.drain(list_of(s, window, block), shares_[thread].lists, add);
}

}  // namespace hux::cpu
