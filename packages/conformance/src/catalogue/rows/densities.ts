/** A5: densities, divergences, losses, special functions. */
import type { Algebra } from "../algebra.js";
import type { Absent, Row } from "../row.js";
import { even, sized, spellings } from "./spellings.js";

const ROOT_TAU = Math.sqrt(2 * Math.PI);
/** e^(−z²/2)/√(2π) */
const bell = <T>(k: Algebra<T>, z: T): T => k.div(k.exp(k.mul(-0.5, k.square(z))), ROOT_TAU);
const density = <T>(k: Algebra<T>, x: T, mean: T, deviation: T): T =>
  k.div(k.exp(k.mul(-0.5, k.square(k.div(k.sub(x, mean), deviation)))), k.mul(deviation, ROOT_TAU));
const erfHalf = <T>(k: Algebra<T>, x: T): T => k.mul(0.5, k.add(1, k.erf(k.div(x, Math.SQRT2))));
const lbeta = <T>(k: Algebra<T>, a: T, b: T): T => k.sub(k.add(k.lgamma(a), k.lgamma(b)), k.lgamma(k.add(a, b)));
const studentConstant = <T>(k: Algebra<T>, n: T): T =>
  k.sub(k.sub(k.lgamma(k.div(k.add(n, 1), 2)), k.lgamma(k.div(n, 2))), k.mul(0.5, k.log(k.mul(n, Math.PI))));
const betaEdge = <T>(k: Algebra<T>, x: T, b: T): T => k.mul(k.sub(b, 1), k.log(k.sub(1, x)));
/** lgamma(k + r) − lgamma(r) − lgamma(k + 1) + r·log(r/(r + μ)) + k·log(μ/(r + μ)) */
const negativeBinomial = <T>(k: Algebra<T>, n: T, r: T, mean: T): T => {
  const total = k.add(r, mean),
    count = k.sub(k.sub(k.lgamma(k.add(n, r)), k.lgamma(r)), k.lgamma(k.add(n, 1)));
  return k.add(count, k.add(k.mul(r, k.log(k.div(r, total))), k.mul(n, k.log(k.div(mean, total)))));
};
const laplace = <T>(k: Algebra<T>, x: T): T => k.where(k.lt(x, 0), k.mul(0.5, k.exp(x)), k.sub(1, k.mul(0.5, k.exp(k.neg(x)))));
const distance = <T>(k: Algebra<T>, a: T, b: T): T => k.sqrt(k.sub(k.add(k.sum(k.square(a)), k.sum(k.square(b))), k.mul(2, k.dot(a, b))));
/** log Σ p^α q^(1 − α)/(α − 1) of two softmaxes. */
const renyi = <T>(k: Algebra<T>, order: T, a: T, b: T): T => {
  const p = k.softmax(a, 0),
    q = k.softmax(b, 0);
  return k.div(k.log(k.sum(k.mul(k.pow(p, order), k.pow(q, k.sub(1, order))))), k.sub(order, 1));
};

