"""SymEngine's expressions, by its Python interface. It has no gradient: one derivative by variable."""

import re

import symengine as se
from common import answer, arguments, best, function, point, tridiagonal

kind, name, n = arguments()
if kind == "text":
    source = open(name).read()
    names = sorted(set(re.findall(r"[xy]\d", source)))
    place = {se.Symbol(v): 0.5 + 0.01 * i for i, v in enumerate(names)}

    def work():
        f = se.sympify(source)
        return [se.diff(f, v) for v in place]

    seconds, derived = best(lambda: work)
    answer(seconds, [d.subs(place) for d in derived] if n <= 10 else [])
    raise SystemExit
x = [se.Symbol(f"x{i}") for i in range(n)]
total = lambda terms: se.Add(*terms)
f = function(name, x, se.exp, se.log, se.sin, total)
if kind == "gradient":
    work = lambda: [se.diff(f, v) for v in x]
elif name == "rosenbrock":
    # Only what is known not to be zero.
    def work():
        g = [se.diff(f, v) for v in x]
        return [se.diff(g[i], x[j]) for i, j in tridiagonal(n)]
else:
    def work():
        g = [se.diff(f, v) for v in x]
        half = {(i, j): se.diff(g[i], x[j]) for i in range(n) for j in range(i, n)}
        return [half[min(i, j), max(i, j)] for i in range(n) for j in range(n)]
seconds, derived = best(lambda: work)
values = [d.subs(dict(zip(x, point(name, n)))) for d in derived] if n <= 10 else []
answer(seconds, values)
