/**
 * Shapes at their ends: every layout and indexing op on tensors whose sizes are 0 and 1, of no dimension and of nine, and with sizes, dimensions and indices
 * that are negative, fractional, NaN and beyond what memory holds: the right answer, found here by indices alone, or a typed error.
 */
import { beforeAll, describe, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** The elements 0, 1, 2, …: each says where it came from. */
const iota = (shape: readonly number[]): T =>
  k.tensor(
    Float32Array.from({ length: count(shape) }, (_, i) => i),
    { shape },
  );
const ints = (...x: number[]): T => k.tensor(Int32Array.from(x));

/** What is at an index of the result: an index of x, or a number. */
type Found = (index: readonly number[], shape: readonly number[]) => readonly number[] | number;
interface Case {
  readonly run: (x: T) => T;
  /** The result's shape; null where there is no answer but an error. */
  readonly shape: (shape: readonly number[]) => readonly number[] | null;
  readonly at: Found;
}
const last = (s: readonly number[]): number => s[s.length - 1]!;
const front = (s: readonly number[]): readonly number[] => s.slice(0, -1);
const ranked =
  (least: number, shape: (s: readonly number[]) => readonly number[] | null) =>
  (s: readonly number[]): readonly number[] | null =>
    s.length < least ? null : shape(s);

const CASES: Record<string, Case> = {
  "select(x, -1, 0)": { run: (x) => k.select(x, -1, 0), shape: ranked(1, (s) => (last(s) ? front(s) : null)), at: (i) => [...i, 0] },
  "narrow(x, 0, 0, n)": { run: (x) => k.narrow(x, 0, 0, x.shape[0]!), shape: ranked(1, (s) => s), at: (i) => i },
  "narrow(x, -1, 1, n − 1)": {
    run: (x) => k.narrow(x, -1, 1, x.shape.at(-1)! - 1),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) - 1] : null)),
    at: (i) => [...front(i), last(i) + 1],
  },
  "flip of all": {
    run: (x) =>
      k.flip(
        x,
        x.shape.map((_, d) => d),
      ),
    shape: (s) => s,
    at: (i, s) => i.map((n, d) => s[d]! - 1 - n),
  },
  "at(x, …, [null, null, -2])": {
    run: (x) => k.at(x, "...", [null, null, -2]),
    shape: ranked(1, (s) => [...front(s), Math.ceil(last(s) / 2)]),
    at: (i, s) => [...front(i), last(s) - 1 - 2 * last(i)],
  },
  "at(x, -1)": { run: (x) => k.at(x, -1), shape: ranked(1, (s) => (s[0] ? s.slice(1) : null)), at: (i, s) => [s[0]! - 1, ...i] },
  "at(x, …, [0, 0])": {
    run: (x) => k.at(x, "...", ints(0, 0)),
    shape: ranked(1, (s) => (last(s) ? [...front(s), 2] : null)),
    at: (i) => [...front(i), 0],
  },
  "at(x, [])": { run: (x) => k.at(x, ints()), shape: ranked(1, (s) => [0, ...s.slice(1)]), at: (i) => i },
  "squeeze(unsqueeze(x, -1), -1)": { run: (x) => k.squeeze(k.unsqueeze(x, -1), -1), shape: (s) => s, at: (i) => i },
  "flatten, unflattened": {
    run: (x) => k.unflatten(k.flatten(x), 0, x.ndim ? x.shape : [1]),
    shape: (s) => (s.length ? s : [1]),
    at: (i, s) => (s.length ? i : []),
  },
  "movedim(x, 0, -1)": { run: (x) => k.movedim(x, 0, -1), shape: ranked(1, (s) => [...s.slice(1), s[0]!]), at: (i) => [last(i), ...front(i)] },
  "transpose(x, 0, -1)": {
    run: (x) => k.transpose(x, 0, -1),
    shape: (s) => (s.length < 2 ? s : [last(s), ...s.slice(1, -1), s[0]!]),
    at: (i) => (i.length < 2 ? i : [last(i), ...i.slice(1, -1), i[0]!]),
  },
  "t(x)": { run: k.t, shape: (s) => (s.length > 2 ? null : [...s].reverse()), at: (i) => [...i].reverse() },
  "diagonal(x, 0, 0, -1)": {
    run: (x) => k.diagonal(x, 0, 0, -1),
    shape: ranked(2, (s) => [...s.slice(1, -1), Math.min(s[0]!, last(s))]),
    at: (i) => [last(i), ...front(i), last(i)],
  },
  "diagonal(x, 5, 0, -1)": {
    run: (x) => k.diagonal(x, 5, 0, -1),
    shape: ranked(2, (s) => [...s.slice(1, -1), Math.max(0, Math.min(s[0]!, last(s) - 5))]),
    at: (i) => [last(i), ...front(i), last(i) + 5],
  },
  "cat of x and x": {
    run: (x) => k.cat([x, x], -1),
    shape: ranked(1, (s) => [...front(s), 2 * last(s)]),
    at: (i, s) => [...front(i), last(i) % last(s)],
  },
  "stack of x and x": { run: (x) => k.stack([x, x], -1), shape: (s) => (s.length > 8 ? s.concat(2) : s.concat(2)), at: (i) => front(i) },
  "pad(x, [2, 1])": {
    run: (x) => k.pad(x, [2, 1], { value: -1 }),
    shape: ranked(1, (s) => [...front(s), last(s) + 3]),
    at: (i, s) => (last(i) >= 2 && last(i) < 2 + last(s) ? [...front(i), last(i) - 2] : -1),
  },
  "pad(x, [-1, 0])": {
    run: (x) => k.pad(x, [-1, 0]),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) - 1] : null)),
    at: (i) => [...front(i), last(i) + 1],
  },
  "pad, replicate": {
    run: (x) => k.pad(x, [1, 1], { mode: "replicate" }),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) + 2] : null)),
    at: (i, s) => [...front(i), Math.min(Math.max(last(i) - 1, 0), last(s) - 1)],
  },
  "pad, circular": {
    run: (x) => k.pad(x, [1, 1], { mode: "circular" }),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) + 2] : null)),
    at: (i, s) => [...front(i), (last(i) - 1 + last(s)) % last(s)],
  },
  "roll(x, -1, 0)": { run: (x) => k.roll(x, -1, 0), shape: ranked(1, (s) => s), at: (i, s) => [(i[0]! + 1) % s[0]!, ...i.slice(1)] },
  "tril(x)": { run: (x) => k.tril(x), shape: ranked(2, (s) => s), at: (i) => (last(i) <= i[i.length - 2]! ? i : 0) },
  "triu(x, 1)": { run: (x) => k.triu(x, 1), shape: ranked(2, (s) => s), at: (i) => (last(i) > i[i.length - 2]! ? i : 0) },
  "where(0, 1, x)": { run: (x) => k.where(0, 1, x), shape: (s) => s, at: (i) => i },
  "clamp(x, 0 … 2)": {
    run: (x) => k.clamp(x, { min: 0, max: 2 }),
    shape: (s) => s,
    at: (i, s) =>
      Math.min(
        2,
        i.reduce((sum, n, d) => sum * s[d]! + n, 0),
      ),
  },
  "maximum(x, 0)": { run: (x) => k.maximum(x, 0), shape: (s) => s, at: (i) => i },
  "minimum(x, x)": { run: (x) => k.minimum(x, x), shape: (s) => s, at: (i) => i },
  "maskedFill(x, 1, 2)": { run: (x) => k.maskedFill(x, 1, 2), shape: (s) => s, at: () => 2 },
  "indexSelect(x, 0, [0])": {
    run: (x) => k.indexSelect(x, 0, ints(0)),
    shape: (s) => (s.length ? (s[0] ? [1, ...s.slice(1)] : null) : s),
    at: (i) => i,
  },
  "take(x, [-1])": { run: (x) => k.take(x, ints(-1)), shape: (s) => (count(s) ? [1] : null), at: (_, s) => s.map((n) => n - 1) },
  "indexPut(x, [[1, null]], 7)": {
    run: (x) => k.indexPut(x, [[1, null]], 7),
    shape: ranked(1, (s) => s),
    at: (i) => (i[0]! >= 1 ? 7 : i),
  },
  "repeat(x, 2 × each)": {
    run: (x) =>
      k.repeat(
        x,
        x.shape.map((_, d) => (d ? 1 : 2)),
      ),
    shape: (s) => s.map((n, d) => (d ? n : 2 * n)),
    at: (i, s) => i.map((n, d) => n % s[d]!),
  },
  "tile(x, [1])": { run: (x) => k.tile(x, [1]), shape: (s) => (s.length ? s : [1]), at: (i, s) => (s.length ? i : []) },
  "repeatInterleave(x, 2, -1)": {
    run: (x) => k.repeatInterleave(x, 2, -1),
    shape: (s) => (s.length ? [...front(s), 2 * last(s)] : [2]),
    at: (i, s) => (s.length ? [...front(i), Math.floor(last(i) / 2)] : []),
  },
};

