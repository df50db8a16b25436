#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include "hux/errors.hpp"
#include "hux/printable.hpp"

namespace hux::cli {
namespace {

/// By errno, which the call that failed has set.
[[noreturn]] void throw_output_failure() {
  if (errno == EPIPE) throw reader_gone();
  throw file_error("standard output cannot be written to: " + std::generic_category().message(errno));
}

/// A stand-in that can be neither read nor written, as a closed stream cannot.
void keep_closed(int stream) {
  if (fcntl(stream, F_GETFD) < 0 && errno == EBADF)
    open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // takes the lowest free number, this one
}

}  // namespace

void prepare_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) keep_closed(stream);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is an error of writing it
}

void print_text(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) throw_output_failure();
}

void flush_output() {
  if (std::fflush(stdout) != 0) throw_output_failure();
}

void say_text(std::string_view text) {
  const std::string line = "hux: " + printable(text) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace hux::cli
