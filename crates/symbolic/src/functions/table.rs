//! The rows. Each reads as in a book of tables: the value `y` of the function, its derivatives in
//! its arguments (`y` may stand in them), where it has a value, where it is not differentiable and
//! what the rule says there, parity, LaTeX, and points at which the row is tested. The order of
//! the rows is that of factors in a product: a book writes sec(x)*tan(x).
//!
//! Sources: Abramowitz and Stegun 1964; Olver and others, NIST Digital Library of Mathematical
//! Functions (chapters 4, 6 to 8, 10, 13 to 16, 18, 19, 25); for the parameters of elliptic
//! integrals Byrd and Friedman 1971, section 710.

use super::algebra::{Entry, NoClosedForm, eq, gt, lt, when};
use super::{Algebra, Arity, Domain, Parity, Row, Value};
use Domain::{Everywhere, Where};

/// The operations of most functions and their gradients together, as of any arithmetic (Baur and
/// Strassen 1983); a row that takes more says so.
const COST: usize = 5;

/// How many arguments a row takes: as many as it names, or any number of the one that it names.
macro_rules! arity {
    (each $($x:ident),+) => { Arity::AtLeast(1) };
    ($($x:ident),+) => { Arity::Exactly([$(stringify!($x)),+].len()) };
}

/// One entry of the derivative column.
macro_rules! derivative {
    (each $i:ident, $arguments:ident, $beside:ident, [$x:ident], [$d:expr]) => {{
        let $x = Value(*$arguments.get($i)?);
        ($d).entry($beside)
    }};
    ($i:ident, $arguments:ident, $beside:ident, [$($x:ident),+], [$($d:expr),+]) => {{
        let &[$($x),+] = $arguments else { return None };
        $(let $x = Value($x);)+
        let _ = ($($x),+);
        let rules: &[&dyn Fn() -> Option<A>] = &[$(&|| ($d).entry($beside)),+];
        rules.get($i)?()
    }};
}

macro_rules! functions {
    ($(
        $(#[doc = $summary:literal])*
        $Variant:ident: $y:ident = $name:ident($($x:ident),+) $($each:ident)?,
        d = [$($d:expr),+],
        domain = $domain:expr,
        $(kinks = $kinks:literal,)?
        $(parity = $parity:ident,)?
        $(also = [$($alias:literal),*],)?
        $(cost = $cost:literal,)?
        tex = $tex:literal,
        at = [$($sample:expr),+];
    )*) => {
        /// A function of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Function {
            $($(#[doc = $summary])* $Variant,)*
        }

        impl Function {
            /// All functions, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),*];

            /// The row of this function.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Self::$Variant => {
                        const NAME: &str = match stringify!($name).as_bytes() {
                            [b'r', b'#', ..] => "mod",
                            _ => stringify!($name),
                        };
                        const ROW: Row = Row {
                            name: NAME,
                            aliases: &[$($($alias),*)?],
                            summary: concat!($($summary),*),
                            arguments: &[$(stringify!($x)),+],
                            arity: arity!($($each)? $($x),+),
                            rules: &[$(stringify!($d)),+],
                            domain: $domain,
                            kinks: concat!($($kinks)?),
                            parity: [$(Parity::$parity,)? Parity::None][0],
                            cost: [$($cost,)? COST][0],
                            latex: $tex,
                            samples: &[$(&$sample),+],
                        };
                        &ROW
                    })*
                }
            }

            /// The derivative in argument `i`, given the value `y` and the arguments. `None` where
            /// there is no closed form, or no such argument.
            pub fn partial<A: Algebra>(self, i: usize, y: A, arguments: &[A]) -> Option<A> {
                let beside = Value(y);
                match self {
                    $(Self::$Variant => {
                        let $y = Value(y);
                        let _ = $y;
                        derivative!($($each)? i, arguments, beside, [$($x),+], [$($d),+])
                    })*
                }
            }
        }

        $(#[allow(dead_code, non_snake_case, missing_docs)]
        fn $name<A: Algebra>($($x: Value<A>),+) -> Value<A> {
            Value(A::call(Function::$Variant, &[$($x.0),+]))
        })*
    };
}

/// π in the context of a value.
fn pi<A: Algebra>(beside: Value<A>) -> Value<A> {
    Value(beside.0.pi())
}

/// √(1 - m sin²φ), the root in the elliptic integrals.
fn delta<A: Algebra>(phi: Value<A>, m: Value<A>) -> Value<A> {
    sqrt(1 - m * sin(phi).squared())
}

