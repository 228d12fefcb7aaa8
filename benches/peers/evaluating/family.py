"""Evaluating: value and gradient at many points, which lie in columns."""

import cmath
import json
import math
import os
import random
import re
import struct
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
WORK = Path(os.environ["PEERS_WORK"])
OURS = str(Path(os.environ["PARTIALS_BIN"]) / "evaluating")

TEXT = """
## Evaluating

The time for value and full gradient at one point, of many points whose coordinates lie in columns:
the best of several runs on one core, compilation not counted. In brackets, how many times as long as
the machine code of partials (feature `jit`, `Mode::Fast`). A dash: the peer does not know the
problem, failed, or took longer than the time limit. The fewer points stay in the cache; with the
many, memory is streamed. Before anything is timed, value and gradient at the first point are
compared with complex steps in Python, or with the 50-digit values of the corpus.

C by hand has vectors of 8 doubles, `-O3 -march=native -ffast-math` and the functions of libmvec. The
time of the 50 formulas is the geometric mean over them.
"""

PEERS = {
    "partials": [OURS, "machine-code"],
    "interpreter": [OURS, "interpreter"],
    "C, gcc": [sys.executable, str(HERE / "hand.py"), "gcc"],
    "C, clang": [sys.executable, str(HERE / "hand.py"), "clang"],
    "heyoka": [sys.executable, str(HERE / "heyoka_cfunc.py")],
    "CasADi, C": [sys.executable, str(HERE / "casadi_c.py")],
    "SymEngine, LLVM": [sys.executable, str(HERE / "symengine_llvm.py")],
    "symjit": [sys.executable, str(HERE / "symjit_columns.py")],
    "JAX": [sys.executable, str(HERE / "jax_vmap.py")],
    "num-dual": [str(WORK / "num-dual" / "release" / "peer-num-dual")],
}
for name in ("gcc", "clang"):
    if not (WORK / f"hand-{name}").exists():
        del PEERS[f"C, {name}"]
if not Path(PEERS["num-dual"][0]).exists():
    del PEERS["num-dual"]

LARGEST = 100_000


def variables(count):
    return [f"x{i}" for i in range(count)]


def rosenbrock():
    return variables(100), " + ".join(f"100*(x{i + 1} - x{i}^2)^2 + (1 - x{i})^2" for i in range(99))


def log_sum_exp():
    return variables(100), "log(" + " + ".join(f"exp(x{i})" for i in range(100)) + ")"


def network():
    def sample(s):
        units = []
        for u in range(12):
            data = [((7 * s + 3 * i) % 11) / 11 - 0.5 for i in range(6)]
            weights = " + ".join(f"({d!r})*x{u * 7 + i}" for i, d in enumerate(data))
            units.append(f"tanh({weights} + x{u * 7 + 6})*x{84 + u}")
        return f"({' + '.join(units)} + x96 - ({0.25 * s - 0.3!r}))^2"

    return variables(97), " + ".join(map(sample, range(4)))


def arm():
    """The hand, from the last link on; each joint turns what comes after it."""
    hand = ["0", "0", "0"]
    for j in reversed(range(6)):
        link = ["0.4", "0.35", "0.3", "0.25", "0.2", "0.15"][j]
        a, b, d = f"({hand[0]} + {link})", hand[1], hand[2]
        s, c = f"sin(x{j})", f"cos(x{j})"
        if j % 2 == 0:
            hand = [f"({c}*{a} - {s}*{b})", f"({s}*{a} + {c}*{b})", d]
        else:
            hand = [f"({c}*{a} + {s}*{d})", b, f"({c}*{d} - {s}*{a})"]
    goal = ["0.5", "0.3", "0.2"]
    return variables(6), " + ".join(f"({h} - {g})^2" for h, g in zip(hand, goal))


def polynomial():
    def term(line):
        coefficient, *exponents = line.split()
        powers = [f"x{i}^{e}" if e != "1" else f"x{i}" for i, e in enumerate(exponents) if e != "0"]
        return "*".join([f"({coefficient})", *powers])

    return variables(5), " + ".join(map(term, (HERE.parent / "c" / "polynomial.txt").read_text().splitlines()))


FIVE = {"Rosenbrock": rosenbrock, "log-sum-exp": log_sum_exp, "network": network, "arm": arm, "polynomial": polynomial}


def corpus(name):
    for folder in (ROOT.parent / "shared" / "corpora", ROOT / "tests" / "corpora"):
        if (folder / name).exists():
            return [json.loads(line) for line in (folder / name).read_text().splitlines()]
    return []


def columns(name, variables, middle, spread):
    """A file of points about a middle, of which the first is the middle itself."""
    path = WORK / ("points-" + re.sub(r"\W+", "-", name) + ".f64")
    if not path.exists():
        state = random.Random(name)
        most = points_of(len(variables))[-1]
        with open(path, "wb") as file:
            for x in middle:
                column = [x] + [x + spread(x) * state.uniform(-1, 1) for _ in range(most - 1)]
                file.write(struct.pack(f"<{most}d", *column))
    return str(path)


