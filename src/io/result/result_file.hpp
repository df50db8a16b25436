#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "hux/network.hpp"
#include "hux/outlined_experiment.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/partial_file.hpp"
#include "io/result/provenance.hpp"
#include "io/result/result_divergences.hpp"
#include "io/result/result_position.hpp"
#include "io/result/result_rates.hpp"
#include "io/result/result_report.hpp"
#include "io/result/result_spikes.hpp"
#include "network/built_network.hpp"
#include "network/synapse_rows.hpp"

namespace hux {

/// Streams what a run produces to an HDF5 file in the layout of SONATA:
///   /spikes/<population>/        timestamps (ms, f64), node_ids (u64), in the order of time; attribute size
///   /report/<recording>.<variable>/  data (f32 [time x neuron], attribute units), mapping/
///   /rates/<population>/         rate: Hz (f32), attributes start and bin (ms); time: start, stop and bin (ms)
///   /diverged/<population>/      timestamps (ms, f64), node_ids (u64) of marked neurons, where on_divergence is "mark"
///   /nodes/<population>/0/       positions (um) and parameters and amplitudes of inputs that neurons have one by one
///   /edges/<projection>/          synapses, where they are kept
///   /provenance/                 attributes as in provenance.hpp; experiment (TOML, a data set)
/// While the run goes on the file is called "<name>.part"; finish() gives it its name. From start() on others can read
/// it (HDF5's single-writer/multiple-reader mode): what flush() has brought to the disk is there, also if the run is
/// killed. So everything is in it by then, and only grows or is overwritten. Memory is bounded: a block of some 64 KiB,
/// or of some rows of samples, for each data set.
class result_file final : public recorder {
 public:
  /// Bytes free where the file is.
  using free_space = std::function<std::uint64_t()>;

  /// @param settled the experiment with everything that was chosen filled in
  /// @param start where the recording starts, ms: bins of rates are counted from there
  /// @param space asked now and then, before there is none left; empty: asks the file system
  /// Throws file_error as partial_file does, and if the file cannot be written.
  result_file(const std::filesystem::path& file, const experiment& settled, bool overwrite, double start = 0,
              free_space space = {});

  /// Goes on with the file of a run that was killed or interrupted, from a position that it had. What is recorded for
  /// the second time is compared with what is there. Throws file_error if there is no such file, if it is one of
  /// another experiment, or has not what it had; then it stays as it is.
  result_file(const std::filesystem::path& file, const experiment& settled, const result_position& from,
              free_space space = {});

  /// Closes a file that is gone on with as it is, under the name that it had.
  void leave();

  /// Finishes the file if that has not been done, ignoring errors.
  ~result_file() override;
  result_file(const result_file&) = delete;
  result_file& operator=(const result_file&) = delete;

  /// Keeps the values that neurons have one by one, to be called once. Throws file_error.
  /// @param settled the experiment, network what was built of it
  void keep_values(const experiment& settled, const built_network& network);

  /// Keeps the synapses of a projection, to be called once for each that is to be kept. Throws file_error.
  void keep_connections(const projection& p, const synapse_rows& rows);

  /// Notes a change of the experiment while it runs; it is written when the file is finished. Of very many the last
  /// are only counted.
  void note_change(const std::string& what);

  /// Does the file keep those numbers, as a list of the experiment that it was started with?
  [[nodiscard]] bool has_list(const long_list& list) const;

  /// Lets others read the file; to be called when all is in it that is not recorded. Throws file_error.
  void start();

  /// What the user should know of the file, one sentence each.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

  /// Throws file_error if the disk is about to be full: then, all that was recorded before is kept, and finish() makes
  /// it a readable file. Throws file_error if something else was recorded where it goes; then the file stays as it is.
  /// Throws file_error if writing fails all the same: then, what was flushed is kept, the file gets
  /// its name, and nothing more is written.
  void record(const window_results& results) override;

  /// Where the file is with all that was recorded so far.
  [[nodiscard]] result_position position() const;

  /// Brings what was recorded, and how far the run has come, to where others find it. Throws as record().
  void flush() override;

  /// Writes what is still in memory and how the run went, closes the file and gives it its name. Does nothing if
  /// that has been done, or if writing has failed. Throws file_error.
  /// @param note "complete", "interrupted", or the error that ended the run
  void finish(const run_summary& summary, const std::string& note);

 private:
  void create(const experiment& settled);
  void create_data_sets(const experiment& settled);
  void require_fit(const experiment& settled, const result_position& from);
  void look(const experiment& settled, const result_position& from);
  void reopen(const experiment& settled, const result_position& from);
  void require_own(const result_position& from) const;
  void go_on(const experiment& settled, const result_position& from);
  void create_nodes(const experiment& settled);
  void create_reports(const experiment& settled);
  [[nodiscard]] double first_sample(const recording& r, const experiment& settled) const;
  void create_rates(const experiment& settled);
  void create_divergences(const experiment& settled);
  void require_space(const window_results& results);
  void write_all();
  /// Is what is recorded there already?
  [[nodiscard]] bool behind() const { return provenance_.simulated < had_.simulated; }
  void close();
  void release();
  void read_rest() const;
  void discard();
  [[noreturn]] void keep_what_is_readable(const std::string& why);
  std::string publish_what_is_readable(const std::string& status);
  template <class Work>
  void guarded(Work&& work);

  partial_file partial_;
  std::vector<std::string> warnings_;
  free_space space_;
  provenance provenance_;
  provenance had_;  // of the file that is gone on with
  double dt_;
  bool open_ = false;
  bool resumed_ = false;
  bool started_ = false;
  bool unflushed_ = false;
  hdf5::handle file_;
  hdf5::handle progress_;
  std::uint64_t changes_left_out_ = 0;
  std::uint64_t margin_ = 0;   // bytes that closing the file may take
  std::uint64_t granted_ = 0;  // bytes for which there was space when last asked
  std::vector<spike_writer> spikes_;
  std::vector<report_writer> reports_;
  std::vector<rate_writer> rates_;
  std::vector<divergence_writer> diverged_;
};

}  // namespace hux
