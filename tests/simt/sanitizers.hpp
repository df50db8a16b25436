#pragma once

/// What the sanitizers need to know about fibers and memory; nothing in a build without them.

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#if defined(__SANITIZE_THREAD__)
extern "C" {
void* __tsan_get_current_fiber();
void* __tsan_create_fiber(unsigned flags);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
void __tsan_acquire(void* token);
void __tsan_release(void* token);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

namespace hux::simt {

#if defined(__SANITIZE_ADDRESS__)
inline void forbid(const void* memory, std::size_t bytes) { __asan_poison_memory_region(memory, bytes); }
inline void permit(const void* memory, std::size_t bytes) { __asan_unpoison_memory_region(memory, bytes); }
#else
inline void forbid(const void* /*memory*/, std::size_t /*bytes*/) {}
inline void permit(const void* /*memory*/, std::size_t /*bytes*/) {}
#endif

/// What has happened before release(token) has happened for whoever calls acquire(token) after it.
#if defined(__SANITIZE_THREAD__)
inline void release(void* token) { __tsan_release(token); }
inline void acquire(void* token) { __tsan_acquire(token); }
#else
inline void release(void* /*token*/) {}
inline void acquire(void* /*token*/) {}
#endif

/// In its scope accesses are the executor's own, which all happen on one thread of the machine.
class own_accesses {
 public:
  own_accesses(const own_accesses&) = delete;
  own_accesses& operator=(const own_accesses&) = delete;
#if defined(__SANITIZE_THREAD__)
  own_accesses() {
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  }
  ~own_accesses() {
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  }
#else
  own_accesses() {}
  ~own_accesses() {}
#endif
};

}  // namespace hux::simt