def points_of(inputs):
    """In the cache, and in memory; multiples of 128, odd ones, so that columns don't all begin at the
    same place of a page."""
    of = lambda points: (points // 128 - 1 | 1) * 128
    small = max(384, of(min(2048, 65536 // inputs)))
    return [small, max(small, of(min(LARGEST, 4_000_000 // inputs)))]


def five(name):
    names, formula = FIVE[name]()
    middle = [0.3 + 0.5 * math.sin(1.7 * i) for i in range(len(names))]
    return [{"name": name, "variables": names, "formula": formula, "middle": middle, "points": columns(name, names, middle, lambda x: 0.5)}]


def row(entry, formula, middle, truth):
    names = entry["vars"]
    points = columns(entry["id"], names, middle, lambda x: 1e-3 * abs(x))
    safe = {v: f"v{i}" for i, v in enumerate(names)}
    return {"variables": list(safe.values()), "formula": renamed(formula, safe), "middle": middle, "points": points, "truth": truth}


def renamed(formula, names):
    """With names that no language reserves."""
    return re.sub(r"[A-Za-z_]\w*", lambda m: names.get(m[0], m[0]), formula)


def adbench(place):
    entry = corpus("adbench.jsonl")[place]
    middle = [entry["point"][v] for v in entry["vars"]]
    return [row(entry, entry["exprs"][0], middle, [entry["values"][0], *entry["jacobian"][0]])]


KNOWN = {"exp", "log", "sqrt", "sin", "cos", "tanh", "sinh", "cosh", "atan"}


def wild():
    """50 formulas, evenly out of those that every peer can read."""

    def usable(entry):
        if not (entry["functions"] and set(entry["functions"]) <= KNOWN and "if(" not in entry["expr"]):
            return False
        if "pi" in re.findall(r"\w+", entry["expr"]):
            return False
        point = entry["points"][0]
        numbers = [point["value"], *point["grad"].values(), *point["point"].values()]
        return all(isinstance(v, float) and 1e-8 < abs(v) < 1e8 for v in numbers)

    entries = [entry for entry in corpus("wild.jsonl") if usable(entry)]
    chosen = [entries[k * len(entries) // 50] for k in range(50)] if len(entries) >= 50 else entries
    return [
        row(entry, entry["expr"], [p["point"][v] for v in entry["vars"]], [p["value"], *(p["grad"].get(v, 0.0) for v in entry["vars"])])
        for entry in chosen
        for p in [entry["points"][0]]
    ]


MADE = {name: (lambda name=name: five(name)) for name in FIVE}
MADE |= {"ADBench, mixture of 5": lambda: adbench(0), "ADBench, mixture of 25": lambda: adbench(1), "50 formulas": wild}
PROBLEMS = {}


def problem(name):
    if name not in PROBLEMS:
        PROBLEMS[name] = MADE[name]()
        (WORK / f"{name}.json").write_text(json.dumps(PROBLEMS[name]))
    return PROBLEMS[name]


def case(name):
    most = max(len(function["variables"]) for function in problem(name))
    sizes = points_of(most)
    return {"argument": lambda n: str(WORK / f"{name}.json"), "check": sizes[0], "sizes": sizes}


CASES = {name: case(name) for name in MADE}


def expected(name, _):
    values = []
    for function in problem(name):
        values += function.get("truth") or complex_steps(function)
    return values


def complex_steps(function):
    """Value and gradient of an analytic formula (Squire and Trapp 1998)."""
    names = {name: getattr(cmath, name) for name in "exp log sin cos tanh".split()}
    code = compile(function["formula"].replace("^", "**"), "formula", "eval")
    at = dict(zip(function["variables"], function["middle"]))
    h = 1e-30
    slopes = [eval(code, names, at | {v: complex(x, h)}).imag / h for v, x in at.items()]
    value = eval(code, names, {v: complex(x) for v, x in at.items()}).real
    return [value, *slopes]


def versions():
    def compiler(name):
        return subprocess.run([name, "--version"], capture_output=True, text=True).stdout.splitlines()[0]

    packages = {"heyoka": "MPL-2.0", "casadi": "LGPL-3.0", "symengine": "MIT", "symjit": "MIT", "jax": "Apache-2.0"}
    found = [f"{name} {version(name)} ({licence})" for name, licence in packages.items()]
    found += [compiler(name) for name in ("gcc", "clang") if f"C, {name}" in PEERS]
    if "num-dual" in PEERS:
        found.append("num-dual 0.13 (MIT or Apache-2.0)")
    return ["Versions and licences, none of which forbids a comparison: " + ", ".join(found) + "."]
