// The squared loss of a network with 6 inputs, 12 tanh units and 1 output, over 4 samples, and its
// gradient in the 97 parameters: 12 times 6 weights and a bias, then 12 weights and a bias.
#include "lanes.h"

enum { INPUTS = 6, UNITS = 12, SAMPLES = 4, ROW = INPUTS + 1, LAST = UNITS * ROW };

static double sample(size_t s, size_t i) { return (double)((7 * s + 3 * i) % 11) / 11 - 0.5; }
static double target(size_t s) { return 0.25 * (double)s - 0.3; }

void network(const double *x, double *out, size_t n) {
    POINTS {
        double *g = out + n + p;
        v8 loss = splat(0), gradient[LAST + UNITS + 1];
        for (size_t k = 0; k <= LAST + UNITS; k++) gradient[k] = splat(0);
        for (size_t s = 0; s < SAMPLES; s++) {
            v8 unit[UNITS], result = load(x + (LAST + UNITS) * n + p);
            for (size_t u = 0; u < UNITS; u++) {
                v8 sum = load(x + (u * ROW + INPUTS) * n + p);
                for (size_t i = 0; i < INPUTS; i++)
                    sum += sample(s, i) * load(x + (u * ROW + i) * n + p);
                unit[u] = _ZGVeN8v_tanh(sum);
                result += unit[u] * load(x + (LAST + u) * n + p);
            }
            v8 error = result - target(s), twice = 2 * error;
            loss += error * error;
            gradient[LAST + UNITS] += twice;
            for (size_t u = 0; u < UNITS; u++) {
                gradient[LAST + u] += twice * unit[u];
                v8 back = twice * load(x + (LAST + u) * n + p) * (1 - unit[u] * unit[u]);
                gradient[u * ROW + INPUTS] += back;
                for (size_t i = 0; i < INPUTS; i++) gradient[u * ROW + i] += sample(s, i) * back;
            }
        }
        store(out + p, loss);
        for (size_t k = 0; k <= LAST + UNITS; k++) store(g + k * n, gradient[k]);
    }
}
