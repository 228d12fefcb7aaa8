// Runs a program over columns of numbers: each step computes a column from earlier ones.
// Conditions are 1, 0, or NaN where a comparison has no answer, and then nothing has a value.
"use strict";

const series = (x, terms) => terms.reduce((sum, c) => sum * x + c, 0);

// Lanczos's approximation with the coefficients of P. Godfrey (2001).
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];
function lgamma(x) {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  const z = x - 1, t = z + 7.5;
  let sum = LANCZOS[0];
  for (let i = 1; i < 9; i++) sum += LANCZOS[i] / (z + i);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
function gamma(x) {
  if (x <= 0 && Number.isInteger(x)) return NaN;
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (Number.isInteger(x) && x < 24) {
    let product = 1;
    for (let i = 2; i < x; i++) product *= i;
    return product;
  }
  return Math.exp(lgamma(x));
}
function digamma(x) {
  if (x <= 0 && Number.isInteger(x)) return NaN;
  if (x < 0.5) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let sum = 0;
  while (x < 10) sum -= 1 / x++;
  const r = 1 / (x * x);
  return sum + Math.log(x) - 0.5 / x
    - r * series(r, [-691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12]);
}
// The series of A&S 7.1.6, and beyond it the continued fraction 7.1.14.
function erf(x) {
  if (Math.abs(x) > 2.5) return Math.sign(x) * (1 - erfc(Math.abs(x)));
  let term = x, sum = x;
  for (let n = 1; n < 80; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
function erfc(x) {
  if (x < 2.5) return 1 - erf(x);
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = (n / 2) / (x + fraction);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
}
const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const outside = (holds, value) => (holds ? value : NaN);

const FUNCTIONS = {
  exp: Math.exp, expm1: Math.expm1, exp2: (x) => 2 ** x,
  ln: (x) => outside(x > 0, Math.log(x)), log1p: (x) => outside(x > -1, Math.log1p(x)),
  log2: (x) => outside(x > 0, Math.log2(x)), log10: (x) => outside(x > 0, Math.log10(x)),
  sqrt: Math.sqrt, cbrt: Math.cbrt, hypot: Math.hypot,
  sin: Math.sin, cos: Math.cos, tan: Math.tan,
  sec: (x) => 1 / Math.cos(x), csc: (x) => 1 / Math.sin(x), cot: (x) => 1 / Math.tan(x),
  asin: Math.asin, acos: Math.acos, atan: Math.atan,
  asec: (x) => Math.acos(1 / x), acsc: (x) => Math.asin(1 / x),
  acot: (x) => outside(x !== 0, Math.atan(1 / x)),
  atan2: (y, x) => outside(x !== 0 || y !== 0, Math.atan2(y + 0, x + 0)),
  sinc: (x) => (x === 0 ? 1 : Math.sin(x) / x),
  sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  sech: (x) => 1 / Math.cosh(x), csch: (x) => 1 / Math.sinh(x), coth: (x) => 1 / Math.tanh(x),
  asinh: Math.asinh, acosh: Math.acosh, atanh: (x) => outside(Math.abs(x) < 1, Math.atanh(x)),
  asech: (x) => outside(x > 0, Math.acosh(1 / x)), acsch: (x) => Math.asinh(1 / x),
  acoth: (x) => outside(Math.abs(x) > 1, Math.atanh(1 / x)),
  abs: Math.abs, sign: Math.sign, floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc,
  round: (x) => {
    const near = Math.round(x);
    return near - x === 0.5 && near % 2 !== 0 ? near - 1 : near;
  },
  frac: (x) => x - Math.floor(x), mod: (x, y) => outside(y !== 0, x - y * Math.floor(x / y)),
  min: Math.min, max: Math.max,
  clamp: (x, low, high) => outside(low <= high, Math.min(Math.max(x, low), high)),
  heaviside: (x) => (Number.isNaN(x) ? NaN : x > 0 ? 1 : x < 0 ? 0 : 0.5),
  erf, erfc, gamma, digamma,
  lgamma: (x) => outside(x > 0, lgamma(x)),
  beta: (a, b) => (gamma(a) * gamma(b)) / gamma(a + b),
  sigmoid, softplus,
  logit: (x) => outside(x > 0 && x < 1, Math.log(x / (1 - x))),
  relu: (x) => Math.max(x, 0), leaky_relu: (x, a) => (x > 0 ? x : a * x),
  elu: (x, a) => (x > 0 ? x : a * Math.expm1(x)),
  gelu: (x) => (x * erfc(-x / Math.SQRT2)) / 2,
  silu: (x) => x * sigmoid(x), mish: (x) => x * Math.tanh(softplus(x)),
  huber: (x, d) => outside(d >= 0, Math.abs(x) <= d ? (x * x) / 2 : d * (Math.abs(x) - d / 2)),
  logsumexp: (...list) => {
    const most = Math.max(...list);
    return most + Math.log(list.reduce((sum, x) => sum + Math.exp(x - most), 0));
  },
};

function power(a, n) {
  return a === 0 && n < 0 ? NaN : a ** n;
}
const known = (a, b, holds) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : holds ? 1 : 0);
const OPERATIONS = {
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b,
  "/": (a, b) => outside(b !== 0, a / b), neg: (a) => -a, pow: power,
  "<": (a, b) => known(a, b, a < b), "<=": (a, b) => known(a, b, a <= b),
  ">": (a, b) => known(a, b, a > b), ">=": (a, b) => known(a, b, a >= b),
  "==": (a, b) => known(a, b, a === b), "!=": (a, b) => known(a, b, a !== b),
  and: (...flags) => (flags.includes(0) ? 0 : flags.some(Number.isNaN) ? NaN : 1),
  or: (...flags) => (flags.includes(1) ? 1 : flags.some(Number.isNaN) ? NaN : 0),
  not: (flag) => 1 - flag,
  select: (flag, a, b) => (Number.isNaN(flag) ? NaN : flag ? a : b),
};

// The outputs of a program for columns of inputs, one for each.
function run(program, inputs, count) {
  const columns = [];
  for (const [name, ...operands] of program.steps) {
    const found = new Float64Array(count);
    if (name === "input") found.set(inputs[operands[0]]);
    else if (name === "number") found.fill(operands[0] ?? NaN);
    else {
      const apply = OPERATIONS[name] ?? FUNCTIONS[name];
      const [a, b] = operands.map((place) => columns[place]);
      if (operands.length === 1) for (let i = 0; i < count; i++) found[i] = apply(a[i]);
      else if (operands.length === 2) for (let i = 0; i < count; i++) found[i] = apply(a[i], b[i]);
      else for (let i = 0; i < count; i++) found[i] = apply(...operands.map((p) => columns[p][i]));
    }
    columns.push(found);
  }
  return program.outputs.map((place) => columns[place]);
}
