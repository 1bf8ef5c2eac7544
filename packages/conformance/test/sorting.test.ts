/** Sorting and the ops whose shape depends on values, as users call them: against the references, on views of every kind, with their gradients. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { maskedSelect, nonzero } from "../src/reference/nonzero.js";
import { sort } from "../src/reference/sort.js";
import { unique } from "../src/reference/unique.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const next = random(5);
const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** Few different values, NaN and zeros of both signs among them. */
const few = (...shape: number[]): T =>
  k.tensor(
    Float32Array.from({ length: size(shape) }, () => [NaN, 0, -0, 1, -1, 2, Infinity][next() % 7]!),
    { shape },
  );
const ints = (...shape: number[]): T =>
  k.tensor(
    Int32Array.from({ length: size(shape) }, () => (next() % 5) - 2),
    { shape },
  );
const values = (t: T): number[] => [...t.dataSync()];
const copied = (t: T): T => k.tensor(t.dataSync(), { shape: t.shape });

const views: Record<string, () => T> = {
  contiguous: () => few(3, 4, 5),
  permuted: () => k.permute(few(5, 3, 4), [1, 2, 0]),
  expanded: () => k.expand(few(3, 1, 5), [3, 4, 5]),
  "a number everywhere": () => k.full([3, 4, 5], 2),
  computed: () => k.add(few(3, 4, 5), 1),
  int32: () => ints(3, 4, 5),
};

describe.each(Object.entries(views))("%s", (_, make) => {
  const x = (): T => make();
  test.each([0, 1, 2, -1])("sort, argsort, topk and kthvalue along dimension %i", (dim) => {
    const t = x(),
      n = t.shape.at(dim)!,
      // Lines in rows, for the reference.
      order = [0, 1, 2].filter((d) => d !== (dim + 3) % 3).concat((dim + 3) % 3),
      rows = values(copied(k.permute(t, order)));
    const back = (places: number[], count: number): { indices: number[]; values: number[] } => {
      const shape = order.map((d) => (d === (dim + 3) % 3 ? count : t.shape[d]!)),
        turn = [0, 1, 2].map((d) => order.indexOf(d));
      const laid = (data: number[]): number[] => values(k.permute(k.tensor(Float32Array.from(data), { shape }), turn));
      return { indices: laid(places), values: laid(places.map((p, i) => rows[Math.floor(i / count) * n + p]!)) };
    };
    for (const descending of [false, true]) {
      const want = back(sort(rows, { n, from: 0, count: n, descending }), n),
        got = k.sort(t, dim, { descending });
      expect(values(got.indices)).toEqual(want.indices);
      expect(values(got.values)).toEqual(want.values);
      expect([got.indices.dtype, got.values.dtype]).toEqual(["int32", t.dtype]);
      expect(values(k.argsort(t, dim, { descending }))).toEqual(want.indices);
      const top = k.topk(t, 2, dim, { largest: descending }),
        first = back(sort(rows, { n, from: 0, count: 2, descending }), 2);
      expect([values(top.indices), values(top.values)]).toEqual([first.indices, first.values]);
    }
    for (const keepdim of [false, true]) {
      const kth = k.kthvalue(t, 2, dim, { keepdim }),
        want = back(sort(rows, { n, from: 1, count: 1, descending: false }), 1);
      expect([values(kth.indices), values(kth.values)]).toEqual([want.indices, want.values]);
      expect(kth.values.shape).toEqual(t.shape.map((d, i) => (i === (dim + 3) % 3 ? 1 : d)).filter((_n, i) => keepdim || i !== (dim + 3) % 3));
    }
  });
  test("nonzero, maskedSelect", async () => {
    const t = x(),
      mask = ints(...t.shape);
    const found = await k.nonzero(t);
    expect([await found.tolist(), found.dtype]).toEqual([nonzero(values(copied(t)), t.shape), "int32"]);
    expect(values(await k.maskedSelect(t, k.ne(mask, 0)))).toEqual(maskedSelect(values(copied(t)), values(mask)));
    // A NaN is not 0.
    expect(values(await k.maskedSelect(mask, k.to(t, "bool")))).toEqual(maskedSelect(values(mask), values(copied(t))));
  });
  test("unique values", async () => {
    const t = x(),
      data = values(copied(t)),
      want = unique(data.map((v) => [v]));
    const loose = await k.unique(t, { sorted: false, returnInverse: true, returnCounts: true });
    expect(values(loose.values)).toEqual(want.first.map((i) => data[i]!));
    expect(await loose.inverse.tolist()).toEqual(await k.tensor(Int32Array.from(want.inverse), { shape: t.shape }).tolist());
    expect(values(loose.counts)).toEqual(want.counts);
    const strict = await k.unique(t, { returnInverse: true, returnCounts: true }),
      order = sort(values(loose.values), { n: want.first.length, from: 0, count: want.first.length, descending: false });
    expect(values(strict.values)).toEqual(order.map((i) => data[want.first[i]!]!));
    expect(values(strict.counts)).toEqual(order.map((i) => want.counts[i]));
    expect(values(strict.inverse)).toEqual(want.inverse.map((g) => order.indexOf(g)));
    expect(Object.keys(await k.unique(t))).toEqual(["values"]);
  });
});

