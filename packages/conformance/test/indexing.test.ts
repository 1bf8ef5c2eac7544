/** Indexing as users write it: what `at` picks, in NumPy's terms; indices on the heap and computed ones, in range and out; ops that write; and every message. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const iota = (...shape: number[]): T =>
  k.tensor(
    Float32Array.from({ length: count(shape) }, (_, i) => i),
    { shape },
  );
const ints = (...x: number[]): T => k.tensor(Int32Array.from(x));
/** The same indices, as a kernel leaves them: nobody on the heap knows them. */
const computed = (...x: number[]): T => k.select(k.stack([ints(...x), ints(...x)], 1), 1, 0);
const values = (t: T): number[] => [...t.dataSync()];

describe("at", () => {
  const x = iota(3, 4, 5);
  // [indices, shape, where element (i, j, …) of the result is in x]
  const cases: [string, k.Index[], number[], (...i: number[]) => number[]][] = [
    ["nothing", [], [3, 4, 5], (a, b, c) => [a, b, c]],
    ["a number", [1], [4, 5], (b, c) => [1, b, c]],
    ["numbers from the end", [-1, -2, -3], [], () => [2, 2, 2]],
    ["a slice", [[1, 3]], [2, 4, 5], (a, b, c) => [a + 1, b, c]],
    ["a slice from the end", [null, [-3, -1]], [3, 2, 5], (a, b, c) => [a, b + 1, c]],
    ["a slice backwards", ["...", [3, 0, -2]], [3, 4, 2], (a, b, c) => [a, b, 3 - 2 * c]],
    ["all backwards", [[null, null, -1]], [3, 4, 5], (a, b, c) => [2 - a, b, c]],
    ["an empty slice", [[2, 1]], [0, 4, 5], (a, b, c) => [a, b, c]],
    ["dots in the middle", [0, "...", 1], [4], (b) => [0, b, 1]],
    ["dots for nothing", [0, "...", 1, 2], [], () => [0, 1, 2]],
    ["a tensor in front", [ints(2, 0, -1, 2)], [4, 4, 5], (a, b, c) => [[2, 0, 2, 2][a]!, b, c]],
    ["an array", [Int32Array.of(2, 0)], [2, 4, 5], (a, b, c) => [[2, 0][a]!, b, c]],
    ["a tensor in the middle", [null, ints(3, -4)], [3, 2, 5], (a, b, c) => [a, [3, 0][b]!, c]],
    [
      "a tensor of two dimensions",
      [null, null, k.reshape(ints(0, 1, 2, 3, 4, -1), [2, 3])],
      [3, 4, 2, 3],
      (a, b, i, j) => [a, b, [0, 1, 2, 3, 4, 4][3 * i + j]!],
    ],
    ["a 0-d tensor", [null, k.reshape(ints(2), [])], [3, 5], (a, c) => [a, 2, c]],
    ["two neighbours", [null, ints(0, 3), ints(4, -5)], [3, 2], (a, i) => [a, [0, 3][i]!, [4, 0][i]!]],
    ["two that broadcast", [k.reshape(ints(0, 2), [2, 1]), ints(0, 1, 3)], [2, 3, 5], (i, j, c) => [[0, 2][i]!, [0, 1, 3][j]!, c]],
    ["two apart go in front", [ints(0, 2), null, ints(4, 1)], [2, 4], (i, b) => [[0, 2][i]!, b, [4, 1][i]!]],
    ["apart, with a slice between", [ints(0, 2), [1, 3], ints(4, 1)], [2, 2], (i, b) => [[0, 2][i]!, b + 1, [4, 1][i]!]],
    ["a number and a tensor: the number picks first", [0, [1, 4], ints(4, 1)], [3, 2], (b, i) => [0, b + 1, [4, 1][i]!]],
    ["a number behind a tensor", [ints(1, 1), -1], [2, 5], (_, c) => [1, 3, c]],
    ["three", [ints(0, 1), ints(0, 1), ints(0, 1)], [2], (i) => [i, i, i]],
    ["no index at all", [ints()], [0, 4, 5], (a, b, c) => [a, b, c]],
  ];
  test.each(cases)("%s", (_, indices, shape, from) => {
    const y = k.at(x, ...indices),
      want: number[] = [];
    expect(y.shape).toEqual(shape);
    for (let n = 0; n < count(shape); n++) {
      let rest = n;
      const index = shape.map(() => 0);
      for (let d = shape.length - 1; d >= 0; rest = Math.floor(rest / shape[d--]!)) index[d] = rest % shape[d]!;
      want.push(from(...index).reduce((sum, i, d) => sum * x.shape[d]! + i, 0));
    }
    expect(values(y)).toEqual(want);
    // What is put where something was taken is found there again, and nowhere else.
    const put = k.indexPut(x, indices, k.neg(k.add(y, 1)));
    expect(values(put)).toEqual(Array.from({ length: 60 }, (_x, i) => (want.includes(i) ? -i - 1 : i)));
    const added = k.indexPut(x, indices, 100, { accumulate: true });
    expect(values(added)).toEqual(Array.from({ length: 60 }, (_x, i) => i + 100 * want.filter((w) => w === i).length));
    // And so with indices that are not computed yet, all of them or only the first.
    const later = indices.map((i) =>
        i instanceof Int32Array ? k.mul(k.tensor(i), 1) : typeof i === "object" && i && "shape" in i ? k.mul(i as T, 1) : i,
      ),
      first = later.findIndex((i, n) => i !== indices[n]);
    for (const some of [later, indices.map((i, n) => (n === first ? later[n]! : i))]) {
      expect(values(k.at(x, ...some))).toEqual(want);
      expect(values(k.indexPut(x, some, k.neg(k.add(y, 1))))).toEqual(values(put));
      expect(values(k.indexPut(x, some, 100, { accumulate: true }))).toEqual(values(added));
    }
  });
  test("DESIGN: a number, a slice, null, a tensor, dots", () => {
    const z = iota(2, 6, 3, 4, 2),
      y = k.at(z, 0, [1, 4], null, ints(3, -4), "...");
    expect(y.shape).toEqual([3, 3, 2, 2]);
    expect(values(k.at(y, 1, 2))).toEqual([...values(k.at(z, 0, 2, 2, 3)), ...values(k.at(z, 0, 2, 2, 0))]);
  });
});

