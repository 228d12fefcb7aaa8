"""CasADi: value and gradient as generated C, in a loop over the points, compiled by gcc."""

import ctypes
import os
import subprocess
import tempfile

import casadi as ca
import numpy as np
from common import formula, run

FUNCTIONS = {name: getattr(ca, name) for name in "exp log sqrt sin cos tan tanh sinh cosh atan asin acos".split()}
LOOP = """
void many(const double *x, double *out, long n) {
    for (long p = 0; p < n; p++) {
        const double *arg[1] = {x + p * %d};
        double *res[1] = {out + p * %d};
        f(arg, res, 0, 0, 0);
    }
}
"""


def prepare(problem, points):
    x = ca.SX.sym("x", len(points))
    f = formula(problem, dict(zip(problem["variables"], ca.vertsplit(x))), FUNCTIONS)
    function = ca.Function("f", [x], [ca.vertcat(f, ca.gradient(f, x))])
    width = 1 + len(points)
    folder = tempfile.mkdtemp()
    source, library = os.path.join(folder, "f.c"), os.path.join(folder, "f.so")
    here = os.getcwd()
    os.chdir(folder)
    function.generate("f.c")
    os.chdir(here)
    with open(source, "a") as file:
        file.write(LOOP % (len(points), width))
    command = ["gcc", "-O3", "-march=native", "-ffast-math", "-fPIC", "-shared", source, "-o", library, "-lm"]
    subprocess.run(command, check=True, capture_output=True)
    many = ctypes.CDLL(library).many
    rows, out = np.ascontiguousarray(points.T), np.empty((points.shape[1], width))

    def work():
        many(ctypes.c_void_p(rows.ctypes.data), ctypes.c_void_p(out.ctypes.data), ctypes.c_long(len(rows)))
        return out

    return work, lambda out: out[0]


run(prepare)
