#include "io/experiment/list_file.hpp"

#include <algorithm>

#include "hux/errors.hpp"
#include "io/hdf5/checked_dataset.hpp"
#include "io/hdf5/read_tried.hpp"
#include "io/text/toml_text.hpp"

namespace hux {
namespace {

/// The group of a data set's name, which is made, and the last part of the name.
std::pair<hdf5::handle, std::string> place_of(hid_t file, const std::string& dataset) {
  hdf5::handle group = hdf5::open_group(file, "/");
  std::size_t begin = 0;
  for (auto slash = dataset.find('/'); slash != std::string::npos; slash = dataset.find('/', begin)) {
    group = hdf5::group_in(group, dataset.substr(begin, slash - begin));
    begin = slash + 1;
  }
  return {std::move(group), dataset.substr(begin)};
}

}  // namespace

template <class Work>
void list_file::guarded(const Work& work) {
  try {
    work();
  } catch (const hdf5::failure& failure) {
    hdf5::leave_open(file_);
    partial_->discard();
    throw file_error(path_.string() + " could not be written: " + failure.what());
  }
}

std::string list_file::keep(const std::string& key, std::span<const double> values, std::string_view unit) {
  return put(key, values, unit);
}

std::string list_file::keep(const std::string& key, std::span<const std::uint32_t> values) {
  return put(key, values, "");
}

template <class T>
std::string list_file::put(const std::string& key, std::span<const T> values, std::string_view unit) {
  if (values.size() <= longest_in_text) return "";
  std::string dataset = key;
  std::ranges::replace(dataset, '.', '/');
  guarded([&] {
    open();
    const auto [group, name] = place_of(file_, dataset);
    const auto written = hdf5::write_array(group, name, values);
    if (!unit.empty()) hdf5::write_attribute(written, "units", std::string(unit));
  });
  return data_set_in(path_.filename(), dataset, unit);
}

void list_file::open() {
  if (partial_) return;
  partial_.emplace(path_, overwrite_, partial_file::leftover::worthless);
  file_ = hdf5::create_file(partial_->path());
}

void list_file::publish() {
  if (!partial_) return;
  guarded([&] { hdf5::flush_file(file_); });
  file_.release();
  partial_->publish();
}

std::string data_set_in(const std::filesystem::path& file, const std::string& dataset, std::string_view unit) {
  const std::string with_unit = unit.empty() ? "" : ", unit = " + in_quotes(unit);
  return "{ file = " + in_quotes(file.string()) + ", dataset = " + in_quotes(dataset) + with_unit + " }";
}

std::vector<double> read_list(const std::filesystem::path& file, const std::string& dataset) {
  std::vector<double> values;
  hdf5::read_tried(
      file, [&](hid_t opened, std::uint64_t size) { values = hdf5::read_numbers<double>(opened, dataset, size); });
  return values;
}

}  // namespace hux