describe("unique slices", () => {
  const x = k.tensor([
    [1, 2],
    [0, NaN],
    [1, 2],
    [0, 5],
    [-0, 5],
    [0, NaN],
  ]);
  test("along the first dimension, in the order of their elements", async () => {
    const u = await k.unique(x, { dim: 0, returnInverse: true, returnCounts: true });
    expect(await u.values.tolist()).toEqual([
      [0, 5],
      [0, NaN],
      [0, NaN],
      [1, 2],
    ]);
    expect(values(u.inverse)).toEqual([3, 1, 3, 0, 0, 2]);
    expect(values(u.counts)).toEqual([2, 1, 1, 2]);
  });
  test("along the last dimension, in the order in which they appear", async () => {
    const u = await k.unique(k.transpose(x, 0, 1), { dim: -1, sorted: false, returnInverse: true });
    expect(await u.values.tolist()).toEqual([
      [1, 0, 0, 0],
      [2, NaN, 5, NaN],
    ]);
    expect(values(u.inverse)).toEqual([0, 1, 0, 2, 2, 3]);
  });
  test("of nothing", async () => {
    expect((await k.unique(k.tensor(new Float32Array(0)))).values.shape).toEqual([0]);
    expect((await k.unique(k.tensor(new Float32Array(0), { shape: [0, 3] }), { dim: 0 })).values.shape).toEqual([0, 3]);
    expect((await k.unique(k.tensor(new Float32Array(0), { shape: [3, 0] }), { dim: 0, returnCounts: true })).counts.dataSync()).toEqual(
      Int32Array.of(3),
    );
  });
});

describe("gradients go to where the values come from", () => {
  const gradient = async (x: number[], f: (p: T) => T | Promise<T>): Promise<number[]> => {
    const p = k.parameter(x),
      y = await f(p);
    backward(
      k.sum(
        k.mul(
          y,
          k.tensor(
            Float32Array.from({ length: y.size }, (_, i) => 10 ** i),
            { shape: y.shape },
          ),
        ),
      ),
    );
    return values(p.grad!);
  };
  test("sort, topk, kthvalue", async () => {
    expect(await gradient([3, 1, 2], (p) => k.sort(p).values)).toEqual([100, 1, 10]);
    expect(await gradient([3, 1, 2], (p) => k.sort(p, 0, { descending: true }).values)).toEqual([1, 100, 10]);
    expect(await gradient([3, 1, 3, 2], (p) => k.topk(p, 2).values)).toEqual([1, 0, 10, 0]);
    expect(await gradient([3, 1, 2], (p) => k.kthvalue(p, 2).values)).toEqual([0, 0, 1]);
  });
  test("maskedSelect, with a mask and an input that broadcast", async () => {
    expect(await gradient([3, 1, 2], (p) => k.maskedSelect(p, [1, 0, -1]))).toEqual([1, 0, 10]);
    expect(await gradient([3, 1, 2], (p) => k.maskedSelect(p, [[1], [0], [2]]))).toEqual([1001, 10010, 100100]);
  });
  test("unique: to the first of equals", async () => {
    expect(await gradient([3, 1, 3], async (p) => (await k.unique(p)).values)).toEqual([10, 1, 0]);
  });
  test("a number that was read is that of the call, though the parameter changed meanwhile", async () => {
    const p = k.parameter([3, 0, 2]),
      later = k.maskedSelect(p, k.gt(p, 0));
    p.assign([0, 1, 0]);
    expect(values(await later)).toEqual([3, 2]);
  });
});

