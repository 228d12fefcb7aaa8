#!/usr/bin/env python3
"""Minimax polynomials of the vector functions, by the exchange algorithm of Remez (1934).

Writes the body of src/vector/coefficients.rs to standard output. Needs mpmath (1.3).
Each row: what it approximates, the interval, the number of coefficients, and the weight by
which an error counts in the final result. The coefficients are rounded to doubles in turn, from
the first, and what follows is fitted anew, so that the rounding of one is taken up by the next.
"""

from mpmath import (acos, asin, atan, cos, erf, erfc, exp, findroot, floor, ldexp, linspace, log,
                    lu_solve, matrix, mp, mpf, pi, sin, sqrt, tan)

mp.dps = 60

print("""//! Coefficients of the vector functions: minimax polynomials and constants in parts.
//!
//! Made by `tools/minimax.py`.
#![allow(clippy::excessive_precision, clippy::approx_constant)]
""")


def solve(target, weight, points, degrees):
    """Coefficients with errors of alternating sign and equal size at the points."""
    rows = [[x**k for k in degrees] + [(-1) ** i / weight(x)] for i, x in enumerate(points)]
    solution = lu_solve(matrix(rows), matrix([target(x) for x in points]))
    return list(solution)[:-1]


def remez(target, weight, low, high, degrees):
    n = len(degrees) + 1
    points = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (n - 1)) for i in range(n)]
    grid = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (24 * n)) for i in range(24 * n + 1)]
    for _ in range(12):
        c = solve(target, weight, points, degrees)

        def error(x):
            return weight(x) * (target(x) - sum(a * x**k for a, k in zip(c, degrees)))

        values = [error(x) for x in grid]
        extrema = []
        for i, value in enumerate(values):
            if extrema and (value > 0) == (values[extrema[-1]] > 0):
                if abs(value) > abs(values[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        while len(extrema) > n:
            extrema.pop(0 if abs(values[extrema[0]]) < abs(values[extrema[-1]]) else -1)
        if len(extrema) < n:
            break
        sizes = [abs(values[i]) for i in extrema]
        points = [grid[i] for i in extrema]
        if max(sizes) < min(sizes) * mpf("1.01"):
            break
    return c, max(abs(v) for v in values)


def rounded(target, weight, low, high, count, turns=3):
    """Doubles: the first few are rounded and taken as given before the rest is fitted."""
    known = []
    for k in range(min(turns, count - 1) + 1):
        rest = lambda x: target(x) - sum(a * x**j for j, a in enumerate(known))
        c, _ = remez(rest, weight, low, high, list(range(k, count)))
        known += [mpf(float(a)) for a in (c[:1] if k < turns else c)]
    grid = linspace(low, high, 997)
    worst = max(abs(weight(x) * (target(x) - sum(a * x**j for j, a in enumerate(known)))) for x in grid)
    return known, worst


def small(target, terms):
    """The target, with its series near 0, where the formula cancels."""
    def with_series(x):
        if abs(x) < mpf("1e-6"):
            return sum(c * x**k for k, c in enumerate(terms))
        return target(x)
    return with_series


def emit(name, doc, target, weight, low, high, count, turns=3):
    c, worst = rounded(target, weight, mpf(low), mpf(high), count, turns)
    bits = float(log(worst, 2)) if worst else float("-inf")
    print(f"/// {doc} Error 2^{bits:.1f}.")
    print(f"pub const {name}: [f64; {count}] = [")
    for a in c:
        print(f"    {float(a)!r},")
    print("];\n")


def series(f, n):
    return mp.taylor(f, 0, n)


half = log(2) / 2 * mpf("1.0001")
quarter = pi / 4 * mpf("1.0001")

emit("EXP", "(e^r - 1 - r)/r² for |r| ≤ ln(2)/2.",
     small(lambda r: (exp(r) - 1 - r) / r**2, [1 / mp.factorial(k + 2) for k in range(8)]),
     lambda r: r**2 + mpf("1e-3"), -half, half, 10, turns=0)

edge = ((sqrt(2) - 1) / (sqrt(2) + 1))**2 * mpf("1.0001")
emit("LN", "(2 atanh(s) - 2s)/s³ as a polynomial in z = s², for m = (1+s)/(1-s) from √½ to √2.",
     small(lambda z: (2 * mp.atanh(sqrt(z)) - 2 * sqrt(z)) / sqrt(z)**3, [mpf(2) / (2 * k + 3) for k in range(8)]),
     lambda z: z + mpf("1e-3"), 0, edge, 7)

emit("LN_TAIL", "(atanh(s)/s - 1 - z/3)/z² as a polynomial in z = s², for m = (1+s)/(1-s) from √½ to √2.",
     small(lambda z: (mp.atanh(sqrt(z)) / sqrt(z) - 1 - z / 3) / z**2, [mpf(1) / (2 * k + 5) for k in range(8)]),
     lambda z: z**2 + mpf("1e-6"), 0, edge, 8)

emit("SIN", "(sin r - r)/r³ as a polynomial in z = r², for |r| ≤ π/4.",
     small(lambda z: (sin(sqrt(z)) - sqrt(z)) / sqrt(z)**3, [(-1)**(k + 1) / mp.factorial(2 * k + 3) for k in range(8)]),
     lambda z: z + mpf("1e-3"), 0, quarter**2, 6)
emit("COS", "(cos r - 1 + r²/2)/r⁴ as a polynomial in z = r², for |r| ≤ π/4.",
     small(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, [(-1)**k / mp.factorial(2 * k + 4) for k in range(8)]),
     lambda z: z**2 + mpf("1e-3"), 0, quarter**2, 6)

emit("ATAN", "(atan t - t)/t³ as a polynomial in z = t², for |t| ≤ tan(π/8).",
     small(lambda z: (atan(sqrt(z)) - sqrt(z)) / sqrt(z)**3, [mpf((-1)**(k + 1)) / (2 * k + 3) for k in range(8)]),
     lambda z: z + mpf("1e-3"), 0, tan(pi / 8)**2 * mpf("1.0001"), 12)

asin_terms = [mp.binomial(2 * k + 2, k + 1) / mpf(4)**(k + 1) / (2 * k + 3) for k in range(8)]
emit("ASIN", "(asin x - x)/x³ as a polynomial in z = x², for |x| ≤ 1/2.",
     small(lambda z: (asin(sqrt(z)) - sqrt(z)) / sqrt(z)**3, asin_terms),
     lambda z: z + mpf("1e-3"), 0, mpf("0.2501"), 13)

emit("CBRT", "m^(-1/3) for m from ½ to 4, as a start.",
     lambda m: m**(-mpf(1) / 3), lambda m: m**(mpf(1) / 3), mpf("0.5"), 4, 6, turns=0)

root_pi = sqrt(pi)
emit("ERF", "erf(x)/x - 2/√π, divided by z, as a polynomial in z = x², for |x| ≤ 1.",
     small(lambda z: (erf(sqrt(z)) / sqrt(z) - 2 / root_pi) / z,
           [2 / root_pi * mpf((-1)**(k + 1)) / (mp.factorial(k + 1) * (2 * k + 3)) for k in range(8)]),
     lambda z: z + mpf("1e-3"), 0, 1, 12)


def scaled_erfc(t):
    x = 2 * (1 + t) / (1 - t)
    return exp(x * x) * erfc(x)


emit("ERFC", "e^(x²) erfc(x) as a polynomial in t = (x - 2)/(x + 2), for x from 1 to 6.",
     scaled_erfc, lambda t: exp(-(2 * (1 + t) / (1 - t))**2) + mpf("1e-6"),
     mpf(-1) / 3 - mpf("1e-6"), mpf(1) / 2, 16, turns=0)


def scaled_tail(t):
    """(1 + 2x) e^(x²) erfc(x), by its asymptotic series far out (Shepherd, Laframboise 1981)."""
    if t > mpf("0.999999"):
        return 2 / root_pi
    x = mpf("3.75") * (1 + t) / (1 - t)
    if x < 60:
        return (1 + 2 * x) * exp(x * x) * erfc(x)
    terms = [mpf(1)]
    for k in range(30):
        terms.append(-terms[-1] * (2 * k + 1) / (2 * x * x))
    return (1 + 2 * x) * sum(terms) / (x * root_pi)


emit("ERFCX", "(1 + 2x) e^(x²) erfc(x) as a polynomial in t = (x - 3.75)/(x + 3.75), for x from 0.",
     scaled_tail, lambda t: 1 / scaled_tail(t), mpf(-1), mpf("0.9999"), 25, turns=0)


def stirling_tail(z):
    """y (ln Γ(y) - (y - 1/2) ln y + y - ln √(2π)) for z = 1/y²."""
    if z < mpf("1e-4"):
        return sum(mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)) * z**(k - 1) for k in range(1, 12))
    y = 1 / sqrt(z)
    return y * (mp.loggamma(y) - (y - mpf(1) / 2) * log(y) + y - log(2 * pi) / 2)


