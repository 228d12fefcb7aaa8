"""Judges right and wrong claims about hard functions by the usual checkers and by partials.

Writes a section of docs/benchmarks.md: right claims that are rejected, wrong claims that are
taken for right, claims that are left open, and the time of one claim. partials sees the same
functions as the others do: through `check --exec`, by values alone. A check that raises an error
has left the claim open.
"""

import importlib.metadata
import json
import os
import platform
import shlex
import subprocess
import sys
import time
import warnings
from pathlib import Path

import cases
import rules

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "docs" / "benchmarks.md"
VERDICTS = {"consistent": True, "refuted": False}
PACKAGES = ["scipy", "jax", "torch", "numdifftools"]
TEXT = """
## Verdicts of gradient checkers

{right} functions of one variable that are hard on differences (scales from 1e-300 to 1e300,
cancellation, poles, oscillation, kinks close by), each with its right derivative at a point and with
{factors} wrong ones: the right one times {wrong}. Every checker sees values of the function in
doubles and nothing else, with the options that it comes with. Where a checker gives an estimate and
no verdict, its own error bound and 1e-8 of the value decide. For partials the functions are a
program of their own (`check --exec`), whose answers its time contains; that of starting it does not
count. The rules are in `benches/verdicts/rules.py`, the cases in `benches/verdicts/cases.py`.
"""


def partials(name, claim_factor):
    _, x, _ = cases.CASES[name]
    command = f"{sys.executable} cases.py {shlex.quote(name)} {claim_factor!r}"
    program = os.environ.get("PARTIALS_BIN", "partials")
    arguments = [program, "check", "--exec", command, "--at", f"x={x!r}", "--format", "jsonl", "--timing"]
    run = subprocess.run(arguments, capture_output=True, text=True, check=False)
    record = json.loads(run.stdout)
    return VERDICTS.get(record["verdict"]), record["seconds"]


def by_rule(rule):
    def judge(name, factor):
        f, x, slope = cases.CASES[name]
        start = time.perf_counter()
        try:
            verdict = rule(lambda at: cases.value(f, at), x, factor * slope)
        except Exception:  # Whatever it is, the checker has not judged.
            verdict = None
        return verdict, time.perf_counter() - start

    return judge


def row(name, judge):
    rejected, accepted, undecided, times = [], [], [], []
    for case in cases.CASES:
        for factor in [1.0, *cases.WRONG]:
            verdict, seconds = judge(case, factor)
            times.append(seconds)
            if verdict is None:
                undecided.append(f"{case} × {factor:.7g}")
            if factor == 1.0 and verdict is False:
                rejected.append(case)
            elif factor != 1.0 and verdict is True:
                accepted.append(f"{case} × {factor:.7g}")
    right, wrong = len(cases.CASES), len(cases.CASES) * len(cases.WRONG)
    median = sorted(times)[len(times) // 2]
    text = (
        f"| {name} | {len(rejected)} of {right} | {len(accepted)} of {wrong} "
        f"| {len(undecided)} of {right + wrong} | {1e3 * median:.2g} ms |"
    )
    print(text, flush=True)
    if "-v" in sys.argv:
        for what, found in (("rejected", rejected), ("accepted", accepted), ("undecided", undecided)):
            print(f"  {what}:", "; ".join(found))
    return text


def versions():
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def machine():
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def write(name, text):
    """Replaces the section between its marks, or adds it at the end."""
    begin, end = f"<!-- {name}: written by benches/verdicts/run -->", f"<!-- end of {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}\n"
    old = DOCUMENT.read_text() if DOCUMENT.exists() else "# Benchmarks\n\n"
    if begin in old:
        head, rest = old.split(begin, 1)
        section = head + section + rest.split(end, 1)[1].lstrip("\n")
    else:
        section = old.rstrip() + "\n\n" + section
    DOCUMENT.write_text(section)


def main():
    warnings.simplefilter("ignore")
    os.chdir(HERE)
    table = [
        "| checker | right claims rejected | wrong claims accepted | undecided | a claim (median) |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    print("\n".join(table))
    table.append(row("partials `check --exec`", partials))
    for name, rule in rules.RULES.items():
        table.append(row(name, by_rule(rule)))
    wrong = ", ".join(f"{factor:g}" for factor in cases.WRONG[:-1]) + f" and {cases.WRONG[-1]:.7g}"
    text = TEXT.format(right=len(cases.CASES), factors=len(cases.WRONG), wrong=wrong)
    write("verdicts", "\n".join([text.strip(), "", f"Machine: {machine()}. {versions()}.", "", *table]))


main()
