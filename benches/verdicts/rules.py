"""The usual checkers as they come: each says whether it takes a claim for right.

A rule returns True or False, or None where it can't tell. Those whose package is not there are
left out.
"""

import math

import numpy as np

RULES = {}


def rule(name):
    def add(function):
        RULES[name] = function
        return function

    return add


@rule("textbook, h = 1e-4, 1e-4")
def textbook(f, x, claim):
    found = (f(x + 1e-4) - f(x - 1e-4)) / 2e-4
    return abs(found - claim) <= 1e-4 * max(abs(found), abs(claim), 1e-300)


try:
    from scipy.optimize import check_grad

    @rule("SciPy check_grad < 1e-6")
    def scipy_check_grad(f, x, claim):
        distance = check_grad(lambda v: f(v[0]), lambda v: np.array([claim]), np.array([x]))
        return bool(distance < 1e-6)

except ImportError:
    pass

try:
    from scipy.differentiate import derivative

    @rule("SciPy differentiate, its error")
    def scipy_differentiate(f, x, claim):
        found = derivative(np.vectorize(f), x)
        if not found.success:
            return None
        return bool(abs(found.df - claim) <= found.error + 1e-8 * abs(found.df))

except ImportError:
    pass

try:
    import jax

    jax.config.update("jax_enable_x64", True)
    from jax.test_util import check_jvp

    @rule("JAX check_grads")
    def jax_check(f, x, claim):
        function = lambda v: np.float64(f(float(v)))
        slope = lambda at, v: (function(at[0]), np.float64(claim) * v[0])
        try:
            check_jvp(function, slope, (np.float64(x),))
        except AssertionError:
            return False
        return True

except ImportError:
    pass

try:
    import torch

    @rule("torch gradcheck")
    def torch_gradcheck(f, x, claim):
        class Function(torch.autograd.Function):
            @staticmethod
            def forward(ctx, v):
                return torch.tensor(f(float(v)), dtype=torch.float64)

            @staticmethod
            def backward(ctx, g):
                return claim * g

        v = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        return torch.autograd.gradcheck(Function.apply, (v,), raise_exception=False)

except ImportError:
    pass

try:
    import numdifftools

    @rule("numdifftools, its error")
    def numdifftools_derivative(f, x, claim):
        result = numdifftools.Derivative(np.vectorize(f), full_output=True)(x)
        # Before 0.11 the estimate came beside the rest.
        found, info = result if len(result) == 2 else (result.estimate, result)
        found, error = float(np.squeeze(found)), float(np.squeeze(info.error_estimate))
        if not math.isfinite(found + error):
            return None
        return abs(found - claim) <= error + 1e-8 * abs(found)

except ImportError:
    pass
