#include <map>
#include <utility>
#include <vector>

#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "hux/printable.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/experiment/list_file.hpp"
#include "io/hdf5/read_tried.hpp"
#include "io/result/result_provenance.hpp"

namespace hux {
namespace {

/// Names long lists as those of a file of results, which has them.
class recorded_lists : public list_store {
 public:
  explicit recorded_lists(std::filesystem::path results) : results_(std::move(results)) {}
  std::string keep(const std::string& key, std::span<const double> values, std::string_view unit) override {
    return named(key, values.size(), unit);
  }
  std::string keep(const std::string& key, std::span<const std::uint32_t> values) override {
    return named(key, values.size(), "");
  }

 private:
  [[nodiscard]] std::string named(const std::string& key, std::size_t size, std::string_view unit) const {
    return size > longest_in_text ? data_set_in(results_, place_of_recorded_list(key), unit) : "";
  }

  std::filesystem::path results_;
};

file_error unreadable(const std::filesystem::path& results, const error& why) {
  return file_error(results.string() + " could not be read: " + why.what());
}

}  // namespace

/// A trial of the file has little time, and checking an experiment may take more.
experiment read_recorded_experiment(const std::filesystem::path& results, std::shared_ptr<const catalog> known) {
  std::string text;
  std::map<std::string, std::vector<double>> lists;
  hdf5::read_tried(results, [&](hid_t file, std::uint64_t size) {
    text = read_recorded_text(file);
    lists = read_recorded_lists(file, size);
  });
  const auto list_called = [&](const std::string& name) {
    const auto list = lists.find(name);
    if (list == lists.end()) throw file_error("it does not hold the list " + quotation(name));
    return list->second;
  };
  try {
    return read_experiment_text(text, "its experiment", {}, {}, std::move(known), list_called);
  } catch (const file_error& mistake) {
    throw unreadable(results, mistake);
  } catch (const input_error& mistake) {
    throw unreadable(results, mistake);
  }
}

std::string text_with_lists_in(const std::filesystem::path& results) {
  experiment e = read_recorded_experiment(results);
  recorded_lists lists(std::filesystem::absolute(results));
  return text_of(e, &lists);
}

}  // namespace hux
