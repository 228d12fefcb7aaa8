"""The C by hand, compiled by the compiler that is named: knows the five problems alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

compiler, problem, n = sys.argv[1:]
first, *others = json.loads(Path(problem).read_text())
if others or "name" not in first:
    raise SystemExit(1)
program = Path(os.environ["PEERS_WORK"]) / f"hand-{compiler}"
sys.exit(subprocess.run([program, first["name"], first["points"], n]).returncode)
