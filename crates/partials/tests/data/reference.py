#!/usr/bin/env python3
"""Reference values of derivatives, by differences of mpmath's functions at 60 digits and more.

Each function of the table is taken at inner functions (x^2/2 + c), so that a missing inner
derivative shows, and derived in each of its arguments that it can be derived in.

    python3 reference.py      writes functions.jsonl, listed.jsonl and orders.jsonl beside it
"""
import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp
from mpmath import mpf

mp.mp.dps = 60
HERE = Path(__file__).parent


def real(z):
    return mp.re(z) if isinstance(z, mp.mpc) else z


def heaviside(x):
    return mpf(x > 0) if x else mpf(1) / 2


def logsumexp(*xs):
    return mp.log(sum(mp.exp(x) for x in xs))


def softplus(x):
    return mp.log1p(mp.exp(x))


def erfcx(x):
    return mp.exp(x * x) * mp.erfc(x)


def cbrt(x):
    return mp.sign(x) * mp.root(abs(x), 3)


def huber(x, d):
    return x * x / 2 if abs(x) <= d else d * (abs(x) - d / 2)


# name: function, points, the arguments that are derived (all without)
TABLE = {
    "exp": (mp.exp, [[-1.7], [0.6]]),
    "expm1": (mp.expm1, [[-1.7], [0.01]]),
    "exp2": (lambda x: mpf(2) ** x, [[-1.7], [0.6]]),
    "ln": (mp.log, [[0.3], [5.1]]),
    "log": (mp.log, [[0.7], [2.1]]),
    "log1p": (mp.log1p, [[-0.6], [0.01]]),
    "log2": (lambda x: mp.log(x) / mp.log(2), [[0.3], [5.1]]),
    "log10": (mp.log10, [[0.3], [5.1]]),
    "sqrt": (mp.sqrt, [[0.3], [5.1]]),
    "cbrt": (cbrt, [[-0.7], [5.1]]),
    "hypot": (mp.hypot, [[-1.3, 0.7], [3.5, 2.5]]),
    "sin": (mp.sin, [[-2.2], [0.6]]),
    "cos": (mp.cos, [[-2.2], [0.6]]),
    "tan": (mp.tan, [[-2.2], [0.6]]),
    "sec": (mp.sec, [[-2.2], [0.6]]),
    "csc": (mp.csc, [[-2.2], [0.6]]),
    "cot": (mp.cot, [[-2.2], [0.6]]),
    "asin": (mp.asin, [[-0.7], [0.35]]),
    "acos": (mp.acos, [[-0.7], [0.35]]),
    "atan": (mp.atan, [[-2.2], [0.6]]),
    "asec": (mp.asec, [[-2.2], [1.4]]),
    "acsc": (mp.acsc, [[-2.2], [1.4]]),
    "acot": (lambda x: mp.atan(1 / x), [[-2.2], [0.6]]),
    "atan2": (mp.atan2, [[0.7, -1.2], [-0.4, 0.9]]),
    "sinc": (mp.sinc, [[-2.2], [0.6]]),
    "sinh": (mp.sinh, [[-2.2], [0.6]]),
    "cosh": (mp.cosh, [[-2.2], [0.6]]),
    "tanh": (mp.tanh, [[-2.2], [0.6]]),
    "sech": (mp.sech, [[-2.2], [0.6]]),
    "csch": (mp.csch, [[-2.2], [0.6]]),
    "coth": (mp.coth, [[-2.2], [0.6]]),
    "asinh": (mp.asinh, [[-2.2], [0.6]]),
    "acosh": (mp.acosh, [[1.3], [4.2]]),
    "atanh": (mp.atanh, [[-0.7], [0.35]]),
    "asech": (lambda x: mp.acosh(1 / x), [[0.3], [0.85]]),
    "acsch": (lambda x: mp.asinh(1 / x), [[-2.2], [0.6]]),
    "acoth": (lambda x: mp.atanh(1 / x), [[-2.2], [1.4]]),
    "abs": (abs, [[-2.2], [0.6]]),
    "sign": (mp.sign, [[-2.2], [0.6]]),
    "floor": (mp.floor, [[-2.2], [0.6]]),
    "ceil": (mp.ceil, [[-2.2], [0.6]]),
    "round": (mp.nint, [[-2.2], [0.6]]),
    "trunc": (lambda x: mp.sign(x) * mp.floor(abs(x)), [[-2.2], [0.6]]),
    "frac": (lambda x: x - mp.floor(x), [[-2.2], [0.6]]),
    "mod": (lambda x, y: x - y * mp.floor(x / y), [[7.3, 2.1], [-7.3, 2.6]]),
    "min": (min, [[1.2, 2.3], [3.1, -0.4]]),
    "max": (max, [[1.2, 2.3], [3.1, -0.4]]),
    "clamp": (lambda x, a, b: max(a, min(x, b)), [[0.5, 0.1, 1.2], [-0.5, 0.1, 1.2], [1.5, 0.1, 1.2]]),
    "heaviside": (heaviside, [[-2.2], [0.6]]),
    "erf": (mp.erf, [[-1.3], [0.6]]),
    "erfc": (mp.erfc, [[-1.3], [2.6]]),
    "erfi": (mp.erfi, [[-1.3], [0.6]]),
    "erfcx": (erfcx, [[-1.3], [2.6]]),
    "dawson": (lambda x: mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x), [[-1.3], [0.6]]),
    "fresnels": (mp.fresnels, [[-1.3], [0.6]]),
    "fresnelc": (mp.fresnelc, [[-1.3], [0.6]]),
    "gamma": (mp.gamma, [[-1.4], [3.6]]),
    "lgamma": (lambda x: mp.log(mp.gamma(x)), [[0.4], [4.6]]),
    "loggamma": (lambda x: mp.log(mp.gamma(x)), [[1.4], [2.6]]),
    "digamma": (mp.digamma, [[-1.4], [3.6]]),
    "polygamma": (lambda n, x: mp.polygamma(int(n), x), [[2, 1.7], [1, 0.4]], [1]),
    "beta": (mp.beta, [[0.7, 1.6], [2.4, 3.1]]),
    "uppergamma": (lambda a, x: mp.gammainc(a, x), [[0.7, 1.3], [3.1, 2.2]]),
    "lowergamma": (lambda a, x: mp.gammainc(a, 0, x), [[0.7, 1.3], [3.1, 2.2]]),
    "Ei": (mp.ei, [[-1.3], [0.6]]),
    "expint": (mp.expint, [[1.5, 0.6], [2.0, 1.3]]),
    "li": (mp.li, [[0.4], [3.2]]),
    "Si": (mp.si, [[-1.3], [6.2]]),
    "Ci": (mp.ci, [[0.4], [6.2]]),
    "Shi": (mp.shi, [[-1.3], [0.6]]),
    "Chi": (mp.chi, [[0.4], [2.1]]),
    "besselj": (mp.besselj, [[2.5, 1.3], [1.0, 4.2]]),
    "bessely": (mp.bessely, [[2.5, 1.3], [1.25, 4.2]]),
    "besseli": (mp.besseli, [[2.5, 1.3], [1.0, 2.2]]),
    "besselk": (mp.besselk, [[2.5, 1.3], [1.25, 2.2]]),
    "airyai": (mp.airyai, [[-1.7], [0.6]]),
    "airybi": (mp.airybi, [[-1.7], [0.6]]),
    "airyaiprime": (lambda x: mp.airyai(x, derivative=1), [[-1.7], [0.6]]),
    "airybiprime": (lambda x: mp.airybi(x, derivative=1), [[-1.7], [0.6]]),
    "lambertw": (lambda x: real(mp.lambertw(x)), [[-0.2], [1.7]]),
    "elliptic_k": (mp.ellipk, [[-1.3], [0.45]]),
    "elliptic_ec": (mp.ellipe, [[-1.3], [0.45]]),
    "elliptic_f": (mp.ellipf, [[0.7, 0.45], [-2.1, -1.2]]),
    "elliptic_e": (mp.ellipe, [[0.7, 0.45], [-2.1, -1.2]]),
    "elliptic_pi": (mp.ellippi, [[0.3, 0.7, 0.45], [-1.2, 1.1, -0.5]]),
    "elliptic_pic": (mp.ellippi, [[0.3, 0.45], [-1.2, -0.5]]),
    "zeta": (mp.zeta, [[-1.3], [3.2]]),
    "hurwitz_zeta": (mp.zeta, [[2.6, 0.7], [3.2, 2.1]]),
    "polylog": (lambda s, x: real(mp.polylog(s, x)), [[2.0, 0.45], [1.6, -0.7]]),
    "hyp1f1": (mp.hyp1f1, [[0.6, 1.7, 0.8], [2.2, 0.7, -1.1]]),
    "hyp2f1": (lambda a, b, c, x: real(mp.hyp2f1(a, b, c, x)), [[0.6, 1.7, 2.3, 0.55], [1.2, 0.4, 1.3, -1.1]]),
    "hyp0f1": (mp.hyp0f1, [[1.7, 0.8], [0.7, -2.3]]),
    "hyp1f2": (mp.hyp1f2, [[0.6, 1.7, 0.9, 0.8], [2.2, 0.7, 1.3, -3.1]]),
    "hyp2f2": (mp.hyp2f2, [[0.6, 1.1, 1.7, 2.3, 0.8], [1.2, 0.4, 2.1, 0.7, -3.1]]),
    "hyp2f3": (mp.hyp2f3, [[0.6, 1.1, 1.7, 2.3, 0.9, 0.8], [1.2, 0.4, 2.1, 0.7, 1.3, -3.1]]),
    "hyp3f2": (lambda *a: real(mp.hyp3f2(*a)), [[0.6, 1.1, 0.4, 1.7, 2.3, 0.55], [1.2, 0.4, 0.9, 2.3, 1.3, -1.7]]),
    "appellf1": (mp.appellf1, [[0.6, 1.1, 0.4, 1.7, 0.35, -0.3]], [4, 5]),
    "legendre": (lambda n, x: real(mp.legendre(n, x)), [[3, 0.45], [4, -1.6]], [1]),
    "hermite": (lambda n, x: real(mp.hermite(n, x)), [[3, 0.45], [4, -1.6]], [1]),
    "laguerre": (lambda n, x: real(mp.laguerre(n, 0, x)), [[3, 0.45], [4, -1.6]], [1]),
    "chebyshev_t": (lambda n, x: real(mp.chebyt(n, x)), [[3, 0.45], [4, -1.6]], [1]),
    "chebyshev_u": (lambda n, x: real(mp.chebyu(n, x)), [[3, 0.45], [4, -1.6]], [1]),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), [[-1.7], [0.6]]),
    "logit": (lambda x: mp.log(x / (1 - x)), [[0.2], [0.65]]),
    "softplus": (softplus, [[-1.7], [0.6]]),
    "relu": (lambda x: max(x, mpf(0)), [[-1.7], [0.6]]),
    "leaky_relu": (lambda x, a: x if x > 0 else a * x, [[-1.7, 0.2], [0.6, 0.2]]),
    "elu": (lambda x, a: x if x > 0 else a * mp.expm1(x), [[-1.7, 0.8], [0.6, 0.8]]),
    "gelu": (lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2, [[-1.7], [0.6]]),
    "silu": (lambda x: x / (1 + mp.exp(-x)), [[-1.7], [0.6]]),
    "mish": (lambda x: x * mp.tanh(softplus(x)), [[-1.7], [0.6]]),
    "huber": (huber, [[0.4, 1.1], [-3.1, 1.4]]),
    "logsumexp": (logsumexp, [[0.4, -1.1, 2.1]]),
}

