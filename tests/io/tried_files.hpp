#pragma once

#include "cli/file_trial.hpp"
#include "io/hdf5/file_trial.hpp"

namespace hux {

/// Files are tried before they are read, as by the command, for as long as the object lives.
struct tried_files {
  tried_files() { set_file_trial(cli::tried_in_a_copy); }
  ~tried_files() { set_file_trial(nullptr); }
  tried_files(const tried_files&) = delete;
  tried_files& operator=(const tried_files&) = delete;
};

}  // namespace hux
