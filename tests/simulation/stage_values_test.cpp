#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>

#include "engine/waveform.hpp"
#include "hux/inputs/inputs.hpp"

// What integrators see of courses in time, against integrals worked out in extended precision.

namespace {

using hux::course_of;
using hux::stage_values;
using hux::step_input;
using hux::time_course;
using extended = long double;

constexpr std::int64_t far = std::int64_t{1} << 30;  // steps after which a double has 22 bits left for a part of one

/// The mean of a course that a step brings.
double brought(const time_course& course, step_input taken, std::int64_t step, double dt) {
  const auto v = stage_values(course, taken, step, dt);
  if (taken == step_input::simpson) return (v[0] + 4 * v[1] + v[2]) / 6;
  EXPECT_EQ(v[0], v[1]);
  EXPECT_EQ(v[1], v[2]);
  return v[1];
}

extended shared(extended a, extended b, extended from, extended to) {
  return std::max(std::min(b, to) - std::max(a, from), extended(0));
}

extended integral(const hux::step_current& c, extended a, extended b) { return shared(a, b, c.start, c.stop); }

extended integral(const hux::pulse_train& c, extended a, extended b) {
  extended sum = 0;
  for (extended begin = c.start; begin < std::min(b, extended(c.stop)); begin += c.period)
    sum += shared(a, b, begin, std::min(begin + c.width, extended(c.stop)));
  return sum;
}

extended integral(const hux::ramp_current& c, extended a, extended b) {
  const auto until = [&](extended t) {
    const extended since = std::clamp(t, extended(c.start), extended(c.stop)) - c.start;
    return since * since / (2 * (extended(c.stop) - c.start));
  };
  return until(b) - until(a);
}

extended integral(const hux::sine_current& c, extended a, extended b) {
  const extended w = 2 * std::acos(extended(-1)) * c.frequency / 1000;
  const auto until = [&](extended t) {
    const extended since = std::clamp(t, extended(c.start), extended(c.stop)) - c.start;
    return c.offset * since - std::cos(w * since + c.phase) / w;
  };
  return until(b) - until(a);
}

/// A stimulus somewhere in the forty steps from `first` on, of a width from a hundredth of a step to thirty steps.
struct somewhere {
  std::mt19937_64 random;
  double dt = 0, start = 0, stop = 0;

  double between(double a, double b) { return std::uniform_real_distribution(a, b)(random); }

  void draw(std::int64_t first) {
    dt = std::exp(between(std::log(0.001), std::log(0.1)));
    start = (static_cast<double>(first) + between(1, 5)) * dt;
    stop = start + std::exp(between(std::log(0.01), std::log(30))) * dt;
  }
};

class charge : public testing::TestWithParam<step_input> {
 protected:
  /// Compares forty steps one by one, and in all.
  template <class Input>
  static void expect_exact(const Input& in, std::int64_t first, double dt) {
    const time_course course = course_of(in);
    extended sum = 0;
    for (std::int64_t step = first; step < first + 40; ++step) {
      const double mean = brought(course, GetParam(), step, dt);
      const extended exact = integral(in, extended(step) * dt, extended(step + 1) * dt) / dt;
      ASSERT_NEAR(mean, static_cast<double>(exact), first == 0 ? 1e-12 : 1e-6) << "step " << step - first;
      sum += mean * extended(dt);
    }
    const extended exact = integral(in, extended(first) * dt, extended(first + 40) * dt);
    const extended tolerance = first == 0 ? 1e-6 * std::abs(exact) : 1e-6 * std::max(std::abs(exact), extended(dt));
    EXPECT_LE(std::abs(sum - exact), tolerance) << "of " << exact;
  }