/** The same for what is reduced: 0-d, sizes of 0 and 1. Every element of what is counted is 1. */
const REDUCED: Record<string, readonly [run: (x: T, dim?: number, keepdim?: boolean) => T, of: (n: number) => number]> = {
  any: [(x, dim, keepdim) => k.any(k.fullLike(x, 1), dim, { keepdim }), (n) => +(n > 0)],
  all: [(x, dim, keepdim) => k.all(k.fullLike(x, 1), dim, { keepdim }), () => 1],
  "all of zeros": [(x, dim, keepdim) => k.all(k.zerosLike(x), dim, { keepdim }), (n) => +(n === 0)],
  mean: [(x, dim, keepdim) => k.mean(k.fullLike(x, 3), dim, { keepdim }), (n) => (n ? 3 : NaN)],
  countNonzero: [
    (x, dim, keepdim) => (keepdim ? k.unsqueeze(k.countNonzero(k.fullLike(x, 1), dim), dim!) : k.countNonzero(k.fullLike(x, 1), dim)),
    (n) => n,
  ],
};
/** The shape of what is found or drawn. */
const SHAPED: Record<string, readonly [run: (x: T) => T, shape: (s: readonly number[]) => readonly number[] | null]> = {
  "searchsorted in [0, 1]": [(x) => k.searchsorted([0, 1], x), (s) => s],
  "searchsorted in nothing": [(x) => k.searchsorted(k.zeros([0]), x), (s) => s],
  "searchsorted of its rows": [(x) => k.searchsorted(x, x), ranked(1, (s) => s)],
  bucketize: [(x) => k.bucketize(x, [1]), (s) => s],
  "multinomial, replaced": [
    (x) => k.multinomial(k.fullLike(x, 1), 3, { replacement: true }),
    (s) => (s.length === 1 || s.length === 2 ? (last(s) ? [...front(s), 3] : null) : null),
  ],
  multinomial: [(x) => k.multinomial(k.fullLike(x, 1), 1), (s) => (s.length === 1 || s.length === 2 ? (last(s) ? [...front(s), 1] : null) : null)],
};

