"""The polynomials of exp, expm1, log and log1p in src/math, printed with their largest errors.

Needs Python 3 and mpmath. Run it with: python3 packages/cpu/scripts/coefficients.py
"""

from mpmath import atanh, exp, factorial, floor, frexp, log, mpf, sqrt

from remez import float32, near, show

LN2 = log(mpf(2))

# 2^r = 1 + r·q(r): the first coefficient is 1 exactly.
show("exp2", "2^r for |r| <= 1/2, relative", [1], near(15, lambda r: (2**r - 1) / r, lambda r: LN2 + r * LN2**2 / 2),
     "-0.5001", "0.5001", 7, lambda r: (abs(r) + mpf(10) ** -4) * 2**-r)
# (e^r − 1)/r = 1 + r·q(r).
show("expm1", "(e^r - 1)/r for |r| <= ln(2)/2, relative to 1/r", [1], near(8, lambda r: (exp(r) - 1 - r) / r**2, lambda r: mpf(1) / 2 + r / 6 + r * r / 24 + r**3 / 120),
     -LN2 / 2 * mpf("1.0001"), LN2 / 2 * mpf("1.0001"), 8, lambda r: (r * r + mpf(10) ** -6))
# log((1 + s)/(1 − s)) = 2s + s·z·q(z), z = s².
S = (sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)
show("log", "(log((1 + s)/(1 - s)) - 2s)/s^3 in z = s^2, relative to 1/z", [], near(14, lambda z: 2 * (atanh(sqrt(z)) - sqrt(z)) / (sqrt(z) * z), lambda z: mpf(2) / 3 + 2 * z / 5 + 2 * z * z / 7),
     0, S * S * mpf("1.001"), 6, lambda z: z + mpf(10) ** -6)
# (e^r − 1 − r)/r² = ½ + r·q(r), with coefficients of float32.
show("expNear", "(e^r - 1 - r - r^2/2)/r^3 for |r| <= ln(2)/2, relative to 1/r^3 e^-r", [mpf(1) / 2],
     near(6, lambda r: (exp(r) - 1 - r - r * r / 2) / r**3, lambda r: sum(r**k / factorial(k + 3) for k in range(6))),
     -LN2 / 2 * mpf("1.001"), LN2 / 2 * mpf("1.001"), 3, lambda r: (abs(r)**3 + mpf(10) ** -7) * exp(-r), float32)
# The same functions for float64 results. e^r = 1 + r + r²·q(r), and e^r − 1 = r + r²/2 + r³·q(r). Their logarithm takes the polynomial "log".
show("float64 exp", "(e^r - 1 - r)/r^2 for |r| <= ln(2)/2, relative to 1/r^2 e^-r", [], near(8, lambda r: (exp(r) - 1 - r) / r**2, lambda r: mpf(1) / 2 + r / 6 + r * r / 24 + r**3 / 120),
     -LN2 / 2 * mpf("1.0001"), LN2 / 2 * mpf("1.0001"), 10, lambda r: (r * r + mpf(10) ** -6) * exp(-r))
show("float64 expm1", "(e^r - 1 - r - r^2/2)/r^3 for |r| <= ln(2)/2, relative to 1/r^2", [],
     near(5, lambda r: (exp(r) - 1 - r - r * r / 2) / r**3, lambda r: sum(r**k / factorial(k + 3) for k in range(6))),
     -LN2 / 2 * mpf("1.0001"), LN2 / 2 * mpf("1.0001"), 9, lambda r: r * r + mpf(10) ** -7)

mantissa, exponent = frexp(LN2)
high = floor(mantissa * 2**42) * mpf(2) ** (exponent - 42)
print(f"LN2_HIGH {float(high)!r}, LN2_LOW {float(LN2 - high)!r}, LOG2E {float(1 / LN2)!r}")
