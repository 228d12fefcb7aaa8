"""CasADi's scalar expressions (SX). They are not read from text."""

import casadi as ca
from common import answer, arguments, best, function, point, tridiagonal

kind, name, n = arguments()
if kind == "text":
    raise SystemExit(1)
x = ca.SX.sym("x", n)
f = function(name, [x[i] for i in range(n)], ca.exp, ca.log, ca.sin)
derive = {"gradient": lambda: ca.gradient(f, x), "hessian": lambda: ca.hessian(f, x)[0]}[kind]
seconds, derived = best(lambda: derive)
values = []
if n <= 10:
    dense = ca.DM(ca.Function("d", [x], [derived])(point(name, n)))
    if kind == "gradient":
        values = [dense[i] for i in range(n)]
    else:
        places = tridiagonal(n) if name == "rosenbrock" else [(i, j) for i in range(n) for j in range(n)]
        values = [dense[i, j] for i, j in places]
answer(seconds, values)
