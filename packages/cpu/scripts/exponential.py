"""The polynomials of cbrt, of the logarithm in two parts and the constants in two parts, for src/math, printed with their largest errors.

Needs Python 3 and mpmath. Run it with: python3 packages/cpu/scripts/exponential.py
"""

from mpmath import atanh, cbrt, log, mp, mpf, sqrt

from remez import near, show


def parts(name, x):
    high = mpf(float(x))
    print(f"{name}: {float(high)!r} + {float(x - high)!r}")


# The first guess, before one step of Halley's.
show("cbrt", "the cube root of m for sqrt(1/2) <= m <= sqrt(2), relative", [], cbrt, sqrt(mpf(1) / 2) * mpf("0.9999"), sqrt(mpf(2)) * mpf("1.0001"), 4, lambda m: 1 / cbrt(m))
# log((1 + s)/(1 − s)) = 2s + s·z·(2/3 + z·q(z)), z = s²: as in coefficients.py, but 2/3 is exact and q is for a result in two parts.
S = (sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)
tail = lambda z: (2 * (atanh(sqrt(z)) - sqrt(z)) / (sqrt(z) * z) - mpf(2) / 3) / z
series = lambda z: sum(2 * z**k / (2 * k + 5) for k in range(6))
show("log pair", "the rest of it after 2/3, relative to 1/z^2", [], near(7, tail, series), 0, S * S * mpf("1.001"), 7, lambda z: z * z + mpf(10) ** -8)
parts("2/3", mpf(2) / 3)
parts("ln 2", log(mpf(2)))
parts("log2 e", 1 / log(mpf(2)))
parts("log10 e", 1 / log(mpf(10)))
third, inverse = cbrt(mpf(2)), 1 / cbrt(mpf(2))
print(f"cbrt 2^r = 1 + r*{float((third - inverse) / 2)!r} + r^2*{float((third + inverse) / 2 - 1)!r} for r = -1, 0, 1")
