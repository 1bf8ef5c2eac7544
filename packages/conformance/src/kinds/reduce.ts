/**
 * reduce: sums, greatest and least over the middle of [outer, reduced, inner], sizes around the blocks and lanes, plain, repeated, of a product,
 * and of values that no number is.
 */
import { BLOCK, type Ex, input, LANES, type Program, type ReduceRequest, single } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { add, dd, mul, scale, sqrt, sub } from "../reference/dd.js";
import { extreme } from "../reference/extreme.js";
import { type Sum, sum } from "../reference/sum.js";
import { view } from "../reference/view.js";
import { type CaseMaker, DATA, type KindCase, size, strides, WIDE_SUM } from "./case.js";
import type { Memory } from "./memory.js";

const SHAPES = [
  [1, 0, 1],
  [3, 0, 2],
  [0, 5, 1],
  [1, 1, 1],
  [5, 1, 4],
  [2, LANES - 1, 3],
  [2, LANES + 1, 1],
  [130, 33, 1],
  [2, 300, 17],
  [1, BLOCK - 1, 1],
  [1, BLOCK + 1, 1],
  [1, 3 * BLOCK + 5, 1],
  [2, BLOCK + 3, 3],
] as const;

export const reduceCases: CaseMaker = (memory, seed) => [
  ...SHAPES.flatMap((shape) => Object.keys(DATA).map((data) => one(memory, seed, shape, data, strides(shape)))),
  one(memory, seed, [3, 40, 5], "signed", [40, 1, 0]),
  one(memory, seed, [3, 40, 1], "positive", [1, 0, 0]),
  one(memory, seed, [4, 6, 5], "spread", [5, 20, 1]),
  product(memory, seed, [7, 513, 1]),
  product(memory, seed, [3, 40, 9]),
  ...SHAPES.map((shape) => finished(memory, seed, shape)),
  ...(["max", "min"] as const).flatMap((combine) => [
    ...SHAPES.map((shape) => one(memory, seed, shape, "spread", strides(shape), combine)),
    one(memory, seed, [3, 40, 5], "signed", [40, 1, 0], combine),
    one(memory, seed, [3, 40, 1], "positive", [1, 0, 0], combine),
    ...SPECIALS.flatMap((values) => [special(memory, combine, [3, 37, 1], values), special(memory, combine, [2, 11, 19], values)]),
  ]),
];

type Combine = ReduceRequest["combine"];
/** Repeated along the data: the size of the data is no multiple of their number, so that each meets every lane. */
const SPECIALS = [[NaN, 1, 2], [1, 2, 3, 4, 5, 6, NaN], [-0, 0], [-0], [0], [-Infinity], [Infinity], [-Infinity, 3e38], [2 ** -149, -(2 ** -149)]];

type Shape = readonly [number, number, number];

function one(memory: Memory, seed: number, shape: Shape, data: string, steps: readonly number[], combine: Combine = "sum"): KindCase {
  const x = DATA[data]!(1 + Math.max(0, size(shape)), seed);
  return make(memory, `${combine} ${shape.join("×")} ${data} strides ${steps.join()}`, shape, input(0), [{ x, steps }], ([v]) => v!, combine);
}

function special(memory: Memory, combine: Combine, shape: Shape, values: readonly number[]): KindCase {
  const x = Float32Array.from({ length: size(shape) }, (_, i) => values[i % values.length]!);
  return make(memory, `${combine} ${shape.join("×")} of ${values.join()}`, shape, input(0), [{ x, steps: strides(shape) }], ([v]) => v!, combine);
}

/** The terms are float32 products, each rounded before it is added. */
function product(memory: Memory, seed: number, shape: Shape): KindCase {
  const steps = strides(shape),
    n = size(shape);
  const operands = [
    { x: DATA.signed!(n, seed), steps },
    { x: DATA.spread!(n, seed + 1), steps },
  ];
  return make(memory, `${shape.join("×")} of a product`, shape, words.mul(input(0), input(1)), operands, ([v, w]) => Math.fround(v! * w!));
}

/** √(Σ(x − 1)²/4 + (Σ(x − 1))²): two wide terms, and what becomes of their totals and of two numbers. */
function finished(memory: Memory, seed: number, shape: Shape): KindCase {
  const [outer, reduced, inner] = shape,
    x = DATA.signed!(1 + Math.max(0, size(shape)), seed),
    distance = words.sub(input(0), 1),
    wide = { args: [0], arithmetic: "float32", dtype: "float64" } as const;
  const [t, s, by, root] = [input(0), input(1), input(2), input(3)],
    body = words.sqrt(words.add(words.div(s, by), words.mul(root, words.mul(t, t)))),
    finish: Program = {
      inputs: ["float64", "float64", "float64", "float64"],
      steps: [{ body, args: [0, 1, 2, 3], arithmetic: "float32", dtype: "float32" }],
      outputs: [4],
    };
  const program: Program = {
    inputs: ["float32"],
    steps: [
      { body: distance, ...wide },
      { body: words.mul(distance, distance), ...wide },
    ],
    outputs: [1, 2],
    finish,
  };
  const want = Array.from({ length: outer * inner }, (_, at): Sum => {
    const terms = Array.from({ length: reduced }, (_r, r) => sub(dd(x[(Math.floor(at / inner) * reduced + r) * inner + (at % inner)]!), dd(1))),
      total = sum(terms).value,
      value = sqrt(add(scale(sum(terms.map((d) => mul(d, d))).value, -2), mul(total, total)));
    return { value, magnitude: value[0] };
  });
  const output = memory.output(outer * inner, [inner, 1]);
  const request = { kind: "reduce", combine: "sum", program, shape, inputs: [memory.put(x, strides(shape)), 4, 1], outputs: [output] } as const;
  return { name: `finished ${shape.join("×")}`, request, want, bound: WIDE_SUM, fault: null };
}

interface Placed {
  readonly x: Float32Array;
  readonly steps: readonly number[];
}

function make(
  memory: Memory,
  name: string,
  shape: Shape,
  body: Ex,
  inputs: readonly Placed[],
  term: (v: readonly number[]) => number,
  combine: Combine = "sum",
): KindCase {
  const [outer, reduced, inner] = shape,
    seen = inputs.map(({ x, steps }) => view(x, 0, shape, steps));
  const terms = (o: number, i: number): number[] =>
    Array.from({ length: reduced }, (_, r) => term(seen.map((s) => s[(o * reduced + r) * inner + i]!)));
  const combined = (all: number[]): Sum | number => (combine === "sum" ? sum(all) : extreme(all, combine));
  const want = Array.from({ length: outer * inner }, (_, at) => combined(terms(Math.floor(at / inner), at % inner)));
  const program: Program = single(
    body,
    inputs.map(() => "float32"),
  );
  const output = memory.output(outer * inner, [inner, 1]);
  const request = { kind: "reduce", combine, program, shape, inputs: inputs.map(({ x, steps }) => memory.put(x, steps)), outputs: [output] } as const;
  return { name, request, want, bound: combine === "sum" ? WIDE_SUM : { exact: true }, fault: null };
}
