"""Reference values of the functions of `numeric::ball`, by mpmath at 600 bits.

usage: python3 generate_ball.py FOLDER [COUNT [SEED]]

One file for each family; a line is {"f": name, "x": [arguments], "y": value or null}: the
arguments are doubles, the value a decimal with 125 digits, null outside the domain; both strings.
"""
import json
import random
import sys

import mpmath as mp

mp.mp.prec = 600
DIGITS = 125


def real(value):
    """The value if it is a finite real number."""
    if isinstance(value, mp.mpc):
        if value.imag != 0:
            return None
        value = value.real
    return value if mp.isfinite(value) else None


def uniform(low, high):
    return lambda r: [r.uniform(low, high)]


def scales(low, high, signs=(1, -1)):
    """Log-uniform sizes from 2^low to 2^high."""
    return lambda r: [r.choice(signs) * 2.0 ** r.uniform(low, high)]


def nice(low, high, step):
    return lambda r: [r.randint(round(low / step), round(high / step)) * step]


def near(points, low, high):
    return lambda r: [r.choice(points) + r.choice((1, -1)) * 2.0 ** r.uniform(low, high)]


def mixed(*choices):
    return lambda r: r.choice(choices)(r)


def pair(a, b):
    return lambda r: a(r) + b(r)


def triple(a, b, c):
    return lambda r: a(r) + b(r) + c(r)


def positive(f):
    return lambda x: f(x) if x > 0 else None


ANY = mixed(uniform(-3, 3), uniform(-40, 40), scales(-60, 12), nice(-4, 4, 0.25))
PLUS = mixed(uniform(0, 3), scales(-200, 200, (1,)), near([1], -50, -2), nice(0, 20, 0.25))
UNIT = mixed(uniform(-1, 1), scales(-60, 0), near([1, -1], -50, -2), nice(-1.5, 1.5, 0.25))
BEYOND = mixed(uniform(-5, 5), scales(0, 60), near([1, -1], -50, -2), nice(-3, 3, 0.25))


def power(x, y):
    if y == int(y):
        return None if x == 0 and y < 0 else x ** int(y)
    if x == 0:
        return mp.mpf(0) if y > 0 else None
    return x ** y if x > 0 else None


def quotient(f):
    def g(x):
        try:
            return f(x)
        except ZeroDivisionError:
            return None
    return g


ELEMENTARY = {
    "sqrt": (mp.sqrt, PLUS),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), ANY),
    "exp": (mp.exp, ANY),
    "expm1": (mp.expm1, ANY),
    "ln": (quotient(lambda x: mp.log(x) if x > 0 else None), PLUS),
    "log1p": (lambda x: mp.log1p(x) if x > -1 else None, mixed(UNIT, PLUS)),
    "sin": (mp.sin, mixed(ANY, scales(10, 900), near([3.141592653589793, 1.5707963267948966], -52, -5))),
    "cos": (mp.cos, mixed(ANY, scales(10, 900), near([3.141592653589793, 1.5707963267948966], -52, -5))),
    "tan": (mp.tan, mixed(ANY, near([3.141592653589793, 1.5707963267948966], -52, -5))),
    "sec": (mp.sec, ANY),
    "csc": (quotient(mp.csc), ANY),
    "cot": (quotient(mp.cot), ANY),
    "asin": (mp.asin, UNIT),
    "acos": (mp.acos, UNIT),
    "atan": (mp.atan, mixed(ANY, PLUS)),
    "acot": (quotient(lambda x: mp.atan(1 / x)), ANY),
    "asec": (quotient(lambda x: mp.acos(1 / x)), BEYOND),
    "acsc": (quotient(lambda x: mp.asin(1 / x)), BEYOND),
    "sinh": (mp.sinh, ANY),
    "cosh": (mp.cosh, ANY),
    "tanh": (mp.tanh, ANY),
    "sech": (mp.sech, ANY),
    "csch": (quotient(mp.csch), ANY),
    "coth": (quotient(mp.coth), ANY),
    "asinh": (mp.asinh, mixed(ANY, PLUS)),
    "acosh": (mp.acosh, mixed(BEYOND, PLUS)),
    "atanh": (lambda x: mp.atanh(x) if abs(x) < 1 else None, UNIT),
    "asech": (quotient(lambda x: mp.acosh(1 / x) if x > 0 else None), UNIT),
    "acsch": (quotient(lambda x: mp.asinh(1 / x)), ANY),
    "acoth": (lambda x: mp.atanh(1 / x) if abs(x) > 1 else None, BEYOND),
    "exp2": (lambda x: mp.mpf(2) ** x, ANY),
    "log2": (quotient(lambda x: mp.log(x, 2) if x > 0 else None), PLUS),
    "log10": (quotient(lambda x: mp.log(x, 10) if x > 0 else None), PLUS),
    "sinc": (mp.sinc, ANY),
    "floor": (mp.floor, ANY),
    "ceil": (mp.ceil, ANY),
    "round": (mp.nint, ANY),
    "abs": (abs, ANY),
    "pow": (power, pair(mixed(PLUS, nice(-4, 4, 0.5)), mixed(uniform(-5, 5), nice(-6, 6, 0.25)))),
    "atan2": (lambda y, x: mp.atan2(y, x) if (x, y) != (0, 0) else None, pair(ANY, ANY)),
    "hypot": (mp.hypot, pair(ANY, ANY)),
}