describe("an index that was computed", () => {
  const bad = computed(0, 7, 1);
  const ops: [string, (i: T) => T, number][] = [
    ["gather", (i) => k.gather(iota(3), 0, i), 3],
    ["indexSelect", (i) => k.indexSelect(iota(2, 3), 1, i), 3],
    ["take", (i) => k.take(iota(2, 2), i), 4],
    ["takeAlongDim", (i) => k.takeAlongDim(iota(4), i, 0), 4],
    ["embedding", (i) => k.embedding(iota(3, 2), i), 3],
    ["at", (i) => k.at(iota(5, 2), i), 5],
    ["scatter", (i) => k.scatter(iota(3), 0, i, 1), 3],
    ["scatterAdd", (i) => k.scatterAdd(iota(3), 0, i, iota(3)), 3],
    ["indexAdd", (i) => k.indexAdd(iota(3, 2), 0, i, iota(3, 2)), 3],
    ["indexPut", (i) => k.indexPut(iota(3, 2), [i], 1), 3],
    ["oneHot", (i) => k.oneHot(i, 4), 4],
  ];
  test.each(ops)("%s: is found by the kernel, and named at the read", (name, run, size) => {
    const lost = run(bad);
    expect(() => lost.dataSync()).toThrow(
      new RegExp(`^${name}: index 7 is out of range for a dimension of ${size}\\. Use -?\\d+ … ${size - 1}\\.\\n {2}in ${name}\\[`),
    );
    expect(() => lost.dataSync()).toThrow(RangeError);
    expect(() => run(computed(0, -6, 1)).dataSync()).toThrow(new RegExp(`^${name}: index -6`));
    expect(values(run(computed(0, 2, 1)))).toEqual(values(run(ints(0, 2, 1))));
  });
  test.each(ops.filter(([name]) => ["take", "at", "indexPut"].includes(name)))("%s: counts negative ones from the end", (_, run) => {
    expect(values(run(computed(-1, 0, -2)))).toEqual(values(run(ints(-1, 0, -2))));
  });
  test.each(ops.filter(([name]) => !["take", "at", "indexPut"].includes(name)))("%s: takes no negative ones", (name, run) => {
    expect(() => run(computed(-1, 0, 1)).dataSync()).toThrow(new RegExp(`^${name}: index -1 is out of range`));
    expect(() => run(ints(-1, 0, 1))).toThrow(new RegExp(`^${name}: index -1 is out of range`));
  });
});