# The functions that other systems were tried on, as they are written there: formula of x, the same
# in Python, the inner function's constant c in x^2/2 + c at x = 3/2.
LISTED = {
    "sin(u)": mp.sin, "cos(u)": mp.cos, "tan(u)": mp.tan, "cot(u)": mp.cot, "sec(u)": mp.sec,
    "csc(u)": mp.csc, "asin(u/4)": lambda u: mp.asin(u / 4), "acos(u/4)": lambda u: mp.acos(u / 4),
    "atan(u)": mp.atan, "acot(u)": lambda u: mp.atan(1 / u), "sinh(u)": mp.sinh,
    "cosh(u)": mp.cosh, "tanh(u)": mp.tanh, "coth(u)": mp.coth, "sech(u)": mp.sech,
    "csch(u)": mp.csch, "asinh(u)": mp.asinh, "atanh(u/4)": lambda u: mp.atanh(u / 4),
    "exp(u)": mp.exp, "log(u)": mp.log, "sqrt(u)": mp.sqrt, "asec(u)": mp.asec, "acsc(u)": mp.acsc,
    "acosh(u)": mp.acosh, "acoth(u)": lambda u: mp.atanh(1 / u),
    "asech(u/4)": lambda u: mp.acosh(4 / u), "acsch(u)": lambda u: mp.asinh(1 / u),
    "log10(u)": mp.log10, "log2(u)": lambda u: mp.log(u) / mp.log(2), "cbrt(u)": mp.cbrt,
    "expm1(u)": mp.expm1, "log1p(u)": mp.log1p, "u^y": lambda u: u ** mpf("0.7"),
    "u^u": lambda u: u ** u, "y^u": lambda u: mpf("0.7") ** u, "2^u": lambda u: mpf(2) ** u,
    "u^(5/2)": lambda u: u ** (mpf(5) / 2), "abs(u)": abs, "sign(u)": mp.sign,
    "floor(u)": mp.floor, "ceil(u)": mp.ceil, "round(u)": mp.nint, "heaviside(u)": heaviside,
    "max(u, y)": lambda u: max(u, mpf("0.7")), "min(u, y)": lambda u: min(u, mpf("0.7")),
    "piecewise(u < 1: u^3, else: sin(u))": mp.sin, "mod(u, y)": lambda u: mp.fmod(u, mpf("0.7")),
    "atan2(u, y)": lambda u: mp.atan2(u, mpf("0.7")),
    "atan2(y, u)": lambda u: mp.atan2(mpf("0.7"), u), "hypot(u, y)": lambda u: mp.hypot(u, mpf("0.7")),
    "erf(u)": mp.erf, "erfc(u)": mp.erfc, "erfi(u)": mp.erfi, "gamma(u)": mp.gamma,
    "loggamma(u)": mp.loggamma, "digamma(u)": mp.digamma,
    "polygamma(2, u)": lambda u: mp.polygamma(2, u), "beta(u, y)": lambda u: mp.beta(u, mpf("0.7")),
    "zeta(u)": mp.zeta, "besselj(y, u)": lambda u: mp.besselj(mpf("0.7"), u),
    "besselk(y, u)": lambda u: mp.besselk(mpf("0.7"), u), "airyai(u)": mp.airyai,
    "lambertw(u)": lambda u: real(mp.lambertw(u)), "Si(u)": mp.si, "Ei(u)": mp.ei,
    "fresnels(u)": mp.fresnels, "elliptic_k(u/4)": lambda u: mp.ellipk(u / 4),
    "polylog(2, u/4)": lambda u: real(mp.polylog(2, u / 4)), "sinc(u)": mp.sinc,
    "legendre(3, u)": lambda u: real(mp.legendre(3, u)),
    "hyp2f1(y, 1/3, 5/2, u/4)": lambda u: mp.hyp2f1(mpf("0.7"), mpf(1) / 3, mpf(5) / 2, u / 4),
}

