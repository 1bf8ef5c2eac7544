/** A6: rules of graphs and gradients. */
import type { Algebra } from "../algebra.js";
import type { Absent, Row } from "../row.js";
import { even, sized, spellings } from "./spellings.js";

const length = <T>(k: Algebra<T>, x: T): T => k.sqrt(k.sum(k.square(x)));
const softmaxed = <T>(k: Algebra<T>, x: T): T => k.div(k.exp(x), k.sum(k.exp(x)));

export const graph: readonly Row[] = [
  // Where: nothing comes from the branch that is not taken, whatever it is there.
  ...spellings(
    "G601",
    [sized(-10, 10)],
    { fails: [], holds: [[0], [-1]] },
    {
      "x > 0 ? log x : 0": (k, x) => k.where(k.gt(x, 0), k.log(x), 0),
      "x > 0 ? √x : 0": (k, x) => k.where(k.gt(x, 0), k.sqrt(x), 0),
      "x ≤ 0 ? 0 : 1/x": (k, x) => k.where(k.le(x, 0), 0, k.div(1, x)),
      "x > 0 ? x^1.5 : 0": (k, x) => k.where(k.gt(x, 0), k.pow(x, 1.5), 0),
      "x > 0 ? x·log x : 0": (k, x) => k.where(k.gt(x, 0), k.mul(x, k.log(x)), 0),
      "x ≥ −1 ? log(1 + x) : x": (k, x) => k.where(k.gt(x, -1), k.log1p(x), x),
      "log(x > 0 ? x : 1)": (k, x) => k.log(k.where(k.gt(x, 0), x, 1)),
    },
  ),
  ...spellings(
    "G601",
    [sized(-200, 200)],
    { fails: [[-1e-5]], holds: [[100], [-100]] },
    {
      "x > 0 ? x : e^x − 1": (k, x) => k.where(k.gt(x, 0), x, k.sub(k.exp(x), 1)),
    },
  ),
  ...spellings(
    "G601",
    [sized(-200, 200)],
    { fails: [[-100]], holds: [[100]] },
    {
      "x > 0 ? x + log(1 + e^−x) : log(1 + e^x)": (k, x) =>
        k.where(k.gt(x, 0), k.add(x, k.log(k.add(1, k.exp(k.neg(x))))), k.log(k.add(1, k.exp(x)))),
      "x > 20 ? x : log(1 + e^x)": (k, x) => k.where(k.gt(x, 20), x, k.log(k.add(1, k.exp(x)))),
    },
  ),
  ...spellings(
    "G601",
    [sized(-200, 200)],
    { fails: [], holds: [[100], [-100]] },
    {
      "x ≥ 0 ? 1/(1 + e^−x) : e^x/(1 + e^x)": (k, x) => {
        const e = k.exp(x);
        return k.where(k.ge(x, 0), k.div(1, k.add(1, k.exp(k.neg(x)))), k.div(e, k.add(1, e)));
      },
    },
  ),
  ...spellings(
    "G601",
    [sized(-10, 10, [4])],
    { fails: [], holds: [[[0, -1, 2, 3]], [[0, 0, 0, 1]]] },
    {
      "Σ(x > 0 ? log x : 0)": (k, x) => k.sum(k.where(k.gt(x, 0), k.log(x), 0)),
      "mean(x > 0 ? 1/√x : 0)": (k, x) => k.mean(k.where(k.gt(x, 0), k.rsqrt(x), 0)),
      "√Σ(x > 0 ? x² : 0)": (k, x) => k.sqrt(k.sum(k.where(k.gt(x, 0), k.square(x), 0))),
    },
  ),
  ...spellings("G602", [sized(-200, 200)], [[100]], {
    "(x < 50)·e^x": (k, x) => k.mul(k.lt(x, 50), k.exp(x)),
    "(x < 50)·e^x + (x ≥ 50)·x": (k, x) => k.add(k.mul(k.lt(x, 50), k.exp(x)), k.mul(k.ge(x, 50), x)),
  }),
  ...spellings(
    "G603",
    [sized(0, 10, [3])],
    { fails: [], holds: [[[1, 0, 2]]] },
    {
      "(log x)[0, 2]": (k, x) => k.indexSelect(k.log(x), 0, [0, 2]),
      "Σ(1/x)[0, 2]": (k, x) => k.sum(k.indexSelect(k.reciprocal(x), 0, [2, 0])),
      "(√x)[2:]": (k, x) => k.narrow(k.sqrt(x), 0, 2, 1),
    },
  ),
  ...spellings(
    "G606",
    [sized(-10, 10, [4])],
    { fails: [], holds: [[[0, 2, 3, 4]], [[0, 0, 3, 4]], [[1, 2, 0, 4]]] },
    {
      Πx: (k, x) => k.prod(x),
      "cumulative Πx": (k, x) => k.cumprod(x, 0),
    },
  ),
  ...spellings(
    "G607",
    [sized(0, 10), even(1, 3)],
    {
      fails: [],
      holds: [
        [0, 1.5],
        [0, 2],
      ],
    },
    {
      "x^p at 0": (k, x, p) => k.pow(x, p),
      "Σ|x|^p at 0": (k, x, p) => k.sum(k.pow(k.abs(x), p)),
    },
  ),
  ...spellings(
    "G608",
    [sized(-1e18, 1e18), sized(1e-18, 1e18)],
    {
      fails: [],
      holds: [
        [1, 1e-25],
        [1e20, 1e25],
      ],
    },
    {
      "a/b": (k, a, b) => k.div(a, b),
      "a·(1/b)": (k, a, b) => k.mul(a, k.reciprocal(b)),
      "a·b^−1": (k, a, b) => k.mul(a, k.pow(b, -1)),
    },
  ),
  ...spellings("G609", [even(-200, 200, [4])], [[[100, 99, 98, 0]], [[-110, -120, -130, -140]]], {
    "e^x/Σe^x": softmaxed,
    "e^x·(1/Σe^x)": (k, x) => k.mul(k.exp(x), k.reciprocal(k.sum(k.exp(x)))),
  }),
  // Derivatives as people write them, so that theirs are second ones.
  ...spellings("G610", [sized(-80, 80)], [[20], [17]], {
    "σ(1 − σ)": (k, x) => {
      const p = k.sigmoid(x);
      return k.mul(p, k.sub(1, p));
    },
    "σ − σ²": (k, x) => {
      const p = k.sigmoid(x);
      return k.sub(p, k.square(p));
    },
  }),
  ...spellings("G610", [sized(-40, 40)], [[10], [-9.5]], { "1 − tanh²x": (k, x) => k.sub(1, k.square(k.tanh(x))) }),
  ...spellings("G610", [even(-40, 40, [3])], [[[30, 0, -10]]], {
    "p(1 − p) of a softmax": (k, x) => {
      const p = k.softmax(x, 0);
      return k.mul(p, k.sub(1, p));
    },
  }),
  ...spellings("G611", [sized(-200, 200)], [[100], [-20]], { "log(1 + e^x)": (k, x) => k.log(k.add(1, k.exp(x))) }),
  ...spellings("G611", [even(-200, 200, [3])], [[[150, 0, -10]]], { "log(e^x/Σe^x)": (k, x) => k.log(softmaxed(k, x)) }),
  // What says the same in other ops.
  ...spellings("G612", [sized(-200, 200)], [[-100], [20]], {
    "log(e^(−1·x) + 1)": (k, x) => k.log(k.add(k.exp(k.mul(-1, x)), 1)),
    "log(e^(0 − x) + 1)": (k, x) => k.log(k.add(k.exp(k.sub(0, x)), 1)),
    "log(1/e^x + 1)": (k, x) => k.log(k.add(k.div(1, k.exp(x)), 1)),
    "−log(1/(1 + e^−x))": (k, x) => k.neg(k.log(k.reciprocal(k.add(1, k.exp(k.neg(x)))))),
    "−log(1 + −1/(1 + e^x))": (k, x) => k.neg(k.log(k.add(1, k.div(-1, k.add(1, k.exp(x)))))),
  }),
  ...spellings("G612", [sized(-80, 80)], [[1e-8], [-1e-5]], {
    "−1 + e^x": (k, x) => k.add(-1, k.exp(x)),
    "−(1 − e^x)": (k, x) => k.neg(k.sub(1, k.exp(x))),
    "1 + −1·e^x": (k, x) => k.add(1, k.mul(-1, k.exp(x))),
    "½(2e^x − 2)": (k, x) => k.mul(0.5, k.sub(k.mul(2, k.exp(x)), 2)),
  }),
  ...spellings("G613", [sized(-200, 200)], [[40], [19]], {
    "log(1 − clamp(σ(x), 1e-8, 1 − 1e-8))": (k, x) => k.log(k.sub(1, k.clamp(k.sigmoid(x), { min: 1e-8, max: 1 - 1e-8 }))),
  }),
  ...spellings("G614", [sized(-200, 200)], [[20]], {
    "log((1 − σ) + ε)": (k, x) => k.log(k.add(k.sub(1, k.sigmoid(x)), 2 ** -33)),
  }),
  ...spellings("G614", [sized(-200, 200)], [[20], [40]], {
    "log((ε + 1) − σ)": (k, x) => k.log(k.sub(k.add(2 ** -33, 1), k.sigmoid(x))),
    "log(1 − (σ − ε))": (k, x) => k.log(k.sub(1, k.sub(k.sigmoid(x), 2 ** -33))),
  }),
  ...spellings("G615", [sized(-1e30, 1e30, [5])], [[[3e19, 4e19, 0, 1, 2]]], {
    "g·min(1, c/‖g‖)": (k, g) => k.mul(g, k.minimum(1, k.div(1, length(k, g)))),
    "g·min(1, c/(‖g‖ + ε))": (k, g) => k.mul(g, k.minimum(1, k.div(1, k.add(length(k, g), 2 ** -20)))),
    "g·clamp(c/(‖g‖ + ε), max 1)": (k, g) => k.mul(g, k.clamp(k.div(1, k.add(length(k, g), 2 ** -20)), { max: 1 })),
    "‖g‖ > c ? g·c/‖g‖ : g": (k, g) => k.where(k.gt(length(k, g), 1), k.div(g, length(k, g)), g),
  }),
  ...spellings(
    "G615",
    [sized(-1e30, 1e30, [2]), sized(-1e30, 1e30, [3])],
    [
      [
        [3e19, 4e19],
        [1, 2, 3],
      ],
    ],
    {
      "g·min(1, c/√(Σg² + Σh²))": (k, g, h) => k.mul(g, k.minimum(1, k.div(1, k.sqrt(k.add(k.sum(k.square(g)), k.sum(k.square(h))))))),
    },
  ),
  ...spellings("G616", [sized(-1e30, 1e30)], [[1e20]], {
    "0.1g/(√(0.001g²) + ε)": (k, g) => k.div(k.mul(0.125, g), k.add(k.sqrt(k.mul(2 ** -10, k.square(g))), 2 ** -27)),
  }),
  ...spellings(
    "G617",
    [sized(1, 1e4)],
    { fails: [[7]], holds: [[3]] },
    {
      "1 − β^t": (k, t) => k.sub(1, k.pow(1 - 2 ** -10, t)),
      "1 − e^(t·log β)": (k, t) => k.sub(1, k.exp(k.mul(t, Math.log(1 - 2 ** -10)))),
    },
  ),
  ...spellings("G617", [even(0.9, 0.9999), sized(1, 1e4)], [], { "1 − β^t of β": (k, b, t) => k.sub(1, k.pow(b, t)) }),
];

export const absentGraph: readonly Absent[] = [
  { id: "G604", reason: "a report, not a value" },
  { id: "G605", reason: "a convention: at ties there is no derivative" },
  { id: "G618", reason: "float16, in which no backend here computes" },
  { id: "G619", reason: "sums of thousands of terms, which no row here has: how sums are rounded is held by kinds/reduce" },
  { id: "G620", reason: "what must not be rewritten: every rule is tested for hiding no NaN and no infinity" },
];