describe("several indices, of which some were computed", () => {
  const x = iota(3, 5, 2);
  const runs: [string, (...i: T[]) => T][] = [
    ["at", (i, j) => k.at(x, i!, j!)],
    ["indexPut", (i, j) => k.indexPut(x, [i!, j!], 1)],
    ["indexPut", (i, j) => k.indexPut(x, [i!, j!], 1, { accumulate: true })],
  ];
  test.each(runs)(
    "%s: one that is outside is answered with the size of its own dimension, though the place that they make together is there",
    (name, run) => {
      const outside = (index: number, size: number): RegExp =>
        new RegExp(`^${name}: index ${index} is out of range for a dimension of ${size}\\. Use -${size} … ${size - 1}\\.\\n {2}in ${name}\\[`);
      expect(() => run(ints(0, 1), computed(5, 1)).dataSync()).toThrow(outside(5, 5));
      expect(() => run(computed(0, 1), computed(1, -6)).dataSync()).toThrow(outside(-6, 5));
      expect(() => run(computed(1, -4), ints(0, 1)).dataSync()).toThrow(outside(-4, 3));
      expect(() => run(computed(1, 3), computed(0, -5)).dataSync()).toThrow(outside(3, 3));
      expect(() => run(computed(2 ** 31 - 1), computed(0)).dataSync()).toThrow(outside(2 ** 31 - 1, 3));
      // On the heap it is known at the call.
      expect(() => run(computed(0, 1), ints(5, 1))).toThrow(RangeError);
    },
  );
  test("negative ones count from the end, and gradients go where values came from", () => {
    const p = k.parameter(x);
    backward(k.sum(k.mul(k.at(p, computed(-1, 0, -1), null, computed(1, -2, -1)), [[1], [10], [100]])));
    const want = new Array<number>(30).fill(0);
    for (let j = 0; j < 5; j++) {
      want[20 + 2 * j + 1] = 101;
      want[2 * j] = 10;
    }
    expect(values(p.grad!)).toEqual(want);
  });
  test("a part without elements asks for nothing", () => {
    expect(k.at(iota(0, 3), k.mul(ints(), 1), k.mul(ints(), 1)).shape).toEqual([0]);
    expect(values(k.at(iota(0, 3), k.mul(ints(), 1), k.mul(ints(), 1)))).toEqual([]);
    expect(() => k.at(iota(0, 3), computed(0), computed(0)).dataSync()).toThrow(/^at: index 0 is out of range for a dimension of 0/);
  });
});

describe("masks", () => {
  const x = iota(2, 3),
    mask = k.tensor([[true, false, true], [false, false, true]]); // prettier-ignore
  test("indexPut writes a number, or a 0-d tensor, where a mask of the first dimensions is true", () => {
    expect(values(k.indexPut(x, [mask], 9))).toEqual([9, 1, 9, 3, 4, 9]);
    expect(values(k.indexPut(x, [mask], 10, { accumulate: true }))).toEqual([10, 1, 12, 3, 4, 15]);
    expect(values(k.indexPut(x, [k.tensor([false, true])], k.tensor(-1)))).toEqual([0, 1, 2, -1, -1, -1]);
    expect(values(k.indexPut(x, [k.gt(x, 3)], 0))).toEqual([0, 1, 2, 3, 0, 0]);
    expect(values(k.indexPut(x, [k.tensor(true)], 7))).toEqual(new Array(6).fill(7));
    for (const dtype of k.DTYPES) {
      const put = k.indexPut(k.to(x, dtype), [mask], 1);
      expect([put.dtype, put.dataSync()[0]]).toEqual([dtype, 1]);
    }
  });
  test("the gradient goes to what was not written, and to the value", () => {
    const p = k.parameter(x),
      v = k.parameter(5);
    backward(k.sum(k.mul(k.indexPut(p, [mask], v), [[1, 2, 4], [8, 16, 32]]))); // prettier-ignore
    expect([values(p.grad!), v.grad!.item()]).toEqual([[0, 2, 0, 8, 16, 0], 37]);
  });
});

