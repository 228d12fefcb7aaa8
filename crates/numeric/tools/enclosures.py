"""Random arguments and values of every function, by Arb, for the program `enclosures`.

usage: python3 enclosures.py [COUNT [SEED [NAME...]]] | cargo run --release -p partials-tests --bin enclosures

Needs python-flint (`pip install python-flint`), whose balls are proved bounds and share nothing
with ours. A line is NAME, the bits of the arguments as hexadecimal numbers, `:`, and midpoint and
radius of the value, each as mantissa and exponent of 2. Where a function has no real value, or
Arb finds none to 100 bits, there is no line.
"""

import math
import random
import struct
import sys

from flint import acb, arb, ctx

LEAST_BITS = 100
PRECISIONS = (160, 320, 1280)


def uniform(low, high):
    return lambda r: r.uniform(low, high)


def scales(low, high, signs=(1, -1)):
    """Log-uniform sizes from 2^low to 2^high."""
    return lambda r: r.choice(signs) * 2.0 ** r.uniform(low, high)


def near(points, low=-50, high=-2):
    return lambda r: r.choice(points) + r.choice((1, -1)) * 2.0 ** r.uniform(low, high)


def nice(low, high, step=0.25):
    return lambda r: r.randint(round(low / step), round(high / step)) * step


def mixed(*choices):
    return lambda r: r.choice(choices)(r)


ANY = mixed(uniform(-3, 3), uniform(-40, 40), scales(-60, 12), nice(-4, 4))
HUGE = mixed(ANY, scales(10, 900), near([math.pi, math.pi / 2, 3 * math.pi / 2, 1e22]))
PLUS = mixed(uniform(0, 3), scales(-200, 200, (1,)), near([1]), nice(0.25, 20))
SMALL = mixed(uniform(0, 3), uniform(0, 30), scales(-40, 5, (1,)), nice(0.25, 9))
UNIT = mixed(uniform(-1, 1), scales(-60, 0), near([1, -1]), nice(-1, 1))
BEYOND = mixed(uniform(-5, 5), scales(0, 60), near([1, -1]), nice(-3, 3))
MODERATE = mixed(uniform(-3, 3), uniform(-20, 20), scales(-40, 4), nice(-4, 4))
PARAMETER = mixed(uniform(-5, 1), uniform(0, 1), near([1, 0], -40, -3), nice(-4, 0.75))
ORDER = mixed(nice(0, 6, 1), uniform(-3, 6), nice(-3, 6, 0.5))
WHOLE = nice(0, 12, 1)


def real(value):
    """The real part of what has no imaginary one."""
    return value.real if value.imag.contains(0) and value.imag.rad() < 1e-30 else arb.nan()


def atan2(y, x):
    """The angle, which the origin has none of: Arb takes 0 there."""
    return arb.nan() if x == 0 and y == 0 else arb.atan2(y, x)


def erfcx(x):
    return (x * x).exp() * x.erfc()


def appell(a, b1, b2, c, x, y):
    """Its series in x, of Gauss functions of y."""
    total, term = arb(0), arb(1)
    for m in range(200):
        total += term * y.hypgeom_2f1(a + m, b2, c + m)
        term = term * (a + m) * (b1 + m) / (c + m) / (m + 1) * x
        if abs(term) < 1e-60:
            return total + arb(0, 1e-50)
    return arb.nan()


def beta(a, b):
    return a.gamma() * b.gamma() * (a + b).rgamma()


def sign(x):
    return arb(int(x > 0) - int(x < 0))


def softplus(x):
    return x.exp().log1p()


