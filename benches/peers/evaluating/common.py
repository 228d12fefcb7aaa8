"""What the peers in Python share: problems, points, timing, the answer.

A problem is a file of JSON: a list of {"variables", "formula", "points"}, where points names a file
of doubles, column by column. A peer prints the geometric mean of the seconds per point, and the
value and gradient of each function at its first point. With `PEERS_COMPILING`, the seconds until there
are values.
"""

import json
import math
import os
import sys
import time

import numpy as np

BUDGET = 1.5


def best(work, budget):
    """The best time of several runs."""
    work()
    begin, least = time.perf_counter(), math.inf
    while True:
        start = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - start)
        if time.perf_counter() - begin > budget:
            return least


def formula(problem, names, functions):
    """The formula as an expression of a system."""
    return eval(problem["formula"].replace("^", "**"), dict(functions), names)


def run(prepare):
    """Runs every function of a problem. `prepare` takes a problem and its points (a row for each
    variable), and returns what computes all values and gradients, and what finds those of the first
    point in its result."""
    problems, n = json.load(open(sys.argv[1])), int(sys.argv[2])
    budget = BUDGET / len(problems) if len(problems) > 1 else BUDGET
    times, values = [], []
    for problem in problems:
        x = np.fromfile(problem["points"]).reshape(len(problem["variables"]), -1)
        x = np.ascontiguousarray(x[:, :n])
        if "PEERS_COMPILING" in os.environ:
            times.append(best(lambda: prepare(problem, x)[0](), budget))
        work, first = prepare(problem, x)
        if "PEERS_COMPILING" not in os.environ:
            times.append(best(work, budget) / n)
        values += [float(v) for v in first(work())]
    print(json.dumps({"seconds": math.exp(sum(map(math.log, times)) / len(times)), "values": values}))
