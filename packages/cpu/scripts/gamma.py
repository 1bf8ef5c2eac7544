"""The polynomials of lgamma and digamma in src/math, printed with their largest errors.

Needs Python 3 and mpmath. Run it with: python3 packages/cpu/scripts/gamma.py
"""

from mpmath import bernoulli, cot, euler, findroot, log, loggamma, mpf, pi, psi, sin, sqrt

from remez import remez, show

HALF = mpf(1) / 2
TINY = mpf(10) ** -20
ONE = lambda x: mpf(1)
# Where digamma(1 + z) is 0.
ROOT = findroot(lambda z: psi(0, 1 + z), mpf("0.46163"))
END = mpf(1) / 9


def gamma(t):
    """lgamma(1 + z)/(z·(z - 1)) at z = t + 1/2 in [0, 1]."""
    z = t + HALF
    if abs(z * (z - 1)) < TINY:
        return euler if z < HALF else 1 - euler
    return loggamma(1 + z) / (z * (z - 1))


def slope(t):
    """digamma(1 + z)/(z - root) at the same z."""
    z = t + HALF
    return psi(1, 1 + z) if abs(z - ROOT) < TINY else psi(0, 1 + z) / (z - ROOT)


def binet(w):
    """a·(lgamma(a) - (a - 1/2)·log a + a - log(2π)/2) at a = 1/√w, which is 1/12 at w = 0."""
    if w < mpf(10) ** -4:
        return sum(bernoulli(2 * k) / (2 * k * (2 * k - 1)) * w ** (k - 1) for k in range(1, 12))
    a = 1 / sqrt(w)
    return a * (loggamma(a) - (a - HALF) * log(a) + a - log(2 * pi) / 2)


def excess(w):
    """a²·(log a - 1/(2a) - digamma(a)) at the same a, 1/12 too."""
    if w < mpf(10) ** -4:
        return sum(bernoulli(2 * k) / (2 * k) * w ** (k - 1) for k in range(1, 12))
    a = 1 / sqrt(w)
    return a * a * (log(a) - 1 / (2 * a) - psi(0, a))


def rest(f):
    """(f(w) - 1/12)/w."""
    limit = {binet: -mpf(1) / 360, excess: -mpf(1) / 120}[f]
    return lambda w: limit if w < TINY else (f(w) - mpf(1) / 12) / w


def sine(v):
    """sin(πd)/(πd) at d = √v."""
    d = sqrt(v)
    return mpf(1) if d == 0 else sin(pi * d) / (pi * d)


def cotangent(v):
    """(1/d - π·cot(πd))/d at d = √v."""
    if v < mpf(10) ** -12:
        return pi**2 / 3 + v * pi**4 / 45 + 2 * v**2 * pi**6 / 945
    d = sqrt(v)
    return (1 / d - pi * cot(pi * d)) / d


def two(x):
    return f"{float(x)!r}, {float(x - mpf(float(x)))!r}"


def pairs(name, meaning, f, low, high, degree, count):
    """As `show`, the first `count` coefficients as sums of two float64 numbers."""
    coefficients, error = remez(f, mpf(low), mpf(high), degree, ONE)
    print(f"{name}: {meaning}: error 2^{float(log(error, 2)):.2f}")
    for c in coefficients[:count]:
        print(f"  {two(c)}")
    print("  " + ", ".join(repr(float(c)) for c in coefficients[count:]))


if __name__ == "__main__":
    print(f"root: of digamma, less 1\n  {two(ROOT)}")
    print(f"constants: log(2π)/2 - 1/2, log(2π)/2 + 1/2, 1/12")
    for x in (log(2 * pi) / 2 - HALF, log(2 * pi) / 2 + HALF, mpf(1) / 12):
        print(f"  {two(x)}")
    show("near", "lgamma(1 + z)/(z(z - 1)) in z - 1/2, absolute", [], gamma, -HALF, HALF, 16, ONE)
    show("far", "Binet's function times a, in 1/a² for a >= 3, absolute", [], binet, 0, END, 8, ONE)
    show("slope near", "digamma(1 + z)/(z - root) in z - 1/2, absolute", [], slope, -HALF, HALF, 17, ONE)
    show("slope far", "a²·(log a - 1/(2a) - digamma(a)) in 1/a² for a >= 3, absolute", [], excess, 0, END, 8, ONE)
    show("sine", "sin(πd)/(πd) in d² for |d| <= 1/2, absolute", [], sine, 0, HALF**2, 7, ONE)
    show("cotangent", "(1/d - π·cot(πd))/d in d² for |d| <= 1/2, absolute", [], cotangent, 0, HALF**2, 12, ONE)
    pairs("float64 near", "as near", gamma, -HALF, HALF, 25, 9)
    show("float64 far", "(far - 1/12)·a² in 1/a² for a >= 3, absolute", [], rest(binet), 0, END, 14, ONE)
    pairs("float64 slope near", "as slope near", slope, -HALF, HALF, 26, 9)
    show("float64 slope far", "(slope far - 1/12)·a² in 1/a² for a >= 3, absolute", [], rest(excess), 0, END, 15, ONE)
    pairs("float64 sine", "as sine", sine, 0, HALF**2, 9, 4)
    pairs("float64 cotangent", "as cotangent", cotangent, 0, HALF**2, 18, 6)
