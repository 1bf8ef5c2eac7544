"""The polynomials of src/ops/trigamma.ts, printed with their largest errors. Needs Python 3 and mpmath: python3 packages/core/scripts/trigamma.py"""

import os
import sys

from mpmath import mpf, psi

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../cpu/scripts"))
from remez import show  # noqa: E402

CENTRE = mpf(3) / 2


def scaled(n):
    """(a + 1/2)^n·|ψ⁽ⁿ⁾(1 + a)|, between 0.6 and 1 for all a >= 0, at a = 1.5·(1 + s)/(1 - s)."""

    def f(s):
        a = CENTRE * (1 + s) / (1 - s) if s < 1 else None
        return mpf(1) if a is None else (a + mpf(1) / 2) ** n * abs(psi(n, 1 + a))

    return f


one = lambda s: mpf(1)
show("trigamma", "(a + 1/2)·ψ′(1 + a) in s = (a - 3/2)/(a + 3/2), absolute", [], scaled(1), -1, 1, 21, one)
show("tetragamma", "−(a + 1/2)²·ψ″(1 + a), absolute", [], scaled(2), -1, 1, 22, one)
