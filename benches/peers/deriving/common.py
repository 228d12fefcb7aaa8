"""What the peers in Python share: problems in any algebra, timing, the answer."""

import json
import sys
import time

BUDGET = 2.0


def function(name, x, exp, log, sin, sum=sum):
    """The function of the variables x, in the notation of a system."""
    n = len(x)
    if name == "rosenbrock":
        return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(n - 1))
    if name == "product":
        f = x[0]
        for i in range(1, n):
            f = f * (x[i] + i)
        return f
    if name == "logsumexp":
        return log(sum(exp(v) for v in x))
    return sum(sin(x[i] * x[j]) for i in range(n) for j in range(i + 1, n))


def point(name, n):
    if name == "product":
        return [1.0 - i + 0.01 * i for i in range(n)]
    return [0.5 + 0.01 * i for i in range(n)]


def best(once):
    """The best time of several, and the last result. The result of each is dropped before the next,
    and `once` makes what is derived anew where the system remembers derivatives."""
    begin, least = time.perf_counter(), float("inf")
    while True:
        work = once()
        start = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - start)
        if time.perf_counter() - begin > BUDGET:
            return least, result


def answer(seconds, values):
    print(json.dumps({"seconds": seconds, "values": [float(v) for v in values]}))


def arguments():
    kind, name = sys.argv[1].split(":", 1)
    return kind, name, int(sys.argv[2])


def tridiagonal(n):
    return [(i, j) for j in range(n) for i in range(max(0, j - 1), min(n, j + 2))]
