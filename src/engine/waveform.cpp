#include "engine/waveform.hpp"

#include "hux/inputs/edges.hpp"

namespace hux {

step_input step_input_of(const built_network& network) {
  return network.integrator->simpson ? step_input::simpson : step_input::one_value;
}

std::array<double, stages> stage_values(const time_course& course, step_input taken, std::int64_t step, double dt) {
  const auto s = static_cast<double>(step);
  const double begin = s * dt;
  const double end = (s + 1) * dt;
  const double mean = course.integral(begin, end) / (end - begin);
  if (taken == step_input::one_value || course.switched(begin, end)) return {mean, mean, mean};
  const double first = course.value(begin);
  const double middle = course.value((s + 0.5) * dt);
  const double last = course.value(just_before(end));
  // Arranged so that it is exactly 0 where the course is constant.
  const double correction = (mean - middle) - ((first - middle) + (last - middle)) / 6;
  return {first + correction, middle + correction, last + correction};
}

}  // namespace hux
