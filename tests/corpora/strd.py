#!/usr/bin/env python3
"""Makes strd.jsonl: the 27 data sets for nonlinear regression of NIST's Statistical Reference
Datasets, with their models, both starting points and the certified results.

    pip download lmfit==1.3.4 --no-binary lmfit --no-deps && tar xf lmfit-1.3.4.tar.gz
    python3 strd.py lmfit-1.3.4/NIST_STRD > strd.jsonl

The files are works of the United States government; lmfit hands them on as they are.
"""

import json
import re
import sys
from pathlib import Path


def formula(text):
    text = text.replace("[", "(").replace("]", ")").replace("**", "^").replace("arctan", "atan")
    return re.sub(r"\s+", " ", text).strip()


def number(text):
    return float(text)


def read(path):
    lines = path.read_text(encoding="latin-1").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Model:"))
    table = next(i for i, line in enumerate(lines) if i > start and "tarting" in line)
    model = " ".join(lines[start + 3 : table])
    model = re.search(r"((?:log\[)?y\]?)\s*=(.*)\+\s*e\s*$", model.strip())
    row = {
        "id": f"strd:{path.stem}",
        "source": f"NIST StRD nonlinear regression, {path.name}",
        "level": re.search(r"(Lower|Average|Higher) Level", "\n".join(lines)).group(1).lower(),
        "response": formula(model.group(1)),
        "expr": formula(model.group(2)),
        "params": [],
        "start1": {},
        "start2": {},
        "certified": {},
        "certified_sd": {},
    }
    for line in lines[table:]:
        found = re.match(r"\s*(b\d+)\s*=\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)", line)
        if found:
            name, first, second, value, error = found.groups()
            row["params"].append(name)
            row["start1"][name], row["start2"][name] = number(first), number(second)
            row["certified"][name], row["certified_sd"][name] = value, error
        elif line.startswith("Residual Sum of Squares"):
            row["certified_rss"] = line.split()[-1]
    data = max(i for i, line in enumerate(lines) if line.startswith("Data:"))
    row["columns"] = lines[data].split()[1:]
    rows = [line.split() for line in lines[data + 1 :] if line.strip()]
    row["data"] = [[number(x) for x in cells] for cells in rows]
    row["predictors"] = [name for name in row["columns"] if name != "y"]
    assert all(len(cells) == len(row["columns"]) for cells in rows), path
    return row


for path in sorted(Path(sys.argv[1]).glob("*.dat")):
    print(json.dumps(read(path)))
