#include "cli/file_trial.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <initializer_list>

namespace hux::cli {
namespace {

/// In the child: dies at once, silently, and without a core file.
void prepare_to_die(std::uint64_t seconds) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) std::signal(signal, SIG_DFL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const rlimit time{seconds, seconds};
  setrlimit(RLIMIT_CPU, &time);
  std::signal(SIGALRM, SIG_DFL);
  alarm(static_cast<unsigned>(3 * seconds));  // a link may lead to a pipe that nobody writes, which takes no CPU
  if (const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere >= 0) dup2(nowhere, STDERR_FILENO);
}

/// @param seconds of processor time the work may take, and a third of the time that it may wait for something
bool survives(const std::function<void()>& work, std::uint64_t seconds) {
  const pid_t child = fork();
  if (child < 0) return true;  // no process to try it in
  if (child == 0) {
    prepare_to_die(seconds);
    try {
      work();
    } catch (...) {  // the caller will meet it again
    }
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

std::string tried_in_a_copy(const std::function<void()>& read, std::uint64_t size) {
  const std::uint64_t seconds = 2 + (size >> 22U);  // far more than it takes
  return survives(read, seconds) ? "" : "it is damaged, or leads to another file that never ends";
}

}  // namespace hux::cli
