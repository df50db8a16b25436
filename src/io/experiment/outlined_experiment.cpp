#include "hux/outlined_experiment.hpp"

#include <utility>

#include "io/experiment/experiment_text.hpp"
#include "io/experiment/list_digest.hpp"
#include "io/experiment/list_store.hpp"
#include "io/text/toml_text.hpp"

namespace hux {
namespace {

/// Names long lists, and has views of them.
class named_lists : public list_store {
 public:
  std::string keep(const std::string& key, std::span<const double> values, std::string_view unit) override {
    return named(key, values, ", unit = " + in_quotes(unit));
  }
  std::string keep(const std::string& key, std::span<const std::uint32_t> values) override {
    return named(key, values, "");
  }

  std::vector<long_list> found;

 private:
  template <class T>
  std::string named(const std::string& key, std::span<const T> values, const std::string& with_unit) {
    if (values.size() <= longest_in_text) return "";
    found.push_back({key, digest_of(values), values});
    return "{ dataset = " + in_quotes(key) + ", digest = " + in_quotes(found.back().digest) + with_unit + " }";
  }
};

}  // namespace

outlined_experiment::outlined_experiment(experiment e)
    : complete_(std::make_shared<experiment>(spelled_out(std::move(e)))) {
  named_lists lists;
  text_ = text_of(*complete_, &lists);
  lists_ = std::move(lists.found);
}

}  // namespace hux
