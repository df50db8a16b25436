#include "equations/nvrtc.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "equations/renamed_model.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class nvrtc : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = why_no_nvrtc(); !reason.empty()) GTEST_SKIP() << reason;
  }
};

TEST_F(nvrtc, compiles_a_neuron_under_another_name) {
  const std::string source =
      "#include \"device/advance.hpp\"\n#include \"hux/device/integrators/rk4.hpp\"\n" +
      renamed_model("traub_miles", "own_cell") +
      "namespace hux::cuda {\ntemplate __global__ void advance<own_cell, rk4, float, false, "
      "false, type_list<>>(HUX_GRID_CONSTANT const launched_populations<float>, own_cell::coefficients<float>, "
      "window_view<float>);\n}\n";
  const std::vector<char> code = compile_for_gpu(source, "sm_90");
  const std::string bytes(code.begin(), code.end());
  EXPECT_THAT(bytes, StartsWith("\177ELF"));
  EXPECT_THAT(bytes, HasSubstr("own_cell"));
}

TEST_F(nvrtc, quotes_what_it_refuses_in_one_sentence) {
  try {
    compile_for_gpu("__global__ void f() { no_such_thing(); }\n", "sm_90");
    FAIL() << "was accepted";
  } catch (const error& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("NVRTC refuses equations: identifier \"no_such_thing\" is undefined"));
  }
}

}  // namespace
}  // namespace hux