X = mpf("1.5")


def shown(value):
    value = real(value)
    return mp.nstr(value if abs(value) > mpf(10) ** -30 else mpf(0), 30, strip_zeros=True)


def derivative(f, x):
    # A step far below the distance to any kink, at twice the digits.
    with mp.workdps(120):
        h = mpf(10) ** -35
        return real((f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h))


def write(name, rows):
    with open(HERE / name, "w") as out:
        for row in rows:
            out.write(json.dumps(row) + "\n")


def table():
    for name, (f, points, *varied) in TABLE.items():
        for point in points:
            for place in varied[0] if varied else range(len(point)):
                exact = Fraction(str(point[place])) - Fraction(9, 8)
                arguments = [str(Fraction(str(p))) for p in point]
                arguments[place] = f"x^2/2 + {exact}" if exact >= 0 else f"x^2/2 - {-exact}"

                def along(x, f=f, point=point, place=place, e=exact):
                    full = [mpf(str(p)) for p in point]
                    full[place] = x * x / 2 + mpf(e.numerator) / e.denominator
                    return f(*full)

                yield {
                    "formula": f"{name}({', '.join(arguments)})",
                    "function": name,
                    "argument": place,
                    "x": "3/2",
                    "derivative": shown(derivative(along, X)),
                }