WIDE = mixed(uniform(-3, 3), uniform(-30, 30), scales(-40, 7), nice(-4, 4, 0.25))
RIGHT = mixed(uniform(0, 3), uniform(0, 30), scales(-40, 10, (1,)), nice(0.25, 4, 0.25))


def dawson(x):
    return mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x)


INTEGRALS = {
    "erf": (mp.erf, WIDE),
    "erfc": (mp.erfc, WIDE),
    "erfi": (mp.erfi, WIDE),
    "erfcx": (lambda x: mp.exp(x * x) * mp.erfc(x), uniform(-5, 30)),
    "dawson": (dawson, WIDE),
    "ei": (quotient(lambda x: mp.ei(x) if x != 0 else None), mixed(WIDE, scales(5, 10))),
    "li": (lambda x: mp.li(x) if x > 0 and x != 1 else None, mixed(RIGHT, PLUS)),
    "si": (mp.si, mixed(WIDE, scales(5, 10))),
    "ci": (lambda x: mp.ci(x) if x > 0 else None, RIGHT),
    "shi": (mp.shi, mixed(WIDE, scales(5, 10))),
    "chi": (lambda x: mp.chi(x) if x > 0 else None, RIGHT),
}

PARAMETER = mixed(uniform(0, 1), uniform(-5, 1), scales(-40, 10, (-1,)), near([1], -40, -2), nice(-1, 1, 0.25))
AMPLITUDE = mixed(uniform(-1.5, 1.5), uniform(-8, 8), scales(-40, 0), near([1.5707963267948966, 3.141592653589793], -50, -3))


def legendre(f):
    """Where the integrand has no pole between 0 and the amplitude; its values are real there."""
    def g(phi, m):
        far = abs(phi) >= mp.pi / 2
        if (far and m >= 1) or m * mp.sin(phi) ** 2 >= 1:
            return None
        return f(phi, m)
    return g


def second(phi, m):
    if m != 1:
        return legendre(mp.ellipe)(phi, m)
    turns = mp.nint(phi / mp.pi)
    return mp.sin(phi - turns * mp.pi) + 2 * turns


def third(n, phi, m):
    far = abs(phi) >= mp.pi / 2
    if (far and (m >= 1 or n >= 1)) or max(m, n) * mp.sin(phi) ** 2 >= 1:
        return None
    return mp.ellippi(n, phi, m)


ELLIPTIC = {
    "elliptic_k": (lambda m: mp.ellipk(m) if m < 1 else None, PARAMETER),
    "elliptic_ec": (lambda m: mp.ellipe(m) if m <= 1 else None, PARAMETER),
    "elliptic_f": (legendre(mp.ellipf), pair(AMPLITUDE, PARAMETER)),
    "elliptic_e": (second, pair(AMPLITUDE, PARAMETER)),
    "elliptic_pic": (lambda n, m: mp.ellippi(n, m) if n < 1 and m < 1 else None, pair(PARAMETER, PARAMETER)),
    "elliptic_pi": (third, triple(PARAMETER, AMPLITUDE, PARAMETER)),
}

def no_pole(f):
    return lambda x: None if x <= 0 and x == int(x) else f(x)


def beta(a, b):
    if any(x <= 0 and x == int(x) for x in (a, b)):
        return None
    return mp.beta(a, b)