functions! {
    // ── exponential ──
    /// e to the power x
    Exp: y = exp(x), d = [y], domain = Everywhere, tex = "e^{#1}", at = [[-2.0], [0.4], [1.7]];
    /// e^x - 1, exact near 0
    Expm1: y = expm1(x), d = [exp(x)], domain = Everywhere, tex = r"\operatorname{expm1}", at = [[-2.0], [1e-3], [1.7]];
    /// 2 to the power x
    Exp2: y = exp2(x), d = [ln(x.number(2)) * y], domain = Everywhere, tex = "2^{#1}", at = [[-2.0], [0.4], [1.7]];
    /// natural logarithm
    Ln: y = ln(x), d = [1 / x], domain = Where("x > 0"), also = ["log"], tex = r"\ln", at = [[0.1], [1.3], [7.0]];
    /// ln(1 + x), exact near 0
    Log1p: y = log1p(x), d = [1 / (1 + x)], domain = Where("x > -1"), tex = r"\operatorname{log1p}", at = [[-0.7], [1e-3], [7.0]];
    /// logarithm to base 2
    Log2: y = log2(x), d = [1 / (x * ln(x.number(2)))], domain = Where("x > 0"), also = ["log_2"], tex = r"\log_{2}", at = [[0.1], [1.3], [7.0]];
    /// logarithm to base 10
    Log10: y = log10(x), d = [1 / (x * ln(x.number(10)))], domain = Where("x > 0"), also = ["log_10"], tex = r"\log_{10}", at = [[0.1], [1.3], [7.0]];

    // ── roots ──
    /// square root
    Sqrt: y = sqrt(x), d = [1 / (2 * y)], domain = Where("x >= 0"), kinks = "vertical at x = 0", tex = r"\sqrt{#1}", at = [[0.1], [1.3], [7.0]];
    /// real cube root, of negative numbers too
    Cbrt: y = cbrt(x), d = [1 / (3 * y.squared())], domain = Everywhere, kinks = "vertical at x = 0", parity = Odd, tex = r"\sqrt[3]{#1}", at = [[-2.0], [0.1], [7.0]];
    /// length of the vector (a, b)
    Hypot: y = hypot(a, b), d = [a / y, b / y], domain = Everywhere, kinks = "a = b = 0", parity = Even, cost = 6, tex = r"\operatorname{hypot}", at = [[3.0, 4.0], [-1.0, 0.5]];

    // ── trigonometric ──
    /// sine
    Sin: y = sin(x), d = [cos(x)], domain = Everywhere, parity = Odd, tex = r"\sin", at = [[-3.0], [0.4], [2.0]];
    /// cosine
    Cos: y = cos(x), d = [-sin(x)], domain = Everywhere, parity = Even, tex = r"\cos", at = [[-3.0], [0.4], [2.0]];
    /// secant, 1/cos(x)
    Sec: y = sec(x), d = [y * tan(x)], domain = Where("cos(x) != 0"), parity = Even, tex = r"\sec", at = [[-1.2], [0.4], [2.3]];
    /// cosecant, 1/sin(x)
    Csc: y = csc(x), d = [-y * cot(x)], domain = Where("sin(x) != 0"), parity = Odd, tex = r"\csc", at = [[-1.2], [0.4], [2.3]];
    /// tangent
    Tan: y = tan(x), d = [sec(x).squared()], domain = Where("cos(x) != 0"), parity = Odd, tex = r"\tan", at = [[-1.2], [0.4], [2.3]];
    /// cotangent, cos(x)/sin(x)
    Cot: y = cot(x), d = [-csc(x).squared()], domain = Where("sin(x) != 0"), parity = Odd, tex = r"\cot", at = [[-1.2], [0.4], [2.3]];
    /// arc sine
    Asin: y = asin(x), d = [1 / sqrt(1 - x.squared())], domain = Where("-1 <= x <= 1"), kinks = "vertical at x = -1 and x = 1", parity = Odd, also = ["arcsin"], cost = 6, tex = r"\arcsin", at = [[-0.9], [0.4]];
    /// arc cosine
    Acos: y = acos(x), d = [-1 / sqrt(1 - x.squared())], domain = Where("-1 <= x <= 1"), kinks = "vertical at x = -1 and x = 1", also = ["arccos"], cost = 7, tex = r"\arccos", at = [[-0.9], [0.4]];
    /// arc tangent
    Atan: y = atan(x), d = [1 / (1 + x.squared())], domain = Everywhere, parity = Odd, also = ["arctan"], tex = r"\arctan", at = [[-9.0], [0.4]];
    /// arc secant, acos(1/x)
    Asec: y = asec(x), d = [1 / (abs(x) * sqrt(x.squared() - 1))], domain = Where("abs(x) >= 1"), kinks = "vertical at x = -1 and x = 1", also = ["arcsec"], cost = 8, tex = r"\operatorname{arcsec}", at = [[-1.9], [1.4]];
    /// arc cosecant, asin(1/x)
    Acsc: y = acsc(x), d = [-1 / (abs(x) * sqrt(x.squared() - 1))], domain = Where("abs(x) >= 1"), kinks = "vertical at x = -1 and x = 1", parity = Odd, also = ["arccsc"], cost = 9, tex = r"\operatorname{arccsc}", at = [[-1.9], [1.4]];
    /// arc cotangent, atan(1/x)
    Acot: y = acot(x), d = [-1 / (1 + x.squared())], domain = Where("x != 0"), parity = Odd, also = ["arccot"], cost = 6, tex = r"\operatorname{arccot}", at = [[-0.9], [0.4]];
    /// angle of the point (x, y), from -pi to pi
    Atan2: angle = atan2(y, x), d = [x / (x.squared() + y.squared()), -y / (x.squared() + y.squared())], domain = Where("x != 0 or y != 0"), kinks = "jump at y = 0, x < 0", also = ["arctan2"], cost = 10, tex = r"\operatorname{atan2}", at = [[1.0, 0.2], [1.0, -2.0], [-1.0, 0.5]];
    /// sin(x)/x, and 1 at 0
    Sinc: y = sinc(x), d = [when(eq(x, 0), x.to_the(3) / 30 - x / 3, (cos(x) - y) / x)], domain = Everywhere, parity = Even, cost = 13, tex = r"\operatorname{sinc}", at = [[-3.0], [0.4], [2.0]];

    // ── hyperbolic ──
    /// hyperbolic sine
    Sinh: y = sinh(x), d = [cosh(x)], domain = Everywhere, parity = Odd, tex = r"\sinh", at = [[-2.0], [0.4]];
    /// hyperbolic cosine
    Cosh: y = cosh(x), d = [sinh(x)], domain = Everywhere, parity = Even, tex = r"\cosh", at = [[-2.0], [0.4]];
    /// hyperbolic secant, 1/cosh(x)
    Sech: y = sech(x), d = [-y * tanh(x)], domain = Everywhere, parity = Even, tex = r"\operatorname{sech}", at = [[-2.0], [0.4]];
    /// hyperbolic cosecant, 1/sinh(x)
    Csch: y = csch(x), d = [-y * coth(x)], domain = Where("x != 0"), parity = Odd, tex = r"\operatorname{csch}", at = [[-2.0], [0.4]];
    /// hyperbolic tangent
    Tanh: y = tanh(x), d = [sech(x).squared()], domain = Everywhere, parity = Odd, tex = r"\tanh", at = [[-2.0], [0.4]];
    /// hyperbolic cotangent, cosh(x)/sinh(x)
    Coth: y = coth(x), d = [-csch(x).squared()], domain = Where("x != 0"), parity = Odd, tex = r"\coth", at = [[-2.0], [0.4]];
    /// inverse hyperbolic sine
    Asinh: y = asinh(x), d = [1 / sqrt(x.squared() + 1)], domain = Everywhere, parity = Odd, also = ["arsinh", "arcsinh"], tex = r"\operatorname{arsinh}", at = [[-2.0], [0.4]];
    /// inverse hyperbolic cosine
    Acosh: y = acosh(x), d = [1 / sqrt(x.squared() - 1)], domain = Where("x >= 1"), kinks = "vertical at x = 1", also = ["arcosh", "arccosh"], tex = r"\operatorname{arcosh}", at = [[1.2], [4.0]];
    /// inverse hyperbolic tangent
    Atanh: y = atanh(x), d = [1 / (1 - x.squared())], domain = Where("-1 < x < 1"), parity = Odd, also = ["artanh", "arctanh"], cost = 6, tex = r"\operatorname{artanh}", at = [[-0.8], [0.4]];
    /// inverse hyperbolic secant, acosh(1/x)
    Asech: y = asech(x), d = [-1 / (x * sqrt(1 - x.squared()))], domain = Where("0 < x <= 1"), kinks = "vertical at x = 1", also = ["arsech", "arcsech"], cost = 9, tex = r"\operatorname{arsech}", at = [[0.2], [0.8]];
    /// inverse hyperbolic cosecant, asinh(1/x)
    Acsch: y = acsch(x), d = [-1 / (abs(x) * sqrt(1 + x.squared()))], domain = Where("x != 0"), parity = Odd, also = ["arcsch", "arccsch"], cost = 9, tex = r"\operatorname{arcsch}", at = [[-2.0], [0.4]];
    /// inverse hyperbolic cotangent, atanh(1/x)
    Acoth: y = acoth(x), d = [1 / (1 - x.squared())], domain = Where("abs(x) > 1"), parity = Odd, also = ["arcoth", "arccoth"], cost = 6, tex = r"\operatorname{arcoth}", at = [[-2.0], [1.4]];

    // ── piecewise ──
    /// absolute value
    Abs: y = abs(x), d = [sign(x)], domain = Everywhere, kinks = "x = 0, where the rule gives 0", parity = Even, tex = r"\left|#1\right|", at = [[-2.0], [7.0]];
    /// -1, 0 or 1
    Sign: y = sign(x), d = [0], domain = Everywhere, kinks = "jump at x = 0, where the rule gives 0", parity = Odd, also = ["sgn", "signum"], tex = r"\operatorname{sgn}", at = [[-2.0], [7.0]];
    /// greatest integer not above x
    Floor: y = floor(x), d = [0], domain = Everywhere, kinks = "jumps at integers, where the rule gives 0", tex = r"\left\lfloor #1\right\rfloor", at = [[-2.3], [7.4]];
    /// least integer not below x
    Ceil: y = ceil(x), d = [0], domain = Everywhere, kinks = "jumps at integers, where the rule gives 0", also = ["ceiling"], tex = r"\left\lceil #1\right\rceil", at = [[-2.3], [7.4]];
    /// nearest integer, halves to even
    Round: y = round(x), d = [0], domain = Everywhere, kinks = "jumps at x - 1/2 integer, where the rule gives 0", parity = Odd, tex = r"\operatorname{round}", at = [[-2.3], [7.4]];
    /// integer part, towards 0
    Trunc: y = trunc(x), d = [0], domain = Everywhere, kinks = "jumps at integers other than 0, where the rule gives 0", parity = Odd, tex = r"\operatorname{trunc}", at = [[-2.3], [7.4]];
    /// fractional part, x - floor(x)
    Frac: y = frac(x), d = [1], domain = Everywhere, kinks = "jumps at integers, where the rule gives 1", tex = r"\operatorname{frac}", at = [[-2.3], [7.4]];
    /// remainder x - y*floor(x/y), of the sign of y
    Mod: r = r#mod(x, y), d = [1, -floor(x / y)], domain = Where("y != 0"), kinks = "jumps at x/y integer", cost = 7, tex = r"#1\bmod #2", at = [[7.3, 2.0], [-7.3, 2.5], [7.3, -2.0]];
    /// the smaller
    Min: y = min(a, b), d = [heaviside(b - a), heaviside(a - b)], domain = Everywhere, kinks = "a = b, where the rule gives each one half", cost = 10, tex = r"\min", at = [[1.0, 2.0], [3.0, -2.0]];
    /// the greater
    Max: y = max(a, b), d = [heaviside(a - b), heaviside(b - a)], domain = Everywhere, kinks = "a = b, where the rule gives each one half", cost = 10, tex = r"\max", at = [[1.0, 2.0], [3.0, -2.0]];
    /// x, but at least lo and at most hi
    Clamp: y = clamp(x, lo, hi), d = [when(gt(x, lo), when(lt(x, hi), 1, 0), 0), when(lt(x, lo), 1, 0), when(gt(x, hi), 1, 0)], domain = Where("lo <= hi"), kinks = "x = lo and x = hi, where the rule gives 0", cost = 14, tex = r"\operatorname{clamp}", at = [[0.5, 0.0, 1.0], [-0.5, 0.0, 1.0], [1.5, 0.0, 1.0]];
    /// 0 below 0, 1 above, 1/2 at 0
    Heaviside: y = heaviside(x), d = [0], domain = Everywhere, kinks = "jump at x = 0, where the rule gives 0", tex = r"\operatorname{H}", at = [[-2.0], [7.0]];

    // ── error function and relatives ──
    /// error function
    Erf: y = erf(x), d = [2 / sqrt(pi(x)) * exp(-x.squared())], domain = Everywhere, parity = Odd, cost = 8, tex = r"\operatorname{erf}", at = [[-1.2], [0.4]];
    /// complementary error function, 1 - erf(x)
    Erfc: y = erfc(x), d = [-2 / sqrt(pi(x)) * exp(-x.squared())], domain = Everywhere, cost = 8, tex = r"\operatorname{erfc}", at = [[-1.2], [0.4], [3.0]];
    /// imaginary error function, -i erf(ix)
    Erfi: y = erfi(x), d = [2 / sqrt(pi(x)) * exp(x.squared())], domain = Everywhere, parity = Odd, cost = 7, tex = r"\operatorname{erfi}", at = [[-1.2], [0.4]];
    /// scaled complementary error function, exp(x^2)*erfc(x)
    Erfcx: y = erfcx(x), d = [2 * x * y - 2 / sqrt(pi(x))], domain = Everywhere, cost = 7, tex = r"\operatorname{erfcx}", at = [[-1.2], [0.4], [3.0]];
    /// Dawson's integral
    Dawson: y = dawson(x), d = [1 - 2 * x * y], domain = Everywhere, parity = Odd, cost = 6, tex = r"\operatorname{F}", at = [[-1.2], [0.4]];
    /// Fresnel integral of sin(pi*t^2/2)
    FresnelS: y = fresnels(x), d = [sin(pi(x) * x.squared() / 2)], domain = Everywhere, parity = Odd, cost = 6, tex = r"\operatorname{S}", at = [[-1.2], [0.4]];
    /// Fresnel integral of cos(pi*t^2/2)
    FresnelC: y = fresnelc(x), d = [cos(pi(x) * x.squared() / 2)], domain = Everywhere, parity = Odd, cost = 6, tex = r"\operatorname{C}", at = [[-1.2], [0.4]];

    // ── gamma function and relatives ──
    /// gamma function
    Gamma: y = gamma(x), d = [y * digamma(x)], domain = Where("x is not 0, -1, -2, …"), also = ["Γ"], tex = r"\Gamma", at = [[-1.4], [0.4], [4.5]];
    /// logarithm of the gamma function where that is real
    LogGamma: y = lgamma(x), d = [digamma(x)], domain = Where("x > 0"), also = ["loggamma", "lngamma", "gammaln"], tex = r"\ln\Gamma", at = [[0.4], [4.5]];
    /// digamma function, the derivative of lgamma
    Digamma: y = digamma(x), d = [polygamma(x.number(1), x)], domain = Where("x is not 0, -1, -2, …"), also = ["psi"], tex = r"\psi", at = [[-1.4], [0.4], [4.5]];
    /// polygamma function: n-th derivative of digamma
    Polygamma: y = polygamma(n, x), d = [NoClosedForm, polygamma(n + 1, x)], domain = Where("n is 0, 1, 2, … and x is not 0, -1, -2, …"), cost = 7, tex = r"\psi^{(#1)}", at = [[1.0, 0.4], [2.0, 4.5]];
    /// beta function
    Beta: y = beta(a, b), d = [y * (digamma(a) - digamma(a + b)), y * (digamma(b) - digamma(a + b))], domain = Where("a, b not 0, -1, -2, …"), cost = 12, tex = r"\operatorname{B}", at = [[0.4, 1.5], [2.5, 3.0]];
    /// upper incomplete gamma function
    UpperGamma: y = uppergamma(a, x), d = [NoClosedForm, -x.to_the(a - 1) * exp(-x)], domain = Where("x > 0, or x = 0 and a > 0, or a is 1, 2, 3, …"), kinks = "vertical at x = 0 where 0 < a < 1", cost = 11, tex = r"\Gamma", at = [[0.5, 1.2], [-1.5, 0.7], [3.0, 2.0]];
    /// lower incomplete gamma function
    LowerGamma: y = lowergamma(a, x), d = [NoClosedForm, x.to_the(a - 1) * exp(-x)], domain = Where("x > 0 and a is not 0, -1, -2, …, or x = 0 and a > 0, or a is 1, 2, 3, …"), kinks = "vertical at x = 0 where 0 < a < 1", cost = 10, tex = r"\gamma", at = [[0.5, 1.2], [3.0, 2.0]];

    // ── exponential integrals ──
    /// exponential integral, principal value
    Ei: y = Ei(x), d = [exp(x) / x], domain = Where("x != 0"), tex = r"\operatorname{Ei}", at = [[-1.2], [0.4], [3.0]];
    /// generalised exponential integral
    Expint: y = expint(n, x), d = [NoClosedForm, -expint(n - 1, x)], domain = Where("x > 0, or x = 0 and n > 1, or x != 0 and n is 0, -1, -2, …"), kinks = "vertical at x = 0 where 1 < n <= 2", cost = 8, tex = r"E_{#1}", at = [[1.0, 0.4], [2.0, 1.2], [3.0, 3.0]];
    /// logarithmic integral
    Li: y = li(x), d = [1 / ln(x)], domain = Where("x >= 0 and x != 1"), tex = r"\operatorname{li}", at = [[0.4], [3.0]];
    /// sine integral
    Si: y = Si(x), d = [sinc(x)], domain = Everywhere, parity = Odd, tex = r"\operatorname{Si}", at = [[-1.2], [0.4], [9.0]];
    /// cosine integral
    Ci: y = Ci(x), d = [cos(x) / x], domain = Where("x > 0"), tex = r"\operatorname{Ci}", at = [[0.4], [9.0]];
    /// hyperbolic sine integral
    Shi: y = Shi(x), d = [sinh(x) / x], domain = Everywhere, parity = Odd, tex = r"\operatorname{Shi}", at = [[-1.2], [0.4]];
    /// hyperbolic cosine integral
    Chi: y = Chi(x), d = [cosh(x) / x], domain = Where("x > 0"), tex = r"\operatorname{Chi}", at = [[0.4], [2.0]];

    // ── Bessel, Airy, Lambert ──
    /// Bessel function of the first kind
    BesselJ: y = besselj(n, x), d = [NoClosedForm, (besselj(n - 1, x) - besselj(n + 1, x)) / 2], domain = Where("x > 0, or x = 0 and n >= 0, or n integer"), kinks = "vertical at x = 0 where 0 < n < 1", cost = 12, tex = r"J_{#1}", at = [[0.0, 0.4], [1.0, 3.0], [2.5, 1.2]];
    /// Bessel function of the second kind
    BesselY: y = bessely(n, x), d = [NoClosedForm, (bessely(n - 1, x) - bessely(n + 1, x)) / 2], domain = Where("x > 0"), cost = 12, tex = r"Y_{#1}", at = [[0.0, 0.4], [1.0, 3.0], [2.5, 1.2]];
    /// modified Bessel function of the first kind
    BesselI: y = besseli(n, x), d = [NoClosedForm, (besseli(n - 1, x) + besseli(n + 1, x)) / 2], domain = Where("x > 0, or x = 0 and n >= 0, or n integer"), kinks = "vertical at x = 0 where 0 < n < 1", cost = 11, tex = r"I_{#1}", at = [[0.0, 0.4], [1.0, 3.0], [2.5, 1.2]];
    /// modified Bessel function of the second kind
    BesselK: y = besselk(n, x), d = [NoClosedForm, -(besselk(n - 1, x) + besselk(n + 1, x)) / 2], domain = Where("x > 0"), cost = 12, tex = r"K_{#1}", at = [[0.0, 0.4], [1.0, 3.0], [2.5, 1.2]];
    /// Airy function Ai
    AiryAi: y = airyai(x), d = [airyaiprime(x)], domain = Everywhere, tex = r"\operatorname{Ai}", at = [[-3.0], [0.4]];
    /// Airy function Bi
    AiryBi: y = airybi(x), d = [airybiprime(x)], domain = Everywhere, tex = r"\operatorname{Bi}", at = [[-3.0], [0.4]];
    /// derivative of the Airy function Ai
    AiryAiPrime: y = airyaiprime(x), d = [x * airyai(x)], domain = Everywhere, tex = r"\operatorname{Ai}'", at = [[-3.0], [0.4]];
    /// derivative of the Airy function Bi
    AiryBiPrime: y = airybiprime(x), d = [x * airybi(x)], domain = Everywhere, tex = r"\operatorname{Bi}'", at = [[-3.0], [0.4]];
    /// Lambert's W, the principal branch of the inverse of w*exp(w)
    LambertW: y = lambertw(x), d = [exp(-y) / (1 + y)], domain = Where("x >= -1/e"), kinks = "vertical at x = -1/e", also = ["LambertW", "lambert_w"], cost = 7, tex = r"\operatorname{W}", at = [[-0.3], [0.4], [5.0]];

    // ── elliptic integrals, of the parameter m = k² ──
    /// complete elliptic integral of the first kind
    EllipticK: y = elliptic_k(m), d = [(elliptic_ec(m) - (1 - m) * y) / (2 * m * (1 - m))], domain = Where("m < 1"), cost = 12, tex = "K", at = [[-1.5], [0.4], [0.9]];
    /// complete elliptic integral of the second kind
    EllipticEc: y = elliptic_ec(m), d = [(y - elliptic_k(m)) / (2 * m)], domain = Where("m <= 1"), cost = 8, tex = "E", at = [[-1.5], [0.4], [0.9]];
    /// elliptic integral of the first kind
    EllipticF: y = elliptic_f(phi, m), d = [1 / delta(phi, m), elliptic_e(phi, m) / (2 * m * (1 - m)) - y / (2 * m) - sin(2 * phi) / (4 * (1 - m) * delta(phi, m))], domain = Where("m*sin(phi)^2 < 1 and (m < 1 or abs(phi) < pi/2)"), cost = 30, tex = "F", at = [[0.7, 0.4], [-2.5, -1.5], [0.3, 1.5]];
    /// elliptic integral of the second kind
    EllipticE: y = elliptic_e(phi, m), d = [delta(phi, m), (y - elliptic_f(phi, m)) / (2 * m)], domain = Where("m*sin(phi)^2 <= 1 and (m <= 1 or abs(phi) < pi/2)"), cost = 16, tex = "E", at = [[0.7, 0.4], [-2.5, -1.5], [0.3, 1.5]];
    /// elliptic integral of the third kind
    EllipticPi: y = elliptic_pi(n, phi, m), d = [
        (elliptic_e(phi, m) + (m - n) / n * elliptic_f(phi, m) + (n.squared() - m) / n * y - n * delta(phi, m) * sin(2 * phi) / (2 * (1 - n * sin(phi).squared()))) / (2 * (m - n) * (n - 1)),
        1 / ((1 - n * sin(phi).squared()) * delta(phi, m)),
        (elliptic_e(phi, m) / (m - 1) + y - m * sin(2 * phi) / (2 * (m - 1) * delta(phi, m))) / (2 * (n - m))
    ], domain = Where("n*sin(phi)^2 < 1 and m*sin(phi)^2 < 1 and (n < 1 and m < 1 or abs(phi) < pi/2)"), cost = 60, tex = r"\Pi", at = [[0.3, 0.7, 0.4], [-1.2, 1.1, -0.5], [0.6, -0.4, 0.9]];
    /// complete elliptic integral of the third kind
    EllipticPic: y = elliptic_pic(n, m), d = [(elliptic_ec(m) + (m - n) / n * elliptic_k(m) + (n.squared() - m) / n * y) / (2 * (m - n) * (n - 1)), (elliptic_ec(m) / (m - 1) + y) / (2 * (n - m))], domain = Where("n < 1 and m < 1"), cost = 31, tex = r"\Pi", at = [[0.3, 0.4], [-1.2, -0.5]];

    // ── zeta, polylogarithm, hypergeometric ──
    /// Riemann's zeta function
    Zeta: y = zeta(s), d = [NoClosedForm], domain = Where("s != 1"), tex = r"\zeta", at = [[-1.5], [0.4], [3.0]];
    /// Hurwitz's zeta function
    HurwitzZeta: y = hurwitz_zeta(s, a), d = [NoClosedForm, -s * hurwitz_zeta(s + 1, a)], domain = Where("s != 1 and a > 0, or s integer but 1 and a not 0, -1, -2, …"), cost = 9, tex = r"\zeta", at = [[2.5, 0.4], [3.0, 2.0]];
    /// polylogarithm
    Polylog: y = polylog(s, x), d = [NoClosedForm, polylog(s - 1, x) / x], domain = Where("x <= 1, and x < 1 where s <= 1"), kinks = "vertical at x = 1 where s <= 2", cost = 9, tex = r"\operatorname{Li}_{#1}", at = [[2.0, 0.4], [3.0, -2.0], [1.5, 0.7]];
    /// confluent hypergeometric function of Kummer
    Hyp1F1: y = hyp1f1(a, b, x), d = [NoClosedForm, NoClosedForm, a / b * hyp1f1(a + 1, b + 1, x)], domain = Where("b is not 0, -1, -2, … or the series ends before"), cost = 14, tex = r"{}_1F_1", at = [[0.5, 1.5, 0.7], [2.0, 0.5, -1.2]];
    /// hypergeometric function of Gauss
    Hyp2F1: y = hyp2f1(a, b, c, x), d = [NoClosedForm, NoClosedForm, NoClosedForm, a * b / c * hyp2f1(a + 1, b + 1, c + 1, x)], domain = Where("x < 1, or x = 1 and c > a + b, or it is a polynomial or rational, and c is not 0, -1, -2, … or the series ends before"), kinks = "vertical at x = 1 where 0 < c - a - b <= 1", cost = 19, tex = r"{}_2F_1", at = [[0.5, 1.5, 2.5, 0.7], [1.0, 0.3, 1.3, -1.2]];
    /// confluent hypergeometric limit function
    Hyp0F1: y = hyp0f1(b, x), d = [NoClosedForm, hyp0f1(b + 1, x) / b], domain = Where("b is not 0, -1, -2, …"), cost = 9, tex = r"{}_0F_1", at = [[1.5, 0.7], [0.5, -3.2]];
    /// generalised hypergeometric function 1F2
    Hyp1F2: y = hyp1f2(a, b1, b2, x), d = [NoClosedForm, NoClosedForm, NoClosedForm, a / (b1 * b2) * hyp1f2(a + 1, b1 + 1, b2 + 1, x)], domain = Where("b1, b2 are not 0, -1, -2, … or the series ends before"), cost = 19, tex = r"{}_1F_2", at = [[0.5, 1.5, 0.7, 0.6], [2.0, 0.5, 1.2, -3.0]];
    /// generalised hypergeometric function 2F2
    Hyp2F2: y = hyp2f2(a1, a2, b1, b2, x), d = [NoClosedForm, NoClosedForm, NoClosedForm, NoClosedForm, a1 * a2 / (b1 * b2) * hyp2f2(a1 + 1, a2 + 1, b1 + 1, b2 + 1, x)], domain = Where("b1, b2 are not 0, -1, -2, … or the series ends before"), cost = 24, tex = r"{}_2F_2", at = [[0.5, 1.0, 1.5, 2.0, 0.7], [1.0, 1.3, 2.0, 0.4, -3.2]];
    /// generalised hypergeometric function 2F3
    Hyp2F3: y = hyp2f3(a1, a2, b1, b2, b3, x), d = [NoClosedForm, NoClosedForm, NoClosedForm, NoClosedForm, NoClosedForm, a1 * a2 / (b1 * b2 * b3) * hyp2f3(a1 + 1, a2 + 1, b1 + 1, b2 + 1, b3 + 1, x)], domain = Where("b1, b2, b3 are not 0, -1, -2, … or the series ends before"), cost = 29, tex = r"{}_2F_3", at = [[0.5, 1.0, 1.5, 2.0, 0.7, 0.9], [1.0, 1.3, 2.0, 0.4, 1.5, -3.2]];
    /// generalised hypergeometric function 3F2
    Hyp3F2: y = hyp3f2(a1, a2, a3, b1, b2, x), d = [NoClosedForm, NoClosedForm, NoClosedForm, NoClosedForm, NoClosedForm, a1 * a2 * a3 / (b1 * b2) * hyp3f2(a1 + 1, a2 + 1, a3 + 1, b1 + 1, b2 + 1, x)], domain = Where("x < 1 or the series ends, and b1, b2 are not 0, -1, -2, … or it ends before"), cost = 29, tex = r"{}_3F_2", at = [[0.5, 1.0, 0.3, 1.5, 2.0, 0.7], [1.0, 1.3, 0.4, 2.0, 0.5, -1.2]];
    /// hypergeometric function of two variables of Appell, the first
    AppellF1: z = appellf1(a, b1, b2, c, x, y), d = [NoClosedForm, NoClosedForm, NoClosedForm, NoClosedForm, a * b1 / c * appellf1(a + 1, b1 + 1, b2, c + 1, x, y), a * b2 / c * appellf1(a + 1, b1, b2 + 1, c + 1, x, y)], domain = Where("x < 1 and y < 1"), cost = 29, tex = "F_1", at = [[0.5, 1.0, 0.5, 1.5, 0.3, -0.4], [1.0, 0.5, 1.5, 2.5, 0.2, 0.5]];

    // ── orthogonal polynomials ──
    /// Legendre polynomial
    Legendre: y = legendre(n, x), d = [NoClosedForm, n * (x * y - legendre(n - 1, x)) / (x.squared() - 1)], domain = Where("n integer or x > -1"), cost = 15, tex = r"P_{#1}", at = [[3.0, 0.4], [2.0, -1.5]];
    /// Hermite polynomial of the physicists
    Hermite: y = hermite(n, x), d = [NoClosedForm, 2 * n * hermite(n - 1, x)], domain = Where("n is 0, 1, 2, …"), cost = 9, tex = r"H_{#1}", at = [[3.0, 0.4], [2.0, -1.5]];
    /// Laguerre polynomial
    Laguerre: y = laguerre(n, x), d = [NoClosedForm, n * (y - laguerre(n - 1, x)) / x], domain = Where("n is 0, 1, 2, …"), cost = 12, tex = r"L_{#1}", at = [[3.0, 0.4], [2.0, -1.5]];
    /// Chebyshev polynomial of the first kind
    ChebyshevT: y = chebyshev_t(n, x), d = [NoClosedForm, n * chebyshev_u(n - 1, x)], domain = Where("n integer or x >= -1"), kinks = "vertical at x = -1 unless n is an integer", cost = 8, tex = r"T_{#1}", at = [[3.0, 0.4], [2.0, -1.5]];
    /// Chebyshev polynomial of the second kind
    ChebyshevU: y = chebyshev_u(n, x), d = [NoClosedForm, ((n + 1) * chebyshev_t(n + 1, x) - x * y) / (x.squared() - 1)], domain = Where("n integer or x > -1"), cost = 15, tex = r"U_{#1}", at = [[3.0, 0.4], [2.0, -1.5]];

    // ── machine learning ──
    /// logistic function, 1/(1 + exp(-x))
    Sigmoid: y = sigmoid(x), d = [y * sigmoid(-x)], domain = Everywhere, also = ["logistic", "expit"], tex = r"\sigma", at = [[-2.0], [0.4], [5.0]];
    /// inverse of the logistic function, ln(x/(1 - x))
    Logit: y = logit(x), d = [1 / (x * (1 - x))], domain = Where("0 < x < 1"), cost = 6, tex = r"\operatorname{logit}", at = [[0.1], [0.6]];
    /// ln(1 + exp(x))
    Softplus: y = softplus(x), d = [sigmoid(x)], domain = Everywhere, tex = r"\operatorname{softplus}", at = [[-2.0], [0.4], [30.0]];
    /// max(0, x)
    Relu: y = relu(x), d = [when(gt(x, 0), 1, 0)], domain = Everywhere, kinks = "x = 0, where the rule gives 0", tex = r"\operatorname{relu}", at = [[-2.0], [0.4]];
    /// x above 0, a*x elsewhere
    LeakyRelu: y = leaky_relu(x, a), d = [when(gt(x, 0), 1, a), when(gt(x, 0), 0, x)], domain = Everywhere, kinks = "x = 0, where the rule gives a", cost = 7, tex = r"\operatorname{leakyrelu}", at = [[-2.0, 0.1], [0.4, 0.1]];
    /// x above 0, a*(exp(x) - 1) elsewhere
    Elu: y = elu(x, a), d = [when(gt(x, 0), 1, a * exp(x)), when(gt(x, 0), 0, expm1(x))], domain = Everywhere, kinks = "x = 0 unless a = 1, where the rule gives a", cost = 10, tex = r"\operatorname{elu}", at = [[-2.0, 0.7], [0.4, 0.7]];
    /// x times the normal distribution function of x
    Gelu: y = gelu(x), d = [(1 + erf(x / sqrt(x.number(2)))) / 2 + x * exp(-x.squared() / 2) / sqrt(2 * pi(x))], domain = Everywhere, cost = 16, tex = r"\operatorname{gelu}", at = [[-2.0], [0.4]];
    /// x*sigmoid(x)
    Silu: y = silu(x), d = [sigmoid(x) * (1 + x * sigmoid(-x))], domain = Everywhere, also = ["swish"], cost = 8, tex = r"\operatorname{silu}", at = [[-2.0], [0.4]];
    /// x*tanh(softplus(x))
    Mish: y = mish(x), d = [tanh(softplus(x)) + x * sech(softplus(x)).squared() * sigmoid(x)], domain = Everywhere, cost = 10, tex = r"\operatorname{mish}", at = [[-2.0], [0.4]];
    /// x^2/2 up to abs(x) = delta, linear beyond
    Huber: y = huber(x, delta), d = [clamp(x, -delta, delta), when(gt(abs(x), delta), abs(x) - delta, 0)], domain = Where("delta >= 0"), parity = None, cost = 10, tex = r"\operatorname{huber}", at = [[0.4, 1.0], [-3.0, 1.5]];
    /// logarithm of the sum of exponentials
    LogSumExp: y = logsumexp(x) each, d = [exp(x - y)], domain = Everywhere, tex = r"\operatorname{logsumexp}", at = [[0.4, -1.0, 2.0], [800.0, 801.0]];
}
