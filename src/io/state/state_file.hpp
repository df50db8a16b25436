#pragma once

#include <filesystem>
#include <functional>

#include "hux/state_file.hpp"
#include "io/hdf5/hdf5.hpp"

namespace hux {

/// Writes to a file, or reads from it, what is beside a state.
using beside = std::function<void(hid_t file)>;

/// write_state() and read_state() of a file in which there is more.
void write_state_and(const simulation_state& state, const std::filesystem::path& file, bool overwrite,
                     const beside& write);
simulation_state read_state_and(const std::filesystem::path& file, const beside& read);

}  // namespace hux
