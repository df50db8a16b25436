#include "cpu/event_lists.hpp"

namespace hux::cpu {

event_chunk event_lists::empty_{};
std::uint32_t* const event_lists::none_ = empty_.words + event_chunk::capacity;

event_chunk* chunk_arena::more() {
  auto slab = std::make_unique_for_overwrite<event_chunk[]>(slab_chunks);
  for (std::size_t i = 0; i < slab_chunks; ++i) slab[i].before = i == 0 ? nullptr : &slab[i - 1];
  const std::scoped_lock lock(mutex_);
  slabs_.push_back(std::move(slab));
  return &slabs_.back()[slab_chunks - 1];
}

event_lists::event_lists(chunk_arena& arena, std::size_t lists) : arena_(arena), end_(lists, none_) {}

std::uint32_t* event_lists::grow(std::uint32_t* end) {
  if (!free_) free_ = arena_.more();
  event_chunk* chunk = free_;
  free_ = chunk->before;
  chunk->before = chunk_of(end);
  return chunk->words;
}

}  // namespace hux::cpu
