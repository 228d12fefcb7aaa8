"""Writes the reference tables of special_a/: one file for each function, a JSON array a line.

A line holds the arguments and the value as the sum of two doubles (32 digits). The values are
mpmath's, with 60 digits, and are kept only if 80 digits give the same. The points are spread
over all scales, and lie close to zeros, poles, branch points and the places where the
implementation changes its formula.

    python3 generate_special_a.py [name ...]
"""

import math
import random
import sys
from multiprocessing import Pool
from pathlib import Path

import mpmath
from mpmath import mp, mpf

COUNT = 220
INF = math.inf


def around(*points):
    """Each point and some neighbours, from one unit in the last place to 1e-3 away."""
    out = []
    for p in points:
        out += [p, math.nextafter(p, INF), math.nextafter(p, -INF)]
        out += [p * (1 + s * d) for s in (1, -1) for d in (1e-12, 1e-6, 1e-3)]
    return out


class Points:
    def __init__(self, name):
        self.rng = random.Random(name)

    def uniform(self, low, high, count):
        return [self.rng.uniform(low, high) for _ in range(count)]

    def scales(self, low, high, count):
        return [10 ** self.rng.uniform(low, high) for _ in range(count)]

    def signed(self, values):
        return [v * self.rng.choice((1, -1)) for v in values]

    def pairs(self, firsts, seconds, count):
        return [(self.rng.choice(firsts), self.rng.choice(seconds)) for _ in range(count)]


