"""Coefficients of the narrow lgamma and digamma (src/narrow/gammaCoefficients.ts): float32 numbers, those that matter as sums of two.

Needs Python 3 and mpmath. Run it with: python3 packages/core/scripts/narrow-gamma.py
"""
import os
import struct
import sys

from mpmath import log, mpf, pi, polyval

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../cpu/scripts"))
from gamma import END, HALF, ONE, ROOT, binet, cotangent, excess, gamma, sine, slope  # noqa: E402
from remez import remez  # noqa: E402


def float32(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def parts(x, count):
    out = []
    for _ in range(count):
        out.append(float32(x))
        x -= out[-1]
    return "[" + ", ".join(repr(float(p)) for p in out) + "]"


def show(name, comment, f, low, high, degree, count):
    """The first `count` coefficients in two float32 numbers, the others in one; the error is of what these make."""
    exact, _ = remez(f, mpf(low), mpf(high), degree, ONE)
    rest = [float32(c) for c in exact[count:]]
    together = [float32(c) + float32(c - float32(c)) for c in exact[:count]] + rest
    points = [low + (high - low) * mpf(i) / 2000 for i in range(2001)]
    error = max(abs(polyval(together[::-1], x) - f(x)) for x in points)
    print(f"\n/** {comment}, to 2^{float(log(error, 2)):.1f}. */")
    print(f"export const {name}: Coefficients = {{")
    print("  first: [" + ", ".join(parts(c, 2) for c in exact[:count]) + "],")
    print("  rest: [" + ", ".join(repr(float(c)) for c in rest) + "],\n};")


print("/** Coefficients of the narrow lgamma and digamma, all of them float32 numbers. Printed by scripts/narrow-gamma.py; do not edit. */")
print('import type { Coefficients } from "./pairPolynomial.js";')
show("NEAR", "lgamma(1 + z)/(z·(z − 1)) in z − ½ for 0 ≤ z ≤ 1", gamma, -HALF, HALF, 12, 6)
show("FAR", "a·(lgamma(a) − (a − ½)·log a + a − log(2π)/2) in 1/a² for a ≥ 3", binet, mpf(0), END, 5, 2)
show("SLOPE_NEAR", "digamma(1 + z)/(z − ROOT) in z − ½ for 0 ≤ z ≤ 1", slope, -HALF, HALF, 13, 7)
show("SLOPE_FAR", "a²·(log a − 1/2a − digamma(a)) in 1/a² for a ≥ 3", excess, mpf(0), END, 5, 2)
show("SINE", "sin(πd)/(πd) in d² for |d| ≤ ½", sine, mpf(0), HALF**2, 5, 4)
show("COTANGENT", "(1/d − π·cot(πd))/d in d² for |d| ≤ ½", cotangent, mpf(0), HALF**2, 9, 6)
print("\n/** In three float32: digamma(1 + ROOT) is 0. In two: log(2π)/2 − ½, log(2π)/2 + ½. */")
print(f"export const ROOT = {parts(ROOT, 3)} as const;")
print(f"export const STIRLING = {parts(log(2 * pi) / 2 - HALF, 2)} as const;")
print(f"export const REFLECTED = {parts(log(2 * pi) / 2 + HALF, 2)} as const;")