describe("the padding row of an embedding", () => {
  const weights = [[1], [10], [100], [1000]];
  const pulledBack = (paddingIdx: number | undefined, ids: T): number[] => {
    const table = k.parameter(iota(3, 2));
    backward(k.sum(k.mul(k.embedding(table, ids, { paddingIdx: paddingIdx! }), weights)));
    return values(table.grad!);
  };
  test("is read as every other, and gets no gradient, from ids of the heap and from computed ones", () => {
    for (const ids of [ints(1, 0, 1, 2), computed(1, 0, 1, 2)]) {
      expect(values(k.embedding(iota(3, 2), ids, { paddingIdx: 1 }))).toEqual([2, 3, 0, 1, 2, 3, 4, 5]);
      expect(pulledBack(1, ids)).toEqual([10, 10, 0, 0, 1000, 1000]);
      expect(pulledBack(-2, ids)).toEqual([10, 10, 0, 0, 1000, 1000]);
      expect(pulledBack(-1, ids)).toEqual([10, 10, 101, 101, 0, 0]);
      expect(pulledBack(undefined, ids)).toEqual([10, 10, 101, 101, 1000, 1000]);
    }
  });
  test("of ids of any shape, with second gradients, and costs no memory", () => {
    const table = k.parameter(iota(3, 2)),
      rows = k.embedding(table, k.reshape(ints(0, 1, 1, 2), [2, 2]), { paddingIdx: 0 });
    expect([rows.shape, rows.layout !== null]).toEqual([[2, 2, 2], true]);
    const w = k.parameter(k.ones([2, 2, 2])),
      [g] = grad(k.sum(k.mul(rows, w)), [table], { createGraph: true });
    expect(values(g!)).toEqual([0, 0, 2, 2, 1, 1]);
    backward(k.sum(k.mul(g!, [[1, 2], [3, 4], [5, 6]]))); // prettier-ignore
    expect(values(w.grad!)).toEqual([0, 0, 3, 4, 3, 4, 5, 6]);
  });
  test("is a row of the table", () => {
    for (const bad of [3, -4, 0.5, NaN])
      expect(() => k.embedding(iota(3, 2), ints(0), { paddingIdx: bad })).toThrow(
        new RangeError(`embedding: paddingIdx is ${bad}, and the table is [3, 2]. Use -3 … 2.`),
      );
    expect(() => k.embedding(iota(0, 2), ints(), { paddingIdx: 0 })).toThrow(
      new RangeError("embedding: paddingIdx is 0, and the table is [0, 2]. It has no rows."),
    );
  });
});

describe("an index on the heap", () => {
  test("is checked as it is looked at: what a view leaves out does not count", () => {
    const far = ints(9, 0, 1, -5, 2);
    expect(values(k.indexSelect(iota(3), 0, k.narrow(far, 0, 1, 2)))).toEqual([0, 1]);
    expect(values(k.gather(iota(3), 0, k.at(far, [2, null, 2])))).toEqual([1, 2]);
    expect(() => k.indexSelect(iota(3), 0, k.narrow(far, 0, 0, 2))).toThrow(
      /^indexSelect: index 9 is out of range for dimension 0 of shape \[3\]\. Use 0 … 2\.$/,
    );
    expect(() => k.at(iota(3), k.flip(far, 0))).toThrow(/^at: index -5 is out of range for dimension 0 of shape \[3\]\. Use -3 … 2\.$/);
  });
});

describe("an index smaller than what it indexes", () => {
  test("gather reads a corner", () => expect(values(k.gather(iota(3, 4), 1, k.reshape(ints(3, 0), [2, 1])))).toEqual([3, 4]));
  test("scatter and scatterAdd write a corner, from a corner", () => {
    const index = k.reshape(ints(3, 0), [2, 1]),
      source = k.add(iota(3, 2), 100);
    expect(values(k.scatter(iota(3, 4), 1, index, source))).toEqual([0, 1, 2, 100, 102, 5, 6, 7, 8, 9, 10, 11]);
    expect(values(k.scatterAdd(iota(3, 4), 1, index, source))).toEqual([0, 1, 2, 103, 106, 5, 6, 7, 8, 9, 10, 11]);
    expect(values(k.scatterAdd(k.zeros([3, 4]), 1, index, source))).toEqual([0, 0, 0, 100, 102, 0, 0, 0, 0, 0, 0, 0]);
  });
});

test("the last value stays, in the order of the index, on every run", () => {
  const n = 5000,
    index = k.tensor(Int32Array.from({ length: n }, (_, i) => (i * 7919) % 13));
  const want = new Float32Array(13);
  for (let i = 0; i < n; i++) want[(i * 7919) % 13] = i;
  expect(values(k.scatter(k.zeros([13]), 0, index, iota(n)))).toEqual([...want]);
  expect(values(k.indexPut(k.zeros([13]), [index], iota(n)))).toEqual([...want]);
});