ORDER = mixed(uniform(0, 6), uniform(-6, 6), nice(-8, 12, 0.5), near([1], -20, -2))
GAMMA_RANGE = mixed(uniform(-6, 6), uniform(0, 200), scales(-20, 10, (1,)), near([1, 2, -1], -30, -3), nice(-4, 6, 0.25))
GAMMA = {
    "gamma": (no_pole(mp.gamma), GAMMA_RANGE),
    "lgamma": (no_pole(lambda x: mp.log(abs(mp.gamma(x)))), GAMMA_RANGE),
    "digamma": (no_pole(mp.digamma), GAMMA_RANGE),
    "trigamma": (no_pole(lambda x: mp.psi(1, x)), GAMMA_RANGE),
    "tetragamma": (no_pole(lambda x: mp.psi(2, x)), GAMMA_RANGE),
    "beta": (beta, pair(GAMMA_RANGE, GAMMA_RANGE)),
    "zeta": (lambda s: mp.zeta(s) if s != 1 else None, ORDER),
    "hurwitz_zeta": (lambda s, a: mp.zeta(s, a) if s != 1 and a > 0 else None, pair(uniform(0, 6), uniform(0.1, 9))),
}

def upper(a, x):
    if x < 0 or (x == 0 and a <= 0):
        return None
    return mp.gammainc(a, x)


def polylog(s, x):
    if x > 1 or (x == 1 and s <= 1):
        return None
    if x == 1:
        return mp.zeta(s)
    return mp.polylog(s, x)


def gauss(a, b, c, x):
    polynomial = any(p <= 0 and p == int(p) for p in (a, b))
    if x > 1 and not polynomial or x == 1 and not polynomial and c <= a + b:
        return None
    return mp.hyp2f1(a, b, c, x)


INTEGER = lambda low, high: (lambda r: [r.randint(low, high)])
BELOW_ONE = mixed(uniform(-1, 1), uniform(-1, 1), scales(-30, 0), near([1, 0.5, -1], -30, -3), nice(-1, 1, 0.25))
SPECIAL = {
    "fresnels": (mp.fresnels, WIDE),
    "fresnelc": (mp.fresnelc, WIDE),
    "lambertw": (lambda x: mp.lambertw(x) if x * mp.e >= -1 else None, mixed(PLUS, uniform(-0.36, 1), near([-0.36787944117144233], -50, -4))),
    "uppergamma": (upper, pair(mixed(uniform(-6, 12), nice(-5, 9, 0.5)), mixed(RIGHT, uniform(0, 100)))),
    "lowergamma": (lambda a, x: mp.gammainc(a, 0, x) if a > 0 and x >= 0 else None, pair(mixed(uniform(0, 12), nice(0.5, 9, 0.5)), RIGHT)),
    "expint": (lambda n, x: mp.expint(n, x) if x > 0 else None, pair(INTEGER(-3, 6), RIGHT)),
    "polylog": (polylog, pair(INTEGER(-4, 6), mixed(BELOW_ONE, scales(0, 20, (-1,))))),
    "hyp2f1": (gauss, lambda r: uniform(-3, 3)(r) + nice(-3, 3, 0.5)(r) + nice(0.25, 4, 0.25)(r) + mixed(BELOW_ONE, uniform(-20, 1))(r)),
}



def bessel(f, signs=False):
    """Outside the domain left of 0, unless the order is an integer and f takes both signs."""
    def g(n, x):
        if x < 0 and signs and n == int(n):
            return f(n, x)
        if x == 0 and signs:
            return mp.mpf(1 if n == 0 else 0) if n >= 0 or n == int(n) else None
        return f(n, x) if x > 0 else None
    return g


def kummer(a, b, x):
    ends = a <= 0 and a == int(a) and a >= b
    return None if b <= 0 and b == int(b) and not ends else mp.hyp1f1(a, b, x)


def appell(a, b1, b2, c, x, y):
    """The double series, by rows."""
    total, m, factor = mp.mpf(0), 0, mp.mpf(1)
    while True:
        term = factor * mp.hyp2f1(a + m, b2, c + m, y)
        total += term
        if abs(term) < mp.mpf(2) ** -640:
            return total
        factor *= (a + m) * (b1 + m) * x / ((c + m) * (m + 1))
        m += 1


