#include "support/text_stream.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "hux/errors.hpp"
#include "support/descriptor.hpp"

namespace hux {
namespace {

constexpr int patience = 5000;  // ms

/// Whether a pipe holds something, or somebody has it open to write, now or within the time.
bool is_written(const descriptor& pipe) {
  pollfd content{pipe.number(), POLLIN, 0};
  int found = 0;
  do found = poll(&content, 1, patience);
  while (found < 0 && errno == EINTR);
  char none = 0;
  return found > 0 || (read(pipe.number(), &none, 1) < 0 && errno == EAGAIN);
}

std::ifstream text_of_pipe(const std::filesystem::path& file) {
  const descriptor reading(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (reading.open() && !is_written(reading))
    throw file_error(file.string() + ": is a pipe to which nobody has written for " + std::to_string(patience / 1000) +
                     " s");
  // The stream would wait for a writer, who may have written all and gone.
  const descriptor writing(open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK));
  return std::ifstream(file, std::ios::binary);
}

}  // namespace

std::ifstream text_stream(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_fifo(file, ignored)) return text_of_pipe(file);
  return std::ifstream(file, std::ios::binary);
}

}  // namespace hux
