#pragma once

#include <cstdint>

#include "hux/device/rng.hpp"

namespace hux {

/// A pseudo-random permutation of [0, size) that is computed element by element: permutation(0), permutation(1), ...
/// are draws without replacement that need no memory and can be made in any order, by any thread.
/// A Feistel network (Luby & Rackoff 1988) on the smallest power of two that holds size, at least 2^8 so that small
/// sizes are mixed well; results beyond size are sent through it again until they fall inside (Black & Rogaway 2002).
class permutation {
 public:
  static constexpr unsigned batch = 32;

  /// @param size at least 1
  /// @param member whose permutation it is; each (stream, member) has one of its own
  HUX_FN permutation(std::uint64_t size, const stream& s, std::uint64_t member) : size_(size) {
    const unsigned bits = size > 256 ? bits_of(size - 1) : 8;
    low_bits_ = bits / 2;
    low_mask_ = static_cast<std::uint32_t>((1ULL << low_bits_) - 1U);
    high_mask_ = static_cast<std::uint32_t>((1ULL << (bits - low_bits_)) - 1U);
    for (unsigned round = 0; round < rounds; round += 2) {
      const random_words w = s.draw(member, round / 4);
      key_[round] = w[round % 4];
      key_[round + 1] = w[round % 4 + 1];
    }
  }

  /// Element k of the permutation, k < size.
  [[nodiscard]] HUX_FN std::uint64_t operator()(std::uint64_t k) const { return inside(scrambled(k)); }

  /// Elements [begin, begin + count) of the permutation, count <= batch: the same ones, in a form for vectors.
  HUX_FN void elements(std::uint64_t begin, unsigned count, std::uint64_t (&out)[batch]) const {
    std::uint32_t low[batch];
    std::uint32_t high[batch];
    for (unsigned i = 0; i < batch; ++i) low[i] = static_cast<std::uint32_t>(begin + i) & low_mask_;
    for (unsigned i = 0; i < batch; ++i) high[i] = static_cast<std::uint32_t>((begin + i) >> low_bits_);
    for (unsigned round = 0; round < rounds; round += 2) {
      for (unsigned i = 0; i < batch; ++i) high[i] ^= mixed(low[i] ^ key_[round]) & high_mask_;
      for (unsigned i = 0; i < batch; ++i) low[i] ^= mixed(high[i] ^ key_[round + 1]) & low_mask_;
    }
    for (unsigned i = 0; i < batch; ++i) out[i] = (static_cast<std::uint64_t>(high[i]) << low_bits_) | low[i];
    for (unsigned i = 0; i < count; ++i) out[i] = inside(out[i]);
  }

  /// Calls take(element) for the elements [begin, end), in order.
  template <class Take>
  HUX_FN void visit(std::uint64_t begin, std::uint64_t end, const Take& take) const {
#ifdef __CUDA_ARCH__
    for (std::uint64_t k = begin; k < end; ++k) take((*this)(k));  // a thread of a GPU has no vectors
#else
    std::uint64_t out[batch];
    for (std::uint64_t k = begin; k < end; k += batch) {
      const auto count = static_cast<unsigned>(end - k < batch ? end - k : batch);
      elements(k, count, out);
      for (unsigned i = 0; i < count; ++i) take(out[i]);
    }
#endif
  }

 private:
  static constexpr unsigned rounds = 6;  // with 4, pairs of elements are visibly not uniform

  HUX_FN static unsigned bits_of(std::uint64_t n) { return 64U - static_cast<unsigned>(__builtin_clzll(n)); }

  /// A bijection of 32-bit words whose every output bit depends on every input bit (Wellons 2018, lowbias32).
  HUX_FN static std::uint32_t mixed(std::uint32_t x) {
    x = (x ^ (x >> 16)) * 0x7feb352dU;
    x = (x ^ (x >> 15)) * 0x846ca68bU;
    return x ^ (x >> 16);
  }

  // The first number below size on the cycle that goes on at k; there is one if the cycle started below size.
  [[nodiscard]] HUX_FN std::uint64_t inside(std::uint64_t k) const {
    while (k >= size_) k = scrambled(k);
    return k;
  }

  [[nodiscard]] HUX_FN std::uint64_t scrambled(std::uint64_t k) const {
    std::uint32_t low = static_cast<std::uint32_t>(k) & low_mask_;
    std::uint32_t high = static_cast<std::uint32_t>(k >> low_bits_);
    for (unsigned round = 0; round < rounds; round += 2) {
      high ^= mixed(low ^ key_[round]) & high_mask_;
      low ^= mixed(high ^ key_[round + 1]) & low_mask_;
    }
    return (static_cast<std::uint64_t>(high) << low_bits_) | low;
  }

  std::uint64_t size_;
  unsigned low_bits_;
  std::uint32_t low_mask_;
  std::uint32_t high_mask_;
  std::uint32_t key_[rounds];
};

}  // namespace hux
