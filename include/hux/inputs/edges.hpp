#pragma once

/// How the times at which a current is switched, its edges, lie to the steps of a simulation.
namespace hux {

/// Times that differ by a smaller part of themselves are the same: decimal numbers and their multiples come to one
/// time by several roundings. After 2^30 steps it is a millionth of a step.
inline constexpr double rounding_of_times = 0x3p-52;

/// Is t at an edge, or after it? Times are not negative; an edge may be infinite.
inline bool reached(double t, double edge) { return t >= edge * (1 - rounding_of_times); }

/// A time just before t, which has not reached an edge that t has just reached.
inline double just_before(double t) { return t * (1 - 4 * rounding_of_times); }

/// The instant of [a, b] that is nearest to an edge. An edge that is at a or b but for rounding is exactly there.
inline double within(double a, double b, double edge) { return reached(a, edge) ? a : reached(edge, b) ? b : edge; }

/// Is an edge inside (a, b)?
inline bool inside(double a, double b, double edge) { return !reached(a, edge) && !reached(edge, b); }

/// The length of what [a, b] shares with [from, to].
inline double overlap(double a, double b, double from, double to) { return within(a, b, to) - within(a, b, from); }

}  // namespace hux
