#!/usr/bin/env python3
"""Reference values for the special functions: elliptic, hypergeometric, incomplete gamma, orthogonal.

    generate_special_b.py [ANTIDERIVATIVES.jsonl [FUNCTION ...]]

writes special_b/<function>.jsonl next to this file. Each line is `[argument, ..., hi, lo]`: the true
value is `hi + lo` to about 32 digits; `null` stands for a value outside the real domain. With a corpus
of antiderivatives, the calls that occur in it, at its own points, are added.

Needs mpmath. The precision is far beyond the 60 digits that are wanted: mpmath's hypergeometric series
stop early where terms shrink before they grow.
"""

import collections
import json
import math
import pathlib
import random
import re
import signal
import sys

import mpmath as M
from mpmath import mp, mpf

HERE = pathlib.Path(__file__).parent / "special_b"
R = random.Random()


# Draws


def scale(low, high):
    return 10 ** R.uniform(low, high)


def sign():
    return R.choice([-1, 1])


def pick(*weighted):
    """One of (weight, draw) pairs."""
    weights = [w for w, _ in weighted]
    return R.choices([d for _, d in weighted], weights)[0]()


def modulus():
    return pick(
        (30, lambda: R.uniform(-3, 1)),
        (20, lambda: 1 - scale(-15.9, 0)),
        (20, lambda: -scale(-10, 10)),
        (10, lambda: -scale(0, 300)),
        (15, lambda: sign() * scale(-300, -1)),
        (5, lambda: R.choice([0.5, 0, -1, 0.25, 1 - 2**-53])),
    )


def angle():
    return pick(
        (40, lambda: R.uniform(-1.6, 1.6)),
        (20, lambda: R.uniform(-20, 20)),
        (10, lambda: sign() * scale(-300, 0)),
        (10, lambda: sign() * scale(0, 15)),
        (20, lambda: sign() * (math.pi / 2 * R.randint(0, 9) + sign() * scale(-16, 0))),
        (5, lambda: R.choice([math.pi / 2, math.pi, 3 * math.pi / 2])),
    )


def angle_and_modulus():
    phi = angle()
    if R.random() < 0.3 and 1e-3 < abs(phi) < 1.57:
        near = R.choice([1 - scale(-15, -0.1), R.uniform(0.1, 1.05)])
        return phi, near / math.sin(phi) ** 2
    return phi, modulus()


def characteristic(phi):
    if R.random() < 0.3 and 1e-3 < abs(phi) < 1.57:
        return R.choice([1 - scale(-15, -0.1), R.uniform(0.1, 1.1)]) / math.sin(phi) ** 2
    return pick((80, lambda: max(modulus(), -1e100)), (20, lambda: R.uniform(-3, 1)))


def parameter():
    return pick(
        (25, lambda: R.uniform(-5, 5)),
        (20, lambda: R.randint(-12, 20) / 2),
        (15, lambda: R.randint(-20, 30) / R.choice([3, 4, 5, 6])),
        (10, lambda: R.randint(-192, 192) / 64),
        (8, lambda: R.randint(-6, 8) + sign() * scale(-16, -2)),
        (6, lambda: sign() * scale(-18, 0)),
        (9, lambda: R.uniform(-20, 20)),
    )


def below_one():
    return pick(
        (35, lambda: R.uniform(-1, 1)),
        (15, lambda: 1 - scale(-15.9, 0)),
        (20, lambda: -scale(0, 3)),
        (10, lambda: -scale(3, 200)),
        (5, lambda: sign() * scale(-300, -1)),
        (10, lambda: R.choice([0.5, -1, -0.5, 0.75, 0.9, -2, -3, -9, 0.6, 1 - 2**-53, 0.97, -0.97, 1])),
        (3, lambda: 1 + scale(-15, 3)),
    )


def gauss_parameters():
    a, b, n = parameter(), parameter(), R.randint(-4, 5)
    c = pick(
        (25, lambda: R.choice([a, b]) + 1),
        (20, lambda: a + b + n),
        (55, parameter),
    )
    if R.random() < 0.15:
        b = a + n
    return a, b, c


def anywhere():
    return pick(
        (40, lambda: R.uniform(-10, 10)),
        (20, lambda: sign() * scale(-300, 0)),
        (20, lambda: R.uniform(-120, 120)),
        (10, lambda: R.uniform(-600, 600)),
        (10, lambda: sign() * scale(1, 5)),
    )


