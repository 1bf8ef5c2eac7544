"""The polynomials of erf, erfc and erfcx in src/math, printed with their largest errors.

Needs Python 3 and mpmath. Run it with: python3 packages/cpu/scripts/erf.py
"""

from mpmath import erf, erfc, exp, log, mpf, pi, sqrt

from remez import near, remez, show

ROOT = 2 / sqrt(pi)
# Where s = (a - 4)/(a + 4) is 0.
CENTRE = mpf(4)


def scaled(s):
    """(1 + 2a)·e^(a²)·erfc(a), between 1 and 1.3 for all a >= 0, at a = 4·(1 + s)/(1 - s)."""
    if s >= 1:
        return ROOT
    a = CENTRE * (1 + s) / (1 - s)
    if a > 1000:
        return (1 + 2 * a) / (a * sqrt(pi)) * sum((-1) ** k * ODD[k] / (2 * a * a) ** k for k in range(9))
    return (1 + 2 * a) * exp(a * a) * erfc(a)


ODD = [mpf(1)]
for k in range(1, 9):
    ODD.append(ODD[-1] * (2 * k - 1))

one = lambda x: mpf(1)
series = lambda z: ROOT * (1 - z / 3 + z * z / 10 - z**3 / 42)
quotient = near(9, lambda z: erf(sqrt(z)) / sqrt(z), series)


def pairs(name, meaning, f, low, high, degree, count):
    """As `show`, the first `count` coefficients as sums of two float64 numbers."""
    coefficients, error = remez(f, mpf(low), mpf(high), degree, one)
    print(f"{name}: {meaning}: error 2^{float(log(error, 2)):.2f}")
    for c in coefficients[:count]:
        print(f"  {float(c)!r}, {float(c - mpf(float(c)))!r}")
    print("  " + ", ".join(repr(float(c)) for c in coefficients[count:]))


if __name__ == "__main__":
    show("erfcx", "(1 + 2a)·erfcx(a) in s = (a - 4)/(a + 4), absolute", [], scaled, -1, 1, 19, one)
    show("erf", "erf(x)/x in z = x^2 for |x| <= 1/2, absolute", [], quotient, 0, "0.2501", 7, one)
    pairs("float64 erfcx", "the same, absolute", scaled, -1, 1, 29, 9)
    pairs("float64 erf", "the same, absolute", quotient, 0, "0.2501", 11, 2)
