#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hux/simulation.hpp"
#include "io/hdf5/hdf5.hpp"

namespace hux {

/// How far a result file was at a moment of its run: from there the run can be gone on with if it is killed.
struct result_position {
  std::string built;                       ///< what_was_run() of the experiment as it was built
  std::string recorded;                    ///< and as it was when the file was opened
  double start = 0;                        ///< of the recording, ms
  double simulated = 0;                    ///< until when it goes, ms
  std::uint64_t spikes = 0;                ///< in all populations since then, recorded or not
  time_spent spent;                        ///< since then
  std::vector<std::uint64_t> spike_rows;   ///< by population whose spikes are recorded
  std::vector<std::uint64_t> report_rows;  ///< by recorded variable
  std::vector<std::uint64_t> diverged_rows;
  std::vector<std::uint64_t> rate_rows;                 ///< by population whose rates are recorded
  std::vector<std::vector<std::uint64_t>> open_counts;  ///< of the same, spikes in bins that were not over
};

/// Writes it to a file, and reads it from there, in a group of its own. Throws file_error.
void write_position(hid_t file, const result_position& position);
result_position read_position(hid_t file, std::uint64_t file_size);

}  // namespace hux
