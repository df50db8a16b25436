#include "equations/compiler.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include "equations/compiler_messages.hpp"
#include "equations/embedded_headers.hpp"
#include "hux/errors.hpp"

namespace hux::compiler {
namespace {

using std::filesystem::path;

constexpr int not_started = 127;

/// What is common to all compilers (cmake/hux_options.cmake). Of an object nothing but the table is seen by others: two
/// objects have things of the same name.
std::vector<std::string> common_options(int vector_bytes) {
  return {"-std=c++20",
          "-O3",
          "-DNDEBUG",
          "-shared",
          "-fPIC",
          "-fvisibility=hidden",
          "-ffp-contract=off",
          "-mtune=generic",
          vector_bytes == 64 ? "-march=x86-64-v4" : "-march=x86-64-v3"};
}

/// What GCC has beside these.
std::vector<std::string> options_of_gcc(int vector_bytes) {
  const std::string bits = std::to_string(8 * vector_bytes);
  return {"-fschedule-insns", "-fsched-pressure", "-fno-gcse", "-mmove-max=" + bits, "-mstore-max=" + bits};
}

std::string read(const path& name) {
  std::ifstream file(name);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const path& name, std::string_view text) {
  std::filesystem::create_directories(name.parent_path());
  std::ofstream file(name);
  file << text;
  if (!file.flush()) throw file_error(name.string() + " could not be written, to compile equations");
}

/// How a program is started: in a process group of its own, with its standard streams going to files, or nowhere.
struct start {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};

  start(const path& output, const path& messages) {
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    open(STDOUT_FILENO, output);
    open(STDERR_FILENO, messages);
  }
  ~start() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  start(const start&) = delete;
  start& operator=(const start&) = delete;

 private:
  void open(int stream, const path& to) {
    posix_spawn_file_actions_addopen(&actions, stream, to.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  }
};

/// Waits for a process and returns its status. If the check throws, the process has ended with its group.
int status_of(pid_t process, const std::function<void()>& check) {
  constexpr std::chrono::milliseconds pause(2);
  int status = 0;
  for (pid_t ended = 0; ended != process;) {
    ended = waitpid(process, &status, WNOHANG);
    if (ended < 0 && errno != EINTR) return -1;
    if (ended == process) break;
    try {
      check();
    } catch (...) {
      kill(-process, SIGKILL);
      waitpid(process, &status, 0);
      throw;
    }
    std::this_thread::sleep_for(pause);
  }
  return status;
}

/// The environment of this process but for temporary files, which are in that folder: a compiler that is ended leaves
/// some.
std::vector<std::string> environment_in(const scratch_folder& folder) {
  constexpr std::string_view variable = "TMPDIR=";
  std::vector<std::string> all{std::string(variable) + folder.path().string()};
  for (char** v = environ; *v != nullptr; ++v)
    if (!std::string_view(*v).starts_with(variable)) all.emplace_back(*v);
  return all;
}

/// As programs are given them.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& t : texts) pointers.push_back(t.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Runs a program of the PATH. Its exit code; not_started if it could not be started.
int run(
    std::vector<std::string> arguments, const scratch_folder& folder, const path& output, const path& messages,
    const std::function<void()>& check = [] {}) {
  auto environment = environment_in(folder);
  const auto given = pointers_to(arguments), variables = pointers_to(environment);
  const start how(output, messages);
  pid_t process = 0;
  if (posix_spawnp(&process, given[0], &how.actions, &how.attributes, given.data(), variables.data()) != 0)
    return not_started;
  const int status = status_of(process, check);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/// Where a program is that is started by that name; the name itself if it is nowhere.
std::string found_in_path(const std::string& program) {
  const char* folders = std::getenv("PATH");
  if (program.find('/') != std::string::npos || folders == nullptr) return program;
  std::istringstream list(folders);
  for (std::string folder; std::getline(list, folder, ':');) {
    const path there = path(folder) / program;
    if (access(there.c_str(), X_OK) == 0) return there.string();
  }
  return program;
}

/// Empty if it cannot be had.
std::string asked_version(const std::string& program) {
  try {
    const scratch_folder folder;
    const path output = folder / "version";
    std::string line;
    if (run({program, "--version"}, folder, output, "/dev/null") == 0)
      std::getline(std::ifstream(output) >> std::ws, line);
    return line;
  } catch (const file_error&) {
    return "";
  }
}

}  // namespace

std::string name() {
  const char* chosen = std::getenv("CXX");
  return chosen == nullptr || *chosen == '\0' ? "g++" : chosen;
}

std::string identity() {
  static std::mutex mutex;
  static std::map<std::string, std::string> known;
  const std::string program = found_in_path(name());
  const std::lock_guard lock(mutex);
  const auto [place, is_new] = known.try_emplace(program);
  if (is_new) {
    const std::string version = asked_version(program);
    if (!version.empty()) place->second = program + ": " + version;
  }
  return place->second;
}

std::vector<std::string> options(int vector_bytes) {
  auto all = common_options(vector_bytes);
  for (auto& option : options_of_gcc(vector_bytes)) all.push_back(std::move(option));
  return all;
}

void compile(const std::string& source, int vector_bytes, const scratch_folder& folder,
             const std::function<void()>& check) {
  for (const auto& header : embedded_headers()) write(folder / std::string(header.name).c_str(), header.text);
  write(folder / "source.cpp", source);
  const auto attempt = [&](const std::vector<std::string>& chosen) {
    std::vector<std::string> command{name()};
    command.insert(command.end(), chosen.begin(), chosen.end());
    for (const auto& part : {std::string("-I"), (folder / "").string(), std::string("-o"),
                             (folder / "object.so").string(), (folder / "source.cpp").string()})
      command.push_back(part);
    return run(std::move(command), folder, "/dev/null", folder / "messages", check);
  };
  int code = attempt(options(vector_bytes));
  if (code != 0 && code != not_started) code = attempt(common_options(vector_bytes));
  if (code == not_started)
    throw error("equations are compiled by '" + name() +
                "', which cannot be started; expected g++ to be installed, or another compiler in the variable CXX");
  if (code != 0)
    throw error("the compiler '" + name() + "' refuses equations: " + first_error(read(folder / "messages")));
  if (!std::filesystem::exists(folder / "object.so"))
    throw error("the compiler '" + name() + "' has written no object");
}

}  // namespace hux::compiler
