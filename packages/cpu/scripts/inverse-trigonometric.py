"""The polynomials of asin, acos, atan and atan2 in src/math, printed with their largest errors.

Needs Python 3 and mpmath. Run it with: python3 packages/cpu/scripts/inverse-trigonometric.py
"""

from mpmath import asin, atan, mpf, pi, sqrt, tan

from remez import near, parts, show

TINY = mpf(10) ** -6
# atan u = u + u·z·p(z), z = u², |u| <= tan(pi/8).
arctangent = near(12, lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, lambda z: -mpf(1) / 3 + z / 5 - z * z / 7)
EIGHTH = tan(pi / 8) ** 2 * mpf("1.0001")
for name, degree in (("atan", 8), ("float64 atan", 11)):
    show(name, "((atan u)/u - 1)/z in z = u^2, |u| <= tan(pi/8), relative to 1/z", [], arctangent, 0, EIGHTH, degree, lambda z: z + TINY)
# asin s = s + s·z·p(z), z = s², |s| <= 1/2.
arcsine = near(12, lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: mpf(1) / 6 + 3 * z / 40 + 15 * z * z / 336)
for name, degree in (("asin", 9), ("float64 asin", 13)):
    show(name, "((asin s)/s - 1)/z in z = s^2, |s| <= 1/2, relative to 1/z", [], arcsine, 0, mpf("0.250001"), degree, lambda z: z + TINY)
parts("pi/4", pi / 4, 53, 2)
