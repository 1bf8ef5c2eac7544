"""Coefficients of the narrow erf, erfc and erfcx (src/narrow/erfCoefficients.ts): float32 numbers, those that matter as sums of two.

Needs Python 3 and mpmath. Run it with: python3 packages/core/scripts/narrow-erf.py
"""
import os
import struct
import sys

from mpmath import log, mpf, polyval

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../cpu/scripts"))
from erf import one, quotient, scaled  # noqa: E402
from remez import remez  # noqa: E402


def float32(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def show(name, comment, f, low, high, degree, count):
    """The first `count` coefficients in two float32 numbers, the others in one; the error is of what these make."""
    exact, _ = remez(f, mpf(low), mpf(high), degree, one)
    heads = [(float32(c), float32(c - float32(c))) for c in exact[:count]]
    rest = [float32(c) for c in exact[count:]]
    together = [h + l for h, l in heads] + rest
    points = [low + (high - low) * mpf(i) / 3000 for i in range(3001)]
    error = max(abs(polyval(together[::-1], x) - f(x)) for x in points)
    print(f"\n/** {comment}, to 2^{float(log(error, 2)):.1f}. */")
    print(f"export const {name}: Coefficients = {{")
    print("  first: [" + ", ".join(f"[{float(h)!r}, {float(l)!r}]" for h, l in heads) + "],")
    print("  rest: [" + ", ".join(repr(float(c)) for c in rest) + "],\n};")


print("/** Coefficients of the narrow erf, erfc and erfcx, all of them float32 numbers. Printed by scripts/narrow-erf.py; do not edit. */")
print('import type { Coefficients } from "./pairPolynomial.js";')
show("SCALED", "(1 + 2a)·erfcx(a) in s = (a − 4)/(a + 4)", scaled, mpf(-1), mpf(1), 15, 7)
show("QUOTIENT", "erf(x)/x in x² for |x| ≤ ½", quotient, mpf(0), mpf("0.2501"), 6, 2)
