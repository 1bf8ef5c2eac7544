/** Structural ops as users call them: against plain loops in float64 on small whole numbers, where float32 is exact, on every kind of view. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const next = random(3);
const whole = (...shape: number[]): T =>
  k.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (next() % 9) - 4),
    { shape },
  );
const ids = (n: number, ...shape: number[]): T =>
  k.tensor(
    Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() % n),
    { shape },
  );
const values = (t: T): number[] => [...t.dataSync()];
/** The same elements, in storage of their own. */
const copied = (t: T): T => k.tensor(t.dataSync(), { shape: t.shape });

/** Views of shape [4, 6] and rank 2 that lie in every way. */
const views: Record<string, () => T> = {
  contiguous: () => whole(4, 6),
  transposed: () => k.transpose(whole(6, 4), 0, 1),
  "repeated rows": () => k.expand(whole(1, 6), [4, 6]),
  "repeated columns": () => k.expand(whole(4, 1), [4, 6]),
  "a number everywhere": () => k.full([4, 6], 3),
  "permuted and merged": () => k.reshape(k.permute(whole(2, 6, 2), [0, 2, 1]), [4, 6]),
  "expanded in the middle": () => k.reshape(k.expand(whole(2, 1, 6), [2, 2, 6]), [4, 6]),
  computed: () => k.add(whole(4, 6), 1),
};
const ops: Record<string, (x: T) => T> = {
  neg: k.neg,
  exp: k.exp,
  "add, broadcasting": (x) => k.add(x, k.tensor([1, 2, 3, 4, 5, 6])),
  "mul by a column": (x) => k.mul(x, k.tensor([[1], [2], [3], [4]])),
  "sum of all": (x) => k.sum(x),
  "sum of rows": (x) => k.sum(x, 1),
  "sum of columns": (x) => k.sum(x, 0, { keepdim: true }),
  "sum over both": (x) => k.sum(x, [1, 0]),
  "greatest of rows": (x) => k.amax(x, 1),
  "least of columns": (x) => k.amin(x, 0, { keepdim: true }),
  logsumexp: (x) => k.logsumexp(x, 0),
  softmax: (x) => k.softmax(x, 1),
  logSoftmax: (x) => k.logSoftmax(x, 0),
  "matmul left": (x) => k.matmul(x, k.reshape(k.tensor(Float32Array.from({ length: 18 }, (_, i) => i % 5)), [6, 3])),
  "matmul right": (x) => k.matmul(k.reshape(k.tensor(Float32Array.from({ length: 12 }, (_, i) => i % 5)), [3, 4]), x),
  "matmul with itself": (x) => k.matmul(x, k.transpose(x, 0, 1)),
  "gather rows": (x) => k.embedding(x, k.tensor(Int32Array.of(3, 0, 0, 2))),
  "gather elements": (x) =>
    k.gather(
      x,
      1,
      k.tensor(
        Int32Array.from({ length: 8 }, (_, i) => (i * 5) % 6),
        { shape: [4, 2] },
      ),
    ),
  scatterAdd: (x) =>
    k.scatterAdd(
      x,
      0,
      k.tensor(
        Int32Array.from({ length: 12 }, (_, i) => i % 4),
        { shape: [2, 6] },
      ),
      k.full([2, 6], 2),
    ),
  "scatterAdd of it": (x) => k.scatterAdd(k.zeros([3, 6]), 0, k.expand(k.tensor(Int32Array.of(2, 0, 2, 1), { shape: [4, 1] }), [4, 6]), x),
  "cumsum along rows": (x) => k.cumsum(x, 1),
  "cumsum along columns": (x) => k.cumsum(x, 0),
  reshape: (x) => k.reshape(x, [3, 8]),
  expand: (x) => k.expand(x, [2, 4, 6]),
};

const NOT_LINEAR: ReadonlySet<unknown> = new Set(
  ["exp", "matmul with itself", "greatest of rows", "least of columns", "logsumexp", "softmax", "logSoftmax"].map((name) => ops[name]),
);

