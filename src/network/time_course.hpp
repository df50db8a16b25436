#pragma once

#include <functional>

namespace hux {

/// A course in time as a fraction of an amplitude.
struct time_course {
  std::function<double(double)> value;             ///< at t (ms); where it jumps, from t on
  std::function<double(double, double)> integral;  ///< over [a, b] (ms)
  std::function<bool(double, double)> switched;    ///< inside (a, b)?
};

/// The course of an input that has a waveform, without the amplitudes of its neurons.
template <class Input>
time_course course_of(Input in) {
  in.amplitude = 0.0;
  return {[in](double t) { return in.waveform(t); }, [in](double a, double b) { return in.integral(a, b); },
          [in](double a, double b) { return in.switched(a, b); }};
}

}  // namespace hux
