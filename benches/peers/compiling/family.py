"""Compiling: from the text of a formula to value and gradient at a few points."""

import importlib.util
import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = str(Path(os.environ["PARTIALS_BIN"]) / "compiling")
spec = importlib.util.spec_from_file_location("evaluating", HERE.parent / "evaluating" / "family.py")
evaluating = importlib.util.module_from_spec(spec)
spec.loader.exec_module(evaluating)

POINTS = 8
LARGE = 80_000

TEXT = """
## Compiling

The time from the text of a formula to value and full gradient at the first 8 points: reading, deriving,
compiling, the first call; the best of several on one core, in a process that did it before. The peers
in Python are given the formula by `eval`, JAX where it can as operations on arrays. The results are
checked as those of evaluating.
"""

PEERS = {"partials": [OURS, "whole"]}
for name in ("heyoka", "CasADi, C", "SymEngine, LLVM", "symjit", "JAX"):
    PEERS[name] = ["env", "PEERS_COMPILING=1", *evaluating.PEERS[name]]

expected = evaluating.expected
CASES = {
    name: {"argument": evaluating.CASES[name]["argument"], "check": POINTS, "sizes": [POINTS]}
    for name in evaluating.FIVE
}


def from_graph(problem, n):
    """Ours alone, from the graph of function and gradient to machine code."""
    run = subprocess.run([OURS, "graph", problem, str(n)], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def versions():
    parts = []
    for name in evaluating.FIVE:
        answer = from_graph(evaluating.CASES[name]["argument"](POINTS), POINTS)
        parts.append(f"{name} {answer['milliseconds per 1000']:.2f} ms ({answer['operations']:,})")
    large = from_graph("rosenbrock", LARGE)
    return [
        "partials alone, from the graph of function and gradient to machine code, for 1,000 of its operations: "
        + ", ".join(parts)
        + f"; Rosenbrock of {LARGE:,} variables {large['seconds']:.2f} s for {large['operations']:,} operations.",
        *evaluating.versions(),
    ]