def listed():
    for formula, f in LISTED.items():
        # u = x^2/2 + 1/5 at 3/2 is 1.325; the polynomial is not the variable alone.
        u = "(x^2/2 + 1/5)"
        text = formula.replace("round", "ROUND").replace("piecewise(u < 1: u^3", "PIECE")
        text = "".join(u if c == "u" and not (text[i - 1:i].isalpha() or text[i + 1:i + 2].isalpha()) else c
                       for i, c in enumerate(text))
        text = text.replace("ROUND", "round").replace("PIECE", f"piecewise({u} < 1: {u}^3")
        value = derivative(lambda x: f(x * x / 2 + mpf(1) / 5), X)
        yield {"formula": text, "x": "3/2", "y": "7/10", "derivative": shown(value)}


ORDERS = {
    "exp(x*sin(x))/(1+x^2)": lambda x: mp.exp(x * mp.sin(x)) / (1 + x * x),
    "1/(1+x^2+sin(x)^3)": lambda x: 1 / (1 + x * x + mp.sin(x) ** 3),
}


def orders():
    for formula, f in ORDERS.items():
        for x in ["-7/4", "-1/3", "1/4", "9/8", "5/2"]:
            point = Fraction(x)
            with mp.workdps(200):
                at = mpf(point.numerator) / point.denominator
                # Cauchy's integral on a small circle, by the trapezoidal rule.
                radius, count = mpf(1) / 8, 512
                nodes = [f(at + radius * mp.expjpi(mpf(2 * k) / count)) for k in range(count)]
                values = []
                for n in range(1, 21):
                    total = sum(v * mp.expjpi(-mpf(2 * k * n) / count) for k, v in enumerate(nodes))
                    values.append(shown(mp.factorial(n) * real(total) / count / radius ** n))
            yield {"formula": formula, "x": x, "derivatives": values}


if __name__ == "__main__":
    write("listed.jsonl", listed())
    write("orders.jsonl", orders())
    write("functions.jsonl", table())
