"""Simplifying: partial derivatives of formulas of others, as short as SymPy's `simplify` has them?"""

import json
import os
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parents[2] / "tests" / "corpora"
OURS = Path(os.environ["PARTIALS_BIN"]) / "simplifying"
SAMPLE = int(os.environ.get("PEERS_SAMPLE", "80"))

TEXT = """
## Simplifying

Partial derivatives of the formulas of physics (`feynman`) and of other people's programs (`wild`),
simplified: how many operations a reader sees, and how long that took. Counted are n - 1 for a sum or
product of n, 1 for a call or power, none for a sign, in both forms by the same program. SymPy derives
with `diff` and simplifies with `simplify`, of which only the latter is timed; partials' time is that
of `simplify` alone too.
"""


def partials():
    """Formulas with a variable each, spread evenly over the corpora."""
    found = []
    for name in ("feynman", "wild"):
        for line in (CORPORA / f"{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            found += [{"corpus": name, "expr": row["expr"], "var": v} for v in row.get("sympy_grad", {})]
    step = max(1, len(found) // SAMPLE)
    return found[::step]


def rows():
    begin = [sys.executable, str(HERE / "sympy_simplify.py")]
    theirs = subprocess.run(begin, input=json.dumps(partials()), capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in theirs.stdout.splitlines()]
    known = [a for a in answers if "simplified" in a]
    lines = "\n".join(json.dumps(a) for a in known)
    run = subprocess.run([str(OURS)], input=lines, capture_output=True, text=True, check=True)
    ours = [json.loads(line) for line in run.stdout.splitlines()]
    table = ["| corpus | derivatives | operations, partials : SymPy (median) | longer | shorter | time, SymPy : partials (median) |", "| --- | --- | --- | --- | --- | --- |"]
    for name in ("feynman", "wild"):
        pairs = [(a, b) for a, b in zip(known, ours) if a["corpus"] == name]
        lengths = [(b["ours"] + 1) / (b["theirs"] + 1) for _, b in pairs]
        times = [a["seconds"] / b["seconds"] for a, b in pairs]
        longer, shorter = sum(r > 1 for r in lengths), sum(r < 1 for r in lengths)
        table.append(
            f"| {name} | {len(pairs)} | {statistics.median(lengths):.3f} | {longer} | {shorter} | {statistics.median(times):,.0f} |"
        )
        print(table[-1], flush=True)
    late = len(answers) - len(known)
    table.append(f"\nSymPy took longer than its limit for {late} of {len(answers)}, which are left out.")
    return table


def versions():
    return [f"SymPy {version('sympy')} (BSD-3-Clause), Python {sys.version.split()[0]}."]
