#pragma once

#include <gtest/gtest.h>

#include <string>

#include "experiment_file/small_experiment.hpp"

namespace hux {

/// What is said to a text in which one piece is replaced by another.
struct mistake {
  std::string name;
  std::string piece;
  std::string instead;
  std::string message;
};

inline std::string name_of(const testing::TestParamInfo<mistake>& mistakes) { return mistakes.param.name; }

inline void expect_refusal(std::string text, const mistake& m) {
  const auto at = text.find(m.piece);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, m.piece.size(), m.instead);
  EXPECT_EQ(refusal(text), m.message);
}

}  // namespace hux