describe.each(Object.entries(ops))("%s", (_, op) => {
  test.each(Object.entries(views))("of a view is that of its copy: %s", (_name, make) => {
    const x = make(),
      [got, want] = [values(op(x)), values(op(copied(x)))];
    // The 1 that all exponents have in common is left out: these are shares of others, each to the op's bound of ½ ulp + 2⁻²⁴·⁵.
    if (op === ops["softmax"] && _name === "computed") got.forEach((p, i) => expect(Math.abs(p / want[i]! - 1)).toBeLessThan(2 ** -22.2));
    else expect(got).toEqual(want);
  });
  test.each(Object.entries(views).filter(([name]) => name !== "a number everywhere"))("passes its gradient through: %s", (_name, make) => {
    const x = copied(make()),
      p = k.parameter(x),
      view = k.reshape(p, x.shape);
    // <w, J·v> = <Jᵀ·w, v> for ops that are linear in x; the others are judged elsewhere.
    if (NOT_LINEAR.has(op)) return;
    const v = whole(4, 6),
      y = op(view),
      w = whole(...y.shape),
      zero = op(k.zeros([4, 6]));
    backward(k.sum(k.mul(w, y)));
    const forward = values(k.sum(k.mul(w, k.sub(op(v), zero))))[0],
      back = values(k.sum(k.mul(p.grad!, v)))[0];
    expect(back! + 0).toBe(forward! + 0);
  });
});

describe("matmul", () => {
  const plain = (a: number[], b: number[], m: number, n: number, d: number): number[] =>
    Array.from({ length: m * n }, (_, i) =>
      Array.from({ length: d }, (_x, j) => a[Math.floor(i / n) * d + j]! * b[j * n + (i % n)]!).reduce((s, x) => s + x, 0),
    );
  test("batches broadcast", () => {
    const a = whole(2, 1, 3, 4),
      b = whole(5, 4, 2),
      c = k.matmul(a, b),
      data = values(c);
    expect(c.shape).toEqual([2, 5, 3, 2]);
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 5; j++)
        expect(data.slice((i * 5 + j) * 6, (i * 5 + j + 1) * 6)).toEqual(
          plain(values(a).slice(i * 12, i * 12 + 12), values(b).slice(j * 8, j * 8 + 8), 3, 2, 4),
        );
  });
  test("vectors are rows on the left and columns on the right", () => {
    const v = whole(4),
      m = whole(4, 3),
      u = whole(3);
    expect(k.matmul(v, m).shape).toEqual([3]);
    expect(values(k.matmul(v, m))).toEqual(plain(values(v), values(m), 1, 3, 4));
    expect(values(k.matmul(m, u))).toEqual(plain(values(m), values(u), 4, 1, 3));
    expect(k.matmul(v, v).shape).toEqual([]);
  });
  test("nothing to add up gives zeros", () => expect(values(k.matmul(k.zeros([2, 0]), k.zeros([0, 3])))).toEqual([0, 0, 0, 0, 0, 0]));
});

