#!/usr/bin/env python3
"""Reference values for the interval tests, by mpmath at 400 bits.

Writes interval/elementary.jsonl: one object a line with the function's name, its arguments and
the true value as the sum of two doubles, each double as its 64 bits in hexadecimal (decimal
floats do not survive every JSON reader). A value outside the domain is null.
Usage: python3 generate_interval.py
"""
import json
import math
import os
import random
import struct

from mpmath import mp, mpf

mp.prec = 400
random.seed(20240229)


def bits(x):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]


def near(x, steps):
    """A double some steps away from x."""
    b = struct.unpack("<q", struct.pack("<d", abs(x)))[0] + steps
    return math.copysign(struct.unpack("<d", struct.pack("<q", max(b, 0)))[0], x)


EDGES = [0.0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-200, 1e-100, 1e-20, 1e-9, 1e-4,
         0.1, 0.25, 1 / 3, 0.5, 0.75, 1 - 2**-53, 1.0, 1 + 2**-52, 1.5, 2.0, math.e, 3.0, math.pi,
         4.493409457909064, 10.0, 20.5, 100.0, 700.0, 709.78, 710.4, 744.4, 1e4, 1e9, 1e16, 1e22,
         1e100, 1e200, 1e300, 1.7976931348623157e308]


def arguments(count):
    out = EDGES + [-x for x in EDGES[1:]]
    for k in (1, 2, 3, 4, 5, 10, 11, 355, 710, 52174, 10**6, 10**9 + 7, 10**15 + 1):
        out.append(near(k * math.pi / 2, random.randint(-1, 1)))
    for _ in range(count):
        kind = random.randrange(6)
        sign = random.choice([-1, 1])
        if kind == 0:
            x = random.uniform(0, 10)
        elif kind == 1:
            x = random.uniform(0, 1)
        elif kind == 2:
            x = 2.0 ** random.uniform(-60, 40)
        elif kind == 3:
            x = 1 + random.choice([-1, 1]) * 2.0 ** random.uniform(-50, -1)
        elif kind == 4:
            x = random.uniform(0, 750)
        else:
            x = math.ldexp(random.uniform(1, 2), random.randint(-1070, 1023))
        out.append(sign * x)
    return out


def domain(test, f):
    return lambda *x: f(*x) if test(*x) else None


def pole(f):
    return domain(lambda x: x != 0, f)


def ln_cosh(x):
    return mp.log1p(2 * mp.sinh(x / 2) ** 2) if abs(x) < 1 else abs(x) + mp.log1p(mp.exp(-2 * abs(x))) - mp.log(2)


def softplus(x):
    return x + mp.log1p(mp.exp(-x)) if x > 0 else mp.log1p(mp.exp(x))


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


UNARY = {
    "exp": mp.exp,
    "expm1": mp.expm1,
    "exp2": lambda x: mpf(2) ** x,
    "ln": domain(lambda x: x > 0, mp.log),
    "log1p": domain(lambda x: x > -1, mp.log1p),
    "log2": domain(lambda x: x > 0, lambda x: mp.log(x) / mp.log(2)),
    "log10": domain(lambda x: x > 0, mp.log10),
    "sqrt": domain(lambda x: x >= 0, mp.sqrt),
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "sec": mp.sec,
    "csc": pole(mp.csc),
    "cot": pole(mp.cot),
    "asin": domain(lambda x: abs(x) <= 1, mp.asin),
    "acos": domain(lambda x: abs(x) <= 1, mp.acos),
    "atan": mp.atan,
    "asec": domain(lambda x: abs(x) >= 1, lambda x: mp.acos(1 / x)),
    "acsc": domain(lambda x: abs(x) >= 1, lambda x: mp.asin(1 / x)),
    "acot": pole(lambda x: mp.atan(1 / x)),
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "sech": mp.sech,
    "csch": pole(mp.csch),
    "coth": pole(mp.coth),
    "asinh": mp.asinh,
    "acosh": domain(lambda x: x >= 1, mp.acosh),
    "atanh": domain(lambda x: abs(x) < 1, mp.atanh),
    "asech": domain(lambda x: 0 < x <= 1, lambda x: mp.acosh(1 / x)),
    "acsch": pole(lambda x: mp.asinh(1 / x)),
    "acoth": domain(lambda x: abs(x) > 1, lambda x: mp.atanh(1 / x)),
    "sigmoid": sigmoid,
    "logit": domain(lambda x: 0 < x < 1, lambda x: mp.log(x / (1 - x))),
    "softplus": softplus,
    "sinc": lambda x: mp.sin(x) / x if x else mpf(1),
    "silu": lambda x: x * sigmoid(x),
    "mish": lambda x: x * mp.tanh(softplus(x)),
    "ln_cosh": ln_cosh,
}


def power(x, y):
    if x > 0 or y == int(y) and (x != 0 or y >= 0):
        size = abs(y * mp.log(abs(x))) if x else 0
        return mpf(x) ** (int(y) if y == int(y) else y) if size < 2000 else "skip"
    return mpf(0) if x == 0 and y > 0 else None


BINARY = {
    "pow": power,
    "atan2": domain(lambda y, x: x or y, lambda y, x: mp.atan2(y, x)),
    "hypot": lambda x, y: mp.sqrt(x * x + y * y),
    "modulo": domain(lambda x, y: y != 0, lambda x, y: x - y * mp.floor(x / y)),
}


def pairs(name, count):
    small = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 10.0]
    out = [(a, b) for a in small for b in small]
    for _ in range(count):
        a, b = random.choice(arguments(1)[-1:]), random.choice(arguments(1)[-1:])
        if name == "pow" and random.random() < 0.8:
            a, b = abs(a), random.uniform(-8, 8) if random.random() < 0.5 else float(random.randint(-40, 40))
        if name == "modulo" and abs(a) > abs(b) * 2**300:
            a = b * random.uniform(-100, 100)
        out.append((a, b))
    return out


def row(name, args, f):
    exact = [mpf(a) for a in args]
    # A value close to 1 or 0 needs more digits than its argument suggests.
    mp.prec = 2400 if max(abs(math.frexp(a)[1]) for a in args) > 150 else 400
    try:
        value = f(*exact)
    except (OverflowError, ValueError, ZeroDivisionError):
        return None
    if value == "skip":
        return None
    item = {"f": name, "x": [bits(a) for a in args]}
    if value is None:
        item["y"] = None
    else:
        value = mpf(value)
        if abs(value) > mpf(2) ** 1023:
            return None
        high = float(value)
        item["y"] = [bits(high), bits(float(value - mpf(high)))]
    return json.dumps(item, separators=(",", ":"))


def main():
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "interval")
    os.makedirs(folder, exist_ok=True)
    lines = []
    for name, f in UNARY.items():
        # The exponentials of enormous arguments over- or underflow without telling anything.
        growing = name in {"exp", "expm1", "exp2", "sinh", "cosh", "tanh", "sech", "csch", "coth",
                           "sigmoid", "softplus", "silu", "mish", "ln_cosh"}
        for x in arguments(28):
            if growing and abs(x) > 1080:
                continue
            lines.append(row(name, [x], f))
    for name, f in BINARY.items():
        for a, b in pairs(name, 120):
            lines.append(row(name, [a, b], f))
    with open(os.path.join(folder, "elementary.jsonl"), "w") as out:
        out.writelines(line + "\n" for line in lines if line)


if __name__ == "__main__":
    main()
