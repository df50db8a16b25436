#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>

namespace hux::simt {

/// A stack of its own and where it stands. It is made once and serves one simulated thread after the other; its entry
/// never returns. Below the stack is a page that faults.
class fiber {
 public:
  /// @throws std::bad_alloc if there is no memory for the stack
  explicit fiber(void (*entry)());
  ~fiber();
  fiber(const fiber&) = delete;
  fiber& operator=(const fiber&) = delete;

  /// From outside: goes on with the fiber until it suspends.
  void resume();
  /// From within the fiber that was resumed last: back to who resumed it.
  static void suspend();

 private:
  static void begin(boost::context::detail::transfer_t from);

  void (*entry_)();
  std::byte* stack_;
  boost::context::detail::fcontext_t context_;
  void* fake_stack_ = nullptr;  ///< of AddressSanitizer
  void* shadow_ = nullptr;      ///< of ThreadSanitizer
};

}  // namespace hux::simt