  /// Calls try_one(first step, place and dt) often, at the begin of a run and after 2^30 steps.
  template <class Function>
  static void often(const Function& try_one) {
    somewhere place;
    for (const std::int64_t first : {std::int64_t{0}, far})
      for (int i = 0; i < 2000; ++i) {
        place.draw(first);
        SCOPED_TRACE(testing::Message() << "dt " << place.dt << ", on after " << place.start / place.dt - double(first)
                                        << " steps for " << (place.stop - place.start) / place.dt);
        try_one(first, place);
        if (testing::Test::HasFailure()) return;
      }
  }
};

INSTANTIATE_TEST_SUITE_P(of, charge, testing::Values(step_input::one_value, step_input::simpson),
                         [](const auto& taken) {
                           return std::string(taken.param == step_input::simpson ? "simpson" : "one_value");
                         });

TEST_P(charge, of_a_step_current_is_exact_wherever_its_edges_are) {
  often([](std::int64_t first, somewhere& at) {
    expect_exact(hux::step_current{1.0, at.start, at.stop}, first, at.dt);
  });
}

TEST_P(charge, of_pulses_is_exact_wherever_their_edges_are) {
  often([](std::int64_t first, somewhere& at) {
    const double period = at.dt * std::exp(at.between(std::log(0.02), std::log(20)));
    const double width = period * at.between(0.01, 1);
    expect_exact(hux::pulse_train{1.0, at.start, at.stop, period, width}, first, at.dt);
  });
}

TEST_P(charge, of_pulses_that_fill_their_period_is_that_of_a_step_current) {
  often([](std::int64_t first, somewhere& at) {
    const double period = at.dt * at.between(0.02, 20);
    expect_exact(hux::pulse_train{1.0, at.start, at.stop, period, period}, first, at.dt);
  });
}

TEST_P(charge, of_a_long_train_of_pulses_is_exact) {
  for (const std::int64_t step : {far, far + 1, far + 6}) {
    const hux::pulse_train pulses{1.0, 0.03, 1e9, 0.37, 0.11};
    const extended a = extended(step) * 0.01;
    const extended cycles = std::floor((a - pulses.start) / pulses.period);
    extended exact = 0;
    for (const int next : {0, 1}) {
      const extended begin = pulses.start + (cycles + next) * pulses.period;
      exact += shared(a, a + 0.01, begin, begin + pulses.width) / 0.01;
    }
    EXPECT_NEAR(brought(course_of(pulses), GetParam(), step, 0.01), static_cast<double>(exact), 1e-6) << step - far;
  }
}

TEST_P(charge, of_a_ramp_is_exact_wherever_its_edges_are) {
  often([](std::int64_t first, somewhere& at) {
    expect_exact(hux::ramp_current{1.0, at.start, at.stop}, first, at.dt);
  });
}

TEST_P(charge, of_a_sine_is_exact_wherever_its_edges_are) {
  often([](std::int64_t first, somewhere& at) {
    const double frequency = 1000 / at.dt * std::exp(at.between(std::log(1e-4), std::log(3)));
    expect_exact(hux::sine_current{1.0, 2, frequency, at.between(-7, 7), at.start, at.stop}, first, at.dt);
  });
}

TEST_P(charge, of_a_sine_of_no_frequency_is_that_of_its_phase) {
  const hux::sine_current still{1.0, 0.25, 0, 0.5, 0, 100};
  EXPECT_NEAR(brought(course_of(still), GetParam(), 7, 0.05), 0.25 + std::sin(0.5), 1e-15);
}

// A sine that began long ago: its phase there has lost what a time of 5e7 ms has lost, the step nothing beside.
TEST_P(charge, of_a_sine_is_exact_after_50_million_ms) {
  const hux::sine_current sine{1.0, 0, 40, 0.3, 0, 1e9};
  const std::int64_t first = 5'000'000'000;
  for (std::int64_t step = first; step < first + 100; ++step) {
    const extended exact = integral(sine, extended(step) * 0.01, extended(step + 1) * 0.01) / 0.01;
    EXPECT_NEAR(brought(course_of(sine), GetParam(), step, 0.01), static_cast<double>(exact), 1e-6);
  }
}

TEST_P(charge, of_a_constant_is_the_same_number_in_every_step) {
  for (const std::int64_t step : {std::int64_t{0}, std::int64_t{1}, std::int64_t{77}, far, 5 * far})
    for (const double dt : {0.01, 0.05, 1.0 / 30})
      EXPECT_THAT(stage_values(course_of(hux::constant_current{}), GetParam(), step, dt), testing::Each(1.0));
}

// ---- edges on the grid ----

/// Steps from `first` on for which a course is neither on throughout nor off throughout as it should be.
int wrong_steps(const time_course& course, step_input taken, std::int64_t first, double dt,
                const std::function<bool(std::int64_t)>& on) {
  int wrong = 0;
  for (std::int64_t step = first; step < first + 1000; ++step)
    for (const double value : stage_values(course, taken, step, dt)) wrong += value != (on(step - first) ? 1.0 : 0.0);
  return wrong;
}

/// n steps of a dt that is one of 1 / per_ms, as a decimal number is read.
double decimal(std::int64_t n, int per_ms) { return static_cast<double>(n) / per_ms; }

TEST_P(charge, of_a_current_switched_on_the_grid_fills_its_steps_alone) {
  for (const int per_ms : {10, 20, 40, 100, 1000, 30})
    for (const std::int64_t first : {std::int64_t{0}, std::int64_t{123456}, far, far + 12345})
      for (const std::int64_t on : {1, 7, 60, 501}) {
        const hux::step_current step{1.0, decimal(first + on, per_ms), decimal(first + on + 301, per_ms)};
        EXPECT_EQ(wrong_steps(course_of(step), GetParam(), first, 1.0 / per_ms,
                              [&](std::int64_t s) { return s >= on && s < on + 301; }),
                  0)
            << per_ms << " steps a ms, on in step " << on << " after " << first;
      }
}

TEST_P(charge, of_pulses_switched_on_the_grid_fills_their_steps_alone) {
  for (const int per_ms : {10, 20, 40, 100, 1000, 30})
    for (const std::int64_t first : {std::int64_t{0}, std::int64_t{70'000}, std::int64_t{700'000'000}}) {
      const hux::pulse_train pulses{1.0, decimal(3, per_ms), 1e9, decimal(7, per_ms), decimal(3, per_ms)};
      EXPECT_EQ(wrong_steps(course_of(pulses), GetParam(), first, 1.0 / per_ms,
                            [&](std::int64_t s) { return s + first >= 3 && (s + first + 4) % 7 < 3; }),
                0)
          << per_ms << " steps a ms, after " << first;
    }
}

TEST(stage_values, of_a_current_switched_a_rounding_beside_the_grid_are_those_on_the_grid) {
  for (const std::int64_t on : {std::int64_t{3}, std::int64_t{999}, far}) {
    const double edge = static_cast<double>(on) * 0.01;
    for (const double start : {std::nextafter(edge, 0), edge, std::nextafter(edge, 1e9)}) {
      const time_course course = course_of(hux::step_current{1.0, start, 2e9});
      EXPECT_THAT(stage_values(course, step_input::simpson, on - 1, 0.01), testing::Each(0.0)) << on;
      EXPECT_THAT(stage_values(course, step_input::simpson, on, 0.01), testing::Each(1.0)) << on;
    }
  }
}

TEST(stage_values, stay_within_the_course_where_it_is_switched) {
  for (double start = 1.001; start < 2.1; start += 0.0371) {
    const auto v = stage_values(course_of(hux::step_current{1.0, start, start + 0.3}), step_input::simpson, 1, 1.0);
    EXPECT_THAT(v, testing::Each(testing::AllOf(testing::Ge(0.0), testing::Le(1.0)))) << start;
  }
}

// A smooth course keeps its values but for a correction of order 4, with which the integrator keeps its own.
TEST(stage_values, of_a_sine_are_its_values_but_for_the_fourth_power_of_dt) {
  const hux::sine_current sine{1.0, 0, 50, 0.4, 0, 100};
  const auto correction = [&](double dt) {
    const auto step = std::llround(2.4 / dt);
    const auto v = stage_values(course_of(sine), step_input::simpson, step, dt);
    return v[1] - std::sin(0.1 * std::acos(-1.0) * (2.4 + dt / 2) + 0.4);
  };
  EXPECT_NEAR(std::log2(correction(0.4) / correction(0.2)), 4, 0.1);
}

}  // namespace
