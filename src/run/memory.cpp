#include "run/memory.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

#include "hux/errors.hpp"

namespace hux {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

std::uint64_t difference(std::uint64_t whole, std::uint64_t part) { return whole > part ? whole - part : 0; }

/// The number that a file holds; none if it cannot be read or holds a word.
std::optional<std::uint64_t> number_in(const fs::path& file) {
  std::ifstream stream(file);
  std::uint64_t number = 0;
  return stream >> number ? std::optional(number) : std::nullopt;
}

/// The number after a key in a file of lines such as "key number unit".
std::optional<std::uint64_t> number_after(const fs::path& file, std::string_view key) {
  std::ifstream stream(file);
  std::string word;
  while (stream >> word) {
    std::uint64_t number = 0;
    if (word == key && stream >> number) return number;
    stream.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

/// Where a version of control groups keeps what it knows of memory.
struct control_groups {
  const char* controllers;  ///< of the line in /proc/self/cgroup
  const char* mounted;
  const char* limit;
  const char* usage;
  const char* reclaimable;  ///< of what is used: the cache of files, in memory.stat
};
constexpr control_groups version_2{"", "sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"};
constexpr control_groups version_1{"memory", "sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                                   "total_inactive_file"};

/// The path of this process' group, of a line "number:controllers:path" each.
std::optional<std::string> group_of_process(const fs::path& root, std::string_view controllers) {
  std::ifstream stream(root / "proc/self/cgroup");
  for (std::string line; std::getline(stream, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    if (line.substr(first + 1, second - first - 1) == controllers) return line.substr(second + 1);
  }
  return std::nullopt;
}

std::uint64_t left_in(const fs::path& group, const control_groups& files) {
  const auto limit = number_in(group / files.limit);
  if (!limit) return unlimited;
  const std::uint64_t used = number_in(group / files.usage).value_or(0);
  return difference(*limit, difference(used, number_after(group / "memory.stat", files.reclaimable).value_or(0)));
}

/// What the group and those that it is in leave, each of which may have a limit. In a container the group may be named
/// by a path outside of it; then what is mounted is the group.
std::uint64_t left_in_groups(const fs::path& root, const control_groups& files) {
  const auto path = group_of_process(root, files.controllers);
  if (!path) return unlimited;
  const fs::path top = root / files.mounted;
  std::uint64_t left = left_in(top, files);
  fs::path group = top;
  for (const auto& part : fs::path(*path).relative_path()) left = std::min(left, left_in(group /= part, files));
  return left;
}

/// What `ulimit -v` leaves.
std::uint64_t left_of_addresses(const fs::path& root) {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  const std::uint64_t pages = number_in(root / "proc/self/statm").value_or(0);
  return difference(limit.rlim_cur, pages * sysconf(_SC_PAGE_SIZE));
}

std::uint64_t left_on_machine(const fs::path& root) {
  if (const auto kib = number_after(root / "proc/meminfo", "MemAvailable:")) return *kib * 1024;
  return sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGE_SIZE);
}

std::uint64_t sum_of(const std::vector<memory_plan::component>& parts) {
  std::uint64_t sum = 0;
  for (const auto& c : parts) sum = c.bytes > unlimited - sum ? unlimited : sum + c.bytes;
  return sum;
}

}  // namespace

std::uint64_t memory_plan::total() const { return sum_of(components); }
std::uint64_t memory_plan::device_total() const { return sum_of(device); }

std::uint64_t available_memory(const fs::path& root) {
  return std::min({left_on_machine(root), left_of_addresses(root), left_in_groups(root, version_2),
                   left_in_groups(root, version_1)});
}

void require_memory(const memory_plan& plan, std::uint64_t available) {
  if (const auto missing = missing_memory(plan.components, available, "available"); !missing.empty())
    throw memory_error(missing);
}

std::string missing_memory(const std::vector<memory_plan::component>& parts, std::uint64_t available,
                           const std::string& where) {
  const std::uint64_t needed = sum_of(parts);
  if (needed <= available) return "";
  const auto largest = std::ranges::max_element(parts, {}, &memory_plan::component::bytes);
  constexpr double gib = 1024.0 * 1024.0 * 1024.0;
  return fmt::format("the experiment needs {:.2f} GiB and {:.2f} GiB are {}; the largest part is {:.2f} GiB for {}",
                     static_cast<double>(needed) / gib, static_cast<double>(available) / gib, where,
                     static_cast<double>(largest->bytes) / gib, largest->name);
}

}  // namespace hux