const NINE = [1, 2, 1, 1, 3, 1, 2, 1, 2];
const SHAPES: readonly (readonly number[])[] = [
  [],
  [0],
  [1],
  [4],
  [0, 3],
  [3, 0],
  [1, 3],
  [3, 1],
  [4, 5],
  [2, 0, 3],
  [1, 1, 1],
  [2, 3, 4],
  NINE,
  NINE.with(4, 0),
];

describe.each(Object.entries(CASES))("%s", (_, { run, shape: expected, at }) => {
  test.each(SHAPES.map((s) => [`[${s.join(", ")}]`, s] as const))("of %s", (_name, s) => {
    const x = iota(s),
      shape = expected(s);
    if (!shape) return expect(() => run(x)).toThrow(RangeError);
    const y = run(x),
      want: number[] = [];
    expect(y.shape).toEqual(shape);
    for (let n = 0; n < count(shape); n++) {
      let rest = n;
      const index = shape.map(() => 0);
      for (let d = shape.length - 1; d >= 0; rest = Math.floor(rest / shape[d--]!)) index[d] = rest % shape[d]!;
      const from = at(index, s);
      want.push(typeof from === "number" ? from : from.reduce((sum, i, d) => sum * s[d]! + i, 0));
    }
    expect([...y.dataSync()]).toEqual(want);
  });
});

