#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "io/hdf5/hdf5.hpp"

namespace hux::hdf5 {

/// Calls read(opened file, its size in bytes) with a file that may be damaged: HDF5 ends the program on some of those,
/// so that it is called in a trial before (file_trial.hpp). Throws file_error naming the file if there is none, if it
/// cannot be opened, if the trial does not end, and for whatever read() throws of files and memory.
void read_tried(const std::filesystem::path& file, const std::function<void(hid_t opened, std::uint64_t size)>& read);

}  // namespace hux::hdf5
