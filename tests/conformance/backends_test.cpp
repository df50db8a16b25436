#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "conformance/orders.hpp"
#include "hux/core/errors.hpp"
#include "simulation/everything.hpp"
#include "simulation/runs.hpp"

/// Whatever an experiment is made of, the GPU's backend gives the bits that the CPU's gives: spikes, samples, state.
namespace hux {
namespace {

using test::differences;
using test::everything;
using test::in_every_order;
using test::outcome;
using test::run;

experiment on(backend_kind backend, experiment e) {
  e.settings.backend = backend;
  return e;
}

/// The network of everything under one integrator in one precision.
class both_backends : public testing::TestWithParam<std::tuple<const char*, precision>> {
 public:
  static experiment network() {
    experiment e = everything();
    e.settings.integrator = std::get<0>(GetParam());
    e.settings.precision = std::get<1>(GetParam());
    e.settings.duration = 10;
    if (e.settings.integrator == "euler") {
      e.settings.dt = 0.01;
      e.settings.duration = 4;
    }
    return e;
  }
};

INSTANTIATE_TEST_SUITE_P(every, both_backends,
                         testing::Combine(testing::Values("rk4", "euler", "exponential_euler", "crank_nicolson"),
                                          testing::Values(precision::single, precision::double_)),
                         [](const auto& combination) {
                           const bool single = std::get<1>(combination.param) == precision::single;
                           return std::string(std::get<0>(combination.param)) + (single ? "_single" : "_double");
                         });

TEST_P(both_backends, give_the_same_bits) {
  const outcome expected = run(on(backend_kind::cpu, network()));
  in_every_order([&](const std::string& order) {
    EXPECT_EQ(differences(expected, run(on(backend_kind::cuda, network()))), "") << order;
  });
}

}  // namespace
}  // namespace hux