describe.each(Object.entries(REDUCED))("%s", (_, [run, value]) => {
  test.each(SHAPES.map((s) => [`[${s.join(", ")}]`, s] as const))("of %s", (_name, s) => {
    const x = iota(s),
      whole = run(x);
    expect([whole.shape, [...whole.dataSync()]]).toEqual([[], [value(count(s))]]);
    for (const [d, n] of s.entries()) {
      const rest = s.filter((_n, i) => i !== d);
      expect([run(x, d).shape, run(x, d - s.length, true).shape]).toEqual([rest, s.with(d, 1)]);
      expect([...run(x, d).dataSync()]).toEqual(new Array(count(rest)).fill(value(n)));
    }
  });
});
describe.each(Object.entries(SHAPED))("%s", (_, [run, expected]) => {
  test.each(SHAPES.map((s) => [`[${s.join(", ")}]`, s] as const))("of %s", (_name, s) => {
    const x = iota(s),
      shape = expected(s);
    if (!shape) return expect(() => run(x)).toThrow(RangeError);
    expect(run(x).shape).toEqual(shape);
    expect(run(x).dataSync()).toHaveLength(count(shape));
  });
});

/** Each takes one number of the user's: a size, a dimension, an index, a shift. Nothing of these is any of them. */
const BAD = [-7, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 53];
const TAKES: Record<string, readonly [run: (n: number) => unknown, but?: readonly number[]]> = {
  "select dim": [(n) => k.select(iota([2, 3]), n, 0)],
  "select index": [(n) => k.select(iota([2, 3]), 0, n)],
  "narrow dim": [(n) => k.narrow(iota([2, 3]), n, 0, 1)],
  "narrow start": [(n) => k.narrow(iota([2, 3]), 0, n, 1)],
  "narrow length": [(n) => k.narrow(iota([2, 3]), 0, 0, n)],
  flip: [(n) => k.flip(iota([2, 3]), n)],
  squeeze: [(n) => k.squeeze(iota([2, 3]), n)],
  unsqueeze: [(n) => k.unsqueeze(iota([2, 3]), n)],
  flatten: [(n) => k.flatten(iota([2, 3]), n)],
  "unflatten dim": [(n) => k.unflatten(iota([2, 3]), n, [3])],
  "unflatten size": [(n) => k.unflatten(iota([2, 3]), 1, [n, 1])],
  "movedim from": [(n) => k.movedim(iota([2, 3]), n, 0)],
  "movedim to": [(n) => k.movedim(iota([2, 3]), 0, n)],
  transpose: [(n) => k.transpose(iota([2, 3]), 0, n)],
  "diagonal dim": [(n) => k.diagonal(iota([2, 3]), 0, n, 1)],
  "diagonal offset": [(n) => k.diagonal(iota([2, 3]), n), [-7, 2 ** 31, 2 ** 32, 2 ** 53]],
  "split size": [(n) => k.split(iota([2, 3]), n), [2 ** 31, 2 ** 32]],
  "split sizes": [(n) => k.split(iota([2, 3]), [1, n])],
  "chunk number": [(n) => k.chunk(iota([2, 3]), n), [2 ** 31, 2 ** 32]],
  unbind: [(n) => k.unbind(iota([2, 3]), n)],
  broadcastTo: [(n) => k.broadcastTo(iota([2, 3]), [n, 2, 3])],
  "at index": [(n) => k.at(iota([2, 3]), n)],
  "at step": [(n) => k.at(iota([2, 3]), [null, null, n]), [-7, 2 ** 31, 2 ** 32]],
  "at end": [(n) => k.at(iota([2, 3]), [0, n]), [-7, 2 ** 31, 2 ** 32]],
  "indexPut index": [(n) => k.indexPut(iota([2, 3]), [n], 0)],
  "cat dim": [(n) => k.cat([iota([2, 3])], n)],
  "stack dim": [(n) => k.stack([iota([2, 3])], n)],
  pad: [(n) => k.pad(iota([2, 3]), [n, 0])],
  "pad, reflect": [(n) => k.pad(iota([2, 3]), [n, 0], { mode: "reflect" })],
  "pad, replicate": [(n) => k.pad(iota([2, 3]), [0, n], { mode: "replicate" })],
  "roll shift": [(n) => k.roll(iota([2, 3]), n, 0), [-7, 2 ** 31, 2 ** 32]],
  "roll dim": [(n) => k.roll(iota([2, 3]), 1, n)],
  "tril diagonal": [(n) => k.tril(iota([2, 3]), n), [-7, 2 ** 31, 2 ** 32, 2 ** 53]],
  "gather dim": [(n) => k.gather(iota([2, 3]), n, ids())],
  "indexSelect dim": [(n) => k.indexSelect(iota([2, 3]), n, ints(0))],
  "takeAlongDim dim": [(n) => k.takeAlongDim(iota([2, 3]), ids(), n)],
  "scatter dim": [(n) => k.scatter(iota([2, 3]), n, ids(), 0)],
  "indexAdd dim": [(n) => k.indexAdd(iota([2, 3]), n, ints(0), iota([1, 3]))],
  repeat: [(n) => k.repeat(iota([2, 3]), [n, 1])],
  tile: [(n) => k.tile(iota([2, 3]), [n])],
  "repeatInterleave number": [(n) => k.repeatInterleave(iota([2, 3]), n)],
  "repeatInterleave list": [(n) => k.repeatInterleave(iota([2, 3]), [1, n], 0)],
  "repeatInterleave dim": [(n) => k.repeatInterleave(iota([2, 3]), 1, n)],
  "countNonzero dim": [(n) => k.countNonzero(iota([2, 3]), n)],
  "any dim": [(n) => k.any(iota([2, 3]), n)],
  "all dim": [(n) => k.all(iota([2, 3]), n)],
  "mean dim": [(n) => k.mean(iota([2, 3]), n)],
  randperm: [(n) => k.randperm(n)],
  "multinomial count": [(n) => k.multinomial([1, 2, 3], n)],
  oneHot: [(n) => k.oneHot(ints(0), n)],
};
function ids(): T {
  return k.tensor(new Int32Array(6), { shape: [2, 3] });
}
test.each(Object.entries(TAKES))("%s: no number that is none", (_, [run, but = []]) => {
  for (const n of BAD) {
    if (but.includes(n)) expect(() => run(n), String(n)).not.toThrow();
    else expect(() => run(n), String(n)).toThrow(RangeError);
  }
});
test("slices and shifts far beyond the end are brought back", () => {
  const x = iota([5]);
  expect([...k.at(x, [-7, 2 ** 31, 2 ** 32]).dataSync()]).toEqual([0]);
  expect([...k.at(x, [null, null, -(2 ** 31)]).dataSync()]).toEqual([4]);
  expect([...k.roll(x, 2 ** 32 + 1).dataSync()]).toEqual([3, 4, 0, 1, 2]);
  expect([...k.tril(iota([2, 2]), -(2 ** 40)).dataSync()]).toEqual([0, 0, 0, 0]);
  expect([...k.triu(iota([2, 2]), -(2 ** 40)).dataSync()]).toEqual([0, 1, 2, 3]);
  expect(k.chunk(x, 2 ** 31)).toHaveLength(5);
  expect(k.diagonal(iota([2, 2]), 2 ** 53).shape).toEqual([0]);
});