test("parts of several types have the type that they have together; conditions are of what is not 0", () => {
  expect(k.cat([ints(1), k.tensor([0.5])]).dtype).toBe("float32");
  expect([...k.cat([ints(1), k.tensor([0.5])]).dataSync()]).toEqual([1, 0.5]);
  expect(k.stack([k.tensor([true]), ints(7)]).dtype).toBe("int32");
  for (const c of [k.tensor([true, false, true]), ints(5, 0, -(2 ** 31)), k.tensor(Float64Array.of(1e-300, -0, NaN))]) {
    for (const condition of [k.ne(c, 0), k.to(c, "bool")])
      expect([...k.where(condition, k.tensor([1, 2, 3]), k.tensor([4, 5, 6])).dataSync()]).toEqual([1, 5, 3]);
    expect([...k.maskedFill(ints(1, 2, 3), k.to(c, "bool"), 9).dataSync()]).toEqual([9, 2, 9]);
  }
  expect([...k.maskedFill(ints(1, 2, 3), Uint8Array.of(255, 0, 1), 9).dataSync()]).toEqual([9, 2, 9]);
  const x = k.parameter([1, 2]),
    y = k.tensor(Float64Array.of(3, 4), { requiresGrad: true });
  backward(k.sum(k.to(k.where(k.gt(x, 1), x, y), "float32")));
  expect([x.grad!.dtype, ...x.grad!.dataSync(), y.grad!.dtype, ...y.grad!.dataSync()]).toEqual(["float32", 0, 1, "float64", 1, 0]);
});

