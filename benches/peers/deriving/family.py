"""Deriving: gradients and Hessians as expressions, from a graph and from text."""

import math
import os
import random
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = Path(os.environ["PEERS_WORK"])
OURS = Path(os.environ["PARTIALS_BIN"]) / "deriving"

TEXT = """
## Deriving

The time to make the gradient or Hessian of a function that is there already as an expression in
each system (for the text: to read it and derive it in all of its 20 variables), best of several,
each peer in a process of its own. In brackets, how many times as long as partials. A dash: over the
time limit, or the system has no such function. Before anything is timed the values of each result
are compared with closed forms at n = 10.

Each peer is used as its manual shows: `gradient` and `hessian` of CasADi's SX, `diff` of
SymEngine's and of GiNaC's expressions, `diff_tensors` of heyoka.
"""

PEERS = {
    "partials": [str(OURS)],
    "CasADi SX": [sys.executable, str(HERE / "casadi_sx.py")],
    "SymEngine": [sys.executable, str(HERE / "symengine_basic.py")],
    "GiNaC": [str(WORK / "ginac")],
    "heyoka": [sys.executable, str(HERE / "heyoka_expression.py")],
}
if not (WORK / "ginac").exists():
    del PEERS["GiNaC"]


def text(n):
    """The source of n terms, in a file for all peers."""
    path = WORK / f"sum-{n}.txt"
    if not path.exists():
        path.write_text(subprocess.run([OURS, "text", str(n)], capture_output=True, text=True, check=True).stdout)
    return f"text:{path}"


def graph(name):
    return {"argument": lambda n: name}


GRADIENT_SIZES = [100, 1_000, 10_000, 100_000]
CASES = {
    "gradient of Rosenbrock": graph("gradient:rosenbrock") | {"check": 10, "sizes": GRADIENT_SIZES},
    "gradient of ∏(x_i + i)": graph("gradient:product") | {"check": 10, "sizes": GRADIENT_SIZES},
    "gradient of log-sum-exp": graph("gradient:logsumexp") | {"check": 10, "sizes": GRADIENT_SIZES},
    "Hessian of Rosenbrock": graph("hessian:rosenbrock") | {"check": 10, "sizes": [1_000, 10_000]},
    "Hessian of ∏(x_i + i)": graph("hessian:product") | {"check": 10, "sizes": [100]},
    "Hessian of log-sum-exp": graph("hessian:logsumexp") | {"check": 10, "sizes": [100]},
    "Hessian of Σ sin(x_i x_j)": graph("hessian:pairs") | {"check": 10, "sizes": [100]},
    "text of n products": {"argument": text, "check": 10, "sizes": [10_000, 50_000]},
}


def point(name, n):
    if name == "product":
        return [1.0 - i + 0.01 * i for i in range(n)]
    return [0.5 + 0.01 * i for i in range(n)]


def gradient(name, x):
    n = len(x)
    if name == "rosenbrock":
        g = [0.0] * n
        for i in range(n - 1):
            r = x[i + 1] - x[i] ** 2
            g[i] += -400 * x[i] * r - 2 * (1 - x[i])
            g[i + 1] += 200 * r
        return g
    if name == "product":
        return [math.prod(x[j] + j for j in range(n) if j != i) for i in range(n)]
    if name == "logsumexp":
        total = sum(map(math.exp, x))
        return [math.exp(v) / total for v in x]
    return [sum(x[j] * math.cos(x[i] * x[j]) for j in range(n) if j != i) for i in range(n)]


def hessian(name, x):
    """Entry by entry; of Rosenbrock the tridiagonal part, by columns."""
    n = len(x)
    if name == "rosenbrock":
        entry = lambda i, j: (
            (1200 * x[i] ** 2 - 400 * x[i + 1] + 2 if i < n - 1 else 0) + (200 if i > 0 else 0)
            if i == j else -400 * x[min(i, j)]
        )
        return [entry(i, j) for j in range(n) for i in range(max(0, j - 1), min(n, j + 2))]
    if name == "product":
        entry = lambda i, j: 0.0 if i == j else math.prod(x[k] + k for k in range(n) if k not in (i, j))
    elif name == "logsumexp":
        s = gradient(name, x)
        entry = lambda i, j: (s[i] if i == j else 0.0) - s[i] * s[j]
    else:
        entry = lambda i, j: (
            -sum(x[k] ** 2 * math.sin(x[i] * x[k]) for k in range(n) if k != i)
            if i == j else math.cos(x[i] * x[j]) - x[i] * x[j] * math.sin(x[i] * x[j])
        )
    return [entry(i, j) for i in range(n) for j in range(n)]


def expected(problem, n):
    argument = CASES[problem]["argument"](n)
    kind, name = argument.split(":", 1)
    if kind == "text":
        return of_text(Path(name).read_text())
    x = point(name, n)
    return gradient(name, x) if kind == "gradient" else hessian(name, x)


def of_text(source):
    """The gradient by central differences of the text in Python, in the order x0 … x9, y0 … y9, of
    the variables that occur."""
    import re
    from fractions import Fraction

    names = sorted(set(re.findall(r"[xy]\d", source)))
    code = compile(source.strip().replace("^", "**"), "sum", "eval")
    place = {name: Fraction(1, 2) + Fraction(i, 100) for i, name in enumerate(names)}
    h = Fraction(1, 10**9)

    def partial(name):
        up, down = (eval(code, {}, place | {name: place[name] + s * h}) for s in (1, -1))
        return float((up - down) / (2 * h))

    return [partial(name) for name in names]


def versions():
    found = [f"CasADi {version('casadi')} (LGPL-3.0)", f"SymEngine {version('symengine')} (MIT)", f"heyoka {version('heyoka')} (MPL-2.0)"]
    if "GiNaC" in PEERS:
        ginac = subprocess.run([WORK / "ginac", "version", "0"], capture_output=True, text=True).stdout
        found.append(f"GiNaC {ginac.strip()} (GPL-2.0 or later), c++ -O2")
    return ["Versions and licences, none of which forbids a comparison: " + ", ".join(found) + ".", f"Python {sys.version.split()[0]}."]
