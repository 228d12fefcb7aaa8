"""SymPy's side: simplifies the partial derivatives that come as JSON, each within a limit."""

import json
import re
import signal
import sys
import time

import sympy

LIMIT = 20


def late(*_):
    raise TimeoutError


def main():
    signal.signal(signal.SIGALRM, late)
    for row in json.load(sys.stdin):
        answer = dict(row)
        signal.alarm(LIMIT)
        try:
            source = row["expr"].replace("^", "**")
            # Names of variables, some of which SymPy has for functions.
            names = set(re.findall(r"[A-Za-z_]\w*(?!\w*\s*\()", source)) - {"pi"}
            symbols = {name: sympy.Symbol(name, real=True) for name in names}
            derivative = sympy.diff(sympy.sympify(source, locals=symbols), symbols[row["var"]])
            begin = time.process_time()
            simple = sympy.simplify(derivative)
            answer["seconds"] = time.process_time() - begin
            answer["simplified"] = sympy.sstr(simple).replace("**", "^").replace("Abs(", "abs(")
        except TimeoutError:
            pass
        except Exception as error:
            answer["error"] = repr(error)
        signal.alarm(0)
        print(json.dumps(answer), flush=True)


main()
