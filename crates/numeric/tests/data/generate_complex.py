"""Reference values of the functions of `numeric::ball::complex`, by mpmath at 400 bits.

usage: python3 generate_complex.py FILE [COUNT [SEED]]

A line is {"f": name, "p": [real parameters], "z": [re, im], "y": [re, im]}: parameters and parts
of z are doubles, the value has 60 digits, all as strings. The points lie off all cuts.
"""
import json
import random
import sys

import mpmath as mp

mp.mp.prec = 400
DIGITS = 60
pi = mp.pi

UNARY = {
    "exp": mp.exp, "expm1": mp.expm1, "exp2": lambda z: mp.exp(z * mp.ln2), "ln": mp.log,
    "log1p": lambda z: mp.log(1 + z), "log2": lambda z: mp.log(z) / mp.ln2,
    "log10": lambda z: mp.log(z) / mp.ln10, "sqrt": mp.sqrt,
    "cbrt": lambda z: mp.exp(mp.log(z) / 3) if z.real > 0 else -mp.exp(mp.log(-z) / 3),
    "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "sec": mp.sec, "csc": mp.csc, "cot": mp.cot,
    "asin": mp.asin, "acos": mp.acos, "atan": mp.atan, "asec": mp.asec, "acsc": mp.acsc,
    "acot": lambda z: mp.atan(1 / z), "sinc": lambda z: mp.sin(z) / z,
    "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "sech": mp.sech, "csch": mp.csch,
    "coth": mp.coth, "asinh": mp.asinh, "acosh": mp.acosh, "atanh": mp.atanh,
    "asech": lambda z: mp.acosh(1 / z), "acsch": lambda z: mp.asinh(1 / z),
    "acoth": lambda z: mp.atanh(1 / z),
    "erf": mp.erf, "erfc": mp.erfc, "erfi": mp.erfi,
    "erfcx": lambda z: mp.exp(z * z) * mp.erfc(z),
    "dawson": lambda z: mp.sqrt(pi) / 2 * mp.exp(-z * z) * mp.erfi(z),
    "fresnels": mp.fresnels, "fresnelc": mp.fresnelc, "Si": mp.si, "Shi": mp.shi,
    "gamma": mp.gamma, "digamma": mp.digamma,
    "airyai": mp.airyai, "airybi": mp.airybi,
    "airyaiprime": lambda z: mp.airyai(z, derivative=1),
    "airybiprime": lambda z: mp.airybi(z, derivative=1),
    "elliptic_k": mp.ellipk, "elliptic_ec": mp.ellipe, "lambertw": mp.lambertw,
    "sigmoid": lambda z: 1 / (1 + mp.exp(-z)),
}
# Right of the imaginary axis.
RIGHT = {"Ei": mp.ei, "Ci": mp.ci, "Chi": mp.chi, "lgamma": mp.loggamma}
PARAMETERS = {
    "polygamma": (lambda n, z: mp.polygamma(int(n), z), [1, 2, 5]),
    "uppergamma": (lambda a, z: mp.gammainc(a, z), [0.5, -1.5, 3, 0, -2]),
    "lowergamma": (lambda a, z: mp.gammainc(a, 0, z), [0.5, 2.25, 3]),
    "expint": (mp.expint, [1, 2, 3]),
    "besselj": (mp.besselj, [0, 1, 2.5, -0.5]),
    "bessely": (mp.bessely, [0, 1, 2.5, 3]),
    "besseli": (mp.besseli, [0, 1, 2.5, -0.5]),
    "besselk": (mp.besselk, [0, 1, 2.5, 3]),
    "hurwitz_zeta": (lambda s, z: mp.zeta(s, z), [2.5, 3, 0.5]),
    "polylog": (mp.polylog, [2, 3, 0, -2, 1.5]),
}


def point(r, name):
    scale = 2.0 ** r.uniform(-6, 3)
    re, im = r.uniform(-1, 1) * scale, r.choice((1, -1)) * 2.0 ** r.uniform(-8, 0) * scale
    if name in RIGHT or name in PARAMETERS:
        re = abs(re)
    if name.startswith("elliptic"):
        re = re % 2 - 1
    if name == "polylog":
        return re % 1 * 0.9, im % 0.3
    return re, im


def line(name, f, parameters, re, im):
    value = mp.mpc(f(*[mp.mpf(p) for p in parameters], mp.mpc(re, im)))
    text = [mp.nstr(part, DIGITS, strip_zeros=True) for part in (value.real, value.imag)]
    z = [repr(re), repr(im)]
    return json.dumps({"f": name, "p": [repr(float(p)) for p in parameters], "z": z, "y": text})


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    seed = sys.argv[3] if len(sys.argv) > 3 else "complex"
    with open(sys.argv[1], "w") as out:
        for name, f in {**UNARY, **RIGHT}.items():
            r = random.Random(f"{seed}/{name}")
            for _ in range(count):
                print(line(name, f, [], *point(r, name)), file=out)
        for name, (f, choices) in PARAMETERS.items():
            r = random.Random(f"{seed}/{name}")
            for k in range(count):
                print(line(name, f, [choices[k % len(choices)]], *point(r, name)), file=out)


if __name__ == "__main__":
    main()
