/**
 * rows: e^(y − m)/Σe^(x − m) with m the greatest x of a row, where y is x (so that e^(x − m) may be computed once) and where it is not; x − m; and of totals
 * alone. Few terms, sizes around lanes and blocks, rows that are repeated.
 */
import { BLOCK, type Ex, input, LANES, type MapRequest, type Program, type ReduceRequest, single, type View } from "@evenkeel/core";
import * as w from "@evenkeel/core/words";
import { add, type DD, dd, div, sub } from "../reference/dd.js";
import { exp } from "../reference/functions.js";
import { type CaseMaker, DATA, type KindCase, size } from "./case.js";
import type { Memory } from "./memory.js";

const SHAPES = [
  [1, 1],
  [5, 1],
  [3, LANES - 1],
  [2, 2 * LANES],
  [3, 2 * LANES + 1],
  [130, 33],
  [1, BLOCK - 1],
  [2, BLOCK + 3],
] as const;
type Shape = (typeof SHAPES)[number];

export const rowsCases: CaseMaker = (memory, seed) => SHAPES.flatMap((shape) => casesOf(memory, seed, shape));

const [total, whole] = [input(0), w.div(1, input(0))];
/** e^(x − m), and of the total its inverse in two parts. */
const sumsOf = (exponential: Ex): Program => ({
  inputs: ["float32", "float32"],
  steps: [{ body: exponential, args: [0, 1], arithmetic: "float32", dtype: "float64" }],
  outputs: [2],
  finish: {
    inputs: ["float64"],
    steps: [
      { body: whole, args: [0], arithmetic: "float32", dtype: "float32" },
      { body: w.sub(w.div(1, total), input(1)), args: [0, 1], arithmetic: "float32", dtype: "float32" },
    ],
    outputs: [1, 2],
  },
});
const partsOf = (exponential: Ex): Program => single(w.mul(exponential, w.add(input(2), input(3))), ["float32", "float32", "float32", "float32"]);
const exponential = w.exp(w.sub(input(0), input(1))),
  near = w.expNear(input(0), input(1));
const [sums, sumsNear, parts, partsNear] = [sumsOf(exponential), sumsOf(near), partsOf(exponential), partsOf(near)];
const plain: Program = { inputs: ["float32"], steps: [], outputs: [0] };
const differences = single(w.sub(input(0), input(1)), ["float32", "float32"]);

function casesOf(memory: Memory, seed: number, shape: Shape): KindCase[] {
  const [outer, terms] = shape,
    [x, y] = [seed, seed + 1].map((s) => DATA.signed!(size(shape), s).map((v) => 20 * v)) as [Float32Array, Float32Array];
  const rowsOf = (of: Float32Array): number[][] => Array.from({ length: outer }, (_, i) => [...of.subarray(i * terms, (i + 1) * terms)]);
  const greatest = rowsOf(x).map((row) => Math.max(...row)),
    totals = rowsOf(x).map((row, i) => row.map((v) => exp(sub(dd(v), dd(greatest[i]!)))).reduce(add, dd(0)));
  const exact = (of: Float32Array, f: (v: number, i: number) => DD): KindCase["want"] =>
    rowsOf(of).flatMap((row, i) => row.map((v) => ({ value: f(v, i), magnitude: 0 })));

  const given = memory.put(x, [terms, 1]),
    other = memory.put(y, [terms, 1]),
    perRow = (): View => memory.output(outer, [1, 1]);
  /** The same all along a row. */
  const along = (v: View, inner: readonly number[] = []): View => ({ ...v, strides: [1, 0, ...inner] });
  const reduce = (combine: "sum" | "max", program: Program, inputs: readonly View[], outputs: readonly View[]): ReduceRequest => ({
    kind: "reduce",
    combine,
    program,
    shape: [outer, terms, 1],
    inputs: inputs.map((v) => ({ ...v, strides: [...v.strides.slice(0, 2), 0] })),
    outputs,
  });
  const map = (program: Program, ...inputs: View[]): MapRequest => ({
    kind: "map",
    program,
    shape,
    inputs,
    outputs: [memory.output(size(shape), [terms, 1])],
  });
  const m = perRow(),
    first = reduce("max", plain, [given], [m]),
    [high, low] = [perRow(), perRow()];
  const inverse = reduce("sum", sums, [given, along(m)], [high, low]),
    inverseNear = reduce("sum", sumsNear, [given, along(m)], [high, low]),
    of = (v: View): MapRequest => map(parts, v, along(m), along(high), along(low)),
    bound = { ulp: memory.arithmetic === "wide" ? 0.501 : 0.6 };
  const make = (name: string, stages: readonly (ReduceRequest | MapRequest)[], want: KindCase["want"], exactly = false): KindCase => ({
    name: `${shape.join("×")} ${name}`,
    request: { kind: "rows", stages },
    want,
    bound: exactly ? { ulp: 0.5 } : bound,
    fault: null,
  });
  const shares = exact(x, (v, i) => div(exp(sub(dd(v), dd(greatest[i]!))), totals[i]!));
  return [
    make("softmax", [first, inverse, of(given)], shares),
    {
      ...make("softmax, exponentials in narrow lanes", [first, inverseNear, map(partsNear, given, along(m), along(high), along(low))], shares),
      // ½ ulp, and 2⁻²⁴·⁵ of the result.
      bound: { ulp: 0.5 + Math.SQRT1_2 },
    },
    make(
      "exponentials of others",
      [first, inverse, of(other)],
      exact(y, (v, i) => div(exp(sub(dd(v), dd(greatest[i]!))), totals[i]!)),
    ),
    make(
      "less the greatest",
      [first, map(differences, given, along(m))],
      exact(x, (v, i) => sub(dd(v), dd(greatest[i]!))),
      true,
    ),
    make(
      "inverse totals",
      [first, inverse],
      totals.map((t) => ({ value: div(dd(1), t), magnitude: 0 })),
    ),
  ];
}
