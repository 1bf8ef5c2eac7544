/**
 * What the stabiliser restates, each rule and form in an expression of two halves: layout ops go between them, other ops before and after.
 * A rule that is new gets a line. Where a line does not fire is recorded in misses.json by `scripts/firing.ts --record`, and held to.
 */
import type { Algebra } from "./algebra.js";

export interface Rule {
  /** As people write it. */
  readonly written: string;
  /** A part of the sentence that `report()` gives as its reason. */
  readonly why: string;
  /** Of four numbers. */
  readonly inner: <T>(k: Algebra<T>, x: T) => T;
  /** Of what `inner` gave, and of the numbers in the same layout. */
  readonly outer: <T>(k: Algebra<T>, y: T, x: T) => T;
  /** Four numbers at which the value or the gradient is wrong as it is written. */
  readonly at: readonly [number, number, number, number];
  /** As it is written it is not wrong: it is restated for the sake of what comes after. */
  readonly harmless?: true;
  /** Of logarithms that are all −∞, or of infinity, it is 0. */
  readonly masked?: true;
}
const KNOWN = "ogarithm",
  ONE_PLUS = "the logarithm of 1 + its argument",
  SMALL = "1 + small",
  OFFSET = "restated as an offset",
  EXPONENTS = "the exponents are added",
  NAMED = "has a name";
const log = <T>(k: Algebra<T>, y: T): T => k.log(y);
const TINY = [1e-9, -1e-9, 3e-8, 1e-5] as const;

const HUGE = [3e19, -4e19, 1e20, -2e20] as const;
const NORM = "a norm",
  STRAYED = "on the way";

