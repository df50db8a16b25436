#include "fiber.hpp"

#include <sys/mman.h>

#include <new>

#include "sanitizers.hpp"

namespace hux::simt {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t stack_bytes = 256 * 1024;
#else
constexpr std::size_t stack_bytes = 64 * 1024;
#endif
constexpr std::size_t guard_bytes = 4096;

/// Who resumed the fiber that runs.
struct caller {
  boost::context::detail::fcontext_t context = nullptr;
  fiber* resumed = nullptr;
  void* fake_stack = nullptr;
  const void* stack = nullptr;
  std::size_t stack_size = 0;
  void* shadow = nullptr;
};
caller outside;

std::byte* new_stack() {
  void* memory = mmap(nullptr, guard_bytes + stack_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  mprotect(memory, guard_bytes, PROT_NONE);
  return static_cast<std::byte*>(memory) + guard_bytes;
}

// The two sides of a switch, as AddressSanitizer wants them: before leaving a stack and after arriving on one.
#if defined(__SANITIZE_ADDRESS__)
void leave(void** fake_stack, const void* to, std::size_t bytes) {
  __sanitizer_start_switch_fiber(fake_stack, to, bytes);
}
void arrive(void* fake_stack, const void** from, std::size_t* bytes) {
  __sanitizer_finish_switch_fiber(fake_stack, from, bytes);
}
#else
void leave(void** /*fake_stack*/, const void* /*to*/, std::size_t /*bytes*/) {}
void arrive(void* /*fake_stack*/, const void** /*from*/, std::size_t* /*bytes*/) {}
#endif

// A switch orders nothing, so that races between simulated threads stay visible to ThreadSanitizer.
#if defined(__SANITIZE_THREAD__)
constexpr unsigned no_synchronisation = 1;
void* new_shadow() { return __tsan_create_fiber(0); }
void* own_shadow() { return __tsan_get_current_fiber(); }
void switch_shadow(void* shadow) { __tsan_switch_to_fiber(shadow, no_synchronisation); }
#else
void* new_shadow() { return nullptr; }
void* own_shadow() { return nullptr; }
void switch_shadow(void* /*shadow*/) {}
#endif

}  // namespace

fiber::fiber(void (*entry)())
    : entry_(entry),
      stack_(new_stack()),
      context_(boost::context::detail::make_fcontext(stack_ + stack_bytes, stack_bytes, &fiber::begin)),
      shadow_(new_shadow()) {}

// ThreadSanitizer's part is left to it: it would not bear that a fiber ends in the middle of its functions.
fiber::~fiber() {
  permit(stack_, stack_bytes);
  munmap(stack_ - guard_bytes, guard_bytes + stack_bytes);
}

void fiber::resume() {
  outside.resumed = this;
  outside.shadow = own_shadow();
  leave(&outside.fake_stack, stack_, stack_bytes);
  switch_shadow(shadow_);
  context_ = boost::context::detail::jump_fcontext(context_, nullptr).fctx;
  arrive(outside.fake_stack, nullptr, nullptr);
}

void fiber::suspend() {
  fiber& self = *outside.resumed;
  leave(&self.fake_stack_, outside.stack, outside.stack_size);
  switch_shadow(outside.shadow);
  outside.context = boost::context::detail::jump_fcontext(outside.context, nullptr).fctx;
  arrive(self.fake_stack_, &outside.stack, &outside.stack_size);
}

void fiber::begin(boost::context::detail::transfer_t from) {
  {
    const own_accesses scope;
    outside.context = from.fctx;
    arrive(nullptr, &outside.stack, &outside.stack_size);
  }
  outside.resumed->entry_();
}

}  // namespace hux::simt
