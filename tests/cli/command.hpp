#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

/// The command as a user has it: started in a folder of its own, with what it prints and how it ends.
namespace hux::test {

/// Empty for what is not a regular file, such as /dev/full.
inline std::string content_of(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) return {};
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// An empty folder, for as long as the object lives.
class folder {
 public:
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hux_cli_XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~folder() { std::filesystem::remove_all(path_); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path path_;
};

struct command_outcome {
  int code = 0;  ///< exit code, or minus the signal that ended the process
  std::string out;
  std::string err;
  std::uint64_t peak_bytes = 0;  ///< memory
};

/// What a standard stream may be instead of a file.
inline const std::string closed = "a closed stream";
inline const std::string unread_pipe = "a pipe that nobody reads";

/// What a process is started with.
struct surroundings {
  std::string out = "stdout";               ///< file in the folder to which standard output goes
  std::string err = "stderr";               ///< and standard error
  std::uint64_t file_size = RLIM_INFINITY;  ///< largest file it may write, bytes
  std::vector<int> ignored = {};            ///< signals
  std::uint64_t stack = 0;                  ///< bytes that it may have; 0: as many as there are
  std::uint64_t data = 0;                   ///< the same of its memory beside the stack
};

/// Turns this process into the command; after minutes it is ended if it has not ended itself.
[[noreturn]] inline void become_command(const std::filesystem::path& where, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), HUX_COMMAND);
  std::vector<char*> pointers;
  for (auto& a : arguments) pointers.push_back(a.data());
  pointers.push_back(nullptr);
  alarm(300);
  if (chdir(where.c_str()) == 0) execv(HUX_COMMAND, pointers.data());
  _exit(127);
}

class command {
 public:
  command(const folder& where, const std::vector<std::string>& arguments, const surroundings& around = {})
      : where_(where.path()), out_(where_ / around.out), err_(where_ / around.err), pid_(fork()) {
    if (pid_ != 0) return;
    redirect(STDOUT_FILENO, around.out);
    redirect(STDERR_FILENO, around.err);
    const rlimit size{around.file_size, around.file_size};
    setrlimit(RLIMIT_FSIZE, &size);
    limit(RLIMIT_STACK, around.stack);
    limit(RLIMIT_DATA, around.data);
    // Whoever runs the tests in the background may have them ignored.
    for (const int noted : {SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGUSR1}) signal(noted, SIG_DFL);
    for (const int signal_number : around.ignored) signal(signal_number, SIG_IGN);
    become_command(where_, arguments);
  }
  command(const command&) = delete;
  command& operator=(const command&) = delete;

  void send(int signal) const { kill(pid_, signal); }

  /// Returns when the file exists, or when the process has ended without making it.
  void wait_for(const std::string& file) const {
    while (!std::filesystem::exists(where_ / file) && !has_ended())
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  /// Returns when the process has been stopped by SIGSTOP.
  void wait_until_stopped() const {
    int status = 0;
    waitpid(pid_, &status, WUNTRACED);
  }

  [[nodiscard]] command_outcome wait() const {
    int status = 0;
    rusage usage{};
    wait4(pid_, &status, 0, &usage);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), content_of(out_), content_of(err_),
            static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
  }

 private:
  [[nodiscard]] bool has_ended() const {
    siginfo_t info{};
    waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid != 0;
  }

  static void limit(int what, std::uint64_t bytes) {
    const rlimit same{bytes, bytes};
    if (bytes > 0) setrlimit(what, &same);
  }

  void redirect(int descriptor, const std::string& to) const {
    if (to == closed) {
      close(descriptor);
      return;
    }
    const int opened =
        to == unread_pipe ? abandoned_pipe() : open((where_ / to).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(opened, descriptor);
    close(opened);
  }

  /// The end of a pipe that is written to, without the other.
  static int abandoned_pipe() {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    close(ends[0]);
    return ends[1];
  }

  std::filesystem::path where_;
  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t pid_;
};

inline command_outcome run(const folder& where, const std::vector<std::string>& arguments,
                           const surroundings& around = {}) {
  return command(where, arguments, around).wait();
}

/// Expects one sentence for the user and nothing else.
inline void expect_one_error(const command_outcome& o, int code) {
  EXPECT_EQ(o.code, code) << o.err;
  EXPECT_EQ(o.err.find("hux: error: "), 0U) << o.err;
  EXPECT_EQ(std::ranges::count(o.err, '\n'), 1) << o.err;
  EXPECT_EQ(o.out, "");
}

}  // namespace hux::test
