"""Rows: a sum over the rows of a table with its gradient, by all threads."""

import math
import os
import random
import struct
import subprocess
from pathlib import Path

WORK = Path(os.environ["PEERS_WORK"])
ROWS = 1_000_000
PINNED = False

TEXT = """
## Rows

Least squares over 10^6 rows: the sum of (a·exp(-b·t)·cos(c·t) + d·t + e - y)² and its gradient in
the five parameters, by all cores, the best of several runs. The C by hand has OpenMP, 8 rows at a
time in a vector, libmvec, `-O3 -march=native -ffast-math`; its sums depend on the number of threads,
ours do not. A run reads 16 MB: at the rate of plain reading that is a small part of the time, so
arithmetic (exp, sin and cos of each row) is the limit, not memory.
"""

PEERS = {
    "partials": [str(Path(os.environ["PARTIALS_BIN"]) / "rows")],
    "C, gcc, OpenMP": [str(WORK / "least-squares")],
}


def table():
    """The columns t and y in one file."""
    path = WORK / "rows.f64"
    if not path.exists():
        state = random.Random(5)
        t = [6.0 * i / ROWS for i in range(ROWS)]
        y = [1.2 * math.exp(-0.6 * x) * math.cos(4.1 * x) + 0.1 * x - 0.3 + state.gauss(0, 0.05) for x in t]
        path.write_bytes(struct.pack(f"<{2 * ROWS}d", *t, *y))
    return str(path)


def expected(_, n):
    numbers = struct.unpack(f"<{2 * ROWS}d", Path(table()).read_bytes())
    a, b, c, d, e = 1.3, 0.7, 4.0, 0.2, -0.4
    terms = [[] for _ in range(6)]
    for x, y in zip(numbers[:ROWS], numbers[ROWS:]):
        decay, wave, other = math.exp(-b * x), math.cos(c * x), math.sin(c * x)
        r = a * decay * wave + d * x + e - y
        row = [r * r, 2 * r * decay * wave, -2 * r * a * x * decay * wave, -2 * r * a * x * decay * other, 2 * r * x, 2 * r]
        for sums, value in zip(terms, row):
            sums.append(value)
    return [math.fsum(values) for values in terms]


CASES = {"least squares": {"argument": lambda n: table(), "check": ROWS, "sizes": [ROWS]}}


def versions():
    gcc = subprocess.run(["gcc", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    return [gcc]
