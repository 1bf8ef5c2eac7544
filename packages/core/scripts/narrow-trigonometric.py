"""Prints src/narrow/trigonometricCoefficients.ts (then run prettier).

Needs Python 3 and mpmath. Run it with: python3 packages/core/scripts/narrow-trigonometric.py
"""
import os
import struct
import sys

from mpmath import atan, cos, floor, log, mp, mpf, pi, polyval, sin, sqrt, tan

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../cpu/scripts"))
from remez import near, remez  # noqa: E402


def float32(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def show(name, comment, f, high, degree, weight):
    exact, _ = remez(f, mpf(0), high, degree, weight)
    rounded = [float32(c) for c in exact]
    points = [high * mpf(i) / 2000 for i in range(1, 2001)]
    error = max(abs((polyval(rounded[::-1], z) - f(z)) * weight(z)) for z in points)
    print(f"\n/** {comment}, to 2^{float(log(error, 2)):.1f} relative. */")
    print(f"export const {name} = [{', '.join(repr(float(c)) for c in rounded)}] as const;")


def pair(name, comment, x):
    high = float32(x)
    print(f"\n/** {comment} */\nexport const {name} = [{float(high)!r}, {float(float32(x - high))!r}] as const;")


QUARTER = (pi / 4) ** 2 * mpf("1.001")
TINY = mpf(10) ** -6
sine = near(8, lambda z: ((sin(sqrt(z)) / sqrt(z) - 1) / z + mpf(1) / 6) / z, lambda z: mpf(1) / 120 - z / 5040)
cosine = near(8, lambda z: ((cos(sqrt(z)) - 1) / z + mpf(1) / 2) / z, lambda z: mpf(1) / 24 - z / 720)

print("/** Coefficients of the narrow sin, cos, tan and their inverses, all of them float32 numbers. Printed by scripts/narrow-trigonometric.py; do not edit. */")
show("SIN", "(sin r)/r = 1 + z·(−1/6 + z·(SIN[0] + SIN[1]·z + …)) in z = r², |r| ≤ π/4", sine, QUARTER, 3, lambda z: z * z + TINY)
show("COS", "cos r = 1 + z·(−1/2 + z·(COS[0] + COS[1]·z + …)) in z = r², |r| ≤ π/4", cosine, QUARTER, 3, lambda z: z * z + TINY)
arctangent = near(8, lambda z: ((atan(sqrt(z)) / sqrt(z) - 1) / z + mpf(1) / 3) / z, lambda z: mpf(1) / 5 - z / 7)
show("ATAN", "(atan u)/u = 1 + z·(−1/3 + z·(ATAN[0] + ATAN[1]·z + …)) in z = u², |u| ≤ tan(π/8)", arctangent, tan(pi / 8) ** 2 * mpf("1.001"), 5, lambda z: z * z + TINY)
pair("THIRD", "−1/3 to 48 bits.", -mpf(1) / 3)
pair("SIXTH", "−1/6 to 48 bits.", -mpf(1) / 6)
pair("HALF_PI", "π/2 to 48 bits.", pi / 2)
mp.prec = 400
bits = int(floor(2 / pi * mpf(2) ** 224))
print("\n/** 2/π in integers of 16 bits, with 64 zeros before its point. */")
print("export const TWO_OVER_PI = [0, 0, 0, 0, " + ", ".join(str(bits >> (208 - 16 * i) & 65535) for i in range(14)) + "] as const;")
