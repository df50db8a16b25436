#include "equations/object_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "equations/compiling.hpp"
#include "equations/loaded_object.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace {

using std::filesystem::path;
using ::testing::HasSubstr;

constexpr int narrow = 32;

std::string source(int number) {
  return "extern \"C\" __attribute__((visibility(\"default"
         "\"))) int answer() { return " +
         std::to_string(number) + "; }\n";
}

int answer(const loaded_object& object) {
  return reinterpret_cast<int (*)()>(const_cast<void*>(object.symbol("answer").get()))();
}

std::string bytes_of(const path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

/// The one file of a cache.
path file_of(const path& folder) { return std::filesystem::directory_iterator(folder)->path(); }

class cache_of_objects : public ::testing::Test {
 protected:
  [[nodiscard]] object_cache cache() const { return object_cache(folder); }
  void keep(int number) const {
    const object_cache in = cache();
    const loaded_object made(source(number), narrow, &in);
  }
  [[nodiscard]] bool has(int number) const {
    const auto found = loaded_object::cached(source(number), narrow, cache());
    return found && answer(*found) == number;
  }

  own_folder home;
  path folder = home / "some" / "cache";
};

TEST_F(cache_of_objects, gives_what_was_compiled_before) {
  EXPECT_FALSE(has(7));
  keep(7);
  EXPECT_TRUE(has(7));
  EXPECT_FALSE(has(8));
  EXPECT_EQ(files_in(folder), 1U);
}

TEST_F(cache_of_objects, makes_a_folder_that_is_the_users_alone) {
  keep(7);
  struct stat status {};
  ASSERT_EQ(stat(folder.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  ASSERT_EQ(stat(file_of(folder).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(cache_of_objects, is_found_by_all_that_an_object_depends_on) {
  const std::string key = key_of_object(source(7), narrow);
  EXPECT_NE(key, key_of_object(source(8), narrow));
  EXPECT_NE(key, key_of_object(source(7), 64));
  for (const auto* piece : {"hux ", "headers ", "g++", "-O3", "-march=x86-64-v3", "return 7"})
    EXPECT_THAT(key, HasSubstr(piece));
  const std::string other = home.program("compiler", "echo other 1.0");
  const environment_variable chosen("CXX", other.c_str());
  EXPECT_THAT(key_of_object(source(7), narrow), HasSubstr(other + ": other 1.0\n"));
}

TEST_F(cache_of_objects, keeps_nothing_of_a_compiler_that_does_not_say_what_it_is) {
  const std::string silent = home.program("silent", "[ \"$1\" = --version ] || exec g++ \"$@\"");
  const environment_variable chosen("CXX", silent.c_str());
  keep(7);
  EXPECT_EQ(files_in(folder), 0U);
}

TEST_F(cache_of_objects, takes_no_object_that_is_damaged_and_replaces_it) {
  keep(7);
  const path file = file_of(folder);
  const std::string whole = bytes_of(file);
  std::string other_machine = whole, flipped = whole, other_key = whole;
  other_machine[18] = 40;  // of ELF: the architecture
  flipped[whole.size() / 3] = static_cast<char>(flipped[whole.size() / 3] ^ 1);
  other_key.replace(other_key.find("return 7"), 8, "return 8");
  for (const auto& damaged : {std::string(), std::string("garbage"), whole.substr(0, whole.size() / 2),
                              whole.substr(0, whole.size() - 1), whole + "x", other_machine, flipped, other_key}) {
    write(file, damaged);
    EXPECT_FALSE(has(7)) << damaged.size() << " bytes";
    keep(7);
    EXPECT_TRUE(has(7)) << damaged.size() << " bytes";
  }
}

TEST_F(cache_of_objects, takes_no_object_under_the_name_of_another) {
  keep(7);
  const std::string seven = bytes_of(file_of(folder));
  std::filesystem::remove_all(folder);
  keep(8);
  write(file_of(folder), seven);
  EXPECT_FALSE(has(8));
}

TEST_F(cache_of_objects, is_refused_where_others_have_access) {
  keep(7);
  for (const unsigned mode : {0755U, 0770U, 0701U}) {
    chmod(folder.c_str(), mode);
    EXPECT_THAT(cache().refusal(),
                HasSubstr(folder.string() + ", is not used: others have access to it; expected mode 0700"));
    EXPECT_FALSE(has(7));
    keep(8);
    EXPECT_EQ(files_in(folder), 1U);
  }
  chmod(folder.c_str(), 0700);
  EXPECT_EQ(cache().refusal(), "");
  EXPECT_TRUE(has(7));
}

TEST_F(cache_of_objects, is_refused_where_it_is_somebody_elses_or_no_folder) {
  EXPECT_THAT(object_cache("/usr").refusal(), HasSubstr("the cache of compiled equations, /usr, is not used: "));
  if (geteuid() != 0) {
    EXPECT_THAT(object_cache("/usr").refusal(), HasSubstr("somebody else's"));
  }
  write(home / "file", "");
  EXPECT_THAT(object_cache(home / "file").refusal(), HasSubstr("it is no folder"));
}

TEST_F(cache_of_objects, that_cannot_be_written_is_no_obstacle) {
  write(home / "file", "");
  const object_cache in_a_file(home / "file" / "cache"), full("/dev/full/cache"), in_proc("/proc/self/cache");
  for (const auto* none : {&in_a_file, &full, &in_proc}) {
    EXPECT_EQ(answer(loaded_object(source(7), narrow, none)), 7);
    EXPECT_FALSE(loaded_object::cached(source(7), narrow, *none));
  }
}

TEST_F(cache_of_objects, that_is_read_only_gives_what_it_has) {
  if (geteuid() == 0) GTEST_SKIP() << "nothing is read-only for root";
  keep(7);
  chmod(folder.c_str(), 0500);
  keep(8);
  EXPECT_TRUE(has(7));
  EXPECT_FALSE(has(8));
  chmod(folder.c_str(), 0700);
  EXPECT_EQ(files_in(folder), 1U);
}

TEST_F(cache_of_objects, is_where_the_environment_says) {
  const environment_variable no_own("HUX_CACHE", nullptr), no_xdg("XDG_CACHE_HOME", nullptr),
      at_home("HOME", home.path().c_str());
  const auto is_in = [&](const path& expected) {
    const object_cache in;
    const loaded_object made(source(7), narrow, &in);
    const bool there = files_in(expected) == 1;
    std::filesystem::remove_all(expected);
    return there;
  };
  EXPECT_TRUE(is_in(home / ".cache" / "hux"));
  const environment_variable xdg("XDG_CACHE_HOME", (home / "x").c_str());
  EXPECT_TRUE(is_in(home / "x" / "hux"));
  const environment_variable own("HUX_CACHE", (home / "own").c_str());
  EXPECT_TRUE(is_in(home / "own"));
}

TEST_F(cache_of_objects, is_nowhere_without_a_home) {
  const environment_variable no_own("HUX_CACHE", nullptr), no_xdg("XDG_CACHE_HOME", "not/absolute"),
      no_home("HOME", nullptr);
  const object_cache none;
  EXPECT_EQ(none.refusal(), "");
  EXPECT_EQ(answer(loaded_object(source(7), narrow, &none)), 7);
  EXPECT_FALSE(none.has_any());
  EXPECT_FALSE(std::filesystem::exists("not"));
}

TEST_F(cache_of_objects, serves_many_at_once_that_want_the_same) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      keep(7);
      EXPECT_TRUE(has(7));
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(files_in(folder), 1U);
}

TEST_F(cache_of_objects, forgets_what_was_used_longest_ago) {
  keep(7);
  const path seven = file_of(folder);
  const auto now = std::filesystem::file_time_type::clock::now();
  const auto days_ago = [&](const path& file, int days) {
    std::filesystem::last_write_time(file, now - std::chrono::hours(24) * days);
  };
  const auto other = [&](std::size_t i) {
    const std::string name = std::to_string(1000 + i);
    return folder / (std::string(32 - name.size(), '0') + name + ".so");
  };
  write(folder / "notes.txt", "of the user's");
  days_ago(folder / "notes.txt", 1000);
  for (std::size_t i = 0; i < object_cache::most_objects; ++i) {
    write(other(i), "");
    days_ago(other(i), i == 3 ? object_cache::most_days + 1 : 2);
  }
  days_ago(seven, 60);
  EXPECT_TRUE(has(7));  // which is a use
  days_ago(other(5), 3);
  keep(8);
  EXPECT_TRUE(has(7));
  EXPECT_FALSE(std::filesystem::exists(other(3)));
  EXPECT_FALSE(std::filesystem::exists(other(5)));
  EXPECT_TRUE(std::filesystem::exists(folder / "notes.txt"));
  EXPECT_EQ(files_in(folder), object_cache::most_objects + 1);
}

}  // namespace
}  // namespace hux
