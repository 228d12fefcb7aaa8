// Least squares over rows by hand: the sum of (a exp(-b t) cos(c t) + d t + e - y)^2 over the rows
// (t, y), and its gradient in a, b, c, d, e, by all threads of OpenMP, 8 rows at a time.
// `least-squares FILE ROWS` prints the best seconds, value and gradient.
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

#include "../c/lanes.h"

enum { OUT = 6 };
static const double P[5] = {1.3, 0.7, 4.0, 0.2, -0.4};

static void least_squares(const double *t, const double *y, size_t n, double *out) {
    double total[OUT] = {0};
#pragma omp parallel for reduction(+ : total[:OUT]) schedule(static)
    for (size_t chunk = 0; chunk < n; chunk += 4096) {
        v8 sum[OUT];
        for (size_t k = 0; k < OUT; k++) sum[k] = splat(0);
        size_t end = chunk + 4096 < n ? chunk + 4096 : n;
        for (size_t i = chunk; i < end; i += 8) {
            v8 x = load(t + i);
            v8 decay = _ZGVeN8v_exp(-P[1] * x), c = _ZGVeN8v_cos(P[2] * x), s = _ZGVeN8v_sin(P[2] * x);
            v8 wave = decay * c, r = P[0] * wave + P[3] * x + P[4] - load(y + i), twice = 2 * r;
            sum[0] += r * r;
            sum[1] += twice * wave;
            sum[2] -= twice * P[0] * x * wave;
            sum[3] -= twice * P[0] * x * decay * s;
            sum[4] += twice * x;
            sum[5] += twice;
        }
        for (size_t k = 0; k < OUT; k++)
            for (size_t lane = 0; lane < 8; lane++) total[k] += sum[k][lane];
    }
    for (size_t k = 0; k < OUT; k++) out[k] = total[k];
}

int main(int count, char **arguments) {
    if (count != 3) return 1;
    size_t n = strtoul(arguments[2], 0, 10);
    FILE *file = fopen(arguments[1], "rb");
    double *x = aligned_alloc(64, 16 * n), out[OUT];
    if (!file || !x || fread(x, 8, 2 * n, file) != 2 * n) return 1;
    double best = 1e9, begin = omp_get_wtime();
    while (omp_get_wtime() - begin < 3) {
        double start = omp_get_wtime();
        least_squares(x, x + n, n, out);
        best = fmin(best, omp_get_wtime() - start);
    }
    printf("{\"seconds\": %.17g, \"values\": [%.17g", best, out[0]);
    for (size_t k = 1; k < OUT; k++) printf(", %.17g", out[k]);
    printf("]}\n");
}
