/**
 * scan: running sums, products and recurrences, in every order and both ways, on lines of every layout: sizes 0 and 1, numbers of lines around
 * those that kernels take together, ill-conditioned terms, factors of 0, partial products far outside of every format, and specials. In float64 and in whole
 * numbers besides, whose totals may be beyond int32.
 */
import type { Arithmetic, ScanRequest } from "@evenkeel/core";
import { random } from "../cases.js";
import { scan } from "../reference/scan.js";
import { view } from "../reference/view.js";
import { type CaseMaker, DATA, type KindCase, size, strides } from "./case.js";
import type { Data, Memory } from "./memory.js";

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

type Fill = (n: number, seed: number) => Data;
interface Style {
  readonly name: string;
  /** float32 if nothing is said. */
  readonly dtype?: Arithmetic;
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
  // A state that is infinite, and one of which no product with what was before is left.
  {
    name: "seldom a special",
    factor: (n, seed) => DATA.signed!(n, seed).map((v, i) => (i % 900 === 899 ? Infinity : i % 450 === 448 ? 0 : v)),
    term: small,
  },
];

/** Of 53 bits: two float32 numbers, the second far below. */
const doubles =
  (fill: Fill): Fill =>
  (n, seed) => {
    const below = DATA.signed!(n, seed + 9);
    return Float64Array.from(fill(n, seed), (v, i) => v * (1 + below[i]! * 2 ** -26));
  };
/** Terms that cancel but for a few of the last bits of the largest. */
const vanishing: Fill = (n, seed) => {
  const x = doubles(DATA.spread!)(n, seed);
  return x.map((v, i) => (i % 3 === 1 ? 2 ** 80 : i % 3 === 2 ? -(2 ** 80) : v));
};
const wide64 = (n: number, seed: number): Float64Array => Float64Array.from(DATA.signed!(n, seed), (v, i) => v * 2 ** ((i % 7) * 160 - 480));
const integers =
  (largest: number): Fill =>
  (n, seed) =>
    Int32Array.from(DATA.signed!(n, seed), (v) => Math.round(v * largest));
/** 1 and −1, and seldom 0, 2 or −2: products of any number of them are whole, and few are large. */
const units: Fill = (n, seed) => Int32Array.from(DATA.signed!(n, seed), (v, i) => (i % 11 === 10 ? Math.round(v * 2) : v < 0 ? -1 : 1));
const OTHERS: readonly Style[] = [
  ...Object.entries(DATA).map(([name, term]) => ({ name, dtype: "float64", factor: null, term: doubles(term) }) as const),
  { name: "vanishing", dtype: "float64", factor: null, term: vanishing },
  { name: "wide", dtype: "float64", factor: null, term: wide64 },
  { name: "specials", dtype: "float64", factor: null, term: (n, seed) => Float64Array.from(special(n, seed)) },
  { name: "signed", dtype: "float64", factor: doubles(DATA.signed!), term: null },
  { name: "zeros", dtype: "float64", factor: doubles(withZeros), term: null },
  { name: "specials", dtype: "float64", factor: (n, seed) => Float64Array.from(special(n, seed)), term: null },
  { name: "signed", dtype: "float64", factor: doubles(DATA.signed!), term: doubles(DATA.signed!) },
  { name: "zeros", dtype: "float64", factor: doubles(withZeros), term: doubles(DATA.spread!) },
  { name: "whole numbers", dtype: "int32", factor: null, term: integers(2 ** 20) },
  { name: "units", dtype: "int32", factor: units, term: null },
  { name: "units", dtype: "int32", factor: units, term: integers(3) },
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
    // Long lines, of which kernels may begin at several places.
    ...[...PRODUCTS, ...BOTH, ...OTHERS.filter(({ dtype, factor }) => dtype === "int32" && factor)].map((style, k) =>
      one(memory, seed, [1, 2_500, 2], style, ORDERS[(k + +reverse) % (style.term ? 3 : 2)]!, reverse),
    ),
    ...["float64", "int32"].flatMap((dtype) => [
      one(
        memory,
        seed,
        [5, 4, 6],
        OTHERS.find((style) => style.dtype === dtype)!,
        "inclusive",
        reverse,
        [1, 5, 20],
      ),
      one(
        memory,
        seed,
        [1, 9_000, 1],
        OTHERS.find((style) => style.dtype === dtype)!,
        "inclusive",
        reverse,
      ),
    ]),
  ]),
  ...SHAPES.flatMap((shape, i) =>
    OTHERS.map((style, k) =>
      one(memory, seed, shape, style, style.factor ? ORDERS[(i + k) % (style.term ? 3 : 2)]! : "inclusive", (i + k) % 2 === 0),
    ),
  ),
  ...[2 ** 31, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) - 1].flatMap((total) => [ends(memory, total, [1, 3, 1]), ends(memory, total, [3, 3, 2])]),
];