def gamma_arguments():
    a, x = parameter(), abs(anywhere())
    if R.random() < 0.2:
        x = abs(a) * (1 + R.uniform(-0.3, 0.3))
    if R.random() < 0.1:
        a = sign() * scale(0, 3)
    if a == int(a) and R.random() < 0.5:
        x = -x
    return a, x


def degree_and_argument():
    n = pick((60, lambda: R.randint(0, 12)), (20, lambda: R.randint(0, 60)), (20, lambda: R.uniform(-6, 12)))
    x = pick(
        (50, lambda: R.uniform(-1, 1)),
        (20, lambda: R.uniform(-3, 3)),
        (10, lambda: R.uniform(-40, 40)),
        (10, lambda: sign() * (1 + sign() * scale(-15, -1))),
        (10, lambda: R.choice([0, 1, -1, 0.5, -0.5])),
    )
    return float(n), x


def appell_arguments():
    a = pick((50, lambda: R.uniform(-4, 6)), (50, lambda: R.randint(-20, 30) / 6))
    c = pick((50, lambda: a + 1), (25, lambda: R.uniform(-4, 6)), (25, lambda: a + R.randint(1, 4) / 2))
    b1, b2 = (pick((50, lambda: R.uniform(-4, 4)), (50, lambda: R.randint(-6, 6) / 2)) for _ in range(2))
    x, y = (max(below_one(), -1e3) for _ in range(2))
    return a, b1, b2, c, x, y


# True values

NONE = mpf("nan")


def natural(a):
    return a >= 1 and a == int(a)


def reduced(phi, m):
    turns = M.nint(phi / mp.pi) if abs(phi) > mp.pi / 2 else 0
    s, c = M.sin(phi - turns * mp.pi), M.cos(phi - turns * mp.pi)
    return turns, s, c * c, 1 - m * s * s


def elliptic_f(phi, m):
    turns, s, c2, y = reduced(phi, m)
    if (m >= 1 and turns) or y <= 0:
        return NONE
    return s * M.elliprf(c2, y, 1) + (2 * turns * M.elliprf(0, 1 - m, 1) if turns else 0)


def elliptic_e(phi, m):
    turns, s, c2, y = reduced(phi, m)
    if (m > 1 and turns) or y < 0:
        return NONE
    part = s if m == 1 else s * M.elliprf(c2, y, 1) - m * s**3 / 3 * M.elliprd(c2, y, 1)
    return part + (2 * turns * M.ellipe(m) if turns else 0)


def elliptic_pic(n, m):
    return M.elliprf(0, 1 - m, 1) + n / 3 * M.elliprj(0, 1 - m, 1, 1 - n)


def elliptic_pi(n, phi, m):
    turns, s, c2, y = reduced(phi, m)
    p = 1 - n * s * s
    if ((m >= 1 or n >= 1) and turns) or y <= 0 or p <= 0:
        return NONE
    part = s * M.elliprf(c2, y, 1) + n * s**3 / 3 * M.elliprj(c2, y, 1, p)
    return part + (2 * turns * elliptic_pic(n, m) if turns else 0)


def uppergamma(a, x):
    return M.gammainc(a, x) if x > 0 or natural(a) else NONE


def lowergamma(a, x):
    return x**a / a * M.hyp1f1(a, a + 1, -x) if x > 0 or natural(a) else NONE


def laguerre(n, x):
    return M.hyp1f1(-n, 1, x)


def chebyshev(second):
    def function(n, x):
        if n != int(n) and x < -1:
            return NONE
        if second:
            return M.chebyu(n, x)
        return M.chebyt(n, x)

    return function


def hermite(n, x):
    return M.hermite(n, x)


def elliptic_pi_arguments():
    phi, m = angle_and_modulus()
    return characteristic(phi), phi, m


def hypergeometric_arguments():
    return (*gauss_parameters(), below_one())


def confluent_arguments():
    a, b = parameter(), parameter()
    return a, (a + R.randint(-5, 5) if R.random() < 0.2 else b), anywhere()


