"""Functions of one variable that are hard on checkers, with their derivatives at a point.

Run as a program it serves one of them for `partials check --exec`, its gradient multiplied by a
factor:

    python3 cases.py NAME FACTOR
"""

import json
import math
import sys
from math import cos, exp, log, pi, sin, sqrt, tan, tanh

#: Factors that make a right claim wrong.
WRONG = [2.0, -1.0, 0.0, 1.1, 1.001, 1.000002]


def poly7(x):
    return (((((((x - 7) * x + 21) * x - 35) * x + 35) * x - 21) * x + 7) * x) - 1


#: name: function, point, derivative there.
CASES = {
    "x^2+3x+5": (lambda x: x * x + 3 * x + 5, 2.0, 7.0),
    "x^20": (lambda x: x**20, 1.1, 20 * 1.1**19),
    "runge": (lambda x: 1 / (1 + 25 * x * x), 0.3, -15 / 3.25**2),
    "exp(50)": (exp, 50.0, exp(50)),
    "exp(-50)": (exp, -50.0, exp(-50)),
    "exp(700)": (exp, 700.0, exp(700)),
    "1e-200*x": (lambda x: 1e-200 * x, 1.0, 1e-200),
    "1e200*x": (lambda x: 1e200 * x, 1.0, 1e200),
    "x^2 at 1e150": (lambda x: x * x, 1e150, 2e150),
    "x^2 at 1e-150": (lambda x: x * x, 1e-150, 2e-150),
    "sqrt at 1e300": (sqrt, 1e300, 0.5e-150),
    "sqrt at 1e-300": (sqrt, 1e-300, 0.5e150),
    "ln at 1e-300": (log, 1e-300, 1e300),
    "ln at 1e300": (log, 1e300, 1e-300),
    "1/x at 1e-100": (lambda x: 1 / x, 1e-100, -1e200),
    "sin(1e300x)": (lambda x: sin(1e300 * x), 1e-300, 1e300 * cos(1)),
    "1e6+sin": (lambda x: 1e6 + sin(x), 1.0, cos(1)),
    "(1-cos)/x^2": (lambda x: (1 - cos(x)) / (x * x), 1e-2,
                    sin(1e-2) / 1e-4 - 4 * sin(5e-3) ** 2 / 1e-6),
    "exp-1 at 1e-6": (lambda x: exp(x) - 1, 1e-6, exp(1e-6)),
    "(x-1)^7 expanded": (poly7, 1.1, 7e-6),
    "logistic at -40": (lambda x: 1 / (1 + exp(-x)), -40.0, exp(-40)),
    "tanh at 15": (tanh, 15.0, 1 / math.cosh(15) ** 2),
    "atan at 1e10": (math.atan, 1e10, 1e-20),
    "1/(x-1) near 1": (lambda x: 1 / (x - 1), 1 + 2**-10, -(2.0**20)),
    "(x-1)^-2 near 1": (lambda x: (x - 1) ** -2, 1 - 2**-20, 2.0**61),
    "tan near pi/2": (tan, 1.57, 1 / cos(1.57) ** 2),
    "ln at 1e-9": (log, 1e-9, 1e9),
    "asin at 0.999": (math.asin, 0.999, 1 / sqrt(1 - 0.999**2)),
    "sqrt(1-x^2) near 1": (lambda x: sqrt((1 - x) * (1 + x)), 1 - 2**-20,
                           -(1 - 2**-20) / sqrt(2**-20 * (2 - 2**-20))),
    "tan beyond a pole": (tan, 2.0, 1 / cos(2) ** 2),
    "sin(2048 pi x) at 0": (lambda x: sin(2 * pi * 1024 * x), 0.0, 2 * pi * 1024),
    "sin(1e4x)": (lambda x: sin(1e4 * x), 1.0, 1e4 * cos(1e4)),
    "sin(1e6x)": (lambda x: sin(1e6 * x), 1.0, 1e6 * cos(1e6)),
    "sin(1/x)": (lambda x: sin(1 / x), 1e-3, -1e6 * cos(1000)),
    "x^2+sin(50x)": (lambda x: x * x + sin(50 * x), 3.0, 6 + 50 * cos(150)),
    "sin at 1e8": (sin, 1e8, cos(1e8)),
    "steep step": (lambda x: tanh(1e6 * (x - 1)), 1.0, 1e6),
    "narrow bell": (lambda x: exp(-((1e3 * (x - 1)) ** 2)), 1 + 2**-11,
                    -2e6 * 2**-11 * exp(-((1e3 * 2**-11) ** 2))),
    "exp(-1/x^2)": (lambda x: exp(-1 / (x * x)), 0.1, 2000 * exp(-100)),
    "abs near its kink": (lambda x: abs(x - 1), 1 + 2**-20, 1.0),
    "relu near its kink": (lambda x: max(x, 0.0), 1e-9, 1.0),
    "cbrt near 0": (lambda x: math.copysign(abs(x) ** (1 / 3), x), 1e-9, 1e6 / 3),
}


def value(f, x):
    """The value, or NaN outside of the domain."""
    try:
        return float(f(x))
    except (ValueError, OverflowError, ZeroDivisionError):
        return math.nan


def serve(name, factor):
    f, _, slope = CASES[name]
    for line in sys.stdin:
        (x,) = json.loads(line)["point"]
        print(json.dumps({"f": value(f, x), "grad": [factor * slope]}), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], float(sys.argv[2]))
