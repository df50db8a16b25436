#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

#include "hux/errors.hpp"
#include "hux/simulation.hpp"

/// A correct experiment, and what is said to mistakes in it.
namespace hux::test {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// Two populations with a projection, an input and a recording, none of it wrong.
inline experiment correct() {
  experiment e;
  e.settings.duration = 100;
  e.settings.dt = 0.05;
  population a;
  a.name = "A";
  a.size = 10;
  a.model = "traub_miles";
  receptor ampa;
  ampa.name = "ampa";
  receptor current;
  current.name = "syn";
  current.synapse = "exponential_current";
  a.receptors = {ampa, current};
  population b = a;
  b.name = "B";
  b.size = 20;
  e.network.populations = {a, b};
  projection p;
  p.name = "AB";
  p.source = "A";
  p.target = "B";
  p.receptor = "ampa";
  p.rule = fixed_probability{0.1};
  p.weight = 6.0;
  p.delay = 1.0;
  e.network.projections = {p};
  e.network.inputs = {{"drive", "A", {}, step_current{50.0, 10, 20}}};
  e.recordings.samples = {{"trace", "A", {"v", "m", "g_na", "g_ampa", "i_syn"}, {0, 9}, 0.1}};
  e.recordings.rates = {"A"};
  return e;
}

inline population& a(experiment& e) { return e.network.populations[0]; }
inline projection& ab(experiment& e) { return e.network.projections[0]; }
inline input& drive(experiment& e) { return e.network.inputs[0]; }
inline recording& trace(experiment& e) { return e.recordings.samples[0]; }

/// What validate() says to the correct experiment after a change; empty if nothing.
inline std::string refusal(const std::function<void(experiment&)>& change) {
  auto e = correct();
  change(e);
  try {
    validate(e);
  } catch (const input_error& mistake) {
    return mistake.what();
  }
  return "";
}

struct mistake {
  std::string name;
  std::function<void(experiment&)> make;
  std::string message;
};

/// Its one test stands in validate_test.cpp.
class validate_refuses : public testing::TestWithParam<mistake> {};
inline std::string name_of(const testing::TestParamInfo<mistake>& info) { return info.param.name; }

}  // namespace hux::test
