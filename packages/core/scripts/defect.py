"""The polynomials of src/ops/defect.ts, printed with their largest errors. Needs Python 3 and mpmath: python3 packages/core/scripts/defect.py"""

import os
import sys

from mpmath import erfc, exp, mpf, pi, sqrt

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../cpu/scripts"))
from remez import show  # noqa: E402


def scaled(s):
    """(1 + 2a)^2·(1/√π − a·e^(a²)·erfc(a)), between 0.56 and 1.34 for all a >= 0, at a = 4·(1 + s)/(1 - s)."""
    if s >= 1:
        return 2 / sqrt(pi)
    a = 4 * (1 + s) / (1 - s)
    if a > 300:
        terms = [mpf(1)]
        for k in range(1, 9):
            terms.append(-terms[-1] * (2 * k - 1) / (2 * a * a))
        return -((1 + 2 * a) ** 2) / sqrt(pi) * sum(terms[1:])
    return (1 + 2 * a) ** 2 * (1 / sqrt(pi) - a * exp(a * a) * erfc(a))


show("defect", "(1 + 2a)^2·(1/√π − a·erfcx(a)) in s = (a - 4)/(a + 4), absolute", [], scaled, -1, 1, 25, lambda s: mpf(1))


def bent(s):
    """(1 + 2a)^3·(erfcx(a) - 2a·(1/√π − a·erfcx(a))), at the same a."""
    if s >= 1:
        return 8 / sqrt(pi)
    a = 4 * (1 + s) / (1 - s)
    if a > 300:
        terms = [mpf(1)]
        for k in range(1, 9):
            terms.append(-terms[-1] * (2 * k - 1) / (2 * a * a))
        return (1 + 2 * a) ** 3 / (a * sqrt(pi)) * (sum(terms) + 2 * a * a * sum(terms[1:]))
    y = exp(a * a) * erfc(a)
    return (1 + 2 * a) ** 3 * (y - 2 * a * (1 / sqrt(pi) - a * y))


show("bend", "(1 + 2a)^3·(erfcx(a) - 2a·(1/√π − a·erfcx(a))), absolute", [], bent, -1, 1, 28, lambda s: mpf(1))
