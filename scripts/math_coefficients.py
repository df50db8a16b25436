#!/usr/bin/env python3
"""Prints the coefficients of the polynomials of include/hux/device/math.hpp, each with its largest relative error.

Each function is interpolated at the Chebyshev nodes of its interval, which comes within a small factor of the best
possible polynomial. The cosine's constant term is then set to 1, to make it exact at 0. Needs mpmath: Debian's
python3-mpmath (1.2).
"""

from hux_tool import need

need("mpmath")

from mpmath import atanh, cos, expm1, inf, ln2, lu_solve, matrix, mp, mpf, nstr, pi, sin, sqrt  # noqa: E402

mp.dps = 60


def chebyshev_nodes(low, high, count):
    """The zeros of the Chebyshev polynomial of degree count, scaled to [low, high]."""
    middle, half = (low + high) / 2, (high - low) / 2
    return [middle + half * cos(pi * (2 * k + 1) / (2 * count)) for k in range(count)]


def interpolate(function, low, high, degree):
    """Coefficients, lowest power first, of the polynomial through the function at the nodes."""
    nodes = chebyshev_nodes(mpf(low), mpf(high), degree + 1)
    powers = matrix([[x**j for j in range(degree + 1)] for x in nodes])
    return list(lu_solve(powers, matrix([function(x) for x in nodes])))


def relative_error(coefficients, function, low, high, points=1000):
    """The largest relative error on a grid that avoids the ends, where a function may be given by a limit."""
    grid = [mpf(low) + (mpf(high) - mpf(low)) * (k + mpf("0.5")) / points for k in range(points)]
    return max(abs(sum(c * x**j for j, c in enumerate(coefficients)) / function(x) - 1) for x in grid)


def exp2_slope(f):
    """(2^f - 1) / f"""
    return expm1(f * ln2) / f if f else +ln2


def log_tail(z):
    """P(s^2) of log((1 + s) / (1 - s)) = 2 s (1 + s^2 P(s^2)), z = s^2"""
    return (atanh(sqrt(z)) / sqrt(z) - 1) / z


def sine_slope(z):
    """sin(2 pi x) / x, z = x^2"""
    return sin(2 * pi * sqrt(z)) / sqrt(z)


def cosine(z):
    """cos(2 pi x), z = x^2"""
    return cos(2 * pi * sqrt(z))


def inverse_cube_root(w):
    """(1 + w)^(-1/3)"""
    return (1 + w) ** (mpf(-1) / 3)


# s lies within (sqrt(2) - 1) / (sqrt(2) + 1) of 0, an angle within an eighth of a turn.
SQUARED_S = ("1e-12", "0.0295")
SQUARED_ANGLE = ("1e-14", mpf(1) / 64)

POLYNOMIALS = [
    ("exp2_slope, float", exp2_slope, -0.5, 0.5, 5),
    ("exp2_slope, double", exp2_slope, -0.5, 0.5, 10),
    ("inverse_cube_root, before its correction", inverse_cube_root, 0, 1, 4),
    ("log, float", log_tail, *SQUARED_S, 3),
    ("log, double", log_tail, *SQUARED_S, 7),
    ("sine_cosine_of_turns, sine, float", sine_slope, *SQUARED_ANGLE, 4),
    ("sine_cosine_of_turns, cosine, float", cosine, *SQUARED_ANGLE, 4),
    ("sine_cosine_of_turns, sine, double", sine_slope, *SQUARED_ANGLE, 7),
    ("sine_cosine_of_turns, cosine, double", cosine, *SQUARED_ANGLE, 7),
]


def main():
    for name, function, low, high, degree in POLYNOMIALS:
        coefficients = interpolate(function, low, high, degree)
        print(f"{name}: relative error {nstr(relative_error(coefficients, function, low, high), 2)}")
        for c in coefficients:
            print("   ", nstr(c, 20, min_fixed=-4, max_fixed=inf))


if __name__ == "__main__":
    main()
