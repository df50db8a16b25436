#pragma once

#include <cstdint>

#include "hux/device/host_device.hpp"

/// Philox 4x32 (Salmon et al. 2011) in the form of Random123, whose headers NVRTC cannot read.
namespace hux::rtc {

struct philox4x32_ctr_t {
  std::uint32_t v[4];
};
struct philox4x32_key_t {
  std::uint32_t v[2];
};

HUX_FN philox4x32_ctr_t philox4x32_R(unsigned rounds, philox4x32_ctr_t counter, philox4x32_key_t key) {
  for (unsigned i = 0; i < rounds; ++i) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter.v[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter.v[2];
    counter = {{static_cast<std::uint32_t>(b >> 32) ^ counter.v[1] ^ key.v[0], static_cast<std::uint32_t>(b),
                static_cast<std::uint32_t>(a >> 32) ^ counter.v[3] ^ key.v[1], static_cast<std::uint32_t>(a)}};
    key.v[0] += 0x9E3779B9;  // the golden ratio
    key.v[1] += 0xBB67AE85;  // the square root of 3
  }
  return counter;
}

}  // namespace hux::rtc
