#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/experiment/list_store.hpp"
#include "io/experiment/surroundings.hpp"
#include "io/text/toml_text.hpp"

namespace hux {

/// Views of all lists of an experiment, which holds them as long as they are used.
class list_views : public list_store {
 public:
  std::string keep(const std::string& /*key*/, std::span<const double> values, std::string_view unit) override {
    return kept(values, ", unit = " + in_quotes(unit));
  }
  std::string keep(const std::string& /*key*/, std::span<const std::uint32_t> values) override {
    return kept(values, "");
  }

  [[nodiscard]] const std::vector<number_list>& arrays() const { return arrays_; }

 private:
  std::string kept(number_list values, const std::string& with_unit) {
    arrays_.push_back(values);
    return "{ " + in_quotes(array_key) + " = " + std::to_string(arrays_.size() - 1) + with_unit + " }";
  }

  std::vector<number_list> arrays_;
};

}  // namespace hux
