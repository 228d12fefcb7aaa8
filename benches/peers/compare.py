"""Runs the families of problems and writes a section of docs/benchmarks.md for each.

A family is a folder with `family.py`, which names the problems, the peers and the expected
results, and a program for each peer. A peer is called as `PROGRAM PROBLEM N` and prints one line
of JSON: {"seconds": best time, "values": results to check, empty for large n}. It repeats within
its own budget; here is only a limit.
"""

import importlib.util
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "docs" / "benchmarks.md"
LIMIT = float(os.environ.get("PEERS_LIMIT", "60"))


def family(name):
    spec = importlib.util.spec_from_file_location(name, HERE / name / "family.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pin(module):
    """One core for this process and its peers, the last unless another is asked for; all where a
    family asks for them."""
    if hasattr(os, "sched_setaffinity"):
        cores = range(os.cpu_count())
        core = int(os.environ.get("PEERS_CORE", cores[-1]))
        os.sched_setaffinity(0, [core] if getattr(module, "PINNED", True) else cores)


def call(command, problem, n):
    """The answer of a peer; None where it takes too long, fails, or does not know the problem."""
    try:
        run = subprocess.run([*command, problem, str(n)], capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    lines = run.stdout.strip().splitlines()
    if run.returncode != 0 or not lines:
        return None
    return json.loads(lines[-1])


def is_right(found, expected):
    scale = max(map(abs, expected))
    return len(found) == len(expected) and all(
        abs(a - b) <= 1e-9 * max(abs(b), scale) for a, b in zip(found, expected)
    )


def checked(module):
    """The peers that are right where a problem is small, by problem."""
    right = {}
    for problem, case in module.CASES.items():
        small = case["check"]
        expected = module.expected(problem, small)
        for name, command in module.PEERS.items():
            answer = call(command, case["argument"](small), small)
            if answer is None:
                continue
            if not is_right(answer["values"], expected):
                sys.exit(f"{name} is wrong for {problem}: {answer['values']}, expected {expected}")
            right.setdefault(problem, []).append(name)
    return right


def duration(seconds):
    for unit, scale in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def cell(answer, ours):
    if answer is None:
        return "–"
    ratio = answer["seconds"] / ours["seconds"]
    return f"{duration(answer['seconds'])} ({ratio:.3g}×)"


def table(module):
    right = checked(module)
    others = [name for name in module.PEERS if name != "partials"]
    rows = ["| problem | partials | " + " | ".join(others) + " |", "| --- " * (len(others) + 2) + "|"]
    for problem, case in module.CASES.items():
        slow = set()
        for n in case["sizes"]:
            answers = {}
            for name, command in module.PEERS.items():
                known = name in right.get(problem, []) and name not in slow
                answers[name] = call(command, case["argument"](n), n) if known else None
                if known and answers[name] is None:
                    slow.add(name)
            ours = answers["partials"]
            cells = [cell(answers[name], ours) for name in others]
            rows.append(f"| {problem}, n = {n:,} | {duration(ours['seconds'])} | " + " | ".join(cells) + " |")
            print(rows[-1], flush=True)
    return rows


def machine():
    info = Path("/proc/cpuinfo")
    models = [l.split(":")[1].strip() for l in info.read_text().splitlines() if l.startswith("model name")] if info.exists() else []
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def write(name, text):
    """Replaces the section between its marks, or adds it at the end."""
    begin, end = f"<!-- {name}: written by benches/peers/run -->", f"<!-- end of {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}\n"
    old = DOCUMENT.read_text() if DOCUMENT.exists() else "# Benchmarks\n\n"
    if begin in old:
        head, rest = old.split(begin, 1)
        section = head + section + rest.split(end, 1)[1].lstrip("\n")
    else:
        section = old.rstrip() + "\n\n" + section
    DOCUMENT.write_text(section)


def main():
    names = sys.argv[1:] or sorted(p.parent.name for p in HERE.glob("*/family.py"))
    for name in names:
        module = family(name)
        pin(module)
        rows = module.rows() if hasattr(module, "rows") else table(module)
        versions = "\n".join(f"- {line}" for line in module.versions())
        write(name, f"{module.TEXT.strip()}\n\nMachine: {machine()}.\n\n" + "\n".join(rows) + f"\n\n{versions}\n")


main()
