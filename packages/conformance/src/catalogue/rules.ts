/**
 * What the stabiliser restates, each rule and form in an expression of two halves: layout ops go between them, other ops before and after.
 * A line here is a promise that it fires there; a rule that is new gets a line.
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
  /** Of logarithms that are all −∞ it is 0. */
  readonly masked?: true;
  /** Contexts in which it does not fire yet. */
  readonly misses?: readonly string[];
}
const KNOWN = "ogarithm",
  ONE_PLUS = "the logarithm of 1 + its argument",
  SMALL = "1 + small",
  OFFSET = "restated as an offset",
  EXPONENTS = "the exponents are added",
  NAMED = "has a name";
const log = <T>(k: Algebra<T>, y: T): T => k.log(y);
/** Rows that are picked pass no form. */
const PICKED = ["indexSelect"];
/** What is put together of parts passes logarithms of parts that are above 0, and offsets from one constant, and no others. */
const PARTS = [...PICKED, "cat", "stack", "pad", "cat of stack of narrow"];
/** Views pass offsets from a constant, and no others. */
const VIEWS = [...PARTS, "reshape", "permute", "expand", "unsqueeze", "flip", "narrow", "select"];
const TINY = [1e-9, -1e-9, 3e-8, 1e-5] as const;

export const RULES: readonly Rule[] = [
  { written: "log e^x", why: KNOWN, inner: (k, x) => k.exp(x), outer: log, at: [100, -110, 200, -150], misses: PICKED },
  { written: "log σ(x)", why: KNOWN, inner: (k, x) => k.sigmoid(x), outer: log, at: [-110, -120, -150, -200], misses: PICKED },
  { written: "log softmax(x)", why: KNOWN, inner: (k, x) => k.softmax(x, 0), outer: log, at: [0, -110, -120, 5], misses: PICKED },
  { written: "log expm1(x)", why: KNOWN, inner: (k, x) => k.expm1(x), outer: log, at: [100, 90, 200, 1000], misses: PARTS },
  { written: "log |expm1(x)|", why: KNOWN, inner: (k, x) => k.abs(k.expm1(x)), outer: log, at: [100, -20, 200, 1000], misses: PICKED },
  { written: "log(1 + e^x)", why: KNOWN, inner: (k, x) => k.add(1, k.exp(x)), outer: log, at: [100, -20, -30, 200], misses: PICKED },
  { written: "log(1 − σ(x))", why: KNOWN, inner: (k, x) => k.sub(1, k.sigmoid(x)), outer: log, at: [20, 30, 110, 50], misses: PICKED },
  {
    written: "log(1 − e^−|x|)",
    why: KNOWN,
    inner: (k, x) => k.sub(1, k.exp(k.neg(k.abs(x)))),
    outer: log,
    at: [1e-9, 20, -1e-10, -30],
    misses: PICKED,
  },
  {
    written: "log(e^x + e^2x)",
    why: KNOWN,
    inner: (k, x) => k.add(k.exp(x), k.exp(k.mul(2, x))),
    outer: log,
    at: [100, -110, 50, -120],
    misses: PICKED,
  },
  { written: "log(e^x·σ(x))", why: KNOWN, inner: (k, x) => k.mul(k.exp(x), k.sigmoid(x)), outer: log, at: [100, -60, 90, -80], misses: PICKED },
  { written: "log(e^x/3)", why: KNOWN, inner: (k, x) => k.div(k.exp(x), 3), outer: log, at: [100, -110, 90, -120], misses: PICKED },
  { written: "log −(−2e^x)", why: KNOWN, inner: (k, x) => k.neg(k.mul(-2, k.exp(x))), outer: log, at: [100, -110, 90, -120], misses: PICKED },
  { written: "log Σe^x", why: KNOWN, inner: (k, x) => k.exp(x), outer: (k, y) => k.log(k.sum(y)), at: [100, 101, 102, 100.5], misses: PICKED },
  { written: "log e^(x − 1)", why: "near 1 its offset", inner: (k, x) => k.exp(k.sub(x, 1)), outer: log, at: [100, -110, 200, -150], misses: PARTS },
  { written: "log(1 + x)", why: SMALL, inner: (k, x) => k.add(1, x), outer: log, at: TINY, misses: PARTS },
  { written: "log(1 − x)", why: SMALL, inner: (k, x) => k.sub(1, x), outer: log, at: TINY, misses: PARTS },
  { written: "log1p(e^x)", why: ONE_PLUS, inner: (k, x) => k.exp(x), outer: (k, y) => k.log1p(y), at: [100, 90, 200, 150], misses: PICKED },
  { written: "e^x − 1", why: OFFSET, inner: (k, x) => k.exp(x), outer: (k, y) => k.sub(y, 1), at: TINY, misses: PICKED },
  { written: "−1 + e^x", why: OFFSET, inner: (k, x) => k.exp(x), outer: (k, y) => k.add(-1, y), at: TINY, misses: PICKED },
  { written: "1 − σ(x)", why: OFFSET, inner: (k, x) => k.sigmoid(x), outer: (k, y) => k.sub(1, y), at: [20, 30, 40, 50], misses: PICKED },
  { written: "1 + expm1(x)", why: OFFSET, inner: (k, x) => k.expm1(x), outer: (k, y) => k.add(1, y), at: [-20, -30, -40, -50], misses: PICKED },
  { written: "softplus(x) − x", why: OFFSET, inner: (k, x) => k.softplus(x), outer: (k, y, x) => k.sub(y, x), at: [20, 25, 30, 22], misses: VIEWS },
  { written: "1 − softmax(x)", why: OFFSET, inner: (k, x) => k.softmax(x, 0), outer: (k, y) => k.sub(1, y), at: [30, 0, 1, -2], misses: PICKED },
  {
    written: "½(2e^x − 2)",
    why: OFFSET,
    inner: (k, x) => k.mul(2, k.exp(x)),
    outer: (k, y) => k.mul(0.5, k.sub(y, 2)),
    at: TINY,
    misses: PARTS,
  },
  {
    written: "e^x/(1 + e^x)",
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y) => k.div(y, k.add(1, y)),
    at: [100, 90, 95, 120],
    misses: PICKED,
  },
  {
    written: "1/(1 + e^−x)",
    why: EXPONENTS,
    inner: (k, x) => k.add(1, k.exp(k.neg(x))),
    outer: (k, y) => k.div(1, y),
    at: [-100, -90, -95, -91],
    misses: PICKED,
  },
  {
    written: "e^x/e^2x",
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y, x) => k.div(y, k.exp(k.mul(2, x))),
    at: [60, -60, 70, -65],
    misses: PICKED,
  },
  {
    written: "e^x·e^−x",
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y, x) => k.mul(y, k.exp(k.neg(x))),
    at: [100, -110, 200, -150],
    misses: PICKED,
  },
  {
    written: "e^x/Σe^x",
    masked: true,
    why: EXPONENTS,
    inner: (k, x) => k.exp(x),
    outer: (k, y) => k.div(y, k.sum(y)),
    at: [100, 101, 102, 100.5],
    misses: [...PICKED, "select"],
  },
  {
    written: "e^−softplus(−x)",
    why: NAMED,
    inner: (k, x) => k.softplus(k.neg(x)),
    outer: (k, y) => k.exp(k.neg(y)),
    at: [-20, 3, -60, 1],
    harmless: true,
    misses: PARTS,
  },
  {
    written: "e^logSoftmax(x)",
    masked: true,
    why: NAMED,
    inner: (k, x) => k.logSoftmax(x, 0),
    outer: (k, y) => k.exp(y),
    at: [0, -20, -30, 5],
    harmless: true,
    misses: PARTS,
  },
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
