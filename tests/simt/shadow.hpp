#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "device/device.hpp"

namespace hux::simt {

using device::place;
using device::executor::access;

/// The thread that makes an access, and since when others' accesses are no concern of its. Time is counted in epochs:
/// a new one begins with each launch, each block and each release of a block's barrier.
struct actor {
  std::uint32_t epoch = 0;
  std::uint32_t block_begin = 0;
  std::uint32_t launch_begin = 0;
  std::uint32_t thread = 0;              ///< in the block
  const std::uint32_t* clock = nullptr;  ///< for each lane of the warp: its accesses up to there happened before
};

/// Who touched which element of a piece of memory, and whether it was ever written.
class shadow {
 public:
  /// @param granule bytes that are looked at as one
  shadow(std::size_t bytes, std::size_t granule);

  /// @return what is wrong with the access, "" if nothing is
  std::string touch(std::size_t offset, std::size_t bytes, access how, const actor& now, place at);
  void set_written(std::size_t offset, std::size_t bytes, bool written);

 private:
  /// A lane's clock fits: it counts the barriers of a warp between two of its block.
  struct record {
    std::uint32_t epoch;
    std::uint32_t thread : 10;
    std::uint32_t clock : 20;
    std::uint32_t how : 2;
    place at;
  };
  /// Two readers are kept: whoever writes is at odds with one of them, if it is with any but itself.
  struct cell {
    record write, atomic, read, other_read;
  };
  struct release_memory {
    void operator()(cell* cells) const { std::free(cells); }
  };

  static bool unordered(const record& before, const actor& now);
  /// @return an access that this one races with, or null
  static const record* conflicting(const cell& of, access how, const actor& now);
  static void remember(cell& of, access how, const actor& now, place at);
  static std::string race(const record& before, access how, const actor& now, place at);
  static std::string never_written(access how, const actor& now, place at);

  std::size_t granule_;
  std::vector<std::uint8_t> written_;
  std::unique_ptr<cell[], release_memory> cells_;  ///< zeros, in pages that exist once they are touched
};

}  // namespace hux::simt
