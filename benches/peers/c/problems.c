/* The five problems by hand, eight points at a time: value and full gradient.
 *
 *   gcc -O3 -march=native -ffast-math -mprefer-vector-width=512 problems.c -o problems -lmvec -lm
 *
 * Points are in columns of eight, so that each vector is one load; exp, tanh, sin and cos are those
 * of libmvec. Prints the name of each problem, nanoseconds per point (best of many runs), and the
 * value and the first entry of the gradient at the first point, for a check. The polynomial is
 * read from a file that the runner writes, 300 lines of a coefficient and five exponents; its loop
 * over the terms is not unrolled, so for that problem this is no bound of what C can do. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef double v8 __attribute__((vector_size(64)));
v8 _ZGVeN8v_exp(v8);
v8 _ZGVeN8v_log(v8);
v8 _ZGVeN8v_tanh(v8);
v8 _ZGVeN8v_sin(v8);
v8 _ZGVeN8v_cos(v8);

static inline v8 splat(double x) { return (v8){x, x, x, x, x, x, x, x}; }

static void rosenbrock(const v8 *x, v8 *value, v8 *g) {
    v8 f = splat(0), carry = splat(0);
    for (int i = 0; i < 99; i++) {
        v8 t = x[i + 1] - x[i] * x[i], u = 1 - x[i];
        f += 100 * t * t + u * u;
        g[i] = carry - 400 * x[i] * t - 2 * u;
        carry = 200 * t;
    }
    g[99] = carry;
    *value = f;
}

static void logsumexp(const v8 *x, v8 *value, v8 *g) {
    v8 s = splat(0);
    for (int i = 0; i < 100; i++) {
        g[i] = _ZGVeN8v_exp(x[i]);
        s += g[i];
    }
    v8 r = 1 / s;
    for (int i = 0; i < 100; i++) g[i] *= r;
    *value = _ZGVeN8v_log(s);
}

static double samples[4][7];

static void network(const v8 *x, v8 *value, v8 *g) {
    v8 f = splat(0);
    for (int i = 0; i < 97; i++) g[i] = splat(0);
    for (int s = 0; s < 4; s++) {
        v8 h[12], out = x[96];
        for (int k = 0; k < 12; k++) {
            v8 a = x[72 + k];
            for (int j = 0; j < 6; j++) a += x[k * 6 + j] * samples[s][j];
            h[k] = _ZGVeN8v_tanh(a);
            out += x[84 + k] * h[k];
        }
        v8 e = out - samples[s][6];
        f += e * e;
        e += e;
        g[96] += e;
        for (int k = 0; k < 12; k++) {
            g[84 + k] += e * h[k];
            v8 d = e * x[84 + k] * (1 - h[k] * h[k]);
            g[72 + k] += d;
            for (int j = 0; j < 6; j++) g[k * 6 + j] += d * samples[s][j];
        }
    }
    *value = f;
}

static void arm(const v8 *x, v8 *value, v8 *g) {
    static const double length[6] = {0.4, 0.35, 0.3, 0.25, 0.2, 0.1};
    v8 angle = splat(0), px = splat(-0.7), py = splat(-0.5), c[6], s[6];
    for (int i = 0; i < 6; i++) {
        angle += x[i];
        c[i] = length[i] * _ZGVeN8v_cos(angle);
        s[i] = length[i] * _ZGVeN8v_sin(angle);
        px += c[i];
        py += s[i];
    }
    *value = px * px + py * py;
    v8 a = splat(0);
    for (int i = 5; i >= 0; i--) {
        a += 2 * (py * c[i] - px * s[i]);
        g[i] = a;
    }
}

static struct { double c; int e[5]; } terms[300];

static void polynomial(const v8 *x, v8 *value, v8 *g) {
    v8 p[5][5], d[5][5];
    for (int j = 0; j < 5; j++) {
        p[j][0] = splat(1);
        d[j][0] = splat(0);
        for (int k = 1; k < 5; k++) {
            p[j][k] = p[j][k - 1] * x[j];
            d[j][k] = k * p[j][k - 1];
        }
    }
    v8 f = splat(0), a[5] = {f, f, f, f, f};
    for (int t = 0; t < 300; t++) {
        const int *e = terms[t].e;
        v8 ab = terms[t].c * p[0][e[0]] * p[1][e[1]], cd = p[2][e[2]] * p[3][e[3]], z = p[4][e[4]];
        v8 abcd = ab * cd, cdz = terms[t].c * cd * z, abz = ab * z;
        f += abcd * z;
        a[4] += abcd * d[4][e[4]];
        a[0] += cdz * d[0][e[0]] * p[1][e[1]];
        a[1] += cdz * p[0][e[0]] * d[1][e[1]];
        a[2] += abz * d[2][e[2]] * p[3][e[3]];
        a[3] += abz * p[2][e[2]] * d[3][e[3]];
    }
    *value = f;
    for (int j = 0; j < 5; j++) g[j] = a[j];
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

enum { BLOCKS = 64 };

static void run(const char *name, int n, void (*f)(const v8 *, v8 *, v8 *)) {
    v8 *x = aligned_alloc(64, sizeof(v8) * n * BLOCKS), *g = aligned_alloc(64, sizeof(v8) * (n + 1) * BLOCKS);
    for (int i = 0; i < BLOCKS * 8; i++)
        for (int j = 0; j < n; j++) x[i / 8 * n + j][i % 8] = sin((i * 31 + j * 17) * 0.618) * 0.9 + 0.1;
    double best = 1e18;
    for (int k = 0; k < 200; k++) {
        double t = now();
        for (int r = 0; r < 4; r++)
            for (int b = 0; b < BLOCKS; b++) f(x + b * n, g + b * (n + 1), g + b * (n + 1) + 1);
        t = (now() - t) / (4 * BLOCKS * 8);
        if (t < best) best = t;
    }
    printf("%s %.3f %.17g %.17g\n", name, best, g[0][0], g[1][0]);
    free(x);
    free(g);
}

int main(int argc, char **argv) {
    for (int s = 0; s < 4; s++)
        for (int k = 0; k < 7; k++) {
            char text[32];
            snprintf(text, sizeof text, "%.4f", sin((s * 7 + (k < 6 ? k : 9) * 3) * 0.37));
            samples[s][k] = atof(text);
        }
    FILE *file = fopen(argc > 1 ? argv[1] : "polynomial.inc", "r");
    for (int t = 0; file && t < 300; t++) {
        int *e = terms[t].e;
        if (fscanf(file, "%lf %d %d %d %d %d", &terms[t].c, e, e + 1, e + 2, e + 3, e + 4) != 6) return 1;
    }
    if (file) fclose(file);
    run("rosenbrock", 100, rosenbrock);
    run("logsumexp", 100, logsumexp);
    run("network", 97, network);
    run("arm", 6, arm);
    run("polynomial", 5, polynomial);
}