export const RULES: readonly Rule[] = [
  { written: "log e^x", why: KNOWN, inner: (k, x) => k.exp(x), outer: log, at: [100, -110, 200, -150] },
  { written: "log σ(x)", why: KNOWN, inner: (k, x) => k.sigmoid(x), outer: log, at: [-110, -120, -150, -200] },
  { written: "log softmax(x)", why: KNOWN, inner: (k, x) => k.softmax(x, 0), outer: log, at: [0, -110, -120, 5] },
  { written: "log expm1(x)", why: KNOWN, inner: (k, x) => k.expm1(x), outer: log, at: [100, 90, 200, 1000] },
  { written: "log |expm1(x)|", why: KNOWN, inner: (k, x) => k.abs(k.expm1(x)), outer: log, at: [100, -20, 200, 1000] },
  { written: "log(1 + e^x)", why: KNOWN, inner: (k, x) => k.add(1, k.exp(x)), outer: log, at: [100, -20, -30, 200] },
  { written: "log(1 − σ(x))", why: KNOWN, inner: (k, x) => k.sub(1, k.sigmoid(x)), outer: log, at: [20, 30, 110, 50] },
  {
    written: "log(1 − e^−|x|)",
    why: KNOWN,
    inner: (k, x) => k.sub(1, k.exp(k.neg(k.abs(x)))),
    outer: log,
    at: [1e-9, 20, -1e-10, -30],
  },
  {
    written: "log(e^x + e^2x)",
    why: KNOWN,
    inner: (k, x) => k.add(k.exp(x), k.exp(k.mul(2, x))),
    outer: log,
    at: [100, -110, 50, -120],
  },
  { written: "log(e^x·σ(x))", why: KNOWN, inner: (k, x) => k.mul(k.exp(x), k.sigmoid(x)), outer: log, at: [100, -60, 90, -80] },
  { written: "log(e^x/3)", why: KNOWN, inner: (k, x) => k.div(k.exp(x), 3), outer: log, at: [100, -110, 90, -120] },
  { written: "log −(−2e^x)", why: KNOWN, inner: (k, x) => k.neg(k.mul(-2, k.exp(x))), outer: log, at: [100, -110, 90, -120] },
  { written: "log Σe^x", why: KNOWN, inner: (k, x) => k.exp(x), outer: (k, y) => k.log(k.sum(y)), at: [100, 101, 102, 100.5] },
  { written: "log e^(x − 1)", why: KNOWN, inner: (k, x) => k.exp(k.sub(x, 1)), outer: log, at: [100, -110, 200, -150] },
  { written: "log(1 + x)", why: SMALL, inner: (k, x) => k.add(1, x), outer: log, at: TINY },
  { written: "log(1 − x)", why: SMALL, inner: (k, x) => k.sub(1, x), outer: log, at: TINY },
  { written: "log1p(−σ(x))", why: ONE_PLUS, inner: (k, x) => k.neg(k.sigmoid(x)), outer: (k, y) => k.log1p(y), at: [20, 30, 110, 50] },
  { written: "−(−e^x)", why: "two signs", inner: (k, x) => k.neg(k.exp(x)), outer: (k, y) => k.neg(y), at: [1, -2, 3, 4], harmless: true },
  { written: "log1p(e^x)", why: ONE_PLUS, inner: (k, x) => k.exp(x), outer: (k, y) => k.log1p(y), at: [100, 90, 200, 150] },
  { written: "e^x − 1", why: OFFSET, inner: (k, x) => k.exp(x), outer: (k, y) => k.sub(y, 1), at: TINY },
  { written: "−1 + e^x", why: OFFSET, inner: (k, x) => k.exp(x), outer: (k, y) => k.add(-1, y), at: TINY },
  { written: "1 − σ(x)", why: OFFSET, inner: (k, x) => k.sigmoid(x), outer: (k, y) => k.sub(1, y), at: [20, 30, 40, 50] },
  { written: "1 + expm1(x)", why: OFFSET, inner: (k, x) => k.expm1(x), outer: (k, y) => k.add(1, y), at: [-20, -30, -40, -50] },
  { written: "softplus(x) − x", why: OFFSET, inner: (k, x) => k.softplus(x), outer: (k, y, x) => k.sub(y, x), at: [20, 25, 30, 22] },
  { written: "1 − softmax(x)", why: OFFSET, inner: (k, x) => k.softmax(x, 0), outer: (k, y) => k.sub(1, y), at: [30, 0, 1, -2] },
  {
    written: "1 − softmax(x)[0] − softmax(x)[−1]",
    why: "beside several shares",
    inner: (k, x) => k.softmax(x, 0),
    outer: (k, y) => {
      const all = k.reshape(y, [-1]);
      return k.sub(k.sub(1, k.select(all, 0, 0)), k.select(all, 0, -1));
    },
    at: [20, 0, 1, 21],
  },
  {
    written: "½(2e^x − 2)",
    why: OFFSET,
    inner: (k, x) => k.mul(2, k.exp(x)),
    outer: (k, y) => k.mul(0.5, k.sub(y, 2)),
    at: TINY,
  },
  {
    written: "e^x/(1 + e^x)",
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y) => k.div(y, k.add(1, y)),
    at: [100, 90, 95, 120],
  },
  {
    written: "1/(1 + e^−x)",
    why: EXPONENTS,
    inner: (k, x) => k.add(1, k.exp(k.neg(x))),
    outer: (k, y) => k.div(1, y),
    at: [-100, -90, -95, -91],
  },
  {
    written: "e^x/e^2x",
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y, x) => k.div(y, k.exp(k.mul(2, x))),
    at: [60, -60, 70, -65],
  },
  {
    written: "e^x·e^−x",
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y, x) => k.mul(y, k.exp(k.neg(x))),
    at: [100, -110, 200, -150],
  },
  {
    written: "Σ softmax(x)",
    why: "the shares of a row add up to 1",
    inner: (k, x) => k.softmax(x, 0),
    outer: (k, y) => k.sum(y),
    at: [0.3, 1.7, -2.2, 1.1],
    harmless: true,
  },
  {
    written: "softmax(x + x₀)",
    why: "what all exponents of a row have in common",
    inner: (k, x) => k.add(x, k.mean(x)),
    outer: (k, y) => k.softmax(y, 0),
    at: [1, 2, 0.5, 1.5],
    harmless: true,
  },
  {
    written: "softmax(e^x)",
    why: "exponents that are exponentials",
    inner: (k, x) => k.exp(x),
    outer: (k, y) => k.softmax(y, 0),
    at: [1, 2, 0.5, 1.5],
    harmless: true,
  },
  {
    written: "logSoftmax(e^x)",
    why: "exponents that are exponentials",
    inner: (k, x) => k.exp(x),
    outer: (k, y) => k.logSoftmax(y, 0),
    at: [1, 2, 0.5, 1.5],
    harmless: true,
  },
  {
    written: "e^x/Σe^x",
    masked: true,
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y) => k.div(y, k.sum(y)),
    at: [100, 101, 102, 100.5],
  },
  {
    written: "e^−softplus(−x)",
    why: NAMED,
    inner: (k, x) => k.softplus(k.neg(x)),
    outer: (k, y) => k.exp(k.neg(y)),
    at: [-20, 3, -60, 1],
    harmless: true,
  },
  {
    written: "e^logSoftmax(x)",
    masked: true,
    why: NAMED,
    inner: (k, x) => k.logSoftmax(x, 0),
    outer: (k, y) => k.exp(y),
    at: [0, -20, -30, 5],
    harmless: true,
  },
  { written: "log(x·2x)", why: "the logarithms of its factors", inner: (k, x) => k.mul(x, k.mul(2, x)), outer: log, at: [1e25, -1e25, 1e-25, 3e30] },
  { written: "log(e^x·x²)", why: "ogarithm", inner: (k, x) => k.mul(k.exp(x), k.square(x)), outer: log, at: [100, -110, 200, -150] },
  { written: "log cos x", why: "near 1 the offset from 1", inner: (k, x) => k.cos(x), outer: log, at: [1e-4, -1e-3, 2e-4, 1e-5] },
  { written: "log √(1 + x)", why: SMALL, inner: (k, x) => k.sqrt(k.add(1, x)), outer: log, at: TINY },
  { written: "e^x − 1 − x", why: "name", inner: (k, x) => k.exp(x), outer: (k, y, x) => k.sub(k.sub(y, 1), x), at: [1e-4, -1e-3, 1e-5, 1e-6] },
  { written: "x − sin x", why: "name", inner: (k, x) => k.sin(x), outer: (k, y, x) => k.sub(x, y), at: [1e-4, -1e-3, 1e-5, 1e-6] },
  { written: "1 − cos x", why: "offset", inner: (k, x) => k.cos(x), outer: (k, y) => k.sub(1, y), at: [1e-4, -1e-3, 1e-5, 1e-6] },
  { written: "√(1 + x) − 1", why: "offset", inner: (k, x) => k.sqrt(k.add(1, x)), outer: (k, y) => k.sub(y, 1), at: TINY },
  { written: "1 − erf x", why: "offset", inner: (k, x) => k.erf(x), outer: (k, y) => k.sub(1, y), at: [4, 5, 6, 7] },
  {
    written: "E[x²] − E[x]²",
    why: "of distances",
    inner: (k, x) => k.square(x),
    outer: (k, y, x) => k.sub(k.mean(y), k.square(k.mean(x))),
    at: [1000.1, 999.9, 1000.05, 999.7],
  },
  {
    written: "Σx² − 2Σxz + Σz²",
    why: "of distances",
    inner: (k, x) => k.square(x),
    outer: (k, y, x) => {
      const z = k.flip(k.reshape(x, [-1]), 0),
        u = k.reshape(x, [-1]);
      return k.sub(k.add(k.sum(y), k.sum(k.square(z))), k.mul(2, k.dot(u, z)));
    },
    at: [1000.1, 999.9, 1000.05, 999.7],
  },
  {
    written: "√(x + 1) − √x",
    why: "at two places",
    inner: (k, x) => k.sqrt(x),
    outer: (k, y, x) => k.sub(k.sqrt(k.add(x, 1)), y),
    at: [1e8, 1e9, 1e10, 3e8],
  },
  {
    written: "e^(x + z) − e^x",
    why: "at two places",
    inner: (k, x) => k.exp(x),
    outer: (k, y, x) => k.sub(k.exp(k.add(x, k.mul(1e-6, x))), y),
    at: [0.1, 0.01, 0.5, 0.001],
  },
  { written: "sin x/x", why: "known at 0", inner: (k, x) => k.sin(x), outer: (k, y, x) => k.div(y, x), at: [1e-3, -1e-5, 1e-4, 2e-3] },
  { written: "(e^x − 1)/x", why: "known at 0", inner: (k, x) => k.exp(x), outer: (k, y, x) => k.div(k.sub(y, 1), x), at: [1e-3, -1e-5, 1e-9, 2e-3] },
  { written: "log(1 + x)/x", why: "known at 0", inner: (k, x) => k.add(1, x), outer: (k, y, x) => k.div(k.log(y), x), at: [1e-3, -1e-5, 1e-9, 2e-3] },
  { written: "x/√Σx²", why: "over its norm", inner: (k, x) => k.square(x), outer: (k, y, x) => k.div(x, k.sqrt(k.sum(y))), at: HUGE },
  {
    written: "x/(1 + x²)",
    why: STRAYED,
    inner: (k, x) => k.square(x),
    outer: (k, y, x) => k.div(x, k.add(1, y)),
    at: [1e20, 2e20, -1e20, 1e21],
  },
  { written: "√(1 + x²)", why: NORM, inner: (k, x) => k.square(x), outer: (k, y) => k.sqrt(k.add(1, y)), at: HUGE },
  { written: "σ(x)(1 − σ(x))", why: "of one origin", inner: (k, x) => k.sigmoid(x), outer: (k, y) => k.mul(y, k.sub(1, y)), at: [17, 20, 40, 18] },
  { written: "max σ(x)", why: "a function that rises", inner: (k, x) => k.sigmoid(x), outer: (k, y) => k.amax(y), at: [20, 19, 30, 25] },
  { written: "e^x − e^x", why: "leaves no roundings", inner: (k, x) => k.exp(x), outer: (k, y) => k.sub(y, y), at: [1, 2, 3, 4], harmless: true },
  { written: "√(x²)", why: "a magnitude", inner: (k, x) => k.square(x), outer: (k, y) => k.sqrt(y), at: HUGE },
  { written: "√Σx²", why: NORM, inner: (k, x) => k.square(x), outer: (k, y) => k.sqrt(k.sum(y)), at: HUGE },
  { written: "(Σx²)^−½", why: NORM, inner: (k, x) => k.square(x), outer: (k, y) => k.rsqrt(k.sum(y)), at: HUGE },
  { written: "(1 + x)^1e6", why: SMALL, inner: (k, x) => k.add(1, x), outer: (k, y) => k.pow(y, 1e6), at: TINY },
  { written: "x·1e30·1e-30", why: "multiplied by", inner: (k, x) => k.mul(x, 1e30), outer: (k, y) => k.mul(y, 1e-30), at: HUGE },
  {
    written: "x·1e-30/1e-30",
    why: "multiplied by",
    inner: (k, x) => k.mul(x, 1e-30),
    outer: (k, y) => k.div(y, 1e-30),
    at: [3e-19, -4e-19, 1e-20, -2e-20],
  },
  { written: "log(1e30·|x|)", why: STRAYED, inner: (k, x) => k.mul(1e30, k.abs(x)), outer: log, at: HUGE },
  { written: "log₂ e^x", why: KNOWN, inner: (k, x) => k.exp(x), outer: (k, y) => k.log2(y), at: [100, -110, 200, -150] },
  { written: "√(1e30·|x|)", why: STRAYED, inner: (k, x) => k.mul(1e30, k.abs(x)), outer: (k, y) => k.sqrt(y), at: HUGE },
  {
    written: "(1e30x)²·1e-60",
    why: STRAYED,
    inner: (k, x) => k.mul(x, 1e30),
    outer: (k, y) => k.mul(k.square(y), 1e-60),
    at: [3e12, -2e11, 5e15, 1e10],
  },
  { written: "x(x + 1)·1e-30", why: STRAYED, inner: (k, x) => k.mul(x, k.add(x, 1)), outer: (k, y) => k.mul(y, 1e-30), at: HUGE },
  { written: "x(x + 1)/(x + 1)", why: "over itself", inner: (k, x) => k.add(x, 1), outer: (k, y, x) => k.div(k.mul(x, y), y), at: HUGE },
  { written: "1e-30·Σ(1e30x)", why: "multiplied by", inner: (k, x) => k.mul(x, 1e30), outer: (k, y) => k.mul(1e-30, k.sum(y)), at: HUGE },
  {
    written: "1e6x·log σ + (1 − 1e6x)·log(1 − σ)",
    why: "weights are collected",
    inner: (k, x) => k.sigmoid(x),
    outer: (k, y, x) => k.add(k.mul(k.mul(1e6, x), k.log(y)), k.mul(k.sub(1, k.mul(1e6, x)), k.log(k.sub(1, y)))),
    at: [1e-6, -2e-6, 3e-7, 5e-6],
  },
  { written: "x·e^x − x", why: "a common factor", inner: (k, x) => k.exp(x), outer: (k, y, x) => k.sub(k.mul(x, y), x), at: TINY },
  {
    written: "√(x² + 1) − x",
    why: "by their conjugate",
    masked: true,
    inner: (k, x) => k.square(x),
    outer: (k, y, x) => k.sub(k.sqrt(k.add(y, 1)), x),
    at: [1e4, 3e5, 1e6, 2e4],
  },
  {
    written: "Σp·log p",
    why: "terms of probabilities",
    masked: true,
    inner: (k, x) => k.softmax(x, 0),
    outer: (k, y) => k.sum(k.mul(y, k.log(y))),
    at: [0, -110, -120, 5],
  },
  { written: "x/(x + 1)", why: "a share", inner: (k, x) => k.add(x, 1), outer: (k, y, x) => k.div(x, y), at: [1e4, 1e5, 3e6, 1e7] },
  {
    written: "the angle of (x², 1) and (1, x²)",
    why: "a cosine is known",
    inner: (k, x) => k.square(x),
    outer: (k, y) => {
      const flat = k.reshape(y, [-1]),
        one = k.add(1, k.mul(0, flat)),
        [u, v] = [k.cat([flat, one]), k.cat([one, flat])],
        length = (t: typeof y): typeof y => k.sqrt(k.sum(k.square(t)));
      return k.acos(k.div(k.sum(k.mul(u, v)), k.mul(length(u), length(v))));
    },
    at: [1.0001, 0.9999, 1.0002, 1.0003],
  },
  { written: "arccos(1 − x)", why: "1 − small", inner: (k, x) => k.sub(1, x), outer: (k, y) => k.acos(y), at: [1e-9, 1e-8, 3e-8, 1e-7] },
  {
    written: "log(−log x)",
    why: "of what is not rounded",
    inner: (k, x) => k.neg(k.log(x)),
    outer: (k, y) => k.log(y),
    at: [0.367836177, 0.36788, 0.3679, 0.3678],
  },
  { written: "(1 + 2x) − 1", why: "leaves no roundings", inner: (k, x) => k.add(1, k.mul(2, x)), outer: (k, y) => k.sub(y, 1), at: TINY },
  {
    written: "(e^x − e^−x)/(e^x + e^−x)",
    why: "a hyperbolic tangent",
    inner: (k, x) => k.exp(x),
    outer: (k, y, x) => k.div(k.sub(y, k.exp(k.neg(x))), k.add(y, k.exp(k.neg(x)))),
    at: [100, -90, 95, 120],
  },
  {
    written: "Σx·e^x/Σe^x",
    why: "of one degree",
    masked: true,
    inner: (k, x) => k.exp(x),
    outer: (k, y, x) => k.div(k.sum(k.mul(x, y)), k.sum(y)),
    at: [100, 101, 102, 100.5],
  },
  {
    written: "expm1(−softplus(−x))",
    why: "1 less a value",
    inner: (k, x) => k.softplus(k.neg(x)),
    outer: (k, y) => k.expm1(k.neg(y)),
    at: [20, 3, -20, 30],
    harmless: true,
  },
  {
    written: "x·√(x² + 1) − x²",
    why: "terms that may cancel",
    inner: (k, x) => k.add(k.square(x), 1),
    outer: (k, y, x) => k.sub(k.mul(x, k.sqrt(y)), k.square(x)),
    at: [10, 30, 90, 20],
  },
  { written: "x·log x", why: "x·log x is 0", inner: (k, x) => k.log(x), outer: (k, y, x) => k.mul(x, y), at: [0.5, 1.5, 2, 3], harmless: true },
];

