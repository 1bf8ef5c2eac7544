/**
 * scan: running sums, products and recurrences, in every order and both ways, on lines of every layout: sizes 0 and 1, numbers of lines around
 * those that kernels take together, ill-conditioned terms, factors of 0, partial products far outside of every format, and specials.
 */
import type { ScanRequest } from "@evenkeel/core";
import { random } from "../cases.js";
import { scan } from "../reference/scan.js";
import { view } from "../reference/view.js";
import { type CaseMaker, DATA, type KindCase, size, strides } from "./case.js";
import type { Memory } from "./memory.js";

type Shape = ScanRequest["shape"];
type Order = ScanRequest["order"];

const SHAPES: readonly Shape[] = [
  [1, 0, 1],
  [0, 5, 2],
  [1, 1, 1],
  [3, 1, 5],
  [1, 9, 1],
  [3, 17, 1],
  [4, 17, 1],
  [13, 6, 1],
  [2, 5, 3],
  [1, 33, 4],
  [3, 8, 7],
];
const ORDERS: readonly Order[] = ["inclusive", "exclusive", "lagged"];

/** A part of the numbers is 0: a product that divided by them would be NaN. */
const withZeros = (n: number, seed: number): Float32Array => DATA.signed!(n, seed).map((v, i) => (i % 5 === 3 ? 0 : v * 2));
/** Powers of two from end to end of float32: their partial products leave float64 and come back. */
const farAway = (n: number, seed: number): Float32Array => {
  const next = random(seed);
  return Float32Array.from({ length: n }, (_, i) => 1.5 * 2 ** ((Math.floor(i / 24) % 2 ? -1 : 1) * (90 + (next() % 36))));
};
const small = (n: number, seed: number): Float32Array => DATA.spread!(n, seed);
const SPECIAL = [NaN, Infinity, -Infinity, 0, -0, 2 ** -149, -(2 ** -149), 2 ** 127, 1, -1];
const special = (n: number, seed: number): Float32Array => {
  const next = random(seed);
  return Float32Array.from({ length: n }, () => SPECIAL[next() % SPECIAL.length]!);
};

type Fill = (n: number, seed: number) => Float32Array;
interface Style {
  readonly name: string;
  readonly factor: Fill | null;
  readonly term: Fill | null;
}
const SUMS: readonly Style[] = [...Object.entries(DATA), ["specials", special] as const].map(([name, term]) => ({ name, factor: null, term }));
const PRODUCTS: readonly Style[] = Object.entries({ signed: DATA.signed!, zeros: withZeros, "far away": farAway, specials: special }).map(
  ([name, factor]) => ({ name, factor, term: null }),
);
const BOTH: readonly Style[] = [
  { name: "signed", factor: DATA.signed!, term: DATA.signed! },
  { name: "cancelling", factor: (n) => new Float32Array(n).fill(1), term: DATA.cancelling! },
  { name: "zeros", factor: withZeros, term: DATA.spread! },
  { name: "far away", factor: farAway, term: small },
  { name: "far away, seldom a term", factor: farAway, term: (n, seed) => small(n, seed).map((v, i) => (i % 50 ? 0 : v)) },
  { name: "specials", factor: special, term: special },
];

export const scanCases: CaseMaker = (memory, seed) => [
  ...SHAPES.flatMap((shape, i) => [
    ...SUMS.map((style) => one(memory, seed, shape, style, "inclusive", i % 2 === 1)),
    ...PRODUCTS.map((style, k) => one(memory, seed, shape, style, ORDERS[k % 2]!, i % 2 === 0)),
    ...BOTH.map((style, k) => one(memory, seed, shape, style, ORDERS[(i + k) % 3]!, k % 2 === 0)),
  ]),
  ...ORDERS.flatMap((order, k) => [...SUMS, ...PRODUCTS, ...BOTH].map((style) => one(memory, seed, [2, 300, 2], style, order, k === 1))),
  ...[false, true].flatMap((reverse) => [
    one(memory, seed, [1, 40_000, 1], SUMS[0]!, "inclusive", reverse),
    one(memory, seed, [1, 9_000, 6], SUMS[3]!, "inclusive", reverse),
    one(memory, seed, [2, 2_000, 1], PRODUCTS[2]!, "exclusive", reverse),
    one(memory, seed, [9_000, 4, 1], BOTH[0]!, "inclusive", reverse),
    one(memory, seed, [3, 40, 5], BOTH[2]!, "lagged", reverse, [40, 1, 0]),
    one(memory, seed, [3, 40, 1], BOTH[0]!, "exclusive", reverse, [0, 3, 0]),
    one(memory, seed, [5, 4, 6], SUMS[2]!, "inclusive", reverse, [1, 5, 20]),
  ]),
];

/** The operands have these strides; otherwise they are contiguous. */
function one(memory: Memory, seed: number, shape: Shape, style: Style, order: Order, reverse: boolean, steps = strides(shape)): KindCase {
  const n = 1 + shape.reduce((sum, d, i) => sum + Math.max(0, d - 1) * steps[i]!, 0),
    factor = style.factor && style.factor(n, seed),
    term = style.term && style.term(n, seed + 1);
  const request = {
    kind: "scan",
    shape,
    order,
    reverse,
    factor: factor && memory.put(factor, steps),
    term: term && memory.put(term, steps),
    output: memory.output(size(shape), strides(shape)),
  } as const;
  const seen = (x: Float32Array | null): number[] | null => x && view(x, 0, shape, steps);
  const what = factor ? (term ? "recurrence" : "product") : "sum";
  return {
    name: `${what} ${order}${reverse ? " reversed" : ""} ${shape.join("×")} ${style.name} strides ${steps.join()}`,
    request,
    want: scan({ factor: seen(factor), term: seen(term), order, reverse }, shape),
    // A term is rounded at most twice a step, by 2⁻⁵³ each time; a bound of terms is in units of 2⁻²⁴.
    bound: { terms: 2 * Math.max(1, shape[1]) * 2 ** -29 },
    fault: null,
  };
}