/** Sums of ⌊total/2⌋, ⌈total/2⌉ and 0: at the ends of int32, and beyond. */
function ends(memory: Memory, total: number, shape: Shape): KindCase {
  const half = Math.floor(total / 2),
    [outer, n, inner] = shape,
    isBeyond = total !== (total | 0);
  const lines = Int32Array.from({ length: size(shape) }, (_, i) => [half, total - half, 0][Math.floor(i / inner) % n]!);
  const request = {
    kind: "scan",
    dtype: "int32",
    shape,
    order: "inclusive",
    reverse: false,
    factor: null,
    term: memory.put(lines, strides(shape)),
    output: memory.output(size(shape), strides(shape), "int32"),
  } as const;
  return {
    name: `sums of ${total}, ${shape.join("×")}`,
    request,
    want: Array.from({ length: outer * n * inner }, (_, i) => (isBeyond ? null : Math.floor(i / inner) % n ? total : half)),
    bound: { exact: true },
    dtype: "int32",
    fault: isBeyond ? "overflow" : null,
  };
}

/** The operands have these strides; otherwise they are contiguous. */
function one(memory: Memory, seed: number, shape: Shape, style: Style, order: Order, reverse: boolean, steps = strides(shape)): KindCase {
  const n = 1 + shape.reduce((sum, d, i) => sum + Math.max(0, d - 1) * steps[i]!, 0),
    { dtype = "float32" } = style,
    factor = style.factor && style.factor(n, seed),
    term = style.term && style.term(n, seed + 1);
  const request = {
    kind: "scan",
    dtype,
    shape,
    order,
    reverse,
    factor: factor && memory.put(factor, steps),
    term: term && memory.put(term, steps),
    output: memory.output(size(shape), strides(shape), dtype),
  } as const;
  const seen = (x: Data | null): number[] | null => x && view(x, 0, shape, steps);
  const what = factor ? (term ? "recurrence" : "product") : "sum",
    want = scan({ factor: seen(factor), term: seen(term), order, reverse }, shape),
    isBeyond = dtype === "int32" && want.some(({ value: [v] }) => v !== (v | 0));
  return {
    name: `${dtype} ${what} ${order}${reverse ? " reversed" : ""} ${shape.join("×")} ${style.name} strides ${steps.join()}`,
    request,
    want: dtype === "int32" ? want.map(({ value: [v] }) => (isBeyond ? null : v + 0)) : want,
    bound: dtype === "int32" ? { exact: true } : { terms: termsOf(style, Math.max(1, shape[1])) },
    dtype,
    fault: isBeyond ? "overflow" : null,
  };
}

/**
 * A term is rounded at most twice a step, by 2⁻⁵³ each time, and once if there is no factor; of a sum of float64 terms only what additions lost is, each of them
 * at most 2⁻⁵³ of the terms. A bound of terms is in units of u of the type.
 */
function termsOf({ dtype, factor, term }: Style, n: number): number {
  if (dtype !== "float64") return 2 * n * 2 ** -29;
  return factor ? (term ? 2 * n : n) : n * n * 2 ** -53;
}
