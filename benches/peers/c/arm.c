// The squared distance of the hand of an arm with 6 joints in space from a point, and its gradient
// in the 6 angles. Joints turn about z and y by turns; the arm begins with the last link.
#include "lanes.h"

enum { JOINTS = 6 };
static const double LINK[JOINTS] = {0.4, 0.35, 0.3, 0.25, 0.2, 0.15};

void arm(const double *x, double *out, size_t n) {
    POINTS {
        // Before joint j turns it, the hand is at a[j].
        v8 a[JOINTS][3], sine[JOINTS], cosine[JOINTS];
        v8 h[3] = {splat(0), splat(0), splat(0)};
        for (size_t j = JOINTS; j-- > 0;) {
            v8 angle = load(x + j * n + p);
            v8 s = sine[j] = _ZGVeN8v_sin(angle), c = cosine[j] = _ZGVeN8v_cos(angle);
            a[j][0] = h[0] + LINK[j];
            a[j][1] = h[1];
            a[j][2] = h[2];
            if (j % 2 == 0) {
                h[0] = c * a[j][0] - s * a[j][1];
                h[1] = s * a[j][0] + c * a[j][1];
                h[2] = a[j][2];
            } else {
                h[0] = c * a[j][0] + s * a[j][2];
                h[1] = a[j][1];
                h[2] = c * a[j][2] - s * a[j][0];
            }
        }
        v8 d[3] = {h[0] - 0.5, h[1] - 0.3, h[2] - 0.2};
        store(out + p, d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        v8 g[3] = {2 * d[0], 2 * d[1], 2 * d[2]};
        for (size_t j = 0; j < JOINTS; j++) {
            v8 s = sine[j], c = cosine[j];
            size_t k = j % 2 == 0 ? 1 : 2;
            v8 sign = splat(j % 2 == 0 ? 1 : -1), t = sign * s;
            // The plane in which the joint turns is that of 0 and k.
            v8 u = a[j][0], w = a[j][k];
            store(out + (1 + j) * n + p, g[0] * (-s * u - sign * c * w) + g[k] * (sign * c * u - s * w));
            v8 first = c * g[0] + t * g[k], second = c * g[k] - t * g[0];
            g[0] = first;
            g[k] = second;
        }
    }
}
