#include "io/hdf5/superblock.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>

#include "hux/errors.hpp"

namespace hux::hdf5 {
namespace {

// HDF5 file format specification 3.0, II.A: disk format of superblock versions 2 and 3.
constexpr std::size_t size_of_superblock = 48;
constexpr std::size_t at_version = 8, at_offset_size = 9, at_flags = 11, at_end = 28, at_checksum = 44;
constexpr unsigned open_for_writing = 1, open_for_live_reading = 4;
using block = std::array<unsigned char, size_of_superblock>;
static_assert(std::endian::native == std::endian::little, "HDF5 keeps its numbers little-endian");

template <class Integer>
Integer at(const block& b, std::size_t offset) {
  Integer value;
  std::memcpy(&value, b.data() + offset, sizeof value);
  return value;
}

template <class Integer>
void put(block& b, std::size_t offset, Integer value) {
  std::memcpy(b.data() + offset, &value, sizeof value);
}

/// Jenkins' lookup3, which HDF5 takes for its checksums, over the superblock before its checksum (44 bytes).
std::uint32_t checksum_of(const block& b) {
  std::uint32_t x = 0xdeadbeefU + at_checksum, y = x, z = x;
  const auto add = [&](std::size_t offset) {
    x += at<std::uint32_t>(b, offset);
    y += at<std::uint32_t>(b, offset + 4);
  };
  const auto mix = [](std::uint32_t& p, std::uint32_t& q, std::uint32_t& r, int by) {
    p = (p - r) ^ std::rotl(r, by);
    r += q;
  };
  for (std::size_t offset = 0; offset < 36; offset += 12) {
    add(offset);
    z += at<std::uint32_t>(b, offset + 8);
    mix(x, y, z, 4), mix(y, z, x, 6), mix(z, x, y, 8), mix(x, y, z, 16), mix(y, z, x, 19), mix(z, x, y, 4);
  }
  add(36);
  const auto finish = [](std::uint32_t& p, std::uint32_t q, int by) { p = (p ^ q) - std::rotl(q, by); };
  finish(z, y, 14), finish(x, z, 11), finish(y, x, 25), finish(z, y, 16), finish(x, z, 4), finish(y, x, 14);
  finish(z, y, 24);
  return z;
}

bool is_superblock(const block& b) {
  constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);
  return std::equal(signature.begin(), signature.end(), b.begin(),
                    [](char c, unsigned char u) { return static_cast<unsigned char>(c) == u; }) &&
         b[at_version] == 3 && b[at_offset_size] == sizeof(std::uint64_t) &&
         at<std::uint32_t>(b, at_checksum) == checksum_of(b);
}

std::optional<block> read_block(std::istream& from) {
  block b{};
  from.read(reinterpret_cast<char*>(b.data()), b.size());
  if (!from || !is_superblock(b)) return std::nullopt;
  return b;
}

}  // namespace

std::optional<superblock_state> read_superblock(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const auto b = read_block(stream);
  if (!b) return std::nullopt;
  return superblock_state{((*b)[at_flags] & open_for_writing) != 0, ((*b)[at_flags] & open_for_live_reading) != 0,
                          at<std::uint64_t>(*b, at_end)};
}

void mark_closed(const std::filesystem::path& file) {
  std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
  auto b = read_block(stream);
  if (!b) throw file_error(file.string() + " does not start as an HDF5 file that Hux has written");
  (*b)[at_flags] = 0;
  put(*b, at_end, std::uint64_t{std::filesystem::file_size(file)});
  put(*b, at_checksum, checksum_of(*b));
  stream.seekp(0);
  stream.write(reinterpret_cast<const char*>(b->data()), static_cast<std::streamsize>(b->size()));
  if (!stream.flush()) throw file_error(file.string() + " cannot be written to");
}

}  // namespace hux::hdf5
