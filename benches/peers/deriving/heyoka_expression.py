"""heyoka's expressions: all derivatives of an order at once. They are not read from text."""

import heyoka as hy
from common import answer, arguments, best, function, point, tridiagonal

kind, name, n = arguments()
if kind == "text":
    raise SystemExit(1)
x = list(hy.make_vars(*[f"x{i}" for i in range(n)]))
f = function(name, x, hy.exp, hy.log, hy.sin, lambda terms: hy.sum(list(terms)))
order = 1 if kind == "gradient" else 2
seconds, tensors = best(lambda: lambda: hy.diff_tensors([f], diff_args=x, diff_order=order))
values = []
if n <= 10:
    if kind == "gradient":
        wanted = list(tensors.gradient)
    else:
        dense = tensors.hessian(0)
        places = tridiagonal(n) if name == "rosenbrock" else [(i, j) for i in range(n) for j in range(n)]
        wanted = [dense[i, j] for i, j in places]
    values = hy.cfunc(wanted, x)(point(name, n))
answer(seconds, values)
