// Eight points at a time, in vectors of the compiler, with the functions of libmvec.
//
// Every problem has one function of this signature: x holds the columns of the inputs, n numbers
// each; out the column of the value and those of the gradient. n is a multiple of 8.
#include <stddef.h>

typedef double v8 __attribute__((vector_size(64)));
typedef double u8 __attribute__((vector_size(64), aligned(8), may_alias));

v8 _ZGVeN8v_exp(v8);
v8 _ZGVeN8v_log(v8);
v8 _ZGVeN8v_sin(v8);
v8 _ZGVeN8v_cos(v8);
v8 _ZGVeN8v_tanh(v8);

static inline v8 load(const double *p) { return *(const u8 *)p; }
static inline void store(double *p, v8 v) { *(u8 *)p = v; }
static inline v8 splat(double c) { return (v8){c, c, c, c, c, c, c, c}; }