ORDERS = mixed(INTEGER(0, 6), nice(-3, 5, 0.5), uniform(-3, 6))
SIZES = mixed(uniform(0, 12), uniform(0, 300), scales(-40, 4, (1,)), nice(0, 9, 0.5))
BOTH = mixed(SIZES, lambda r: [-x for x in SIZES(r)])
AIRY = mixed(uniform(-12, 12), uniform(-60, 60), scales(-30, 3), nice(-5, 5, 0.5))
INSIDE = mixed(uniform(-0.9, 0.9), nice(-0.75, 0.75, 0.25), scales(-20, -1))
SERIES = {
    "besselj": (bessel(mp.besselj, True), pair(ORDERS, BOTH)),
    "bessely": (bessel(mp.bessely), pair(ORDERS, SIZES)),
    "besseli": (bessel(mp.besseli, True), pair(ORDERS, BOTH)),
    "besselk": (bessel(mp.besselk), pair(ORDERS, SIZES)),
    "airyai": (mp.airyai, AIRY),
    "airybi": (mp.airybi, AIRY),
    "airyaiprime": (lambda x: mp.airyai(x, derivative=1), AIRY),
    "airybiprime": (lambda x: mp.airybi(x, derivative=1), AIRY),
    "hyp1f1": (kummer, triple(mixed(uniform(-3, 3), nice(-3, 3, 0.5)), mixed(uniform(-3, 3), nice(0.5, 4, 0.5)), mixed(uniform(-30, 30), scales(-30, 3)))),
    "appellf1": (appell, lambda r: nice(-2, 3, 0.5)(r) + uniform(-2, 2)(r) + nice(0.5, 2, 0.5)(r) + nice(0.5, 4, 0.25)(r) + INSIDE(r) + INSIDE(r)),
}


def hyper(upper, lower):
    """pFq, its parameters first."""
    def f(*arguments):
        above, below, x = arguments[:upper], arguments[upper:-1], arguments[-1]
        return None if any(b <= 0 and b == int(b) for b in below) else mp.hyper(above, below, x)
    return f


def parameters(upper, lower, x):
    """Upper parameters that are each less than a lower one, and an argument."""
    above, below = nice(0.25, 2, 0.25), nice(2.25, 4, 0.25)
    return lambda r: [v for draw in [above] * upper + [below] * lower + [x] for v in draw(r)]


ENTIRE = mixed(uniform(-20, 20), scales(-30, 3))
GENERALIZED = {
    "hyp0f1": (hyper(0, 1), pair(mixed(uniform(-3, 3), nice(0.5, 4, 0.5)), ENTIRE)),
    "hyp1f2": (hyper(1, 2), parameters(1, 2, ENTIRE)),
    "hyp2f2": (hyper(2, 2), parameters(2, 2, ENTIRE)),
    "hyp2f3": (hyper(2, 3), parameters(2, 3, ENTIRE)),
    "hyp3f2": (hyper(3, 2), parameters(3, 2, uniform(-3, 0.9))),
    "polylog": (lambda s, x: mp.re(polylog(s, x)), pair(lambda r: [r.randint(-6, 1) + 0.5], mixed(uniform(-6, 0.99), near([-1, 0.5, -0.5], -20, -4)))),
}


# The functions of a file and how many lines each gets in the repository.
FAMILIES = {
    "elementary": (ELEMENTARY, 24),
    "integrals": (INTEGRALS, 36),
    "elliptic": (ELLIPTIC, 40),
    "gamma": (GAMMA, 30),
    "special": (SPECIAL, 30),
    "series": (SERIES, 24),
    "generalized": (GENERALIZED, 16),
}


def line(name, f, arguments):
    exact = [mp.mpf(x) for x in arguments]
    value = f(*exact)
    value = None if value is None else real(value)
    text = None if value is None else mp.nstr(value, DIGITS, strip_zeros=True)
    return json.dumps({"f": name, "x": [repr(float(x)) for x in arguments], "y": text})


def main():
    folder = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else None
    seed = sys.argv[3] if len(sys.argv) > 3 else "ball"
    only = sys.argv[4:]
    for family, (functions, usual) in FAMILIES.items():
        if only and family not in only:
            continue
        with open(f"{folder}/{family}.jsonl", "w") as out:
            for name, (f, draw) in functions.items():
                r = random.Random(f"{seed}/{name}")
                for _ in range(count or usual):
                    print(line(name, f, draw(r)), file=out)


if __name__ == "__main__":
    main()
