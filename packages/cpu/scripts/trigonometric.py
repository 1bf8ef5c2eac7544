"""The polynomials and constants of sin, cos and tan in src/math, printed with their largest errors.

Needs Python 3 and mpmath. Run it with: python3 packages/cpu/scripts/trigonometric.py
"""

from mpmath import cos, floor, mp, mpf, pi, sin, sqrt

from remez import near, parts, show

sine = near(12, lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: -mpf(1) / 6 + z / 120 - z * z / 5040)
cosine = near(9, lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: mpf(1) / 24 - z / 720 + z * z / 40320)
TINY = mpf(10) ** -6
# sin r = r·p(z), z = r².
show("sin", "(sin r)/r in z = r^2, |r| <= pi/2, relative", [1], sine, 0, (pi / 2) ** 2 * mpf("1.0001"), 6, lambda z: (z + TINY) * sqrt(z + TINY) / sin(sqrt(z + TINY)))
parts("pi", pi, 31, 3)
# tan r = r·p(z)/q(z) with the sine and cosine of |r| <= pi/4.
QUARTER = (pi / 4) ** 2 * mpf("1.0001")
show("tan sine", "(sin r)/r in z = r^2, |r| <= pi/4, relative", [1], sine, 0, QUARTER, 4, lambda z: z + TINY)
show("tan cosine", "cos r in z = r^2, |r| <= pi/4, relative", [1], near(15, lambda z: (cos(sqrt(z)) - 1) / z, lambda z: -mpf(1) / 2 + z / 24), 0, QUARTER, 5, lambda z: (z + TINY) / cos(sqrt(z)))
# For float64 results: sin r = r + r·z·p(z) and cos r = 1 - z/2 + z²·q(z), z = r², |r| <= pi/4.
show("float64 sin", "((sin r)/r - 1)/z in z = r^2, |r| <= pi/4, relative to 1/z", [], sine, 0, QUARTER, 5, lambda z: z + TINY)
show("float64 cos", "(cos r - 1 + z/2)/z^2 in z = r^2, |r| <= pi/4, relative to 1/z^2", [], cosine, 0, QUARTER, 5, lambda z: (z + TINY) ** 2)
parts("float64 pi/2", pi / 2, 33, 4)
parts("float64 pi/2, twice", pi / 2, 53, 2)
print(f"1/pi: {float(1 / pi)!r}, 2/pi: {float(2 / pi)!r}, pi/2: {float(pi / 2)!r}")
mp.prec = 1300
print(f"2/pi in bytes: 0x{int(floor(2 / pi * mpf(2) ** 1152)):0288x}")
