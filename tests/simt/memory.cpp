#include "memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "executor.hpp"
#include "places.hpp"
#include "sanitizers.hpp"

namespace hux::simt {

namespace {

constexpr std::size_t gap = 64;
constexpr std::size_t capacity = 256 * 1024;     // of shared memory, gaps and all
constexpr std::size_t static_limit = 48 * 1024;  // of static shared memory, on any GPU
constexpr std::size_t red_zone = 256;            // also the alignment of device memory
constexpr std::byte red{0xfd};

std::size_t rounded_up(std::size_t bytes, std::size_t to) { return (bytes + to - 1) / to * to; }

}  // namespace

void shared_memory::begin_launch(std::size_t dynamic_bytes) {
  if (dynamic_bytes > current_settings().shared_bytes) {
    fail("the launch asks for " + std::to_string(dynamic_bytes) + " bytes of shared memory, of " +
         std::to_string(current_settings().shared_bytes));
  }
  if (!shadow_) shadow_ = std::make_unique<shadow>(capacity, 1);
  arrays_.clear();
  dynamic_bytes_ = dynamic_bytes;
  end_ = rounded_up(dynamic_bytes, gap) + gap;
  static_bytes_ = 0;
}

// Another block has another memory, so that ThreadSanitizer sees no race between the two.
void shared_memory::begin_block() {
  bytes_ = std::make_unique_for_overwrite<std::byte[]>(capacity);
  clear(0, end_);
}

void shared_memory::clear(std::size_t offset, std::size_t bytes) {
  std::memset(bytes_.get() + offset, poison, bytes);
  shadow_->set_written(offset, bytes, false);
}

void* shared_memory::static_array(const void* key, std::size_t bytes, std::size_t alignment, place at) {
  const auto known = std::find_if(arrays_.begin(), arrays_.end(), [&](const array& a) { return a.key == key; });
  if (known != arrays_.end()) {
    if (known->bytes != bytes) fail("the shared array at " + describe(at) + " changes its size");
    return bytes_.get() + known->offset;
  }
  static_bytes_ = rounded_up(static_bytes_, alignment) + bytes;
  if (static_bytes_ > static_limit || static_bytes_ + dynamic_bytes_ > current_settings().shared_bytes) {
    fail("with the shared array at " + describe(at) + " a block has " + std::to_string(static_bytes_) + " static and " +
         std::to_string(dynamic_bytes_) + " dynamic bytes of shared memory, of " + std::to_string(static_limit) +
         " and " + std::to_string(current_settings().shared_bytes) + " in all");
  }
  arrays_.push_back({key, end_, bytes});
  end_ += rounded_up(bytes, gap) + gap;
  if (end_ > capacity) fail("there are too many shared arrays at " + describe(at));
  clear(arrays_.back().offset, end_ - arrays_.back().offset);
  return bytes_.get() + arrays_.back().offset;
}

void* shared_memory::dynamic_array(std::size_t offset, std::size_t bytes, std::size_t alignment, place at) {
  if (offset > dynamic_bytes_ || bytes > dynamic_bytes_ - offset) {
    fail("the dynamic shared array at " + describe(at) + " ends at byte " + std::to_string(offset + bytes) +
         ", but the launch gave " + std::to_string(dynamic_bytes_));
  }
  if (offset % alignment != 0) {
    fail("the dynamic shared array at " + describe(at) + " begins at byte " + std::to_string(offset) +
         ", which is no multiple of " + std::to_string(alignment));
  }
  return bytes_.get() + offset;
}

std::string shared_memory::touch(const void* address, std::size_t bytes, access how, const actor& now, place at) {
  actor of_this_block = now;
  of_this_block.launch_begin = now.block_begin;  // what other blocks did was to another memory
  const auto offset = static_cast<std::size_t>(static_cast<const std::byte*>(address) - bytes_.get());
  // Elements of a static array are touched as wholes, so that the first byte stands for them.
  const bool is_static = offset >= dynamic_bytes_;
  return shadow_->touch(offset, is_static ? 1 : bytes, how, of_this_block, at);
}

void* device_memory::allocate(std::size_t bytes, std::size_t element_bytes, place at, owner whose) {
  const std::size_t all = red_zone + rounded_up(bytes, red_zone) + red_zone;
  auto* zones = static_cast<std::byte*>(std::aligned_alloc(red_zone, all));
  if (zones == nullptr) throw std::bad_alloc();
  std::byte* begin = zones + red_zone;
  std::fill(zones, zones + all, red);
  std::memset(begin, poison, bytes);
  forbid(zones, red_zone);
  forbid(begin + bytes, all - red_zone - bytes);
  const auto& made =
      blocks_.emplace(begin, block{{zones, std::free}, bytes, whose, at, shadow(bytes, element_bytes)}).first->second;
  bytes_ += made.of_device();
  return begin;
}

void device_memory::release(void* memory) {
  const auto found = blocks_.find(static_cast<std::byte*>(memory));
  if (found == blocks_.end()) return;
  permit(found->second.zones.get(), red_zone + rounded_up(found->second.bytes, red_zone) + red_zone);
  bytes_ -= found->second.of_device();
  blocks_.erase(found);
}

device_memory::block* device_memory::find(const void* address, std::size_t bytes) {
  const auto* begin = static_cast<const std::byte*>(address);
  auto after = blocks_.upper_bound(begin);
  if (after == blocks_.begin()) return nullptr;
  auto& [first, found] = *--after;
  return begin + bytes <= first + found.bytes ? &found : nullptr;
}

void device_memory::set_written(const void* memory, std::size_t bytes) {
  block* found = find(memory, bytes);
  if (found == nullptr) fail("a copy to device memory ends outside of it");
  const auto* begin = static_cast<const std::byte*>(memory);
  found->accesses.set_written(static_cast<std::size_t>(begin - (found->zones.get() + red_zone)), bytes, true);
}

std::string device_memory::touch(const void* address, std::size_t bytes, access how, const actor& now, place at) {
  block* found = find(address, bytes);
  if (found == nullptr) {
    return "thread " + std::to_string(now.thread) + " is at " + describe(at) +
           " outside of device memory, or in what was released";
  }
  const auto offset =
      static_cast<std::size_t>(static_cast<const std::byte*>(address) - (found->zones.get() + red_zone));
  return found->accesses.touch(offset, bytes, how, now, at);
}

std::string device_memory::origin(const void* address) {
  block* found = find(address, 0);
  return found == nullptr ? "" : "allocated at " + describe(found->at);
}

void device_memory::check_red_zones() {
  for (auto& [begin, b] : blocks_) {
    const std::size_t tail = rounded_up(b.bytes, red_zone) + red_zone - b.bytes;
    permit(b.zones.get(), red_zone);
    permit(begin + b.bytes, tail);
    const auto intact = [](const std::byte* zone, std::size_t bytes) {
      return std::all_of(zone, zone + bytes, [](std::byte value) { return value == red; });
    };
    const bool before = intact(b.zones.get(), red_zone);
    const bool behind = intact(begin + b.bytes, tail);
    std::fill(b.zones.get(), b.zones.get() + red_zone, red);
    std::memset(b.zones.get() + red_zone + b.bytes, static_cast<int>(red), tail);
    forbid(b.zones.get(), red_zone);
    forbid(begin + b.bytes, tail);
    if (!before || !behind) {
      fail(std::string("the kernel wrote ") + (before ? "behind the end" : "before the beginning") +
           " of the device array allocated at " + describe(b.at));
    }
  }
}

}  // namespace hux::simt
