// Eight points at a time, in vectors of the compiler, with the functions of libmvec; with ONE
// defined, one point at a time in plain C.
//
// Every problem has one function of this signature: x holds the columns of the inputs, n numbers
// each; out the column of the value and those of the gradient. n is a multiple
// of 8.
#include <stddef.h>

#ifdef ONE
#include <math.h>
#define POINTS n = 1; const size_t p = 0;
typedef double v8;
#define _ZGVeN8v_exp exp
#define _ZGVeN8v_log log
#define _ZGVeN8v_sin sin
#define _ZGVeN8v_cos cos
#define _ZGVeN8v_tanh tanh
static inline v8 load(const double *p) { return *p; }
static inline void store(double *p, v8 v) { *p = v; }
static inline v8 splat(double c) { return c; }
#else
#define POINTS for (size_t p = 0; p < n; p += 8)

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
#endif
