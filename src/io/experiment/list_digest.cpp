#include "io/experiment/list_digest.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>

namespace hux {
namespace {

constexpr std::array<std::uint64_t, 5> prime{0, 0x9E3779B185EBCA87ULL, 0xC2B2AE3D27D4EB4FULL, 0x165667B19E3779F9ULL,
                                             0x85EBCA77C2B2AE63ULL};

constexpr std::uint64_t mixed(std::uint64_t lane, std::uint64_t word) {
  return std::rotl(lane + word * prime[2], 31) * prime[1];
}

/// Four lanes, which take the words in turn, made one.
constexpr std::uint64_t joined(const std::array<std::uint64_t, 4>& lanes) {
  std::uint64_t hash =
      std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
  for (const std::uint64_t lane : lanes) hash = (hash ^ mixed(0, lane)) * prime[1] + prime[4];
  return hash;
}

constexpr std::uint64_t spread(std::uint64_t hash) {
  hash = (hash ^ (hash >> 33U)) * prime[2];
  hash = (hash ^ (hash >> 29U)) * prime[3];
  return hash ^ (hash >> 32U);
}

template <class T>
std::uint64_t xxh64(std::span<const T> numbers) {
  constexpr std::uint64_t of_few = 0x27D4EB2F165667C5ULL;
  const auto word = [&](std::size_t i) { return std::bit_cast<std::uint64_t>(static_cast<double>(numbers[i])); };
  std::array<std::uint64_t, 4> lanes{prime[1] + prime[2], prime[2], 0, 0 - prime[1]};
  std::size_t i = 0;
  for (; i + lanes.size() <= numbers.size(); i += lanes.size())
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] = mixed(lanes[lane], word(i + lane));
  std::uint64_t hash = (i > 0 ? joined(lanes) : of_few) + numbers.size() * sizeof(double);
  for (; i < numbers.size(); ++i) hash = std::rotl(hash ^ mixed(0, word(i)), 27) * prime[1] + prime[4];
  return spread(hash);
}

}  // namespace

std::string digest_of(std::span<const double> numbers) { return fmt::format("{:016x}", xxh64(numbers)); }
std::string digest_of(std::span<const std::uint32_t> numbers) { return fmt::format("{:016x}", xxh64(numbers)); }

}  // namespace hux
