#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "host/device_rows.hpp"
#include "network/synapse_rows.hpp"
#include "same_rows.hpp"

/// Rows that depend on where neurons are.
namespace hux::cuda {
namespace {

struct named_layout {
  std::string name;
  layout positions;
  std::uint32_t size;
};

std::vector<named_layout> layouts() {
  listed_layout list;
  for (int i = 0; i < 30; ++i) {
    list.x.push_back(10.0 * (i % 7));
    list.z.push_back(-3.0 * i);
  }
  return {{"grid", grid_layout{6, 10}, 36}, {"box", random_layout{60, 50, 40}, 33}, {"list", list, 30}};
}

struct named_kernel {
  std::string name;
  distance_kernel kernel;
};

/// layout, kernel, periodic, velocity (0: none)
class by_distance : public testing::TestWithParam<std::tuple<named_layout, named_kernel, bool, double>> {
 protected:
  by_distance() {
    const auto& [where, law, periodic, velocity] = GetParam();
    neurons_.name = "cells";
    neurons_.size = where.size;
    neurons_.positions = where.positions;
    p_.name = "P";
    p_.rule = distance_probability{law.kernel, 0.8, 20};
    p_.autapses = false;
    p_.periodic = periodic;
    p_.weight = 6.0;
    p_.delay = uniform{0.1, 0.3};
    if (velocity > 0) p_.velocity = velocity;
  }

  [[nodiscard]] wiring made_of() const {
    return {p_, neurons_.size, neurons_.size, true, dt, seed, ends(p_, neurons_, neurons_, seed)};
  }

  population neurons_;
  projection p_;
};

TEST_P(by_distance, makes_the_rows_of_the_cpu_on_the_device) {
  EXPECT_GT(on_cpu(made_of()).count, neurons_.size);
  expect_same_rows_in_every_order(made_of());
}

TEST_P(by_distance, needs_no_more_memory_than_planned) { expect_no_more_memory_than_planned(made_of()); }

std::string name_of_layout_and_kernel(const testing::TestParamInfo<by_distance::ParamType>& tested) {
  const auto& [where, law, periodic, velocity] = tested.param;
  return where.name + "_" + law.name + (periodic ? "_periodic" : "") + (velocity > 0 ? "_velocity" : "");
}

INSTANTIATE_TEST_SUITE_P(rows, by_distance,
                         testing::Combine(testing::ValuesIn(layouts()),
                                          testing::Values(named_kernel{"gaussian", distance_kernel::gaussian},
                                                          named_kernel{"exponential", distance_kernel::exponential},
                                                          named_kernel{"step", distance_kernel::step}),
                                          testing::Bool(), testing::Values(0.0, 0.05)),
                         name_of_layout_and_kernel);

}  // namespace
}  // namespace hux::cuda
