"""heyoka: value and gradient as one compiled function, in batches."""

import math

import heyoka as hy
import numpy as np
from common import formula, run



def of_numbers_too(name):
    """heyoka's functions take no plain numbers."""
    return lambda v: getattr(math, name)(v) if isinstance(v, (int, float)) else getattr(hy, name)(v)


FUNCTIONS = {name: of_numbers_too(name) for name in "exp log sqrt sin cos tan tanh sinh cosh atan asin acos".split()}


def prepare(problem, points):
    x = [hy.make_vars(name) for name in problem["variables"]]
    f = formula(problem, dict(zip(problem["variables"], x)), FUNCTIONS)
    gradient = hy.diff_tensors([f], diff_args=x, diff_order=1).gradient
    code = hy.cfunc([f, *gradient], x, compact_mode=len(x) > 150)
    out = np.empty((1 + len(x), points.shape[1]))
    return lambda: code(points, outputs=out), lambda out: out[:, 0]


run(prepare)
