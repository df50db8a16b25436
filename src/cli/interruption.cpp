#include "cli/interruption.hpp"

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace hux::cli {
namespace {

std::atomic<int> noted{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch nothing else");

/// The system repeats SIGXCPU every second, and a closing terminal may send SIGHUP twice: only people mean more by a
/// second signal.
extern "C" void note(int signal) {
  int none = 0;
  if (noted.compare_exchange_strong(none, signal)) return;
  if (signal != SIGINT && signal != SIGTERM) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

bool is_ignored(int signal) {
  struct sigaction now {};
  return sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

void note_interruptions() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGUSR1}) {
    if (is_ignored(signal)) continue;
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
}

int interruption() { return noted; }

}  // namespace hux::cli
