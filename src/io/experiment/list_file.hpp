#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/experiment/list_store.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/partial_file.hpp"

namespace hux {

/// An HDF5 file beside an experiment's, made when there is a first list of more than 1,000 numbers for it: a data set
/// each, called after its key.
class list_file : public list_store {
 public:
  list_file(std::filesystem::path file, bool overwrite) : path_(std::move(file)), overwrite_(overwrite) {}

  /// Throw file_error.
  std::string keep(const std::string& key, std::span<const double> values, std::string_view unit) override;
  std::string keep(const std::string& key, std::span<const std::uint32_t> values) override;

  /// Gives the file its name. Throws file_error.
  void publish();

 private:
  template <class T>
  std::string put(const std::string& key, std::span<const T> values, std::string_view unit);
  void open();
  /// Does something with the file; if that fails, nothing of it is left. Throws file_error.
  template <class Work>
  void guarded(const Work& work);

  std::filesystem::path path_;
  bool overwrite_;
  std::optional<partial_file> partial_;
  hdf5::handle file_;
};

/// What stands in a text for a data set of a file.
std::string data_set_in(const std::filesystem::path& file, const std::string& dataset, std::string_view unit);

/// A list of such a file, or of another HDF5 file. Throws file_error.
std::vector<double> read_list(const std::filesystem::path& file, const std::string& dataset);

}  // namespace hux
