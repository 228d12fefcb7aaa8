"""Serves x^2 in ways that no function behaves, with its gradient times a factor.

    python3 unreliable.py KIND FACTOR
"""
import json
import random
import sys

kind, factor = sys.argv[1], float(sys.argv[2])
n = 0
for line in sys.stdin:
    x, = json.loads(line)["point"]
    n += 1
    f = x * x
    if kind == "noisy":
        f += 0.1 * random.random()
    if kind == "little":
        f += 1e-9 * random.random()
    if kind == "counting":
        f += 1e-3 * n
    if kind == "sticky":
        f = 9.0
    if kind == "switch" and n > 5:
        f = 3 * x * x
    if kind == "nan" and n % 3 == 0:
        f = float("nan")
    print(json.dumps({"f": f, "grad": [factor * 2 * x]}), flush=True)