def real_line(low, high, special=(), tiny=-300):
    """Points of all scales (down to 10^tiny) between two ends, and the special ones."""

    def points(name):
        p = Points(name)
        out = list(special)
        rest = max(COUNT - len(out), 120)
        out += p.uniform(low, high, rest // 2)
        out += [x for x in p.signed(p.scales(tiny, -3, rest // 4)) if low < x < high]
        bound = math.log10(max(abs(low), abs(high)))
        tries = p.signed(p.scales(-4, bound, 4 * rest))
        out += [x for x in tries if low < x < high][: COUNT - len(out)]
        return [(x,) for x in out]

    return points


def pairs(make):
    """Pairs drawn from two lists."""

    def points(name):
        p = Points(name)
        firsts, seconds = make(p)
        return p.pairs(firsts, seconds, COUNT + 30)

    return points


def huge(low, high, step):
    return [10.0**k * 1.2345678901234567 for k in range(low, high, step)]


def expint_points(p):
    orders = [float(n) for n in (1, 1, 1, 2, 3, 4, 5, 10, 50, 0, -1, -2, -7)] + p.uniform(-6, 12, 13)
    return orders, p.uniform(0, 20, 40) + p.scales(-8, 2.8, 40) + around(2.0)


def polylog_points(p):
    orders = [float(n) for n in (2, 2, 2, 3, 3, 4, 5, 1, 0, -1, -2, -3, -8, -20, -25, 12, 40)]
    orders += [0.5, 1.5, 2.5, -0.5, -3.5, 7.25] + p.uniform(-25, 20, 10)
    x = p.uniform(-1, 1, 40) + p.uniform(-20, 1, 40) + around(0.5, -0.5, -1.0, -2.5, 0.75)
    x += [1 - d for d in p.scales(-15.5, -1, 20)] + [-v for v in p.scales(0, 25, 30)]
    x += p.signed(p.scales(-200, -1, 20))
    return orders, [v for v in x if v < 1]


def bessel_orders(p):
    out = [float(n) for n in (0, 0, 1, 1, 2, 3, 5, 10, 30, 60)]
    return out + [0.5, 1.5, 2.5, 5.5, 20.5, 1 / 3, 0.75] + p.uniform(0, 40, 8)


def j_points(p):
    orders = bessel_orders(p) + [-0.5, -2.5, -1 / 3, -3.0]
    return orders, p.uniform(0, 100, 60) + p.scales(-6, 4, 40) + around(25.0, 50.0) + [
        2.404825557695773, 5.520078110286311, 3.831705970207512, 0.8935769662791675, 1e10, 1e300]


def ik_points(p):
    x = p.uniform(0, 40, 50) + p.scales(-6, 2.8, 50) + around(2.0, 30.0, 60.0)
    return bessel_orders(p) + [-0.5, -2.5], x


def hurwitz_points(p):
    orders = [2.0, 3.0, 4.0, 10.0, 50.0, 0.0, -1.0, -5.0, 0.5, 1.5, -0.5, -15.5]
    orders += p.uniform(-30, 30, 14) + [1 + d for d in p.signed(p.scales(-15, -2, 6))]
    return orders, p.uniform(0, 3, 30) + p.uniform(0, 40, 20) + p.scales(-6, 6, 20) + [1.0, 0.5]


def polygamma_points(p):
    orders = [1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 6.0, 12.0, 40.0, 120.0]
    return orders, p.uniform(0, 20, 50) + p.scales(-4, 5, 30) + [-v for v in p.uniform(0, 30, 30)]


def beta_points(p):
    both = p.uniform(0, 20, 30) + p.scales(-6, 6, 30) + [-v for v in p.uniform(0, 15, 10)]
    return both, both


def polygamma(n, x):
    """By the recurrence from 40 on: mpmath's own is slow for negative arguments."""
    n, x = int(n), mpf(x)
    if x >= 0:
        return mpmath.polygamma(n, x)
    steps = int(math.floor(-x)) + 1
    below = sum(1 / (x + k) ** (n + 1) for k in range(steps))
    return mpmath.polygamma(n, x + steps) - (-1) ** n * mpmath.factorial(n) * below


def erfcx(x):
    x = mpf(x)
    return mpmath.erfc(x) * mpmath.exp(x * x) if abs(x) < 1e4 else 1 / (
        x * mpmath.sqrt(mpmath.pi)) * (1 - 1 / (2 * x * x) + 3 / (4 * x**4) - 15 / (8 * x**6))


def dawson(x):
    return mpmath.sqrt(mpmath.pi) / 2 * mpmath.exp(-mpf(x) ** 2) * mpmath.erfi(x)


def near_whole(function, orders):
    def make(p):
        out = [math.nextafter(n, s * INF) for n in orders for s in (1, -1)]
        out += [n + d for n in orders for d in p.signed(p.scales(-14, -3, 4))]
        x = {"polylog": p.uniform(-1, 1, 40) + [-v for v in p.scales(0, 6, 20)]}
        return out, x.get(function, p.uniform(0, 30, 40) + p.scales(-4, 0, 10))

    return pairs(make)


E_INVERSE = -0.36787944117144233
ZEROS_OF_DIGAMMA = (1.4616321449683623, -0.5040830082644554, -1.573498473162391)
BRANCH = [E_INVERSE + d for d in (6e-17, 1e-16, 1e-15, 1e-13, 1e-10, 1e-7, 1e-5, 1e-3, 0.1)]

TABLES = {
    "erf": (mpmath.erf, real_line(-7, 7, around(3.0, -3.0) + [20.0, -40.0])),
    "erfc": (mpmath.erfc, real_line(-7, 27.5, around(3.0, -3.0) + [27.2, -40.0])),
    "erfcx": (erfcx, real_line(-26.5, 40, around(3.0, -3.0) + huge(2, 300, 20))),
    "erfi": (mpmath.erfi, real_line(-26.6, 26.6, around(9.0, -9.0))),
    "dawson": (dawson, real_line(-30, 30, around(9.0, -9.0, 0.9241388730045917))),
    "gamma": (mpmath.gamma, real_line(-170, 171.5, around(20.0, -0.5, 1.4616321449683623)
              + [-n + d for n in range(1, 6) for d in (1e-13, -1e-9)])),
    "lgamma": (mpmath.loggamma, real_line(0, 1000, around(20.0, 1.0, 2.0) + huge(3, 305, 20))),
    "digamma": (mpmath.digamma, real_line(-50, 100, around(20.0, *ZEROS_OF_DIGAMMA)
                + huge(2, 300, 20) + [-n + d for n in range(1, 6) for d in (1e-13, -1e-9)])),
    "polygamma": (polygamma, pairs(polygamma_points)),
    "beta": (mpmath.beta, pairs(beta_points)),
    "zeta": (mpmath.zeta, real_line(-60, 60, around(1.0, -2.0)[1:] + [float(n) for n in range(-21, 70, 3)
             if n != 1] + [-0.1, -1.9, -2.1, -170.3, 200.0])),
    "hurwitz_zeta": (mpmath.zeta, pairs(hurwitz_points)),
    "Ei": (mpmath.ei, real_line(-100, 716, around(80.0, -8.0, 0.37250741078136663) + [-700.0])),
    "li": (mpmath.li, real_line(0, 100, around(1.4513692348833810, math.exp(-8.0))
           + [1 + d for d in (1e-15, -1e-15, 1e-10, -1e-8, 1e-4, 0.01)] + huge(2, 308, 12))),
    "expint": (mpmath.expint, pairs(expint_points)),
    "Si": (mpmath.si, real_line(-60, 60, around(12.0, -12.0) + huge(2, 19, 1) + huge(19, 300, 40))),
    "Ci": (mpmath.ci, real_line(0, 60, around(12.0, 0.6165054856207162, 3.3841804225511864)
           + huge(2, 19, 1) + huge(19, 100, 20))),
    "Shi": (mpmath.shi, real_line(-100, 716, around(80.0, -80.0))),
    "Chi": (mpmath.chi, real_line(0, 716, around(80.0, 0.5238225713898644))),
    "fresnels": (mpmath.fresnels, real_line(-20, 20, around(2.75, -2.75) + huge(2, 19, 1)
                 + [0.31 * k for k in range(1, 30)], -95)),
    "fresnelc": (mpmath.fresnelc, real_line(-20, 20, around(2.75, -2.75) + huge(2, 19, 1))),
    "lambertw": (mpmath.lambertw, real_line(-0.3678, 20, BRANCH + huge(1, 308, 12))),
    "polylog": (mpmath.polylog, pairs(polylog_points)),
    "airyai": (mpmath.airyai, real_line(-40, 100, around(5.0, 12.0, -11.0, -2.338107410459767))),
    "airybi": (mpmath.airybi, real_line(-40, 100, around(5.0, 12.0, -11.0, -1.173713222709128))),
    "airyai_prime": (lambda x: mpmath.airyai(x, derivative=1),
                     real_line(-40, 100, around(5.0, 12.0, -11.0, -1.018792971647471))),
    "airybi_prime": (lambda x: mpmath.airybi(x, derivative=1),
                     real_line(-40, 100, around(5.0, 12.0, -11.0, -2.294439682614123))),
    "besselj": (mpmath.besselj, pairs(j_points)),
    "bessely": (mpmath.bessely, pairs(lambda p: (bessel_orders(p) + [-0.5, -2.5], j_points(p)[1]))),
    "besseli": (mpmath.besseli, pairs(ik_points)),
    "besselk": (mpmath.besselk, pairs(ik_points)),
    "polylog_near_whole": (mpmath.polylog, near_whole("polylog", (1.0, 2.0, 3.0, 5.0))),
    "expint_near_whole": (mpmath.expint, near_whole("expint", (1.0, 2.0, 3.0))),
    "bessely_near_whole": (mpmath.bessely, near_whole("bessely", (1.0, 2.0, 3.0))),
    "besselk_near_whole": (mpmath.besselk, near_whole("besselk", (1.0, 2.0, 3.0))),
}


def value(function, point, digits):
    mp.dps = digits
    result = function(*(mpf(v) if not float(v).is_integer() or i else int(v)
                        for i, v in enumerate(point)))
    return mpmath.re(result)


def line(job):
    name, point = job
    function = TABLES[name][0]
    try:
        first, second = value(function, point, 60), value(function, point, 80)
    except (ValueError, ZeroDivisionError, mpmath.NoConvergence):
        return None
    size = abs(second)
    if not mpmath.isfinite(second) or size > mpf(2) ** 1023 or 0 < size < mpf(2) ** -960:
        return None
    if abs(first - second) > mpf(10) ** -36 * size:
        return None
    high = float(second)
    low = float(second - mpf(high))
    return "[" + ",".join(repr(float(v)) for v in (*point, high, low)) + "]"


def main():
    folder = Path(__file__).parent / "special_a"
    folder.mkdir(exist_ok=True)
    with Pool(2) as pool:
        for name in sys.argv[1:] or TABLES:
            points = list(dict.fromkeys(TABLES[name][1](name)))
            lines = [x for x in pool.map(line, [(name, p) for p in points], chunksize=4) if x]
            (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
            print(name, len(lines), "of", len(points), flush=True)


main()
