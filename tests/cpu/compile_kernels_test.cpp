#include "cpu/compile_kernels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "equations/compiling.hpp"
#include "equations/loaded_object.hpp"
#include "equations/renamed_model.hpp"
#include "hux/catalog.hpp"
#include "hux/errors.hpp"
#include "simulation/runs.hpp"

namespace hux::cpu {
namespace {

using ::testing::HasSubstr;

/// The built-in neurons, and traub_miles as if it came from somebody else: compiled while the tests run.
std::shared_ptr<const catalog> with_compiled_cell() {
  auto more = std::make_shared<catalog>(*built_in_catalog());
  equations own = more->model("traub_miles");
  own.name = "own_cell";
  const model_source source{renamed_model("traub_miles", "own_cell"), "own_cell"};
  for (const precision real : {precision::single, precision::double_})
    own.kernels.push_back(compile_kernels(
        {.model = source, .integrator = "rk4", .real = real, .kinds = {{opening_text("nmda", "blocked"), "blocked"}}}));
  more->models.push_back(own);
  return more;
}

experiment network_of(const std::string& model, precision real, const std::shared_ptr<const catalog>& known) {
  experiment e;
  e.settings.duration = 60;
  e.settings.dt = 0.05;
  e.settings.precision = real;
  e.settings.backend = backend_kind::cpu;
  e.network.catalog = known;
  population p;
  p.name = "cells";
  p.size = 300;
  p.model = model;
  p.initial_v = uniform{-80, -40};
  p.refractory = 1;
  p.parameters["g_na"] = uniform{18000, 22000};
  p.receptors = {{"exc", "exponential", {{"tau", 5}, {"e_rev", 0}}, uniform{0, 20}},
                 {"slow", "nmda", {{"tau_rise", 2}, {"tau_decay", 80}, {"e_rev", 0}}, 1.0}};
  e.network.populations = {p};
  return e;
}

TEST(compiled_while_running, equations_give_the_bits_of_those_built_in) {
  const auto known = with_compiled_cell();
  for (const precision real : {precision::single, precision::double_}) {
    const auto own = test::run(network_of("own_cell", real, known));
    const auto built_in = test::run(network_of("traub_miles", real, known));
    EXPECT_GT(built_in.spikes[0].size(), 100U);
    EXPECT_EQ(own.times(0), built_in.times(0));
    EXPECT_EQ(own.state, built_in.state);
  }
}

TEST(compiled_while_running, equations_that_have_no_such_kernels_are_refused) {
  auto known = std::make_shared<catalog>(*built_in_catalog());
  known->models.push_back(known->model("traub_miles"));
  known->models.back().name = "own_cell";
  known->models.back().kernels.clear();
  known->models.back().lists = nullptr;  // which could be interpreted
  try {
    test::run(network_of("own_cell", precision::single, known));
    FAIL() << "was accepted";
  } catch (const input_error& refused) {
    EXPECT_THAT(refused.what(),
                HasSubstr("model own_cell: has not been compiled for a CPU under the integrator 'rk4'"));
  }
}

/// What is said of a source that cannot be loaded.
std::string refusal(const std::string& source) {
  try {
    const loaded_object object(source, 32);
    return "";
  } catch (const error& refused) {
    return refused.what();
  }
}

TEST(compiled_while_running, a_source_that_the_compiler_refuses_is_quoted_in_one_sentence) {
  EXPECT_THAT(refusal("int f() { return no_such_thing; }\n"), HasSubstr("refuses equations: "));
  EXPECT_THAT(refusal("int f() { return no_such_thing; }\n"), HasSubstr("no_such_thing"));
}

TEST(compiled_while_running, a_compiler_that_is_not_there_is_named) {
  const environment_variable other("CXX", "/no/such/compiler");
  EXPECT_THAT(refusal("int f();\n"), HasSubstr("'/no/such/compiler', which cannot be started; expected g++"));
}

}  // namespace
}  // namespace hux::cpu