def digamma_tail(z):
    """y² (ln y - 1/(2y) - ψ(y)) for z = 1/y²."""
    if z < mpf("1e-4"):
        return sum(mp.bernoulli(2 * k) / (2 * k) * z**(k - 1) for k in range(1, 12))
    y = 1 / sqrt(z)
    return y * y * (log(y) - 1 / (2 * y) - mp.digamma(y))


emit("STIRLING", "y (ln Γ(y) - (y - ½) ln y + y - ln √(2π)) as a polynomial in z = 1/y², for y from 8.",
     stirling_tail, lambda z: mpf(1), 0, mpf(1) / 64, 8)
emit("DIGAMMA", "y² (ln y - 1/(2y) - ψ(y)) as a polynomial in z = 1/y², for y from 8.",
     digamma_tail, lambda z: mpf(1), 0, mpf(1) / 64, 8)

near = mpf("0.0626")
for at in (1, 2):
    terms = [c / mp.factorial(k + 1) for k, c in enumerate(mp.polygamma(k, at) for k in range(10))]
    emit(f"LN_GAMMA_AT_{at}", f"ln Γ({at} + d)/d as a polynomial in d, for |d| ≤ 1/16.",
         small(lambda d: mp.loggamma(at + d) / d, terms), lambda d: mpf(1), -near, near, 13, turns=1)
