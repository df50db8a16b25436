#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "hux/outlined_experiment.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/result/provenance.hpp"

/// /provenance of a result file: attributes as in provenance.hpp, the experiment as a text, lists, the long lists that
/// this names, and progress, how far the run has come: [simulated (ms), spikes], brought up to date while it goes on.
namespace hux {

/// Status of a run that has not said how it ended; it goes on as long as a process holds the lock of its file.
inline constexpr const char* running = "running";

/// Makes the group in a new file. Returns the data set progress.
/// @param lists of p.experiment
hdf5::handle write_provenance(hid_t file, const provenance& p, std::span<const long_list> lists);

/// The data set progress of a file that is gone on with.
hdf5::handle open_progress(hid_t file);

/// Makes the file tell of a run that goes on.
void mark_running(hid_t file);

/// Of an experiment as a result keeps it, all that its results depend on: not the lines that say how it runs.
std::string what_was_run(const std::string& experiment);

void write_progress(hid_t progress, double simulated, std::uint64_t spikes);

/// Writes what the end of a run tells over what its start has left.
void write_outcome(hid_t file, const provenance& p);

/// Of a run that has not said how it ended, simulated and spikes are those of progress.
provenance read_provenance(hid_t file);

/// The text of the experiment alone, and the lists that it names. Throw file_error if there is no text.
std::string read_recorded_text(hid_t file);
std::map<std::string, std::vector<double>> read_recorded_lists(hid_t file, std::uint64_t file_size);

/// The name of the data set that has a list.
std::string place_of_recorded_list(const std::string& name);

}  // namespace hux
