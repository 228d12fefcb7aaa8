"""Judges right and wrong claims about hard functions by the usual checkers and by partials.

Prints a table: right claims that are refuted, wrong claims that are taken for right, claims that
are left open, and the time of one claim. partials sees the same functions as the others do:
through `check --exec`, by values alone. A check that raises an error has left the claim open.
"""

import os
import shlex
import subprocess
import sys
import time
import warnings

import cases
import rules

CODES = {0: True, 1: False, 3: None}


def partials(name, claim_factor):
    _, x, _ = cases.CASES[name]
    command = f"{sys.executable} cases.py {shlex.quote(name)} {claim_factor!r}"
    program = os.environ.get("PARTIALS_BIN", "partials")
    arguments = [program, "check", "--exec", command, "--at", f"x={x!r}"]
    code = subprocess.run(arguments, capture_output=True, check=False).returncode
    return CODES[code]


def by_rule(rule):
    def judge(name, factor):
        f, x, slope = cases.CASES[name]
        try:
            return rule(lambda at: cases.value(f, at), x, factor * slope)
        except Exception:  # Whatever it is, the checker has not judged.
            return None

    return judge


def row(name, judge):
    rejected, accepted, undecided, seconds = [], [], 0, 0.0
    for case in cases.CASES:
        for factor in [1.0, *cases.WRONG]:
            start = time.perf_counter()
            verdict = judge(case, factor)
            seconds += time.perf_counter() - start
            undecided += verdict is None
            if factor == 1.0 and verdict is False:
                rejected.append(case)
            elif factor != 1.0 and verdict is True:
                accepted.append(f"{case} × {factor:g}")
    right, wrong = len(cases.CASES), len(cases.CASES) * len(cases.WRONG)
    print(
        f"| {name} | {len(rejected)} of {right} | {len(accepted)} of {wrong} "
        f"| {undecided} of {right + wrong} | {1e3 * seconds / (right + wrong):.2g} ms |",
        flush=True,
    )
    if "-v" in sys.argv:
        print("  rejected:", "; ".join(rejected), "\n  accepted:", "; ".join(accepted))


def main():
    warnings.simplefilter("ignore")
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    print("| checker | right claims rejected | wrong claims accepted | undecided | a claim |")
    print("| --- | ---: | ---: | ---: | ---: |")
    row("partials check --exec", partials)
    for name, rule in rules.RULES.items():
        row(name, by_rule(rule))


main()
