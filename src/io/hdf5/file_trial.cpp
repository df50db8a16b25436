#include "io/hdf5/file_trial.hpp"

#include <atomic>

namespace hux {
namespace {

std::atomic<file_trial> trial = nullptr;

}  // namespace

void set_file_trial(file_trial how) { trial = how; }

std::string why_fatal(const std::function<void()>& read, std::uint64_t size) {
  const file_trial how = trial;
  return how == nullptr ? "" : how(read, size);
}

}  // namespace hux
