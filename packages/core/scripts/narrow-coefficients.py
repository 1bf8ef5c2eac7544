"""
Prints src/narrow/coefficients.ts (then run prettier): python3 scripts/narrow-coefficients.py > src/narrow/coefficients.ts
Weighted Remez fits (mpmath, 200 bits) with float32 coefficients: the lowest is rounded first, the others are fitted again around it, and so on.
"""
import struct
from mpmath import mp, mpf, matrix, lu_solve, cbrt, cos, pi, exp, expm1, log, sqrt

mp.prec = 200


def float32(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def alternating(points, n):
    """The n largest extrema of alternating sign among (x, error) points, in order."""
    peaks = []
    for i, (x, v) in enumerate(points):
        left = points[i - 1][1] if i > 0 else None
        right = points[i + 1][1] if i + 1 < len(points) else None
        if all(w is None or abs(v) >= abs(w) or (v > 0) != (w > 0) for w in (left, right)):
            if peaks and (peaks[-1][1] > 0) == (v > 0):
                if abs(v) > abs(peaks[-1][1]):
                    peaks[-1] = (x, v)
            else:
                peaks.append((x, v))
    while len(peaks) > n:
        peaks.pop(0 if abs(peaks[0][1]) < abs(peaks[-1][1]) else -1)
    return peaks


def remez(f, weight, a, b, powers, grid=1200):
    """Coefficients of sum c_j x^powers[j] on [a, b] that minimise max |weight·(p − f)|."""
    n = len(powers)
    xs = [(a + b) / 2 - (b - a) / 2 * cos(pi * (2 * i + 1) / (2 * (n + 1))) for i in range(n + 1)]
    for _ in range(25):
        A, B = matrix(n + 1, n + 1), matrix(n + 1, 1)
        for i, x in enumerate(xs):
            for j, p in enumerate(powers):
                A[i, j] = x**p * weight(x)
            A[i, n] = (-1) ** i
            B[i] = f(x) * weight(x)
        solution = lu_solve(A, B)
        c = [solution[j] for j in range(n)]
        error = lambda x: weight(x) * (sum(cj * x**p for cj, p in zip(c, powers)) - f(x))
        points = [(x, error(x)) for x in (a + (b - a) * mpf(i) / grid for i in range(grid + 1))]
        peaks = alternating(points, n + 1)
        if len(peaks) < n + 1:
            break
        xs = [x for x, _ in peaks]
        sizes = [abs(v) for _, v in peaks]
        if min(sizes) > 0 and max(sizes) / min(sizes) < 1.001:
            break
    return c


def fit(f, weight, a, b, degree):
    fixed, left = [], list(range(degree + 1))
    while left:
        rest = lambda x: f(x) - sum(c * x**p for p, c in fixed)
        fixed.append((left[0], float32(remez(rest, weight, a, b, left)[0])))
        left = left[1:]
    error = max(abs(weight(x) * (sum(c * x**p for p, c in fixed) - f(x))) for x in (a + (b - a) * mpf(i) / 2000 for i in range(2001)))
    return [c for _, c in fixed], float(log(error, 2))


def show(name, comment, coefficients):
    print(f"\n/** {comment} */\nexport const {name} = [{', '.join(repr(float(c)) for c in coefficients)}] as const;")


near_zero = mpf(2) ** -60
# 2·(e^r − 1 − r − r²/2)/r³ for |r| ≤ 0.3477, a little more than ½ ln 2; the weight makes it the relative error of e^r − 1.
cubic = lambda r: 2 * (expm1(r) - r - r * r / 2) / r**3 if abs(r) > near_zero else mpf(1) / 3
expm1_coefficients, expm1_error = fit(cubic, lambda r: abs(r**3 / 2 / expm1(r)) + mpf(10) ** -9 if abs(r) > near_zero else mpf(10) ** -9, mpf("-0.3477"), mpf("0.3477"), 4)
# (2·atanh(s) − 2s)/s³ in z = s², s = f/(2 + f) for 1 + f in [√½, √2] and a little more; relative to 2·atanh(s).
largest = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
atanh2 = lambda s: log((1 + s) / (1 - s))
tail = lambda z: (atanh2(sqrt(z)) / sqrt(z) - 2) / z if z > near_zero else mpf(2) / 3
log_coefficients, log_error = fit(tail, lambda z: z / 2 + mpf(10) ** -9, mpf(0), largest, 3)
# The rest of it after 2/3, for a logarithm in two parts: (tail(z) − 2/3)/z.
series = lambda z: sum(2 * z**k / (2 * k + 5) for k in range(8))
rest_coefficients, rest_error = fit(lambda z: (tail(z) - mpf(2) / 3) / z if z > mpf(2) ** -20 else series(z), lambda z: z * z / 2 + mpf(10) ** -9, mpf(0), largest, 3)
root_coefficients, root_error = fit(cbrt, lambda m: 1 / cbrt(m), mpf(1), mpf(2), 4)


def pair(x):
    h = float32(x)
    return f"{float(h)!r}, {float(float32(x - h))!r}"


high = mp.floor(log(2) * 2**13) / 2**13
print("/** Coefficients of the narrow functions, all of them float32 numbers. Printed by scripts/narrow-coefficients.py; do not edit. */")
print(f"\n/** ln 2 = LN2_HIGH + LN2_LOW to 2^{float(log(abs(log(2) - high - float32(log(2) - high)), 2)):.1f}; LN2_HIGH has 13 bits, so k·LN2_HIGH is exact for |k| < 2¹¹. */")
print(f"export const LN2_HIGH = {float(high)!r};\nexport const LN2_LOW = {float(float32(log(2) - high))!r};")
print(f"export const INVERSE_LN2 = {float(float32(1 / log(2)))!r};")
show("EXPM1", f"e^r = 1 + r + r²/2 + r³/2·(EXPM1[0] + EXPM1[1]·r + …) for |r| ≤ 0.3477, to 2^{expm1_error:.1f} relative to e^r − 1.", expm1_coefficients)
show("LOG", f"log((1 + s)/(1 − s)) = 2s + s³·(LOG[0] + LOG[1]·s² + …) for |s| ≤ 3 − 2√2, to 2^{log_error:.1f} relative.", log_coefficients)
show("LOG_REST", f"log((1 + s)/(1 − s)) = 2s + s³·(2/3 + s²·(LOG_REST[0] + LOG_REST[1]·s² + …)) for |s| ≤ 3 − 2√2, to 2^{rest_error:.1f} relative.", rest_coefficients)
show("CBRT", f"The cube root of m for 1 ≤ m ≤ 2, to 2^{root_error:.1f} relative.", root_coefficients)
print("\n/** In two float32: 2/3, ln 2, log₂ e, log₁₀ e. The cube roots of 2 and ½ in one. */")
for name, x in [("TWO_THIRDS", mpf(2) / 3), ("LN2", log(mpf(2))), ("LOG2E", 1 / log(mpf(2))), ("LOG10E", 1 / log(mpf(10)))]:
    print(f"export const {name} = [{pair(x)}] as const;")
print(f"export const CBRT_2 = {float(float32(cbrt(mpf(2))))!r};\nexport const CBRT_HALF = {float(float32(1 / cbrt(mpf(2))))!r};")
