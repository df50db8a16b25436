#include "cpu/event_lists.hpp"

#include <utility>

namespace hux::cpu {

event_chunk event_lists::empty_{};
std::uint32_t* const event_lists::none_ = empty_.words + event_chunk::capacity;

event_chunk* chunk_arena::more() {
  const std::scoped_lock lock(mutex_);
  if (!returned_.empty()) {
    event_chunk* again = returned_.back();
    returned_.pop_back();
    return again;
  }
  auto slab = std::make_unique_for_overwrite<event_chunk[]>(run);
  for (std::size_t i = 0; i < run; ++i) slab[i].before = i == 0 ? nullptr : &slab[i - 1];
  slabs_.push_back(std::move(slab));
  return &slabs_.back()[run - 1];
}

void chunk_arena::take_back(event_chunk* run_of_chunks) {
  const std::scoped_lock lock(mutex_);
  returned_.push_back(run_of_chunks);
}

event_lists::event_lists(chunk_arena& arena, std::size_t lists) : arena_(arena), end_(lists, none_) {}

std::uint32_t* event_lists::grow(std::uint32_t* end) {
  if (!free_) {
    free_ = free_run_ ? std::exchange(free_run_, nullptr) : arena_.more();
    free_chunks_ = chunk_arena::run;
  }
  event_chunk* chunk = free_;
  free_ = chunk->before;
  --free_chunks_;
  chunk->before = chunk_of(end);
  return chunk->words;
}

void event_lists::store_run() {
  if (free_run_) arena_.take_back(free_run_);
  free_run_ = std::exchange(free_, nullptr);
  free_chunks_ = 0;
}

}  // namespace hux::cpu
