#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>

#include "host/window_launches.hpp"

namespace hux::cuda {
namespace {

/// Beside the main stream; more kernels at once would hardly find room on a GPU.
constexpr std::size_t most_sides = 7;

}  // namespace

template <class Real>
window_launches<Real>::window_launches(const std::vector<device_population<Real>>& populations)
    : populations_(populations) {
  std::unordered_map<std::string, std::size_t> open;  // the last launch of a choice
  for (std::size_t p = 0; p < populations.size(); ++p) {
    const auto [last, is_new] = open.try_emplace(populations[p].choice().bytes(), together_.size());
    if (!is_new && together_[last->second].size() == launched_populations<Real>::most) last->second = together_.size();
    if (last->second == together_.size()) together_.emplace_back();
    together_[last->second].push_back(p);
  }
  for (std::size_t i = 1; i < together_.size() && sides_.size() < most_sides; ++i) sides_.emplace_back();
}

template <class Real>
void window_launches<Real>::start(window_slot<Real>& slot, const window_view<Real>& w, device::stream_handle main) {
  device::record(begun_.handle(), main);
  for (const side& s : sides_) device::wait(s.stream.handle(), begun_.handle());
  for (std::size_t i = 0; i < together_.size(); ++i) {
    const std::size_t place = i % (sides_.size() + 1);
    launch(together_[i], slot, w, place == 0 ? main : sides_[place - 1].stream.handle());
  }
  for (const side& s : sides_) {
    device::record(s.done.handle(), s.stream.handle());
    device::wait(main, s.done.handle());
  }
}

template <class Real>
void window_launches<Real>::launch(const std::vector<std::size_t>& together, window_slot<Real>& slot,
                                   const window_view<Real>& w, device::stream_handle stream) {
  launched_populations<Real> table;
  std::ranges::fill(table.first_block, std::numeric_limits<std::uint32_t>::max());
  launch_size size;
  for (std::size_t i = 0; i < together.size(); ++i) {
    const device_population<Real>& p = populations_[together[i]];
    const block_partition& partition = p.partition();
    table.first_block[i] = size.blocks;
    table.of[i] = p.view();
    table.of[i].found = slot.found(together[i]);
    size.blocks += partition.blocks;
    size.shared_bytes = std::max(size.shared_bytes, partition.shared_bytes);
  }
  const kernel_choice<Real>& choice = populations_[together.front()].choice();
  choice.kernels->advance(choice, size, table, w, stream);
}

template class window_launches<float>;
template class window_launches<double>;

}  // namespace hux::cuda
