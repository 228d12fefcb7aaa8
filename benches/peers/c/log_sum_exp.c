// ln of the sum of exp(x[i]) over i < 100, and its gradient.
#include "lanes.h"

enum { N = 100 };

void log_sum_exp(const double *x, double *out, size_t n) {
    POINTS {
        v8 power[N], even = splat(0), odd = splat(0);
        for (size_t i = 0; i < N; i += 2) {
            power[i] = _ZGVeN8v_exp(load(x + i * n + p));
            power[i + 1] = _ZGVeN8v_exp(load(x + (i + 1) * n + p));
            even += power[i];
            odd += power[i + 1];
        }
        v8 sum = even + odd, inverse = 1 / sum;
        store(out + p, _ZGVeN8v_log(sum));
        for (size_t i = 0; i < N; i++) store(out + (1 + i) * n + p, power[i] * inverse);
    }
}
