"""symjit: value and gradient, derived by SymEngine, compiled from SymPy's expressions."""

import numpy as np
import symengine as se
import sympy
from common import formula, run
from symjit import compile_func

FUNCTIONS = {name: getattr(se, name) for name in "exp log sqrt sin cos tan tanh sinh cosh atan asin acos".split()}


def prepare(problem, points):
    x = [se.Symbol(f"x{i}") for i in range(len(points))]
    f = formula(problem, dict(zip(problem["variables"], x)), FUNCTIONS)
    outputs = [sympy.sympify(e) for e in [f, *(f.diff(v) for v in x)]]
    code = compile_func([sympy.Symbol(str(v)) for v in x], outputs)
    columns = list(points)
    return lambda: code(*columns), lambda out: [np.ravel(column)[0] for column in out]


run(prepare)
