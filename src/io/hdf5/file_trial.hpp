#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace hux {

/// Says why a file of HDF5 cannot be read: some damaged files end the program that reads them, or loop. Empty if the
/// reading ends by itself; exceptions count as such an end.
/// @param read the whole reading of it
/// @param size of the file, bytes
using file_trial = std::string (*)(const std::function<void()>& read, std::uint64_t size);

/// How files are tried before they are read. A library does not copy the process that it lives in of itself, so none is
/// tried unless the program says how, at its start. The command does, and so does the Python package: the copy runs no
/// Python, and HDF5's lock is free in it.
void set_file_trial(file_trial how);

/// What the trial says; empty if there is none.
std::string why_fatal(const std::function<void()>& read, std::uint64_t size);

}  // namespace hux