/** Layouts, by the op between the halves. `pad` puts in a number where both halves have a meaning. */
export const LAYOUTS: Readonly<Record<string, <T>(k: Algebra<T>, x: T, padding: number) => T>> = {
  reshape: (k, x) => k.reshape(x, [2, 2]),
  permute: (k, x) => k.permute(k.reshape(x, [2, 2]), [1, 0]),
  expand: (k, x) => k.expand(k.reshape(x, [1, 4]), [3, 4]),
  unsqueeze: (k, x) => k.unsqueeze(x, 1),
  flip: (k, x) => k.flip(x, 0),
  narrow: (k, x) => k.narrow(x, 0, 1, 2),
  select: (k, x) => k.select(x, 0, 2),
  indexSelect: (k, x) => k.indexSelect(x, 0, [3, 1, 1]),
  cat: (k, x) => k.cat([k.narrow(x, 0, 2, 2), k.narrow(x, 0, 0, 2)]),
  stack: (k, x) => k.stack([x, k.flip(x, 0)], 1),
  pad: (k, x, padding) => k.pad(x, [1, 2], { value: padding }),
  "cat of stack of narrow": (k, x) => k.select(k.stack([k.cat([x, k.narrow(x, 0, 1, 2)]), k.cat([k.narrow(x, 0, 0, 2), x])], 0), 0, 1),
};

