#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "run/memory.hpp"

namespace hux {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

/// A machine of 64 MiB, as its files tell.
class machine {
 public:
  machine() {
    std::string name = std::filesystem::temp_directory_path() / "hux_machine_XXXXXX";
    root_ = mkdtemp(name.data());
    write("proc/meminfo", "MemTotal:       99999 kB\nMemFree:         1 kB\nMemAvailable:   65536 kB\n");
  }
  ~machine() { std::filesystem::remove_all(root_); }
  machine(const machine&) = delete;
  machine& operator=(const machine&) = delete;

  void write(const std::string& file, const std::string& contents) const {
    std::filesystem::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << contents;
  }
  [[nodiscard]] std::uint64_t available() const { return available_memory(root_); }

 private:
  std::filesystem::path root_;
};

TEST(available_memory, is_what_the_machine_has) { EXPECT_EQ(machine().available(), 64 * mib); }

TEST(available_memory, is_what_the_control_group_leaves) {
  const machine m;
  m.write("proc/self/cgroup", "0::/batch/job\n");
  m.write("sys/fs/cgroup/batch/job/memory.max", "33554432\n");
  m.write("sys/fs/cgroup/batch/job/memory.current", "8388608\n");
  EXPECT_EQ(m.available(), 24 * mib);
}

TEST(available_memory, counts_cached_files_of_the_group_as_free) {
  const machine m;
  m.write("proc/self/cgroup", "0::/job\n");
  m.write("sys/fs/cgroup/job/memory.max", "33554432\n");
  m.write("sys/fs/cgroup/job/memory.current", "8388608\n");
  m.write("sys/fs/cgroup/job/memory.stat", "anon 4194304\nfile 4194304\ninactive_file 4194304\n");
  EXPECT_EQ(m.available(), 28 * mib);
}

TEST(available_memory, is_what_the_groups_around_it_leave) {
  const machine m;
  m.write("proc/self/cgroup", "0::/batch/job\n");
  m.write("sys/fs/cgroup/batch/memory.max", "16777216\n");
  m.write("sys/fs/cgroup/batch/job/memory.max", "max\n");
  EXPECT_EQ(m.available(), 16 * mib);
}

TEST(available_memory, is_what_a_container_leaves_that_is_named_from_outside) {
  const machine m;
  m.write("proc/self/cgroup", "0::/system.slice/container\n");
  m.write("sys/fs/cgroup/memory.max", "16777216\n");
  EXPECT_EQ(m.available(), 16 * mib);
}

TEST(available_memory, knows_the_first_version_of_control_groups) {
  const machine m;
  m.write("proc/self/cgroup", "5:cpu,cpuacct:/other\n4:memory:/slurm/job\n0::/\n");
  m.write("sys/fs/cgroup/memory/slurm/job/memory.limit_in_bytes", "16777216\n");
  m.write("sys/fs/cgroup/memory/slurm/job/memory.usage_in_bytes", "6291456\n");
  m.write("sys/fs/cgroup/memory/slurm/job/memory.stat", "cache 2097152\ntotal_inactive_file 2097152\n");
  EXPECT_EQ(m.available(), 12 * mib);
}

TEST(available_memory, is_nothing_in_a_group_that_is_full) {
  const machine m;
  m.write("proc/self/cgroup", "0::/job\n");
  m.write("sys/fs/cgroup/job/memory.max", "1048576\n");
  m.write("sys/fs/cgroup/job/memory.current", "2097152\n");
  EXPECT_EQ(m.available(), 0);
}

// Sanitizers need more addresses than that.
TEST(available_memory_slow, is_what_the_limit_of_addresses_leaves) {
  const machine m;
  m.write("proc/self/statm", "1024 512 0 0 0 0 0\n");
  const auto exit_with_available = [&] {
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGE_SIZE));
    const rlimit limit{1024 * page + 5 * mib, RLIM_INFINITY};
    setrlimit(RLIMIT_AS, &limit);
    _exit(static_cast<int>(m.available() / mib));
  };
  EXPECT_EXIT(exit_with_available(), testing::ExitedWithCode(5), "");
}

}  // namespace
}  // namespace hux
