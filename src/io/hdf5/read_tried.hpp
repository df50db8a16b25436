#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "io/hdf5/hdf5.hpp"

namespace hux::hdf5 {

/// Is handed the opened file and its size in bytes.
using reading_of_file = std::function<void(hid_t opened, std::uint64_t size)>;

/// Calls read(opened file, its size in bytes) with a file that may be damaged: HDF5 ends the program on some of those,
/// so that it is called in a trial before (file_trial.hpp). Throws file_error naming the file if there is none, if it
/// cannot be opened, if the trial does not end, and for whatever read() throws of files and memory.
void read_tried(const std::filesystem::path& file, const reading_of_file& read);

/// The same of a file all of whose links a trial has followed before: trying each array of many would take far longer
/// than reading it.
void read_more(const std::filesystem::path& file, const reading_of_file& read);

}  // namespace hux::hdf5