/** All expressions of a rule: directly, with a layout between its halves, and with what has no form before or after. */
export function contextsOf({ inner, outer }: Rule): Readonly<Record<string, <T>(k: Algebra<T>, x: T) => T>> {
  const plain = <T>(k: Algebra<T>, x: T): T => outer(k, inner(k, x), x);
  const laid = Object.entries(LAYOUTS).map(
    ([name, lay]) => [name, <T>(k: Algebra<T>, x: T): T => outer(k, lay(k, inner(k, x), 1), lay(k, x, 0))] as const,
  );
  return {
    directly: plain,
    ...Object.fromEntries(laid),
    "matmul before": (k, x) => plain(k, k.matmul(k.reshape(x, [4, 1]), [1])),
    "constants before": (k, x) => plain(k, k.mul(x, [1, 1, 1, 1])),
    "a constant added after": (k, x) => k.add(plain(k, x), 0.25),
    "a mask after": (k, x) => k.mul(plain(k, x), [2, 0, 2, 2]),
    "a square after": (k, x) => k.square(plain(k, x)),
    "relu after": (k, x) => k.relu(plain(k, x)),
    "where after": (k, x) => k.where(k.lt(x, 1e6), plain(k, x), 0),
    twice: (k, x) => k.add(plain(k, x), k.mul(2, plain(k, k.mul(x, 1)))),
  };
}
/** What makes NaN of four numbers, and what makes infinities, or numbers that are none in float32. */
export const NANS: Readonly<Record<string, <T>(k: Algebra<T>, x: T) => T>> = {
  "log of −1": (k, x) => k.log(k.sub(k.mul(0, x), 1)),
  "√ of −1": (k, x) => k.sqrt(k.sub(k.mul(0, x), 1)),
  "0/0": (k, x) => k.div(k.mul(0, x), 0),
  "∞ − ∞": (k, x) => k.sub(k.div(k.add(1, k.abs(x)), 0), k.div(k.add(2, k.abs(x)), 0)),
};
export const INFINITIES: Readonly<Record<string, <T>(k: Algebra<T>, x: T) => T>> = {
  "1/0": (k, x) => k.div(k.add(1, k.abs(x)), 0),
  "−1/0": (k, x) => k.neg(k.div(k.add(1, k.abs(x)), 0)),
  "log 0": (k, x) => k.log(k.mul(0, x)),
  "e^1000": (k, x) => k.exp(k.add(k.mul(0, x), 1000)),
};