test("a gradient through rows that were picked twice is added up", () => {
  const table = k.parameter(iota(3, 2));
  backward(
    k.sum(
      k.mul(k.at(table, ints(1, -2, 0)), [
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ),
  );
  expect(values(table.grad!)).toEqual([5, 6, 4, 6, 0, 0]);
});

test.each(["float16", "bfloat16", "float32", "float64"] as const)(
  "what was written over gets no gradient, and the base none where it was: %s",
  (dtype) => {
    const base = (): T => k.tensor([1, 2, 3, 4, 5], { dtype, requiresGrad: true }),
      source = (): T => k.tensor([6, 7, 8], { dtype, requiresGrad: true }),
      weights = k.tensor([1, 2, 4, 8, 16], { dtype });
    for (const write of [(x: T, y: T) => k.scatter(x, 0, ints(3, 1, 3), y), (x: T, y: T) => k.indexPut(x, [ints(3, 1, -2)], y)]) {
      const [x, y] = [base(), source()];
      backward(k.sum(k.mul(write(x, y), weights)));
      expect([x.grad!.dtype, ...values(x.grad!)]).toEqual([dtype, 1, 0, 4, 0, 16]);
      expect([y.grad!.dtype, ...values(y.grad!)]).toEqual([dtype, 0, 2, 8]);
    }
  },
);

describe("errors say what, with the facts, and what to do", () => {
  const x = iota(2, 3),
    float = [0, 1];
  const cases: [() => unknown, string, new (...a: never[]) => Error][] = [
    [() => k.select(x, 1, 3), "select: index 3 is out of range for dimension 1 of shape [2, 3]. Use -3 … 2.", RangeError],
    [() => k.select(iota(0), 0, 0), "select: index 0 is out of range for dimension 0 of shape [0]. It has no elements.", RangeError],
    [() => k.narrow(x, 1, 2, 2), "narrow: 2 elements from 2 do not lie in dimension 1 of shape [2, 3]. Start in -3 … 3, and end by 3.", RangeError],
    [() => k.flip(x, [0, -2]), "flip: dims [0, -2] name a dimension twice. Name each once.", RangeError],
    [() => k.flatten(x, 1, 0), "flatten: dimension 1 comes after 0 in shape [2, 3]. Give the first one first.", RangeError],
    [
      () => k.unflatten(x, 1, [2, -1]),
      "unflatten: sizes [2, -1] do not make up 3, dimension 1 of shape [2, 3]. Give sizes whose product is 3, at most one of them -1.",
      RangeError,
    ],
    [() => k.movedim(x, [0, 1], 0), "movedim: 2 dimensions go to 1 places. Give one destination for each source.", RangeError],
    [() => k.t(iota(1, 1, 1)), "t: shape [1, 1, 1] has 3 dimensions, and at most 2 are transposed. Use transpose(x, a, b).", RangeError],
    [() => k.diagonal(x, 0, 1, -1), "diagonal: dim1 and dim2 are both dimension 1 of shape [2, 3]. Name two.", RangeError],
    [() => k.diagonal(x, 0.5), "diagonal: offset 0.5 is no whole number. Use 0, or how far above the main diagonal.", RangeError],
    [() => k.split(x, [1, 2]), "split: sizes [1, 2] do not add up to 2, dimension 0 of shape [2, 3]. Make them add up.", RangeError],
    [() => k.split(x, 0), "split: 0 is no size. Sizes are whole numbers from 0; one size for all parts is from 1.", RangeError],
    [() => k.chunk(x, 0), "chunk: 0 is no number of chunks. Use a whole number from 1.", RangeError],
    [() => k.chunk(iota(0), 2 ** 21), "chunk: 2097152 is no number of chunks. Use a whole number from 1 to 1048576.", RangeError],
    [() => k.at(x, 0, 0, 0), 'at: 3 indices for shape [2, 3]. Give at most 2, and one "...".', RangeError],
    [() => k.at(x, "...", "..."), 'at: more than one "..." for shape [2, 3]. Give at most 2, and one "...".', RangeError],
    [() => k.at(x, [] as never), "at: [] is no slice. Use [start, end, step] of whole numbers or null, the step not 0.", RangeError],
    [() => k.at(x, [0, 2, 0]), "at: [0, 2, 0] is no slice. Use [start, end, step] of whole numbers or null, the step not 0.", RangeError],
    [
      () => k.at(x, [0, 1, 1, 1] as never),
      "at: [0, 1, 1, 1] is no slice. Use [start, end, step] of whole numbers or null, the step not 0.",
      RangeError,
    ],
    [() => k.at(x, "0" as never), 'at: an index is a string. Use a number, [start, end, step], null, "...", or an int32 tensor.', TypeError],
    [() => k.at(x, k.tensor(float)), "at: the index is float32. Use int32, such as tensor(Int32Array.of(0, 1)).", TypeError],
    [
      () => k.at(x, ints(0, 1), ints(0, 1, 2)),
      "at: shapes [2] and [3] do not broadcast, 2 ≠ 3 in dimension -1. Make them equal, or one of them 1.",
      RangeError,
    ],
    [
      () => k.at(x, k.gt(x, 0)),
      "at: an index is bool, and how many elements a mask picks depends on its values. Use await maskedSelect(x, mask), or where.",
      TypeError,
    ],
    [
      () => k.indexPut(x, [k.gt(x, 0), 1], 0),
      "indexPut: a mask stands beside other indices, and it picks from all that follows. Give it alone, or use where.",
      TypeError,
    ],
    [
      () => k.indexPut(x, [k.tensor([true])], 0),
      "indexPut: mask [1] is not how shape [2, 3] begins. Give it the sizes of the first dimensions.",
      RangeError,
    ],
    [
      () => k.indexPut(x, [k.gt(x, 0)], float),
      "indexPut: values [2] go to a mask, and how many it takes depends on its elements. Give a number or a 0-d tensor, or use where.",
      TypeError,
    ],
    [() => k.cat([]), "cat: there are no tensors. Give at least one.", RangeError],
    [() => k.cat([x, 1]), "cat: part 1 is 0-d. Use stack, or give it a dimension.", RangeError],
    [() => k.cat([x, iota(2, 2)]), "cat: parts [2, 3] and [2, 2] differ outside dimension 0. Make all other sizes equal.", RangeError],
    [() => k.stack([x, iota(3)]), "stack: parts are [2, 3] and [3]. Give all of them one shape, or use cat.", RangeError],
    [
      () => k.pad(x, [0, 2 ** 53]),
      "pad: 9007199254740992 is no number of elements, in [0, 9007199254740992]. Use whole numbers below 2^53.",
      RangeError,
    ],
    [() => k.pad(x, [1]), "pad: [1] does not pad shape [2, 3]. Give two whole numbers a dimension, the last one first.", RangeError],
    [() => k.pad(x, [-2, -2]), "pad: [-2, -2] crops more than the 3 elements of dimension 1 of shape [2, 3]. Crop less.", RangeError],
    [
      () => k.pad(ints(1), [1, 0], { value: 0.5 }),
      "pad: 0.5 is no int32. Use a number that int32 can hold, or convert the tensor with to.",
      RangeError,
    ],
    [() => k.pad(x, [1, 0], { mode: "mirror" as never }), 'pad: mode is "mirror". Use "constant", "reflect", "replicate" or "circular".', TypeError],
    [() => k.pad(x, [3, 0], { mode: "reflect" }), "pad: reflect pads at most 2 to dimension 1 of shape [2, 3], not 3. Pad less.", RangeError],
    [() => k.pad(iota(0), [1, 0], { mode: "replicate" }), "pad: replicate pads at most 0 to dimension 0 of shape [0], not 1. Pad less.", RangeError],
    [() => k.roll(x, 0.5), "roll: 0.5 is no shift. Use whole numbers.", RangeError],
    [() => k.roll(x, [1, 2], 0), "roll: 2 shifts for 1 dimensions. Give one shift for each.", RangeError],
    [() => k.tril(iota(3)), "tril: shape [3] has no last two dimensions. Give it at least two.", RangeError],
    [() => k.triu(x, 0.5), "triu: diagonal 0.5 is no whole number. Use 0, or how far above the main diagonal.", RangeError],
    [() => k.maskedFill(x, x, 0), `maskedFill: the mask is ${x.dtype}. Give bools, such as ne(mask, 0).`, TypeError],
    [() => k.maskedFill(x, k.gt(x, 0), float), "maskedFill: the value is [2]. Give a number or a 0-d tensor, or use where.", RangeError],
    [
      () => k.gather(x, 1, k.reshape(ints(0, 0, 0), [3, 1])),
      "gather: index [3, 1] does not fit shape [2, 3] outside dimension 1. Give it as many dimensions, and no larger sizes.",
      RangeError,
    ],
    [
      () => k.gather(x, 1, ints(0)),
      "gather: index [1] does not fit shape [2, 3] outside dimension 1. Give it as many dimensions, and no larger sizes.",
      RangeError,
    ],
    [() => k.indexSelect(x, 0, k.reshape(ints(0, 1), [1, 2])), "indexSelect: the index is [1, 2]. Give it one dimension, or use at.", RangeError],
    [() => k.take(x, ints(-7)), "take: index -7 is out of range for the 6 elements of shape [2, 3]. Use -6 … 5.", RangeError],
    [() => k.takeAlongDim(x, ints(0), 0), "takeAlongDim: x is [2, 3] and the index [1]. Give both as many dimensions.", RangeError],
    [
      () => k.scatter(x, 0, k.reshape(ints(0, 1), [1, 2]), iota(1, 1)),
      "scatter: source [1, 1] and index [1, 2] differ. Give one source element for each index.",
      RangeError,
    ],
    [
      () => k.scatter(x, 0, k.reshape(ints(0, 1), [1, 2]), ints(1)),
      'scatter: operands are float32 and int32. Convert one with to(x, "float32").',
      TypeError,
    ],
    [
      () => k.indexAdd(x, 0, ints(0), iota(1, 2)),
      "indexAdd: the index is [1] and the source [1, 2]. Give [k] and [1, 3], for x of [2, 3].",
      RangeError,
    ],
    [() => k.indexPut(x, [0], iota(1, 3)), "indexPut: values [1, 3] do not broadcast to [3], the shape they go to. Give that, or less.", RangeError],
    [
      () => k.indexPut(x, [0], iota(2)),
      "indexPut: shapes [2] and [3] do not broadcast, 2 ≠ 3 in dimension -1. Make them equal, or one of them 1.",
      RangeError,
    ],
    [
      () => k.scatterAdd(x, 0, k.reshape(ints(0), [1, 1]), k.reshape(ints(1), [1, 1])),
      'scatterAdd: operands are float32 and int32. Convert one with to(x, "float32").',
      TypeError,
    ],
    [
      () => k.indexAdd(x, 0, ints(0), k.reshape(ints(1, 2, 3), [1, 3])),
      'indexAdd: operands are float32 and int32. Convert one with to(x, "float32").',
      TypeError,
    ],
    [() => k.indexPut(x, [0], ints(1)), 'indexPut: operands are float32 and int32. Convert one with to(x, "float32").', TypeError],
    [
      () => k.maskedFill(ints(1), 1, 0.5),
      "maskedFill: 0.5 is no int32. Use a number that int32 can hold, or convert the tensor with to.",
      RangeError,
    ],
    [() => k.tile(x, [-1]), "tile: -1 is no number of times, in [1, -1]. Use whole numbers from 0.", RangeError],
    [() => k.swapdims(x, 0, 2), "swapdims: dimension 2 is out of range for shape [2, 3]. Use -2 … 1.", RangeError],
    [() => k.expandAs(x, iota(4)), "expandAs: shape [2, 3] does not broadcast to [4]. Sizes must be equal, or 1 in the tensor.", RangeError],
    [() => k.broadcastTo(x, [4]), "broadcastTo: shape [2, 3] does not broadcast to [4]. Sizes must be equal, or 1 in the tensor.", RangeError],
    [() => k.repeat(x, [2]), "repeat: 1 sizes for shape [2, 3]. Give at least one for each dimension.", RangeError],
    [() => k.repeat(x, [-1, 2]), "repeat: -1 is no number of times, in [-1, 2]. Use whole numbers from 0.", RangeError],
    [() => k.repeatInterleave(x, -1), "repeatInterleave: -1 is no number of times. Use whole numbers from 0.", RangeError],
    [
      () => k.repeatInterleave(x, [1, 2, 3], 0),
      "repeatInterleave: 3 numbers for the 2 parts of dimension 0 of shape [2, 3]. Give one for each.",
      RangeError,
    ],
    [
      () => k.repeatInterleave(x, computed(1, 2), 0),
      "repeatInterleave: the repeats are computed, and the shape depends on them. Pass await repeats.data().",
      TypeError,
    ],
    [
      () => k.repeatInterleave(x, k.tensor([1, 2]), 0),
      "repeatInterleave: the repeats are float32 [2]. Use int32 of one dimension, such as tensor(Int32Array.of(1, 2)).",
      TypeError,
    ],
    [() => k.repeatInterleave(x, ints(1, -2), 0), "repeatInterleave: -2 is no number of times. Use whole numbers from 0.", RangeError],
    [() => k.oneHot(ints(0, 3), 3), "oneHot: index 3 is out of range for 3 classes. Use 0 … 2.", RangeError],
    [() => k.oneHot(computed(0, 3)), "oneHot: the index is computed, so the number of classes is not known here. Give it.", TypeError],
    [() => k.meshgrid([x]), "meshgrid: a list is [2, 3]. Give each one dimension.", RangeError],
    [() => k.meshgrid([iota(2)], { indexing: "yx" as never }), 'meshgrid: indexing is "yx". Use "ij" or "xy".', TypeError],
    [() => k.embedding(iota(3), ints(0)), "embedding: the table is [3]. Give it two dimensions, [rows, width].", RangeError],
  ];
  test.each(cases.map(([run, message, type]) => [message, run, type] as const))("%s", (message, run, type) => {
    expect(run).toThrow(type);
    try {
      run();
    } catch (e) {
      expect((e as Error).message).toBe(message);
    }
  });
});

describe("repeatInterleave by a tensor", () => {
  const x = k.tensor([
    [1, 2],
    [3, 4],
  ]);
  test("whose values are there, of one or of each", () => {
    expect([...k.repeatInterleave(x, ints(1, 2), 0).dataSync()]).toEqual([1, 2, 3, 4, 3, 4]);
    expect([...k.repeatInterleave(x, ints(2)).dataSync()]).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(k.repeatInterleave(x, k.tensor(Int32Array.of(2), { shape: [] }), 1).shape).toEqual([2, 4]);
    expect([...k.repeatInterleave([5, 6, 7], k.flip(ints(0, 1, 2), 0)).dataSync()]).toEqual([5, 5, 6]);
    expect([...k.repeatInterleave([5, 6], k.expand(ints(2), [2])).dataSync()]).toEqual([5, 5, 6, 6]);
  });
  test("that is computed, once it has been read", async () => {
    const repeats = computed(1, 2);
    expect([...k.repeatInterleave(x, await repeats.data(), 0).dataSync()]).toEqual([1, 2, 3, 4, 3, 4]);
  });
});
test("a computed index into nothing says that there is nothing", () => {
  for (const [name, pick] of [
    ["gather", (i: k.Tensor): k.Tensor => k.gather(k.zeros([0]), 0, i)],
    ["at", (i: k.Tensor): k.Tensor => k.at(k.zeros([0, 2]), i)],
    ["indexSelect", (i: k.Tensor): k.Tensor => k.indexSelect(k.zeros([2, 0]), 1, i)],
  ] as const)
    expect(() => pick(computed(0)).dataSync()).toThrow(new RegExp(`^${name}: index 0 is out of range for a dimension of 0\\. It has no elements\\.`));
});

test("a shape that depends on values is made of data alone: looking changes no answer", async () => {
  const index = computed(0, 2),
    large = k.add(k.zeros([5000], { dtype: "int32" }), 1);
  await k.read(index, large);
  expect(() => k.oneHot(index)).toThrow(/^oneHot: the index is computed/);
  expect(() => k.oneHot(large)).toThrow(/^oneHot: the index is computed/);
  expect(() => k.repeatInterleave([1, 2], index)).toThrow(/^repeatInterleave: the repeats are computed/);
  expect(k.oneHot(ints(0, 2)).shape).toEqual([2, 3]);
  expect(k.repeatInterleave([1, 2], k.select(k.reshape(ints(0, 2, 1, 1), [2, 2]), 0, 0)).dataSync()).toEqual(Float32Array.of(2, 2));
});
