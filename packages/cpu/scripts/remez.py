"""Minimax fits by Remez exchange in 50 digits, printed with their largest errors, and constants in parts. Needs Python 3 and mpmath."""

from struct import pack, unpack

from mpmath import cos, floor, frexp, log, lu_solve, matrix, mp, mpf, pi, polyval, sign

mp.dps = 50


def remez(f, low, high, degree, weight):
    """Coefficients of the polynomial p for which the largest |p − f|·weight on [low, high] is least, and that largest value."""
    count = degree + 2
    middle, half = (low + high) / 2, (high - low) / 2
    points = [middle - half * cos(pi * i / (count - 1)) for i in range(count)]
    grid = [middle - half * cos(pi * i / (60 * count)) for i in range(60 * count + 1)]
    values = [(f(x), weight(x)) for x in grid]
    for _ in range(12):
        rows = [[x**k for k in range(degree + 1)] + [(-1) ** i / weight(x)] for i, x in enumerate(points)]
        solution = lu_solve(matrix(rows), matrix([f(x) for x in points]))
        coefficients = [solution[k] for k in range(degree + 1)]
        errors = [(polyval(coefficients[::-1], x) - y) * w for x, (y, w) in zip(grid, values)]
        peaks = []  # the largest error of each run of one sign
        for i, e in enumerate(errors):
            if not peaks or sign(e) != sign(errors[peaks[-1]]):
                peaks.append(i)
            elif abs(e) > abs(errors[peaks[-1]]):
                peaks[-1] = i
        while len(peaks) > count:
            peaks.pop(0 if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else -1)
        if len(peaks) < count:
            break
        points = [grid[i] for i in peaks]
    return coefficients, max(abs(e) for e in errors)


def show(name, meaning, start, f, low, high, degree, weight, rounded=float):
    coefficients, error = remez(f, mpf(low), mpf(high), degree, weight)
    print(f"{name}: {meaning}: error 2^{float(log(error, 2)):.2f}")
    print("  " + ", ".join(repr(rounded(c)) for c in start + coefficients))


def float32(x):
    return unpack("f", pack("f", float(x)))[0]


def near(small, f, series):
    """f away from 0, its series near it, where f loses its digits."""
    return lambda x: series(x) if abs(x) < mpf(10) ** -small else f(x)


def upper(x, bits):
    """x cut to so many bits."""
    mantissa, exponent = frexp(x)
    return floor(mantissa * 2**bits) * mpf(2) ** (exponent - bits)


def parts(name, x, bits, count):
    """x as a sum of `count` float64, all but the last of so many bits."""
    out = []
    for i in range(count):
        part = upper(x, bits) if i < count - 1 else mpf(float(x))
        out.append(float(part))
        x -= part
    print(f"{name}: " + ", ".join(repr(p) for p in out))


def brief(name, meaning, f, low, high, degree, bits):
    """The minimax polynomial of the relative error, each coefficient in as few digits as change no value by more than 2^-bits of the least; its error so."""
    low, high = mpf(low), mpf(high)
    coefficients, _ = remez(f, low, high, degree, lambda x: 1 / f(x))
    grid = [low + (high - low) * i / 4000 for i in range(4001)]
    values = [f(x) for x in grid]
    room = min(abs(y) for y in values) * mpf(2) ** -bits
    largest = max(abs(low), abs(high))
    out = []
    for k, c in enumerate(coefficients):
        digits = next(d for d in range(1, 18) if d == 17 or abs(mpf(f"{float(c):.{d}g}") - c) * largest**k <= room)
        out.append(float(f"{float(c):.{digits}g}"))
    error = max(abs(polyval([mpf(c) for c in out[::-1]], x) / y - 1) for x, y in zip(grid, values))
    print(f"{name}: {meaning}: error 2^{float(log(error, 2)):.2f}")
    print("  " + ", ".join(repr(c) for c in out))
