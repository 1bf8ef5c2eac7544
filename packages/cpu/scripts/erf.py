"""The polynomials of erf, erfc and erfcx in src/math, printed with their largest errors.

Needs Python 3 and mpmath. Run it with: python3 packages/cpu/scripts/erf.py
"""

from mpmath import erf, erfc, exp, log, mpf, pi, sqrt

from remez import brief, near, remez

ROOT = 2 / sqrt(pi)
# Where s = (a - c)/(a + c) is 0: for float64 results and for float32 ones.
CENTRE = mpf(4)
CENTRE32 = mpf("3.75")
# Where 1 - erf is 2^-41.5, and what is taken from x^2 up to there.
LAST = mpf("5.15")
MIDDLE = mpf("13.25")


def scaled(s):
    """(1 + 2a)·e^(a²)·erfc(a), between 1 and 1.3 for all a >= 0, at a = 4·(1 + s)/(1 - s)."""
    if s >= 1:
        return ROOT
    a = CENTRE * (1 + s) / (1 - s)
    if a > 1000:
        return (1 + 2 * a) / (a * sqrt(pi)) * sum((-1) ** k * ODD[k] / (2 * a * a) ** k for k in range(9))
    return (1 + 2 * a) * exp(a * a) * erfc(a)


def short(s):
    """(a + c)·e^(a²)·erfc(a), between 3.75 and 0.56, at a = c·(1 + s)/(1 - s) with c = 3.75."""
    if s >= 1:
        return 1 / sqrt(pi)
    a = CENTRE32 * (1 + s) / (1 - s)
    if a > 1000:
        return (a + CENTRE32) / (a * sqrt(pi)) * sum((-1) ** k * ODD[k] / (2 * a * a) ** k for k in range(9))
    return (a + CENTRE32) * exp(a * a) * erfc(a)


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
    brief("erfcx", "(a + c)·erfcx(a) in s = (a - c)/(a + c), c = 3.75, relative", short, -1, 1, 17, 46)
    middle = lambda u: quotient(u + MIDDLE)
    brief("erf", "erf(x)/x in u = x^2 - 13.25, |x| <= 5.15, relative", middle, -MIDDLE, LAST**2 - MIDDLE, 28, 46)
    print(f"1 - erf(5.15): 2^{float(log(erfc(LAST), 2)):.2f}")
    brief("exp2", "2^r for |r| <= 1/2, relative", lambda r: mpf(2) ** r, "-0.5", "0.5", 9, 48)
    pairs("float64 erfcx", "the same, absolute", scaled, -1, 1, 29, 9)
    pairs("float64 erf", "the same, absolute", quotient, 0, "0.2501", 11, 2)
