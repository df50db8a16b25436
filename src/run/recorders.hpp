#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/backend.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation.hpp"
#include "io/result/result_file.hpp"
#include "network/built_network.hpp"
#include "run/async_writer.hpp"

namespace hux {

/// Where the results of a simulation go: a file, written on a thread of its own, and recorders of the caller's.
class recorders {
 public:
  void add(recorder& sink) { sinks_.push_back(&sink); }

  /// Opens a new file for what is simulated from now on. Throws error if there is one already, file_error.
  /// @param written as it is settled, with its stages
  /// @param e as it is now
  /// @param before what was simulated before
  /// @return what the user should know of it, one sentence each
  std::vector<std::string> open(const std::filesystem::path& file, bool overwrite, const experiment& written,
                                const experiment& e, const built_network& network, const backend& engine,
                                const run_summary& before);
  /// Goes on with the file of a run that was killed or interrupted. Throws as result_file.
  /// @param built the experiment as it was built
  /// @param written as it is settled, with its stages
  /// @param before as it is there
  std::vector<std::string> resume(const std::filesystem::path& file, const experiment& built, const experiment& written,
                                  const result_position& from, const run_summary& before);
  /// Waits until all is written. Throws file_error; then it is to be closed as after any failure.
  void flush();
  /// Where the file is when all is written.
  /// @param built the experiment as it was built
  [[nodiscard]] result_position position(const run_summary& summary, const experiment& built) const;
  [[nodiscard]] bool has_file() const { return file_.has_value(); }

  /// Hands results to the file.
  void record(const window_results& results);
  /// Hands them to the caller's recorders.
  void show(const window_results& results);
  /// Lets the file say what of the experiment has changed.
  void note_change(double time, const experiment& before, const experiment& after);
  /// The same of one input.
  void note_change(double time, const experiment& before, const input& after);

  /// Time that the file has taken so far, s.
  [[nodiscard]] double seconds() const { return earlier_files_ + (writer_ ? writer_->seconds() : 0); }

  /// Finishes the file, if there is one. Throws file_error; then it is to be closed as after any failure.
  /// @param status as in provenance.hpp
  void close(const run_summary& summary, const std::string& status);
  /// Keeps what was recorded before a failure, which is what the caller is to hear of.
  void close_after(const std::exception& failure, const run_summary& summary);

 private:
  [[nodiscard]] run_summary of_file(const run_summary& summary) const;

  std::optional<result_file> file_;
  std::optional<async_writer> writer_;
  std::vector<recorder*> sinks_;
  run_summary before_;        // of what was simulated before the file was opened
  result_position resumed_;   // where the file was then
  double earlier_files_ = 0;  // s
};

}  // namespace hux
