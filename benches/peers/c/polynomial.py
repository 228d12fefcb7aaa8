"""Writes polynomial.c and polynomial.txt: 300 terms of degree 6 at most in 5 variables, drawn by a
fixed generator, and C as one would write it with patience: nested forms of Horner, each with its
derivatives in the variables inside."""

import itertools
import random

VARIABLES = 5
random.seed(300)
every = [e for e in itertools.product(range(7), repeat=VARIABLES) if sum(e) <= 6]
terms = sorted(random.sample(every, 300))
coefficients = [round(random.uniform(-2, 2), 3) or 1.0 for _ in terms]

with open("polynomial.txt", "w") as text:
    for exponents, coefficient in zip(terms, coefficients):
        print(coefficient, *exponents, file=text)

lines = []
names = itertools.count()


def name(expression):
    fresh = f"t{next(names)}"
    lines.append(f"        v8 {fresh} = {expression};")
    return fresh


def number(value):
    return f"splat({value!r})"


def nested(terms, variable):
    """Value and derivatives in the variables from this one on, as expressions or None for 0."""
    if variable == VARIABLES:
        return [number(sum(c for _, c in terms))]
    degrees = {}
    for exponents, coefficient in terms:
        degrees.setdefault(exponents[variable], []).append((exponents, coefficient))
    size = 1 + VARIABLES - variable
    total = [None] * size
    for degree in range(max(degrees), -1, -1):
        parts = [None] * size
        if degree in degrees:
            inner = nested(degrees[degree], variable + 1)
            parts = [inner[0], None, *inner[1:]]
        if degree == max(degrees):
            total = parts
            continue
        x = f"x{variable}"
        value = total[0]
        # By the derivative in this variable first: it needs the value before it is multiplied.
        slope = value if total[1] is None else name(f"{total[1]} * {x} + {value}")
        for place in [0, *range(2, size)]:
            if total[place] is None:
                total[place] = parts[place]
            elif parts[place] is None:
                total[place] = name(f"{total[place]} * {x}")
            else:
                total[place] = name(f"{total[place]} * {x} + {parts[place]}")
        total[1] = slope
    return total


results = nested(list(zip(terms, coefficients)), 0)
with open("polynomial.c", "w") as out:
    print("// Written by polynomial.py.", file=out)
    print('#include "lanes.h"\n', file=out)
    print("void polynomial(const double *x, double *out, size_t n) {", file=out)
    print("    POINTS {", file=out)
    for variable in range(VARIABLES):
        print(f"        v8 x{variable} = load(x + {variable} * n + p);", file=out)
    print("\n".join(lines), file=out)
    for place, result in enumerate(results):
        print(f"        store(out + {place} * n + p, {result or 'splat(0)'});", file=out)
    print("    }\n}", file=out)