ROOT = findroot(mp.digamma, 1.46)
terms = [mp.polygamma(k + 1, ROOT) / mp.factorial(k + 1) for k in range(10)]
emit("DIGAMMA_AT_ROOT", "ψ(x₀ + d)/d as a polynomial in d, for |d| ≤ 1/16 about the zero x₀ of ψ.",
     small(lambda d: mp.digamma(ROOT + d) / d, terms), lambda d: mpf(1), -near, near, 11, turns=1)


def part(value, digits):
    """The value cut to so many binary digits."""
    shift = digits - 1 - int(floor(log(abs(value), 2)))
    return ldexp(floor(ldexp(value, shift) + mpf("0.5")), -shift)


ln_2_high = part(log(2), 42)
print("/// The first 42 digits of ln 2, so that a product with an exponent is exact.")
print(f"pub const LN_2_HIGH: f64 = {float(ln_2_high)!r};")
print("/// What is left of ln 2.")
print(f"pub const LN_2_LOW: f64 = {float(log(2) - ln_2_high)!r};\n")


def parts(name, doc, value, count):
    found = []
    for _ in range(count):
        found.append(float(value))
        value -= mpf(found[-1])
    print(f"/// {doc}")
    print(f"pub const {name}: [f64; {count}] = [{', '.join(map(repr, found))}];\n")


parts("HALF_PI", "π/2, as a sum.", pi / 2, 3)
parts("TWO_BY_ROOT_PI", "2/√π, as a sum.", 2 / sqrt(pi), 2)
parts("LN_2", "ln 2, as a sum.", log(2), 2)
parts("QUARTER_PI", "π/4, as a sum.", pi / 4, 2)
parts("THIRD", "1/3, as a sum.", mpf(1) / 3, 2)
parts("LOG_2_E", "1/ln 2, as a sum.", 1 / log(2), 2)
parts("LOG_10_E", "1/ln 10, as a sum.", 1 / log(10), 2)
parts("HALF_LN_TAU_LESS", "(ln 2π - 1)/2, as a sum.", (log(2 * pi) - 1) / 2, 2)
parts("DIGAMMA_ROOT", "The positive zero of ψ, as a sum.", ROOT, 2)
