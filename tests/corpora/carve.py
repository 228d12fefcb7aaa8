"""Carves the corpora that the repository carries out of the full ones.

Reads `../../../shared/corpora` (or the folder given as the only argument), writes the JSONL files
next to this script. Rows are copied as they are, in their order; the same input gives the same
output, byte for byte.

    python3 tests/corpora/carve.py
"""

import json
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

SEED = 20260101
REAL_ROWS = 2500  # antiderivatives whose values are real all the way
REFUSED_ROWS = 150  # antiderivatives with the imaginary unit, for the test that refuses them
AT_LEAST = 12  # rows for each function of the language, where there are as many

HERE = Path(__file__).resolve().parent
WHOLE = ["sympy_diff", "mgh_cute", "nist", "feynman", "issues", "known_bugs", "adbench"]


def read(folder, name):
    """The rows of a corpus: its lines, and what they say."""
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(line, json.loads(line)) for line in lines]


def write(name, lines):
    text = "".join(line + "\n" for line in lines)
    (HERE / f"{name}.jsonl").write_text(text, encoding="utf-8")
    print(f"{name + '.jsonl':24} {len(lines):6} rows {len(text.encode()):9} bytes")


def functions(row):
    return set(re.findall(r"([A-Za-z_]\w*)\(", row["integrand"] + " " + row["antiderivative"]))


def sample(rows, count, generator):
    """A share of every chapter of the source, elementary rows and others apart; at least one."""
    strata = defaultdict(list)
    for index, (_, row) in enumerate(rows):
        chapter = ".".join(row["source"].split(":")[0].split(".")[:2])
        strata[chapter, "special" in row].append(index)
    chosen = set()
    for key in sorted(strata):
        share = max(1, round(count * len(strata[key]) / len(rows)))
        chosen.update(generator.sample(strata[key], min(share, len(strata[key]))))
    return chosen


def antiderivatives(rows):
    generator = random.Random(SEED)
    real = [pair for pair in rows if pair[1]["kind"] == "real"]
    chosen = sample(real, REAL_ROWS, generator)
    seen = Counter(name for index in chosen for name in functions(real[index][1]))
    users = defaultdict(list)
    for index, (_, row) in enumerate(real):
        for name in functions(row):
            users[name].append(index)
    for name in sorted(users):
        more = [index for index in users[name] if index not in chosen]
        missing = min(AT_LEAST - seen[name], len(more))
        if missing > 0:
            for index in generator.sample(more, missing):
                chosen.add(index)
                seen.update(functions(real[index][1]))
    ids = {real[index][1]["id"] for index in chosen}
    refused = [row["id"] for _, row in rows if row.get("has_I")]
    ids.update(generator.sample(refused, REFUSED_ROWS))
    return [line for line, row in rows if row["id"] in ids]


def main():
    given = sys.argv[1:]
    folder = Path(given[0]) if given else HERE.parents[1].parent / "shared" / "corpora"
    for name in WHOLE:
        write(name, [line for line, _ in read(folder, name)])
    # The formulas of the other groups come from places without a licence.
    write("wild", [line for line, row in read(folder, "wild") if "no licence" not in row["licence"]])
    write("antiderivatives", antiderivatives(read(folder, "antiderivatives")))
    sources = (folder / "antiderivatives_sources.json").read_text(encoding="utf-8")
    (HERE / "antiderivatives_sources.json").write_text(sources, encoding="utf-8")


if __name__ == "__main__":
    main()
