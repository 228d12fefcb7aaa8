#!/usr/bin/env python3
"""Makes minima.jsonl: the least values of those test functions of mgh_cute.jsonl that have no
constraints but bounds, and a minimum in the literature.

    pip install mpmath scipy numpy
    python3 minima.py mgh_cute.jsonl > minima.jsonl

Points near the minimum are found by SciPy from x0 and random points around it; the best is made
precise by Newton's method on differences of 60 digits. So no derivative of ours has a part in it.
`published` is the value of the literature (Moré, Garbow and Hillstrom 1981; the CUTE collection),
to as many digits as are given there; what was computed agrees with it.
"""

import json
import re
import sys

import mpmath as mp
import numpy as np
from scipy.optimize import minimize

mp.mp.dps = 60

PUBLISHED = {
    "cute:aircrftb": 0.0,
    "cute:allinitu": 5.7444,
    "cute:biggs6": 0.0,
    "cute:brownden": 85822.2,
    "cute:camel6": -1.0316,
    "cute:cube": 0.0,
    "cute:engval2": 0.0,
    "cute:errinros": 39.904,
    "cute:genhumps": 0.0,
    "cute:gulf": 0.0,
    "cute:hairy": 20.0,
    "cute:hatflda": 0.0,
    "cute:hs110": -45.778,
    "cute:humps": 0.0,
    "cute:jensmp": 124.362,
    "cute:kowosb": 3.0751e-4,
    "mgh:watson:n4": None,
    "mgh:watson:n8": None,
    "mgh:penalty_1:n6": None,
    "mgh:penalty_1:n8": None,
    "mgh:brown_al:n6": 0.0,
    "mgh:brown_al:n8": 0.0,
    "mgh:broyden_band:n4": 0.0,
    "mgh:broyden_band:n6": 0.0,
    "mgh:broyden_band:n8": 0.0,
    # (m² + 3m - 6)/(2(2m - 3)) of the function with rank 1 and zero columns and rows
    "mgh:linfun_r1z:n4": None,
    "mgh:linfun_r1z:n6": None,
    "mgh:linfun_r1z:n8": None,
}


def functions(expr, names):
    body = expr.replace("^", "**")
    spelled = re.sub(r"(?<![\w.])(\d+\.?\d*(?:e[+-]?\d+)?)", r"mpf('\1')", body)
    scope = {name: getattr(mp, name) for name in ("exp", "log", "sin", "cos", "sqrt", "pi")}
    scope |= {"abs": abs, "mpf": mp.mpf}
    precise = eval(f"lambda {', '.join(names)}: {spelled}", scope)
    scope = {name: getattr(np, name) for name in ("exp", "log", "sin", "cos", "sqrt", "pi", "abs")}
    fast = eval(f"lambda {', '.join(names)}: {body}", scope)
    return precise, fast


def derivatives(f, x):
    """Gradient and Hessian by central differences of 60 digits."""
    h, n = mp.mpf(10) ** -15, len(x)
    at = lambda *steps: f(*[x[i] + sum(s for j, s in steps if j == i) for i in range(n)])
    middle = at()
    up, down = [at((i, h)) for i in range(n)], [at((i, -h)) for i in range(n)]
    gradient = mp.matrix([(u - d) / (2 * h) for u, d in zip(up, down)])
    hessian = mp.matrix(n, n)
    for i in range(n):
        hessian[i, i] = (up[i] + down[i] - 2 * middle) / h**2
        for j in range(i):
            mixed = at((i, h), (j, h)) - at((i, h), (j, -h)) - at((i, -h), (j, h)) + at((i, -h), (j, -h))
            hessian[i, j] = hessian[j, i] = mixed / (4 * h**2)
    return gradient, hessian


def refined(f, x):
    """The value at the minimum near a point; of several the least."""
    best = f(*x)
    for _ in range(12):
        gradient, hessian = derivatives(f, x)
        try:
            step = mp.lu_solve(hessian, -gradient)
        except ZeroDivisionError:
            break
        x = [a + b for a, b in zip(x, step)]
        value = f(*x)
        if not value < best:
            break
        best = value
    return best


def main():
    random = np.random.default_rng(1)
    for line in open(sys.argv[1]):
        row = json.loads(line)
        name = row["id"]
        if "fmin" not in row and name not in PUBLISHED or row.get("fmin", 0) is None and name not in PUBLISHED:
            continue
        expr = row.get("expr") or row["fns"][0]["expr"]
        names = row["vars"]
        bounds = [row.get("var_bounds", {}).get(v, (None, None)) for v in names]
        precise, fast = functions(expr, names)
        x0 = row["x0"]
        x0 = np.array([x0[v] for v in names] if isinstance(x0, dict) else x0, float)
        starts = [x0] + [x0 + random.normal(size=len(x0)) * (0.3 * abs(x0) + 0.3) for _ in range(4)]
        if row.get("xmin"):
            starts.append(np.array(row["xmin"], float))
        if name in ("cute:humps", "cute:genhumps"):
            starts.append(0.01 * x0 / max(abs(x0)))
        best = (np.inf, None)
        for start in starts:
            point, value = start, lambda x: float(fast(*x))
            for method in ["L-BFGS-B", "L-BFGS-B"] + ["Nelder-Mead"] * (len(x0) <= 6):
                with np.errstate(all="ignore"):
                    found = minimize(value, point, method=method, bounds=bounds, options={"maxiter": 5000})
                point = found.x
                if found.fun < best[0]:
                    best = (found.fun, found.x)
        value = refined(precise, [mp.mpf(float(v)) for v in best[1]])
        if abs(value) < 1e-25:
            value = mp.mpf(0)
        published = row.get("fmin") if row.get("fmin") is not None else PUBLISHED.get(name)
        if published is not None:
            assert abs(value - published) <= 2e-4 * max(abs(published), 1e-9) or abs(value) < 1e-9, (name, value, published)
        print(json.dumps({"id": name, "fmin": float(value), "published": published}), flush=True)


main()