#: Ours, by Arb, and where the arguments are drawn.
FUNCTIONS = {
    "exp": (arb.exp, ANY), "expm1": (arb.expm1, ANY), "exp2": (lambda x: arb(2) ** x, ANY),
    "ln": (arb.log, PLUS), "log1p": (arb.log1p, mixed(UNIT, PLUS)),
    "log2": (lambda x: x.log() / arb(2).log(), PLUS), "log10": (lambda x: x.log() / arb(10).log(), PLUS),
    "sqrt": (arb.sqrt, PLUS), "cbrt": (lambda x: sign(x) * abs(x).root(3), ANY),
    "hypot": (lambda a, b: (a * a + b * b).sqrt(), ANY, ANY),
    "sin": (arb.sin, HUGE), "cos": (arb.cos, HUGE), "tan": (arb.tan, HUGE),
    "sec": (arb.sec, ANY), "csc": (arb.csc, ANY), "cot": (arb.cot, ANY),
    "asin": (arb.asin, UNIT), "acos": (arb.acos, UNIT), "atan": (arb.atan, mixed(ANY, PLUS)),
    "asec": (lambda x: (1 / x).acos(), BEYOND), "acsc": (lambda x: (1 / x).asin(), BEYOND),
    "acot": (lambda x: (1 / x).atan(), ANY), "atan2": (atan2, ANY, ANY),
    "sinc": (arb.sinc, ANY),
    "sinh": (arb.sinh, ANY), "cosh": (arb.cosh, ANY), "tanh": (arb.tanh, ANY),
    "sech": (arb.sech, ANY), "csch": (arb.csch, ANY), "coth": (arb.coth, ANY),
    "asinh": (arb.asinh, mixed(ANY, PLUS)), "acosh": (arb.acosh, mixed(BEYOND, PLUS)),
    "atanh": (arb.atanh, UNIT), "asech": (lambda x: (1 / x).acosh(), UNIT),
    "acsch": (lambda x: (1 / x).asinh(), ANY), "acoth": (lambda x: (1 / x).atanh(), BEYOND),
    "abs": (abs, ANY), "sign": (sign, ANY), "floor": (arb.floor, ANY), "ceil": (arb.ceil, ANY),
    "trunc": (lambda x: sign(x) * abs(x).floor(), ANY), "frac": (lambda x: x - x.floor(), ANY),
    "mod": (lambda x, y: x - y * (x / y).floor(), MODERATE, MODERATE),
    "min": (arb.min, ANY, ANY), "max": (arb.max, ANY, ANY),
    "heaviside": (lambda x: (1 + sign(x)) / 2, ANY),
    "erf": (arb.erf, ANY), "erfc": (arb.erfc, ANY), "erfi": (arb.erfi, MODERATE),
    "erfcx": (erfcx, mixed(uniform(-5, 30), scales(-40, 10, (1,)))),
    "dawson": (lambda x: (-x * x).exp() * x.erfi() * arb.pi().sqrt() / 2, MODERATE),
    "fresnels": (arb.fresnel_s, MODERATE), "fresnelc": (arb.fresnel_c, MODERATE),
    "gamma": (arb.gamma, mixed(MODERATE, uniform(0, 170))),
    "lgamma": (arb.lgamma, mixed(SMALL, scales(-40, 60, (1,)))),
    "digamma": (arb.digamma, mixed(MODERATE, scales(-40, 60, (1,)))),
    "polygamma": (lambda n, x: real(acb(x).polygamma(acb(n))), WHOLE, SMALL),
    "beta": (beta, SMALL, SMALL),
    "uppergamma": (lambda a, x: x.gamma_upper(a), mixed(SMALL, uniform(-4, 4)), SMALL),
    "lowergamma": (lambda a, x: x.gamma_lower(a), SMALL, SMALL),
    "Ei": (arb.ei, MODERATE), "expint": (lambda n, x: x.expint(n), ORDER, SMALL),
    "li": (arb.li, PLUS),
    "Si": (arb.si, MODERATE), "Ci": (arb.ci, SMALL), "Shi": (arb.shi, MODERATE), "Chi": (arb.chi, SMALL),
    "besselj": (lambda n, x: x.bessel_j(n), ORDER, SMALL), "bessely": (lambda n, x: x.bessel_y(n), ORDER, SMALL),
    "besseli": (lambda n, x: x.bessel_i(n), ORDER, SMALL), "besselk": (lambda n, x: x.bessel_k(n), ORDER, SMALL),
    "airyai": (arb.airy_ai, MODERATE), "airybi": (arb.airy_bi, MODERATE),
    "airyaiprime": (lambda x: x.airy()[1], MODERATE), "airybiprime": (lambda x: x.airy()[3], MODERATE),
    "lambertw": (arb.lambertw, mixed(PLUS, uniform(-0.3678, 1))),
    "elliptic_k": (lambda m: real(acb(m).elliptic_k()), PARAMETER),
    "elliptic_ec": (lambda m: real(acb(m).elliptic_e()), PARAMETER),
    "elliptic_f": (lambda p, m: real(acb.elliptic_f(p, m)), uniform(-1.5, 1.5), PARAMETER),
    "elliptic_e": (lambda p, m: real(acb.elliptic_e_inc(p, m)), uniform(-1.5, 1.5), PARAMETER),
    "elliptic_pi": (lambda n, p, m: real(acb.elliptic_pi_inc(n, p, m)), uniform(-4, 0.99), uniform(-1.5, 1.5), PARAMETER),
    "elliptic_pic": (lambda n, m: real(acb.elliptic_pi(n, m)), uniform(-4, 0.99), PARAMETER),
    "zeta": (arb.zeta, mixed(uniform(-10, 10), near([1], -30, 1), nice(-8, 8))),
    "hurwitz_zeta": (lambda s, a: s.zeta(a), mixed(uniform(1.1, 9), nice(2, 9, 1)), SMALL),
    "polylog": (lambda s, x: real(acb(x).polylog(acb(s))), mixed(nice(-3, 5, 1), uniform(-3, 5)), uniform(-1, 0.999)),
    "hyp1f1": (lambda a, b, x: x.hypgeom_1f1(a, b), MODERATE, SMALL, MODERATE),
    "hyp2f1": (lambda a, b, c, x: x.hypgeom_2f1(a, b, c), uniform(-4, 4), uniform(-4, 4), SMALL, mixed(uniform(-0.99, 0.99), uniform(-6, 0.9))),
    "appellf1": (appell, uniform(0.2, 4), uniform(-3, 3), uniform(-3, 3), uniform(0.5, 5), uniform(-0.3, 0.3), uniform(-0.5, 0.5)),
    "legendre": (lambda n, x: x.legendre_p(n), WHOLE, BEYOND), "hermite": (lambda n, x: x.hermite_h(n), WHOLE, MODERATE),
    "laguerre": (lambda n, x: x.laguerre_l(n), WHOLE, MODERATE),
    "chebyshev_t": (lambda n, x: x.chebyshev_t(n), WHOLE, BEYOND),
    "chebyshev_u": (lambda n, x: x.chebyshev_u(n), WHOLE, BEYOND),
    "sigmoid": (lambda x: 1 / (1 + (-x).exp()), ANY), "logit": (lambda p: (p / (1 - p)).log(), uniform(0, 1)),
    "softplus": (softplus, ANY), "relu": (lambda x: arb.max(x, arb(0)), ANY),
    "leaky_relu": (lambda x, a: x if x > 0 else a * x, ANY, uniform(0, 1)),
    "elu": (lambda x, a: x if x > 0 else a * x.expm1(), ANY, uniform(0, 3)),
    "gelu": (lambda x: x * (1 + (x / arb(2).sqrt()).erf()) / 2, MODERATE),
    "silu": (lambda x: x / (1 + (-x).exp()), ANY), "mish": (lambda x: x * softplus(x).tanh(), ANY),
    "huber": (lambda x, d: x * x / 2 if abs(x) <= d else d * (abs(x) - d / 2), ANY, uniform(0.1, 3)),
    "logsumexp": (lambda a, b: (a.exp() + b.exp()).log(), MODERATE, MODERATE),
    "clamp": (lambda x, low, high: arb.min(arb.max(x, low), high), ANY, uniform(-3, 0), uniform(0, 3)),
    "round": (lambda x: arb(round(float(x.mid()))), mixed(uniform(-40, 40), nice(-9, 9, 0.5))),
}


def value(function, arguments):
    """The ball of the value, at the first precision that gives enough digits."""
    for precision in PRECISIONS:
        ctx.prec = precision
        try:
            found = function(*map(arb, arguments))
        except (ValueError, ZeroDivisionError, TypeError):
            return None
        if found.is_finite() and (found.is_exact() or found.rel_accuracy_bits() >= LEAST_BITS):
            return found
    return None


def line(name, arguments, found):
    bits = [struct.pack(">d", x).hex() for x in arguments]
    parts = [*found.mid().man_exp(), *found.rad().man_exp()]
    return " ".join([name, *bits, ":", *(str(int(part)) for part in parts)])


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    for name in sys.argv[3:] or FUNCTIONS:
        function, *places = FUNCTIONS[name]
        generator = random.Random(f"{seed} {name}")
        found, tried = 0, 0
        while found < count and tried < 4 * count:
            tried += 1
            arguments = [place(generator) for place in places]
            ball = value(function, arguments)
            if ball is not None:
                found += 1
                print(line(name, arguments, ball))


main()