describe("amax and amin", () => {
  test("over one dimension, several apart, and all", () => {
    const x = k.tensor([
      [
        [3, -1],
        [0, 8],
      ],
      [
        [-7, 2],
        [5, 4],
      ],
    ]);
    expect(values(k.amax(x, [0, 2]))).toEqual([3, 8]);
    expect(k.amax(x, [0, 2], { keepdim: true }).shape).toEqual([1, 2, 1]);
    expect(values(k.amin(x, 1))).toEqual([0, -1, -7, 2]);
    expect([k.amax(x).item(), k.amin(x).item()]).toEqual([8, -7]);
    expect(k.amax(k.tensor(2)).item()).toBe(2);
    expect(values(k.amax(k.zeros([0, 3]), 1))).toEqual([]);
  });
  const gradient = (f: (x: T) => T, x: number[][]): number[] => {
    const p = k.parameter(x);
    backward(k.sum(f(p)));
    return values(p.grad!);
  };
  test("ties share the gradient equally", () => {
    const x = [
      [1, 3, 3],
      [2, 2, 2],
    ];
    expect(gradient((p) => k.amax(p, 1), x)).toEqual([0, 0.5, 0.5, ...[1, 1, 1].map((v) => Math.fround(v / 3))]);
    expect(gradient((p) => k.mul(4, k.amin(p)), x)).toEqual([4, 0, 0, 0, 0, 0]);
  });
  test("NaN wins, and its gradient is NaN, but a gradient of 0 stays 0", () => {
    const x = [
      [1, NaN],
      [1, 2],
    ];
    expect(values(k.amax(x, 1))).toEqual([NaN, 2]);
    expect(gradient((p) => k.amax(p, 1), x)).toEqual([NaN, NaN, 0, 1]);
    expect(gradient((p) => k.mul(k.tensor([0, 1]), k.amin(p, 1)), x)).toEqual([0, 0, 1, 0]);
  });
});

describe("zero sizes and 0-d", () => {
  test("empty tensors", () => {
    const e = k.tensor(new Float32Array(0), { shape: [0, 3] });
    expect(values(k.exp(e))).toEqual([]);
    expect(values(k.sum(e))).toEqual([0]);
    expect(values(k.sum(e, 0))).toEqual([0, 0, 0]);
    expect(values(k.sum(e, 1))).toEqual([]);
    expect(k.embedding(k.ones([4, 2]), ids(4, 0)).shape).toEqual([0, 2]);
    expect(values(k.embedding(k.ones([4, 2]), ids(4, 0)))).toEqual([]);
  });
  test("0-d tensors broadcast and reduce", () => {
    expect(k.add(k.tensor(2), 3).item()).toBe(5);
    expect(k.sum(k.tensor(2)).item()).toBe(2);
    expect(values(k.mul(k.tensor(2), [1, 2]))).toEqual([2, 4]);
  });
});

