#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "device/device.hpp"
#include "shadow.hpp"

namespace hux::simt {

/// The byte that memory begins with: NaN as a float or double, -1 as an integer.
inline constexpr int poison = 0xff;

/// Shared memory of the block that runs. Behind each static array lies a gap that nothing may touch.
class shared_memory {
 public:
  void begin_launch(std::size_t dynamic_bytes);
  void begin_block();

  /// @throws fault if a kernel asks for more than there is, or for another size than before
  void* static_array(const void* key, std::size_t bytes, std::size_t alignment, place at);
  void* dynamic_array(std::size_t offset, std::size_t bytes, std::size_t alignment, place at);
  std::string touch(const void* address, std::size_t bytes, access how, const actor& now, place at);

 private:
  struct array {
    const void* key;
    std::size_t offset, bytes;
  };
  void clear(std::size_t offset, std::size_t bytes);

  std::size_t dynamic_bytes_ = 0;
  std::size_t end_ = 0;           ///< of what is in use
  std::size_t static_bytes_ = 0;  ///< without the gaps
  std::vector<array> arrays_;
  std::unique_ptr<std::byte[]> bytes_;
  std::unique_ptr<shadow> shadow_;
};

/// Whose memory kernels see; a device has only so much of its own.
enum class owner : std::uint8_t { device, host };

/// Memory that kernels see: each allocation between two red zones.
class device_memory {
 public:
  void* allocate(std::size_t bytes, std::size_t element_bytes, place at, owner whose);
  void release(void* memory);
  void set_written(const void* memory, std::size_t bytes);
  std::string touch(const void* address, std::size_t bytes, access how, const actor& now, place at);
  /// @return "allocated at kernels/x.hpp:12", of the allocation that the address lies in
  [[nodiscard]] std::string origin(const void* address);
  /// @throws fault if a red zone was written to
  void check_red_zones();
  [[nodiscard]] std::size_t allocations() const { return blocks_.size(); }
  /// Of the device's own.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct block {
    std::unique_ptr<std::byte, void (*)(void*)> zones;
    std::size_t bytes;
    owner whose;
    place at;
    shadow accesses;
    [[nodiscard]] std::size_t of_device() const { return whose == owner::device ? bytes : 0; }
  };
  [[nodiscard]] block* find(const void* address, std::size_t bytes);

  std::size_t bytes_ = 0;
  std::map<const std::byte*, block> blocks_;  ///< by the first byte between the red zones
};

}  // namespace hux::simt
