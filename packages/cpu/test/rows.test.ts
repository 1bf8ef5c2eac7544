/** Requests that go along the same rows, done together: the same bits as one after the other, and only where they may be. */
import { describe, expect, test } from "vitest";
import {
  add,
  amax,
  type Backend,
  expand,
  input,
  joinRows,
  layerNorm,
  logSoftmax,
  logsumexp,
  type MapRequest,
  mul,
  neg,
  parameter,
  type ReduceRequest,
  type Request,
  select,
  setDefaultDevice,
  single,
  softmax,
  type Storage,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  type View,
} from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { cpu } from "../src/index.js";
import { floats } from "./place.js";

/** What was asked of a backend. */
const asked: Request[] = [];
const real = cpu();
const together: Backend = {
  ...real,
  run: (r) => {
    asked.push(r);
    return real.run(r);
  },
};
const { join: _, ...apart } = cpu();

const data = floats(5, 400_000).map((x, i) => (i % 97 ? 10 * x : Infinity * Math.sign(x)));
const ordinary = floats(6, 400_000);

/** The elements of f(x), where x is made on a backend. */
function on(
  backend: Backend,
  shape: readonly number[],
  f: (x: Tensor) => Tensor,
  from: ArrayLike<number>,
  dtype: "float32" | "float64" = "float32",
): ArrayLike<number> {
  setDefaultDevice(backend);
  return f(
    tensor(
      Float32Array.from(from).subarray(
        0,
        shape.reduce((a, b) => a * b, 1),
      ),
      { shape: [...shape], dtype },
    ),
  ).dataSync() as ArrayLike<number>;
}
function same(shape: readonly number[], f: (x: Tensor) => Tensor, from: ArrayLike<number>, dtype?: "float32" | "float64"): void {
  asked.length = 0;
  expect(Array.from(on(together, shape, f, from, dtype))).toEqual(Array.from(on(apart as Backend, shape, f, from, dtype)));
}
const stagesOf = (): string[] =>
  asked.flatMap((r) => (r.kind === "rows" ? [r.stages.map((s) => (s.kind === "map" ? "map" : s.combine)).join(" ")] : []));

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  softmax: (x) => softmax(x, -1),
  logSoftmax: (x) => logSoftmax(x, -1),
  logsumexp: (x) => logsumexp(x, -1),
  "softmax of a scaled sum": (x) => mul(softmax(add(mul(x, 0.5), 1), -1), x),
  "two reductions": (x) => sub(x, amax(x, -1, { keepdim: true })),
  layerNorm: (x) => layerNorm(x, x.shape.slice(-1)),
};

describe.each(Object.entries(functions))("%s", (_name, f) => {
  test.each([
    [1, 1],
    [7, 1],
    [3, 15],
    [3, 16],
    [5, 17],
    [300, 100],
    [2, 3, 40],
    [2, 16384],
    [2, 16385],
  ])("of %j", (...shape) => {
    same(shape, f, ordinary);
    if (shape.at(-1)! > 1) expect(stagesOf().length).toBeGreaterThan(0);
    same(shape, f, data);
  });
  test("of float64", () => same([4, 33], f, ordinary, "float64"));
});

test("over several dimensions, and of elements that lie otherwise", () => {
  same([3, 4, 5], (x) => layerNorm(x, [4, 5]), ordinary);
  expect(stagesOf()).toEqual(["sum sum map"]);
  same([30, 20], (x) => softmax(transpose(x, 0, 1), 0), ordinary);
  same([30, 20], (x) => softmax(x, 0), ordinary);
  expect(stagesOf()).toEqual([]);
  same([3, 1, 5], (x) => softmax(expand(x, [3, 4, 5]), -1), ordinary);
  // A column of one element a row lies by steps that no row takes.
  same([5, 1, 17], (x) => softmax(select(neg(x), 2, 0), 0), ordinary);
});

test("what others read of a row is there afterwards, and state is written", () => {
  const training = (x: Tensor): Tensor => {
    const p = parameter(x),
      totals = sum(mul(p, p), -1, { keepdim: true });
    const y = sub(p, totals);
    p.assign(softmax(y, -1));
    return add(p, totals);
  };
  same([9, 50], training, ordinary);
});

