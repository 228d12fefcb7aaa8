// Times the C by hand of ../c: `hand NAME POINTS N` reads the columns of the points, and prints the
// best seconds per point, value and gradient at the first point.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef void function(const double *x, double *out, size_t n);
function rosenbrock, log_sum_exp, network, arm, polynomial;

static const struct {
    const char *name;
    function *call;
    size_t inputs;
} ALL[] = {
    {"Rosenbrock", rosenbrock, 100}, {"log-sum-exp", log_sum_exp, 100}, {"network", network, 97},
    {"arm", arm, 6}, {"polynomial", polynomial, 5},
};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 4) return 1;
    size_t n = strtoul(arguments[3], 0, 10);
    for (size_t k = 0; k < sizeof ALL / sizeof *ALL; k++) {
        if (strcmp(arguments[1], ALL[k].name)) continue;
        size_t inputs = ALL[k].inputs;
        double *x = aligned_alloc(64, 8 * inputs * n), *out = aligned_alloc(64, 8 * (inputs + 1) * n);
        FILE *file = fopen(arguments[2], "rb");
        if (!file || !x || !out) return 1;
        fseek(file, 0, SEEK_END);
        size_t all = (size_t)ftell(file) / 8 / inputs;
        for (size_t i = 0; i < inputs; i++) {
            fseek(file, (long)(8 * i * all), SEEK_SET);
            if (fread(x + i * n, 8, n, file) != n) return 1;
        }
        double best = 1e9, begin = now();
        while (now() - begin < 1.5) {
            double start = now();
            ALL[k].call(x, out, n);
            best = fmin(best, now() - start);
        }
        printf("{\"seconds\": %.17g, \"values\": [%.17g", best / (double)n, out[0]);
        for (size_t i = 0; i < inputs; i++) printf(", %.17g", out[(1 + i) * n]);
        printf("]}\n");
        return 0;
    }
    return 1;
}
