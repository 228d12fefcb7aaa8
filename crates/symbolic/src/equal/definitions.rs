//! Functions in terms of others: each row holds wherever its left side has a value.

use crate::functions::{Algebra, Function, Value};

macro_rules! helpers {
    ($($name:ident $Variant:ident;)*) => {$(
        fn $name<A: Algebra>(x: Value<A>) -> Value<A> {
            Value(A::call(Function::$Variant, &[x.0]))
        }
    )*};
}

helpers! {
    exp Exp;
    ln Ln;
    sin Sin;
    cos Cos;
    sinh Sinh;
    cosh Cosh;
    tanh Tanh;
    asin Asin;
    acos Acos;
    atan Atan;
    asinh Asinh;
    acosh Acosh;
    atanh Atanh;
    abs Abs;
    sign Sign;
    floor Floor;
    erf Erf;
    erfi Erfi;
    sigmoid Sigmoid;
    softplus Softplus;
    sqrt Sqrt;
}

fn max<A: Algebra>(a: Value<A>, b: Value<A>) -> Value<A> {
    Value(A::call(Function::Max, &[a.0, b.0]))
}

fn min<A: Algebra>(a: Value<A>, b: Value<A>) -> Value<A> {
    Value(A::call(Function::Min, &[a.0, b.0]))
}

fn pi<A: Algebra>(beside: Value<A>) -> Value<A> {
    Value(beside.0.pi())
}

macro_rules! definitions {
    ($($Variant:ident: $name:ident($($x:ident),+) = $body:expr;)*) => {
        /// The function of the arguments in terms of others, and the identity as text.
        pub(super) fn definition<A: Algebra>(
            function: Function,
            arguments: &[A],
        ) -> Option<(A, &'static str)> {
            match function {
                $(Function::$Variant => {
                    let &[$($x),+] = arguments else { return None };
                    $(let $x = Value($x);)+
                    let text = concat!(stringify!($name($($x),+)), " = ", stringify!($body));
                    Some(($body.0, text))
                })*
                _ => None,
            }
        }
    };
}

definitions! {
    Expm1: expm1(x) = (exp(x) - 1);
    Exp2: exp2(x) = x.number(2).to_the(x);
    Log1p: log1p(x) = ln(1 + x);
    Log2: log2(x) = (ln(x) / ln(x.number(2)));
    Log10: log10(x) = (ln(x) / ln(x.number(10)));
    Hypot: hypot(a, b) = sqrt(a.squared() + b.squared());

    Tan: tan(x) = (sin(x) / cos(x));
    Sec: sec(x) = (1 / cos(x));
    Csc: csc(x) = (1 / sin(x));
    Cot: cot(x) = (cos(x) / sin(x));
    Acos: acos(x) = (pi(x) / 2 - asin(x));
    Asec: asec(x) = acos(1 / x);
    Acsc: acsc(x) = asin(1 / x);
    Acot: acot(x) = atan(1 / x);

    Sinh: sinh(x) = ((exp(x) - exp(-x)) / 2);
    Cosh: cosh(x) = ((exp(x) + exp(-x)) / 2);
    Tanh: tanh(x) = (sinh(x) / cosh(x));
    Sech: sech(x) = (1 / cosh(x));
    Csch: csch(x) = (1 / sinh(x));
    Coth: coth(x) = (cosh(x) / sinh(x));
    Asinh: asinh(x) = ln(x + sqrt(x.squared() + 1));
    Acosh: acosh(x) = ln(x + sqrt(x - 1) * sqrt(x + 1));
    Atanh: atanh(x) = ((ln(1 + x) - ln(1 - x)) / 2);
    Asech: asech(x) = acosh(1 / x);
    Acsch: acsch(x) = asinh(1 / x);
    Acoth: acoth(x) = atanh(1 / x);

    Min: min(a, b) = ((a + b - abs(a - b)) / 2);
    Max: max(a, b) = ((a + b + abs(a - b)) / 2);
    Clamp: clamp(x, lo, hi) = max(lo, min(x, hi));
    Heaviside: heaviside(x) = ((1 + sign(x)) / 2);
    Frac: frac(x) = (x - floor(x));
    Mod: mod_(x, y) = (x - y * floor(x / y));

    Erfc: erfc(x) = (1 - erf(x));
    Erfcx: erfcx(x) = (exp(x.squared()) * (1 - erf(x)));
    Dawson: dawson(x) = (sqrt(pi(x)) / 2 * exp(-x.squared()) * erfi(x));

    Sigmoid: sigmoid(x) = (1 / (1 + exp(-x)));
    Logit: logit(x) = (ln(x) - ln(1 - x));
    Softplus: softplus(x) = ln(1 + exp(x));
    Relu: relu(x) = ((x + abs(x)) / 2);
    Gelu: gelu(x) = (x * (1 + erf(x / sqrt(x.number(2)))) / 2);
    Silu: silu(x) = (x * sigmoid(x));
    Mish: mish(x) = (x * tanh(softplus(x)));
}