export const densities: readonly Row[] = [
  ...spellings("D501", [sized(-1e4, 1e4)], [[15], [-20]], {
    "log(e^(−z²/2)/√2π)": (k, z) => k.log(bell(k, z)),
    "log(e^(−z²/2)·(1/√2π))": (k, z) => k.log(k.mul(1 / ROOT_TAU, k.exp(k.neg(k.div(k.square(z), 2))))),
  }),
  ...spellings("D501", [even(-50, 50), even(-50, 50), sized(1e-2, 1e3)], [[30, 2, 1.5]], {
    "log(e^(−½((x − μ)/σ)²)/(σ√2π))": (k, x, mean, deviation) => k.log(density(k, x, mean, deviation)),
  }),
  ...spellings("D502", [sized(-1e-20, 1e-20), sized(1e-25, 1e25)], [[1e-25, 1e-24]], {
    "log σ + d²/(2σ²)": (k, d, s) => k.add(k.log(s), k.div(k.square(d), k.mul(2, k.square(s)))),
  }),
  ...spellings("D503", [sized(-120, 200), sized(-1e-8, 1e-8)], [[-110, 0]], {
    "½(l + d²/e^l)": (k, l, d) => k.mul(0.5, k.add(l, k.div(k.square(d), k.exp(l)))),
    "½(l + d²·e^−l)": (k, l, d) => k.mul(0.5, k.add(l, k.mul(k.square(d), k.exp(k.neg(l))))),
  }),
  ...spellings(
    "D504",
    [even(-5, 5, [3]), even(-100, 100), even(-100, 100, [3]), even(-1, 2, [3])],
    [[[0.5, -0.5, 1], 50, [0, 1, 2], [0, 0.5, -0.5]]],
    {
      "log Σπ·N(x; μ, σ)": (k, l, x, mean, s) => k.log(k.sum(k.mul(k.softmax(l, 0), density(k, x, mean, k.exp(s))))),
    },
  ),
  ...spellings("D504", [even(0.1, 1, [3]), even(-50, 50), even(-50, 50, [3]), even(0.5, 2, [3])], [[[0.5, 0.3, 0.2], 40, [0, 1, 2], [1, 0.5, 2]]], {
    "log Σw·N(x; μ, σ) of weights": (k, w, x, mean, s) => k.log(k.sum(k.mul(w, density(k, x, mean, s)))),
  }),
  ...spellings(
    "D505",
    [sized(-10, 10), sized(-80, 80)],
    [
      [1e-6, 1e-4],
      [1e-5, -1e-3],
    ],
    {
      "½(μ² + e^l − 1 − l)": (k, m, l) => k.mul(0.5, k.sub(k.sub(k.add(k.square(m), k.exp(l)), 1), l)),
      "−½(1 + l − μ² − e^l)": (k, m, l) => k.mul(-0.5, k.sub(k.sub(k.add(1, l), k.square(m)), k.exp(l))),
      "½(e^l + μ² − l − 1)": (k, m, l) => k.div(k.sub(k.sub(k.add(k.exp(l), k.mul(m, m)), l), 1), 2),
    },
  ),
  ...spellings(
    "D505",
    [sized(-1, 1, [4]), sized(-10, 10, [4])],
    [
      [
        [1e-6, 1e-6, 0, 0],
        [1e-4, -1e-4, 1e-3, 1e-4],
      ],
    ],
    {
      "−½Σ(1 + l − μ² − e^l)": (k, m, l) => k.mul(-0.5, k.sum(k.sub(k.sub(k.add(1, l), k.square(m)), k.exp(l)))),
    },
  ),
  ...spellings("D506", [sized(-1, 1), sized(-1, 1), sized(-40, 40), sized(-40, 40)], [[1e-5, 0, 1e-4, 2e-4]], {
    "½(l₂ − l₁ + (e^l₁ + (μ₁ − μ₂)²)/e^l₂ − 1)": (k, m1, m2, l1, l2) =>
      k.mul(0.5, k.sub(k.add(k.sub(l2, l1), k.div(k.add(k.exp(l1), k.square(k.sub(m1, m2))), k.exp(l2))), 1)),
  }),
  ...spellings("D506", [even(-1, 1), even(-1, 1), even(0.99, 1.01), even(0.99, 1.01)], [[0.5, 0.5, 1.001, 1]], {
    "log(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²)/(2σ₂²) − ½": (k, m1, m2, s1, s2) =>
      k.sub(k.add(k.log(k.div(s2, s1)), k.div(k.add(k.square(s1), k.square(k.sub(m1, m2))), k.mul(2, k.square(s2)))), 0.5),
  }),
  ...spellings("D507", [sized(-170, 170)], [[100], [-110]], {
    "√(e^l)": (k, l) => k.sqrt(k.exp(l)),
    "(e^l)^½": (k, l) => k.pow(k.exp(l), 0.5),
  }),
  ...spellings("D507", [even(-10, 10), sized(-170, 170), even(-3, 3)], [[1, 100, 0.5]], {
    "μ + √(e^l)·ε": (k, m, l, e) => k.add(m, k.mul(k.sqrt(k.exp(l)), e)),
  }),
  ...spellings("D508", [sized(-1e3, 1e3)], [[-110]], {
    "log softplus(x)": (k, x) => k.log(k.softplus(x)),
    "log log(1 + e^x)": (k, x) => k.log(k.log(k.add(1, k.exp(x)))),
    "log log1p(e^x)": (k, x) => k.log(k.log1p(k.exp(x))),
  }),
  ...spellings("D509", [sized(-1e4, 1e4)], [[-15], [-20]], {
    "log Φ(x)": (k, x) => k.log(k.ndtr(x)),
    "log ½erfc(−x/√2)": (k, x) => k.log(k.mul(0.5, k.erfc(k.neg(k.div(x, Math.SQRT2))))),
  }),
  // Further out, exact arithmetic has not digits enough for 1 − …
  ...spellings("D509", [sized(-60, 60)], [[-15], [-20]], { "log ½(1 + erf(x/√2))": (k, x) => k.log(erfHalf(k, x)) }),
  ...spellings("D510", [sized(-60, 60)], [[6], [20]], {
    "log(1 − Φ(x))": (k, x) => k.log(k.sub(1, k.ndtr(x))),
    "log(1 − ½(1 + erf(x/√2)))": (k, x) => k.log(k.sub(1, erfHalf(k, x))),
    "log ½(1 − erf(x/√2))": (k, x) => k.log(k.mul(0.5, k.sub(1, k.erf(k.div(x, Math.SQRT2))))),
  }),
  ...spellings(
    "D511",
    [even(5, 20), even(20.5, 40)],
    [
      [6, 21],
      [18, 22],
    ],
    {
      "log(Φ(b) − Φ(a)), right": (k, a, b) => k.log(k.sub(k.ndtr(b), k.ndtr(a))),
    },
  ),
  ...spellings("D511", [even(-40, -20), even(-19.5, -5)], [[-22, -18]], {
    "log(Φ(b) − Φ(a)), left": (k, a, b) => k.log(k.sub(k.ndtr(b), k.ndtr(a))),
  }),
  ...spellings("D511", [even(-40, 0), even(0.01, 40)], [], {
    "log(Φ(b) − Φ(a)), across": (k, a, b) => k.log(k.sub(k.ndtr(b), k.ndtr(a))),
  }),
  ...spellings(
    "D511",
    [even(-20, 20), even(0.1, 5)],
    [
      [7, 1],
      [18, 0.5],
      [-20, 1],
    ],
    {
      "log(Φ(a + w) − Φ(a))": (k, a, w) => k.log(k.sub(k.ndtr(k.add(a, w)), k.ndtr(a))),
    },
  ),
  ...spellings("D512", [sized(-10, 10)], [[5]], {
    "1 − erf(x)": (k, x) => k.sub(1, k.erf(x)),
    "−(erf(x) − 1)": (k, x) => k.neg(k.sub(k.erf(x), 1)),
  }),
  ...spellings("D512", [sized(-10, 10)], [[-5]], { "1 + erf(x)": (k, x) => k.add(1, k.erf(x)), "erf(x) + 1": (k, x) => k.add(k.erf(x), 1) }),
  ...spellings("D512", [sized(-10, 10)], [[1e-8], [1e-4]], { "1 − erfc(x)": (k, x) => k.sub(1, k.erfc(x)) }),
  ...spellings("D513", [sized(-9, 1e4)], [[10], [100]], { "e^(x²)·erfc(x)": (k, x) => k.mul(k.exp(k.square(x)), k.erfc(x)) }),
  ...spellings("D513", [sized(-9, 40)], [[5], [10]], {
    "e^(x·x)·(1 − erf(x))": (k, x) => k.mul(k.exp(k.mul(x, x)), k.sub(1, k.erf(x))),
  }),
  ...spellings(
    "D514",
    [sized(1e-3, 1e6), sized(1e-3, 100)],
    [
      [1e5, 2],
      [1e6, 2],
    ],
    { "lgamma(a) + lgamma(b) − lgamma(a + b)": lbeta },
  ),
  ...spellings("D515", [sized(1e-3, 1e8)], [[1e6]], {
    "lgamma(x + 1) − lgamma(x)": (k, x) => k.sub(k.lgamma(k.add(x, 1)), k.lgamma(x)),
    "e^(lgamma(x + 1) − lgamma(x))": (k, x) => k.exp(k.sub(k.lgamma(k.add(x, 1)), k.lgamma(x))),
  }),
  ...spellings("D515", [sized(1e-3, 1e8)], [[40], [100]], {
    "Γ(x + 1)/Γ(x)": (k, x) => k.div(k.exp(k.lgamma(k.add(x, 1))), k.exp(k.lgamma(x))),
  }),
  ...spellings("D516", [sized(1e3, 1e6), even(1, 100)], [[1e6, 2]], {
    "lgamma(n + 1) − lgamma(j + 1) − lgamma(n − j + 1)": (k, n, j) =>
      k.sub(k.sub(k.lgamma(k.add(n, 1)), k.lgamma(k.add(j, 1))), k.lgamma(k.add(k.sub(n, j), 1))),
  }),
  ...spellings("D517", [even(0.5, 60), even(0.5, 60)], [[40, 38]], {
    "Γ(a)/Γ(b)": (k, a, b) => k.div(k.exp(k.lgamma(a)), k.exp(k.lgamma(b))),
  }),
  ...spellings("D517", [sized(0.1, 1e4), even(0.1, 2)], [[1e4, 0.5]], {
    "e^(lgamma(a + w) − lgamma(a))": (k, a, w) => k.exp(k.sub(k.lgamma(k.add(a, w)), k.lgamma(a))),
  }),
  ...spellings("D518", [sized(1, 1e8)], [[1e4], [1e6], [1e8]], {
    "lgamma((ν + 1)/2) − lgamma(ν/2) − ½log(πν)": studentConstant,
    "lgamma(½ν + ½) − lgamma(½ν) − log √(πν)": (k, n) =>
      k.sub(k.sub(k.lgamma(k.add(k.mul(0.5, n), 0.5)), k.lgamma(k.mul(0.5, n))), k.log(k.sqrt(k.mul(Math.PI, n)))),
  }),
  ...spellings(
    "D518",
    [sized(1, 1e8), sized(-1e3, 1e3)],
    [
      [1e4, 1],
      [1e6, 2],
    ],
    {
      "Student's log-density": (k, n, z) => {
        const tail = k.mul(k.div(k.add(n, 1), 2), k.log(k.add(1, k.div(k.square(z), n))));
        return k.sub(studentConstant(k, n), tail);
      },
    },
  ),
  ...spellings(
    "D519",
    [sized(-1e30, 1e30), sized(0.1, 1e8)],
    [
      [1e20, 3],
      [1e-4, 5],
    ],
    {
      "log(1 + z²/ν)": (k, z, n) => k.log(k.add(1, k.div(k.square(z), n))),
      "log(1 + (z·z)/ν)": (k, z, n) => k.log(k.add(k.div(k.mul(z, z), n), 1)),
    },
  ),
  ...spellings("D519", [sized(-1e30, 1e30), sized(0.1, 1e8)], [[1e20, 3]], { "log1p(z²/ν)": (k, z, n) => k.log1p(k.div(k.square(z), n)) }),
  ...spellings("D520", [sized(-1e30, 1e30)], [[1e20], [1e-4]], {
    "log(1 + x²)": (k, x) => k.log(k.add(1, k.square(x))),
    "log(x·x + 1)": (k, x) => k.log(k.add(k.mul(x, x), 1)),
    "½log(x² + 1)": (k, x) => k.mul(0.5, k.log(k.add(k.pow(x, 2), 1))),
  }),
  ...spellings("D520", [sized(-1e30, 1e30)], [[1e20]], { "log1p(x²)": (k, x) => k.log1p(k.square(x)) }),
  ...spellings("D521", [even(0, 50), even(-80, 80)], [], { "jη − e^η": (k, j, x) => k.sub(k.mul(j, x), k.exp(x)) }),
  ...spellings(
    "D522",
    [sized(1, 1e6), sized(1, 1e6)],
    [
      [1e6, 1e6],
      [1e5, 1.001e5],
    ],
    {
      "j log λ − λ − lgamma(j + 1)": (k, j, rate) => k.sub(k.sub(k.mul(j, k.log(rate)), rate), k.lgamma(k.add(j, 1))),
    },
  ),
  ...spellings("D523", [even(99, 101), even(99, 101)], [[100.1, 100]], {
    "x log(x/m) + m − x": (k, x, m) => k.sub(k.add(k.mul(x, k.log(k.div(x, m))), m), x),
    "x log(x/m) − (x − m)": (k, x, m) => k.sub(k.mul(x, k.log(k.div(x, m))), k.sub(x, m)),
    "x(log x − log m) − x + m": (k, x, m) => k.add(k.sub(k.mul(x, k.sub(k.log(x), k.log(m))), x), m),
  }),
  ...spellings("D523", [sized(1e-3, 1e3), sized(1e-3, 1e3)], [[100.1, 100]], {
    "x log(x/m) + m − x of all sizes": (k, x, m) => k.sub(k.add(k.mul(x, k.log(k.div(x, m))), m), x),
  }),
  ...spellings(
    "D524",
    [sized(1e-3, 1e12), sized(1e-3, 1e3)],
    [
      [1e9, 1],
      [1e5, 2],
    ],
    {
      "log(r/(r + μ))": (k, r, m) => k.log(k.div(r, k.add(r, m))),
      "log r − log(r + μ)": (k, r, m) => k.sub(k.log(r), k.log(k.add(r, m))),
      "−log((r + μ)/r)": (k, r, m) => k.neg(k.log(k.div(k.add(r, m), r))),
    },
  ),
  ...spellings("D525", [even(0, 20), sized(1, 1e6), even(0.1, 20)], [[3, 1e6, 2]], { "negative binomial log-probability": negativeBinomial }),
  ...spellings(
    "D526",
    [even(0, 10), even(-200, 200)],
    [
      [3, 110],
      [7, -110],
    ],
    {
      "j log σ(η) + (10 − j) log(1 − σ(η))": (k, j, x) => {
        const p = k.sigmoid(x);
        return k.add(k.mul(j, k.log(p)), k.mul(k.sub(10, j), k.log(k.sub(1, p))));
      },
      "log(σ(η)^j·(1 − σ(η))^(10 − j))": (k, j, x) => {
        const p = k.sigmoid(x);
        return k.log(k.mul(k.pow(p, j), k.pow(k.sub(1, p), k.sub(10, j))));
      },
    },
  ),
  // With 0·log 0 = 0, which is what a density at the edge is.
  ...spellings("D527", [sized(0, 0.99), even(1, 5)], [[0, 2]], {
    "(1 − 1)·log x + (b − 1)·log(1 − x)": (k, x, b) => k.add(k.mul(1 - 1, k.log(x)), betaEdge(k, x, b)),
    "log(x^(1 − 1)·(1 − x)^(b − 1))": (k, x, b) => k.log(k.mul(k.pow(x, 1 - 1), k.pow(k.sub(1, x), k.sub(b, 1)))),
  }).map((row) => ({ ...row, means: betaEdge, ...(row.written.startsWith("log") ? { fails: [], holds: row.fails } : {}) })),
  ...spellings(
    "D529",
    [sized(0, 1e3), even(0.5, 3)],
    [
      [1e-5, 2],
      [1e-8, 1],
    ],
    {
      "1 − e^(−x^k)": (k, x, shape) => k.sub(1, k.exp(k.neg(k.pow(x, shape)))),
      "1 − e^−((x/λ)^k)": (k, x, shape) => k.sub(1, k.exp(k.neg(k.pow(k.div(x, 2), shape)))),
    },
  ),
  ...spellings("D530", [sized(0, 0.99), sized(0.5, 1e6)], [[1e-9, 2]], {
    "log(1 − (1 − u)^(1/b))": (k, u, b) => k.log(k.sub(1, k.pow(k.sub(1, u), k.div(1, b)))),
  }),
  ...spellings("D531", [sized(1e-10, 10), sized(1e-10, 10)], [[1e-5, 1e-4]], {
    "log(1 − e^(−λΔ))": (k, rate, span) => k.log(k.sub(1, k.exp(k.neg(k.mul(rate, span))))),
    "log(1 − e^(−λ·Δ)), −λ first": (k, rate, span) => k.log(k.sub(1, k.exp(k.mul(k.neg(rate), span)))),
  }),
  ...spellings("D532", [sized(0, 0.99)], [[1e-9], [1e-7]], { "−log(−log(1 − q))": (k, q) => k.neg(k.log(k.neg(k.log(k.sub(1, q))))) }),
  ...spellings("D532", [{ from: 1e-6, to: 1, around: 1 }], [], { "−log(−log u)": (k, u) => k.neg(k.log(k.neg(k.log(u)))) }),
  ...spellings("D533", [even(0.001, 0.999)], [], { "log u − log(1 − u)": (k, u) => k.sub(k.log(u), k.log(k.sub(1, u))) }),
  ...spellings("D533", [sized(0, 0.99)], [], { "log(1 − q) − log q": (k, q) => k.sub(k.log(k.sub(1, q)), k.log(q)) }),
  ...spellings("D534", [even(-1, 1), even(-1, 1), even(-6, 0)], [[1, -1, -4.6]], {
    "log(σ((x + h − μ)/s) − σ((x − h − μ)/s))": (k, x, m, s) => {
      const scale = k.exp(s),
        d = k.sub(x, m);
      return k.log(k.sub(k.sigmoid(k.div(k.add(d, 1 / 256), scale)), k.sigmoid(k.div(k.sub(d, 1 / 256), scale))));
    },
    "log(σ((x − μ + h)e^−s) − σ((x − μ − h)e^−s))": (k, x, m, s) => {
      const d = k.sub(x, m),
        inverse = k.exp(k.neg(s));
      return k.log(k.sub(k.sigmoid(k.mul(inverse, k.add(d, 1 / 256))), k.sigmoid(k.mul(inverse, k.sub(d, 1 / 256)))));
    },
  }),
  ...spellings("D535", [sized(-1e4, 1e4)], [], { "x < 0 ? ½e^x : 1 − ½e^−x": laplace }),
  ...spellings("D535", [sized(-1e4, 1e4)], [[-110], [20]], { "log(x < 0 ? ½e^x : 1 − ½e^−x)": (k, x) => k.log(laplace(k, x)) }),
  ...spellings("D538", [even(-200, 200, [5])], [[[100, 99, 98, 0, 1]], [[-110, -120, -130, -140, -150]]], {
    "log mean e^w": (k, w) => k.log(k.mean(k.exp(w))),
    "log(Σe^w/n)": (k, w) => k.log(k.div(k.sum(k.exp(w)), 5)),
    "log Σe^w − log n": (k, w) => k.sub(k.log(k.sum(k.exp(w))), Math.log(5)),
  }),
  ...spellings("D539", [sized(-200, 200)], [[20], [110]], {
    "−log(1 − σ(x))": (k, x) => k.neg(k.log(k.sub(1, k.sigmoid(x)))),
    "−log(1 − 1/(1 + e^−x))": (k, x) => k.neg(k.log(k.sub(1, k.div(1, k.add(1, k.exp(k.neg(x))))))),
  }),
  ...spellings("D539", [even(-200, 200, [3])], [[[20, 110, -5]]], {
    "−mean log(1 − σ(x))": (k, x) => k.neg(k.mean(k.log(k.sub(1, k.sigmoid(x))))),
  }),
  ...spellings("D540", [sized(-80, 80)], [[1e-4], [-1e-3]], {
    "r − 1 − log r, r = e^d": (k, d) => {
      const r = k.exp(d);
      return k.sub(k.sub(r, 1), k.log(r));
    },
    "e^d − 1 − d": (k, d) => k.sub(k.sub(k.exp(d), 1), d),
    "e^d − d − 1": (k, d) => k.sub(k.sub(k.exp(d), d), 1),
  }),
  ...spellings("D540", [sized(-40, 40), sized(-40, 40)], [[1e-4, 2e-4]], {
    "e^(p − q) − (p − q) − 1": (k, p, q) => {
      const d = k.sub(p, q);
      return k.sub(k.sub(k.exp(d), d), 1);
    },
  }),
  ...spellings("D542", [sized(-1e38, 1e38)], [], {
    "|r| ≤ 1 ? ½r² : |r| − ½": (k, r) => k.where(k.le(k.abs(r), 1), k.mul(0.5, k.square(r)), k.sub(k.abs(r), 0.5)),
  }),
  ...spellings(
    "D543",
    [even(999.9, 1000.1, [3]), even(999.9, 1000.1, [3]), even(999.9, 1000.1, [3])],
    [
      [
        [1000, 1000.1, 999.9],
        [1000.05, 1000, 999.95],
        [999.95, 1000.05, 1000],
      ],
    ],
    { "relu(‖a − p‖ − ‖a − n‖ + 1), expanded": (k, a, p, n) => k.relu(k.add(k.sub(distance(k, a, p), distance(k, a, n)), 1)) },
  ),
  ...spellings("D544", [even(1.5, 3), even(-60, 60, [3]), even(-60, 60, [3])], [[2, [100, 0, -100], [-100, 0, 100]]], {
    "log Σp^α q^(1−α)/(α − 1)": renyi,
  }),
  ...spellings("D544", [{ from: 1.000001, to: 2, around: 1 }, even(-3, 3, [3]), even(-3, 3, [3])], [[1.0001, [1, 0, -1], [0, 0.5, 1]]], {
    "log Σp^α q^(1−α)/(α − 1), α near 1": renyi,
  }),
  ...spellings(
    "D545",
    [sized(0.1, 100), sized(-2, 2)],
    [
      [3, 1e-8],
      [3, 1e-4],
    ],
    {
      "(x^λ − 1)/λ": (k, x, l) => k.div(k.sub(k.pow(x, l), 1), l),
      "(e^(λ log x) − 1)/λ": (k, x, l) => k.div(k.sub(k.exp(k.mul(l, k.log(x))), 1), l),
    },
  ),
  ...spellings(
    "D546",
    [sized(-200, 200), sized(1e-3, 500)],
    [
      [-110, 120],
      [20, 3],
    ],
    {
      "log(π + (1 − π)e^−λ)": (k, x, rate) => {
        const p = k.sigmoid(x);
        return k.log(k.add(p, k.mul(k.sub(1, p), k.exp(k.neg(rate)))));
      },
    },
  ),
  ...spellings("D547", [sized(-200, 200)], [[20], [30]], { "−log(p + ε)": (k, x) => k.neg(k.log(k.add(k.sigmoid(x), 2 ** -26))) }),
  ...spellings("D548", [sized(-200, 200, [4])], [[[20, 1, -1, 0]]], {
    "Π(1 − h)": (k, x) => k.prod(k.sub(1, k.sigmoid(x))),
    "log Π(1 − h)": (k, x) => k.log(k.prod(k.sub(1, k.sigmoid(x)))),
    "Σ log(1 − h)": (k, x) => k.sum(k.log(k.sub(1, k.sigmoid(x)))),
  }),
  ...spellings("D549", [even(-200, 200), even(0.1, 10)], [[100, 1]], {
    "log e^(μ + σ²/2)": (k, m, s) => k.log(k.exp(k.add(m, k.div(k.square(s), 2)))),
  }),
  ...spellings(
    "D549",
    [even(-5, 5), sized(1e-6, 3)],
    [
      [0.5, 1e-5],
      [0.5, 1e-3],
    ],
    {
      "(e^(σ²) − 1)e^(2μ + σ²)": (k, m, s) => {
        const square = k.square(s);
        return k.mul(k.sub(k.exp(square), 1), k.exp(k.add(k.mul(2, m), square)));
      },
    },
  ),
  ...spellings("D550", [sized(-1e30, 1e30, [5])], [[[1e20, -1e20, 1e10, 2, 3]], [[1e-20, -1e-20, 1e-10, 2, 3]]], {
    "log|Πd|": (k, d) => k.log(k.abs(k.prod(d))),
    "log Π|d|": (k, d) => k.log(k.prod(k.abs(d))),
  }),
  ...spellings("D551", [sized(-12, 12)], [[-6], [-10]], { "φ(z) + zΦ(z)": (k, z) => k.add(bell(k, z), k.mul(z, k.ndtr(z))) }),
];

export const absentDensities: readonly Absent[] = [
  { id: "D528", reason: "sampling: what is drawn, not what is computed" },
  { id: "D536", reason: "there is no Bessel function here" },
  { id: "D537", reason: "there is no Cholesky factor here" },
  { id: "D541", reason: "a policy: of two empty masks there is no overlap, and elsewhere nothing is lost" },
];