# name: (how arguments are drawn, true value, digits, how many points, at most so many from a corpus)
FUNCTIONS = {
    "elliptic_k": (lambda: (modulus(),), lambda m: M.elliprf(0, 1 - m, 1), 120, 220, 50),
    "elliptic_ec": (lambda: (modulus(),), lambda m: M.ellipe(m), 400, 220, 50),
    "elliptic_f": (angle_and_modulus, elliptic_f, 200, 260, 200),
    "elliptic_e": (angle_and_modulus, elliptic_e, 200, 260, 200),
    "elliptic_pi": (elliptic_pi_arguments, elliptic_pi, 200, 260, 276),
    "elliptic_pic": (lambda: (characteristic(0), min(modulus(), 1 - 2**-53)), elliptic_pic, 200, 220, 50),
    "hyp2f1": (hypergeometric_arguments, M.hyp2f1, 200, 900, 500),
    "hyp1f1": (confluent_arguments, M.hyp1f1, 160, 300, 50),
    "appellf1": (appell_arguments, M.appellf1, 40, 210, 300),
    "uppergamma": (gamma_arguments, uppergamma, 160, 300, 160),
    "lowergamma": (gamma_arguments, lowergamma, 160, 260, 50),
    "legendre": (degree_and_argument, M.legendre, 120, 220, 0),
    "hermite": (degree_and_argument, hermite, 120, 220, 0),
    "laguerre": (degree_and_argument, laguerre, 120, 220, 0),
    "chebyshev_t": (degree_and_argument, chebyshev(False), 120, 220, 0),
    "chebyshev_u": (degree_and_argument, chebyshev(True), 120, 220, 0),
}


class TooLong(Exception):
    pass


def alarm(*_):
    raise TooLong


def true_value(function, arguments, digits, seconds):
    """The value, None where there is none to be had."""
    mp.dps = digits
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        value = M.mpmathify(function(*[mpf(a) for a in arguments]))
    except (TooLong, ArithmeticError, ValueError, TypeError, RuntimeError, UnboundLocalError, mp.NoConvergence):
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if isinstance(value, M.mpc):
        value = value.real if value.imag == 0 else NONE
    return value


def line(function, arguments, digits, seconds=3.0):
    """The line for a point, or None where two precisions don't agree on a value."""
    first = true_value(function, arguments, digits, seconds)
    value = None if first is None else true_value(function, arguments, digits * 4 // 3, seconds)
    if value is None:
        return None
    if M.isnan(value):
        return json.dumps([*map(float, arguments), None, None])
    high = float(value)
    if math.isinf(high) or (value != 0 and abs(high) < 1e-290) or abs(value - first) > abs(value) * mpf(10) ** -33:
        return None
    return json.dumps([*map(float, arguments), high, float(value - mpf(high))])


# Calls in a corpus

ELEMENTARY = """sqrt exp log sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh tanh coth sech
csch asinh acosh atanh acoth asech acsch gamma atan2""".split()


def calls(text):
    """(name, [argument, ...]) for each call of one of ours."""
    for match in re.finditer(r"\b(" + "|".join(FUNCTIONS) + r")\(", text):
        depth, start, arguments = 1, match.end(), []
        for i in range(match.end(), len(text)):
            depth += {"(": 1, ")": -1}.get(text[i], 0)
            if depth == 0 or (depth == 1 and text[i] == ","):
                arguments.append(text[start:i])
                start = i + 1
            if depth == 0:
                break
        yield match.group(1), arguments


def harvest(path):
    mp.dps = 30
    scope = {name: getattr(M, name) for name in ELEMENTARY}
    scope |= {"abs": abs, "pi": mp.pi, "mpf": mpf, "__builtins__": {}}
    number = re.compile(r"(?<![A-Za-z_0-9.])(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)")
    found = collections.defaultdict(dict)
    for row in map(json.loads, open(path)):
        if row["kind"] != "real":
            continue
        point = {name: mpf(value) for name, value in row["point"].items()}
        for name, arguments in calls(row["integrand"] + " + " + row["antiderivative"]):
            try:
                texts = [number.sub(r'mpf("\1")', a).replace("^", "**") for a in arguments]
                values = [eval(t, scope | point) for t in texts]
                found[name][tuple(float(v.real) for v in values)] = True
            except (NameError, TypeError, ValueError, ZeroDivisionError):
                continue
    return found


def main():
    signal.signal(signal.SIGALRM, alarm)
    found = harvest(sys.argv[1]) if len(sys.argv) > 1 else {}
    HERE.mkdir(exist_ok=True)
    for name in sys.argv[2:] or FUNCTIONS:
        draw, function, digits, count, most = FUNCTIONS[name]
        R.seed(name)
        lines, tries = [], 0
        while len(lines) < count and tries < 20 * count:
            tries += 1
            text = line(function, draw(), digits)
            if text is not None:
                lines.append(text)
        ours = list(found.get(name, {}))
        R.shuffle(ours)
        lines += [t for t in (line(function, a, digits) for a in ours[:most]) if t is not None]
        (HERE / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
        print(name, len(lines), flush=True)


if __name__ == "__main__":
    main()
