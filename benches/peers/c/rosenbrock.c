// The sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2 over i < 99, and its gradient.
#include "lanes.h"

enum { N = 100 };

void rosenbrock(const double *x, double *out, size_t n) {
    POINTS {
        double *g = out + n + p;
        v8 a = load(x + p), before = splat(0), bends = splat(0), offsets = splat(0);
        for (size_t i = 0; i + 1 < N; i++) {
            v8 b = load(x + (i + 1) * n + p);
            v8 bend = b - a * a, offset = 1 - a;
            bends += bend * bend;
            offsets += offset * offset;
            v8 twice = 200 * bend;
            store(g + i * n, before - 2 * (twice * a + offset));
            before = twice;
            a = b;
        }
        store(g + (N - 1) * n, before);
        store(out + p, 100 * bends + offsets);
    }
}
