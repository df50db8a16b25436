#pragma once

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

/// Figures as people read them.
namespace hux::cli {

/// 320190 -> "320,190"
inline std::string count(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t i = digits.size(); i > 3;) digits.insert(i -= 3, 1, ',');
  return digits;
}

/// "1 synapse", "320,190 synapses"; many is the plural.
inline std::string count(std::uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count(n), n == 1 ? one : many);
}

/// 1536 -> "1.50 KiB"
inline std::string bytes(std::uint64_t n) {
  constexpr std::array<std::string_view, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (n < 1024) return fmt::format("{} B", n);
  double value = static_cast<double>(n) / 1024;
  std::size_t unit = 0;
  for (; value >= 1000 && unit + 1 < units.size(); ++unit) value /= 1024;
  return fmt::format("{:.{}f} {}", value, value < 10 ? 2 : value < 100 ? 1 : 0, units[unit]);
}

/// Time on a clock on the wall: "0.42 s", "12.3 s", "2 min 5 s", "3 h 12 min", "4 d 7 h".
inline std::string wall_time(double seconds) {
  if (!(seconds < 1e15)) return "forever";
  if (seconds < 10) return fmt::format("{:.2f} s", seconds);
  if (seconds < 100) return fmt::format("{:.1f} s", seconds);
  const std::uint64_t whole = std::llround(seconds);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  if (whole < 86400) return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
  return fmt::format("{} d {} h", whole / 86400, whole / 3600 % 24);
}

/// Simulated time in seconds for each second on the wall: "0.523", "12.3", "1,046"; "?" if none has passed.
inline std::string speed(double simulated_ms, double wall_seconds) {
  if (!(wall_seconds > 0)) return "?";
  const double factor = simulated_ms / 1000 / wall_seconds;
  if (factor >= 1000 && factor < 1e15) return count(std::llround(factor));
  return fmt::format("{:.3g}", factor);
}

}  // namespace hux::cli