describe("join", () => {
  const reserve = (): Storage => ({ bytes: 4 * 12 });
  const [x, y, m, out] = [reserve(), reserve(), { bytes: 12 }, reserve()];
  const at = (storage: Storage, strides: readonly number[], offset = 0): View => ({ storage, offset, strides });
  const reduce = (more: Partial<ReduceRequest> = {}): ReduceRequest => ({
    kind: "reduce",
    combine: "max",
    program: { inputs: ["float32"], steps: [], outputs: [0] },
    shape: [3, 4, 1],
    inputs: [at(x, [4, 1, 0])],
    outputs: [at(m, [1])],
    ...more,
  });
  const map = (inputs: readonly View[], output = at(out, [4, 1]), shape = [3, 4]): MapRequest => ({
    kind: "map",
    program: single(words.sub(input(0), input(1)), ["float32", "float32"]),
    shape,
    inputs,
    outputs: [output],
  });
  const joined = (...all: Request[]): string[] => {
    const run = { requests: all.map((r, i) => [r, i] as const), firstWrite: all.length - 1 };
    joinRows(run);
    expect(run.requests.at(-1)![1]).toBe(all.length - 1);
    expect(run.firstWrite).toBe(run.requests.length - 1);
    return run.requests.map(([r]) => r.kind);
  };
  const [row, perRow] = [at(x, [4, 1]), at(m, [1, 0])];

  test("a map that reads what was made of its row", () => {
    expect(joined(reduce(), map([row, perRow]))).toEqual(["rows"]);
    expect(joined(reduce(), map([at(y, [0, 1]), perRow]))).toEqual(["rows"]);
    expect(joined(reduce(), map([at(x, [4, 2, 1]), at(m, [1, 0, 0])], at(out, [4, 2, 1]), [3, 2, 2]))).toEqual(["rows"]);
    expect(joined(reduce({ inputs: [at(y, [4, 1, 0])] }), reduce(), map([row, perRow]))).toEqual(["reduce", "rows"]);
  });
  test("in the place of what it reads", () => {
    expect(joined(reduce(), map([row, perRow], at(x, [4, 1])))).toEqual(["rows"]);
  });
  test("not what reads nothing of it, or of other rows", () => {
    expect(joined(reduce(), map([row, at(y, [4, 1])]))).toEqual(["reduce", "map"]);
    expect(joined(reduce(), map([row, at(m, [0, 0])]))).toEqual(["reduce", "map"]);
    expect(joined(reduce(), map([row, at(m, [-1, 0], 2)]))).toEqual(["reduce", "map"]);
    expect(joined(reduce(), map([at(y, [1, 3]), perRow]))).toEqual(["reduce", "map"]);
    expect(joined(reduce(), map([at(y, [4, -1], 3), perRow]))).toEqual(["reduce", "map"]);
    expect(joined(reduce({ shape: [4, 3, 1], inputs: [at(x, [3, 1, 0])] }), map([row, perRow]))).toEqual(["reduce", "map"]);
    expect(joined(reduce({ shape: [1, 3, 4], inputs: [at(x, [12, 4, 1])] }), map([row, perRow]))).toEqual(["reduce", "map"]);
    expect(joined(map([row, perRow]), map([row, perRow]))).toEqual(["map", "map"]);
  });
  test("not what writes over what another row has still to read", () => {
    const transposed = reduce({ inputs: [at(out, [1, 3, 0])] });
    expect(joined(transposed, map([row, perRow]))).toEqual(["reduce", "map"]);
    expect(joined(reduce({ inputs: [at(out, [0, 1, 0])] }), map([row, perRow]))).toEqual(["reduce", "map"]);
  });
  test("nor a total that may be beyond int32", () => {
    expect(joined(reduce({ combine: "sum", program: { inputs: ["int32"], steps: [], outputs: [0] } }), map([row, perRow]))).toEqual([
      "reduce",
      "map",
    ]);
  });
});
