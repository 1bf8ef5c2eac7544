"""Quantiles of the normal distribution to 60 digits, for test/normal-quantile.json: [q, high, low], the quantile at 1/2 + q being high + low.

python3 packages/conformance/scripts/normal-quantile.py > packages/conformance/test/normal-quantile.json   (needs mpmath)
"""

import json
from mpmath import mp, mpf, erfinv, erfc, findroot, sqrt, log

mp.dps = 60


def quantile(q):
    # The root of the tail's area, which erfinv of a number near 1 would lose.
    area = mpf(1) / 2 - abs(q)
    start = sqrt(2) * erfinv(2 * abs(q)) if area > mpf(2) ** -20 else sqrt(-2 * log(area * sqrt(-4 * mp.pi * log(area))))
    x = findroot(lambda t: log(erfc(t / sqrt(2)) / 2) - log(area), start)
    return x if q > 0 else -x


words = [0, 1, 2, 2**10, 2**20 + 7, 2**24, 2**28 + 1, 2**29, 2**30, 2**30 + 2**29 + 5, int(0.425 * 2**32), int(0.425 * 2**32) + 1]
words += [2**31 - 2**k for k in range(0, 30, 3)] + [-1, -2, -(2**30) - 3, -(2**31), -(2**31) + 1]
rows = []
for s in words:
    q = (s + mpf(1) / 2) / 2**32
    x = quantile(q)
    rows.append([float(q), float(x), float(x - mpf(float(x)))])
print("[\n" + ",\n".join("  " + json.dumps(r) for r in rows) + "\n]")