describe("other types", () => {
  test("are compared as what holds their values, and keep their type", () => {
    for (const dtype of ["uint8", "float16", "bfloat16"] as const) {
      const x = k.to(k.tensor([3, 1, 2, 1, 200]), dtype),
        { values: v, indices } = k.sort(x, 0, { descending: true });
      expect([v.dtype, values(v), values(indices)]).toEqual([dtype, [200, 3, 2, 1, 1], [4, 0, 2, 1, 3]]);
    }
    expect(values(k.argsort(k.gt([1, -1, 2], 0)))).toEqual([1, 0, 2]);
  });
  test("a bool is a mask, and its places are found", async () => {
    const x = k.tensor([3, -1, 2]);
    expect(values(await k.maskedSelect(x, k.gt(x, 0)))).toEqual([3, 2]);
    expect(await (await k.nonzero(k.lt(x, 0))).tolist()).toEqual([[1]]);
    expect((await k.maskedSelect(k.gt(x, 0), k.lt(x, 3))).dtype).toBe("bool");
  });
  test("float64: by all 64 bits", async () => {
    const near = Float64Array.of(1, 1 + 2 ** -50, 1, 1 - 2 ** -53, NaN, -0, 0, -1 - 2 ** -52, -1),
      { values: v, indices } = k.sort(near);
    expect([v.dtype, values(v), values(indices)]).toEqual([
      "float64",
      [-1 - 2 ** -52, -1, -0, 0, 1 - 2 ** -53, 1, 1, 1 + 2 ** -50, NaN],
      [7, 8, 5, 6, 3, 0, 2, 1, 4],
    ]);
    expect(values(k.argsort(near, 0, { descending: true }))).toEqual([4, 1, 0, 2, 3, 5, 6, 8, 7]);
    expect(values(k.topk(near, 2).values)).toEqual([NaN, 1 + 2 ** -50]);
    expect(k.kthvalue(near, 5).values.item()).toBe(1 - 2 ** -53);
    const p = k.parameter(Float64Array.of(3, 1, 2));
    backward(k.sum(k.mul(k.sort(p).values, Float64Array.of(1, 10, 100))));
    expect([p.grad!.dtype, values(p.grad!)]).toEqual(["float64", [100, 1, 10]]);
    const x = k.tensor(Float64Array.of(1, 1 + 2 ** -50, 1)),
      u = await k.unique(x, { returnCounts: true });
    expect([values(u.values), values(u.counts)]).toEqual([
      [1, 1 + 2 ** -50],
      [2, 1],
    ]);
    expect(values(await k.maskedSelect(x, [0, 1, 0]))).toEqual([1 + 2 ** -50]);
  });
});

describe("0-d and nothing", () => {
  test("a 0-d tensor is its only element", async () => {
    const { values: v, indices } = k.sort(5, 0);
    expect([v.shape, v.item(), indices.shape, indices.item()]).toEqual([[], 5, [], 0]);
    expect([k.argsort(5).shape, k.topk(5, 1).values.shape, k.kthvalue(5, 1).indices.shape]).toEqual([[], [], []]);
    expect([(await k.nonzero(5)).shape, (await k.nonzero(0)).shape]).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(values(await k.maskedSelect(5, 1))).toEqual([5]);
  });
  test("lines of nothing", () => {
    const e = k.tensor(new Float32Array(0), { shape: [2, 0] });
    expect([k.sort(e).values.shape, k.sort(e, 0).indices.shape, k.topk(e, 0).values.shape]).toEqual([
      [2, 0],
      [2, 0],
      [2, 0],
    ]);
    expect(values(k.sort(e).values)).toEqual([]);
  });
  test("the first k of more than a call takes", () => {
    const x = Float32Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 100_003),
      top = k.topk(x, 3);
    const want = [...x.keys()].sort((a, b) => x[b]! - x[a]!).slice(0, 3);
    expect(values(top.indices)).toEqual(want);
    expect(values(top.values)).toEqual(want.map((i) => x[i]!));
  });
});

describe("errors", () => {
  const cases: [string, () => unknown, RegExp, new (...a: never[]) => Error][] = [
    ["dimension", () => k.sort([1, 2], 1), /^sort: dimension 1 is out of range for shape \[2\]\. Use -1 … 0\.$/, RangeError],
    ["argsort", () => k.argsort([1, 2], -2), /^argsort: dimension -2 is out of range/, RangeError],
    ["topk", () => k.topk([1, 2], 3), /^topk: k is 3 and dimension 0 of shape \[2\] has 2 elements\. Use 0 … 2\.$/, RangeError],
    ["topk of a fraction", () => k.topk([1, 2], 1.5), /^topk: k is 1\.5/, RangeError],
    ["kthvalue", () => k.kthvalue([[1, 2]], 0), /^kthvalue: k is 0 and dimension 1 of shape \[1, 2\] has 2 elements\. Use 1 … 2\.$/, RangeError],
    [
      "kthvalue of nothing",
      () => k.kthvalue(k.zeros([2, 0]), 1),
      /^kthvalue: k is 1 and .* has 0 elements\. A line of nothing has none\.$/,
      RangeError,
    ],
  ];
  test.each(cases)("%s", (_, run, message, type) => {
    expect(run).toThrow(message);
    expect(run).toThrow(type);
  });
  test("of what is asynchronous", async () => {
    await expect(k.maskedSelect([1, 2], [1, 2, 3])).rejects.toThrow(/^maskedSelect: shapes \[2\] and \[3\] do not broadcast/);
    await expect(k.unique([1, 2], { dim: 1 })).rejects.toThrow(/^unique: dimension 1 is out of range for shape \[2\]/);
    await expect(k.nonzero("x" as never)).rejects.toThrow(/^nonzero: an operand is a string\./);
    expect(() => k.noGrad(() => k.nonzero([1]))).toThrow(/^noGrad: the function returned a promise/);
  });
});

test("what is recorded after a read has the modes of the call", async () => {
  const p = k.parameter([0.5, 20]);
  k.stabilise("off");
  const later = k.maskedSelect(p, 1);
  k.stabilise("on");
  expect((await later).mode).toBe("off");
  expect((await k.maskedSelect(p, 1)).mode).toBe("on");
});
