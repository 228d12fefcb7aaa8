#!/usr/bin/env python3
"""Rosenbrock's function and its gradient, for `partials check --exec`.

A line of JSON with a point comes in, one with `f` and `grad` goes out:

    {"point": [-1.2, 1.0], "variables": ["x", "y"], "grad": true}
    {"f": 24.2, "grad": [-215.6, -88.0]}

    partials check --exec 'python3 examples/exec/rosenbrock.py' --at x=-1.2,y=1

With the argument `wrong`, a factor of the gradient is forgotten.
"""

import json
import sys

FACTOR = 200.0 if "wrong" in sys.argv[1:] else 400.0


def f(x, y):
    return 100.0 * (y - x * x) ** 2 + (1.0 - x) ** 2


def grad(x, y):
    inner = y - x * x
    return [-FACTOR * inner * x - 2.0 * (1.0 - x), 200.0 * inner]


for line in sys.stdin:
    question = json.loads(line)
    answer = {"f": f(*question["point"])}
    if question["grad"]:
        answer["grad"] = grad(*question["point"])
    print(json.dumps(answer), flush=True)