describe("errors say what, with the facts, and what to do", () => {
  const cases: [string, () => unknown, RegExp, new (...a: never[]) => Error][] = [
    ["matmul", () => k.matmul(whole(2, 3), whole(2, 3)), /^matmul: inner sizes differ, a is \[2, 3\] and b is \[2, 3\] \(3 ≠ 2\)\./, RangeError],
    ["broadcast", () => k.add(whole(2, 3), whole(2)), /^add: shapes \[2, 3\] and \[2\] do not broadcast, 3 ≠ 2 in dimension -1\./, RangeError],
    ["dimension", () => k.sum(whole(2, 3), 2), /^sum: dimension 2 is out of range for shape \[2, 3\]\. Use -2 … 1\./, RangeError],
    ["amax of nothing", () => k.amax(k.zeros([2, 0]), 1), /^amax: shape \[2, 0\] has nothing to choose from in a dimension of size 0\./, RangeError],
    ["amin of nothing", () => k.amin(k.zeros([0])), /^amin: shape \[0\] has nothing to choose from/, RangeError],
    ["max of nothing", () => k.max(k.zeros([0])), /^max: shape \[0\] has nothing to choose from/, RangeError],
    ["min of nothing", () => k.min(k.zeros([0, 2])), /^min: shape \[0, 2\] has nothing to choose from/, RangeError],
    ["aminmax of nothing", () => k.aminmax(k.zeros([0])), /^aminmax: shape \[0\] has nothing to choose from/, RangeError],
    ["nanmean of whole numbers", () => k.nanmean(Int32Array.of(1, 2)), /^nanmean: the operand is int32, and a mean is no whole number\./, TypeError],
    [
      "a mask of whole numbers",
      () => k.scaledDotProductAttention([[1]], [[1]], [[1]], { attnMask: Int32Array.of(1) }),
      /^scaledDotProductAttention: the mask is int32\. Give bools, ne\(mask, 0\), or what is to be added to the scores, to\(mask, "float32"\)\./,
      TypeError,
    ],
    ["a dimension twice", () => k.logsumexp(whole(2, 3), [1, -1]), /^logsumexp: dims \[1, -1\] name a dimension twice\./, RangeError],
    [
      "softmax along no dimension",
      () => k.softmax(whole(2, 3), 2),
      /^softmax: dimension 2 is out of range for shape \[2, 3\]\. Use -2 … 1\./,
      RangeError,
    ],
    ["fraction", () => k.reshape(whole(4), [1.5]), /^reshape: 1\.5 is no size/, RangeError],
    ["reshape", () => k.reshape(whole(4), [3]), /^reshape: shape \[4\] has 4 elements, which \[3\] does not hold\./, RangeError],
    ["two holes", () => k.reshape(whole(4), [-1, -1]), /^reshape: .*at most one of them -1/, RangeError],
    ["expand", () => k.expand(whole(2), [3]), /^expand: shape \[2\] does not broadcast to \[3\]/, RangeError],
    ["permute", () => k.permute(whole(2, 3), [0, 0]), /^permute: dims \[0, 0\] do not name/, RangeError],
    [
      "index on the host",
      () =>
        k.embedding(
          whole(4, 2),
          ids(1, 2)
            .dataSync()
            .map(() => 4) as Int32Array,
        ),
      /^embedding: index 4 is out of range for dimension 0 of shape \[4, 2\]\. Use 0 … 3\./,
      RangeError,
    ],
    [
      "negative index",
      () => k.gather(whole(4, 2), 0, k.tensor(Int32Array.of(-1, 0), { shape: [1, 2] })),
      /^gather: index -1 is out of range/,
      RangeError,
    ],
    ["float index", () => k.embedding(whole(4, 2), k.tensor([0, 1])), /^embedding: the index is float32\. Use int32/, TypeError],
    ["ragged", () => k.tensor([[1, 2], [3]]), /^tensor: ragged data/, RangeError],
    ["too few values", () => k.tensor([1, 2], { shape: [3] }), /^tensor: 2 values do not fill shape \[3\] \(3\)/, RangeError],
    ["no tensor", () => k.exp("x" as never as number), /^exp: an operand is a string\. Pass a tensor/, TypeError],
    ["item of many", () => whole(2).item(), /^item: shape \[2\] has 2 elements/, RangeError],
    ["loss of many", () => backward(k.parameter([1, 2])), /^backward: the loss has shape \[2\]/, RangeError],
    ["no gradient", () => backward(k.sum(whole(2))), /^backward: nothing that the loss depends on requires a gradient/, TypeError],
    ["promise", () => k.noGrad(async () => 1), /^noGrad: the function returned a promise/, TypeError],
    ["mode", () => k.stabilise("maybe" as never as "on"), /^stabilise: maybe is no mode/, TypeError],
    ["assign", () => k.parameter([1, 2], { name: "w" }).assign([1]), /^assign: w is \[2\] and the value is \[1\]/, RangeError],
    ["rank 9 and huge", () => k.zeros([2 ** 31, 2]), /^zeros: shape \[2147483648, 2\] has 4294967296 elements/, RangeError],
    ["NaN size", () => k.zeros([NaN]), /^zeros: NaN is no size/, RangeError],
  ];
  test.each(cases)("%s", (_, run, message, type) => {
    expect(run).toThrow(message);
    expect(run).toThrow(type);
  });
  test("an index that was computed is checked by the kernel, at the read", () => {
    const index = k.reshape(k.permute(ids(2, 2, 2), [1, 0]), [4]),
      bad = k.tensor(Int32Array.of(7, 1, 7, 0), { shape: [2, 2] });
    expect(values(k.embedding(whole(2, 2), index))).toHaveLength(8);
    const moved = k.reshape(k.permute(bad, [1, 0]), [4]),
      lost = k.embedding(whole(2, 2), moved);
    expect(() => lost.dataSync()).toThrow(/^embedding: index 7 is out of range for a dimension of 2\. Use 0 … 1\./);
  });
});
