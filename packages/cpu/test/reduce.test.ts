import { describe, expect, test } from "vitest";
import { BLOCK, input, sumInOrder, type Program } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { map } from "../src/kinds/map.js";
import { reduce } from "../src/kinds/reduce.js";
import { run, single } from "./evaluate.js";
import { bits, count, difference, floats, machine, place, room, taken } from "./place.js";

const { add, mul, exp } = words;
const [x, y] = [input(0), input(1)];
const plain: Program = { inputs: ["float32"], steps: [], outputs: [0] };
const products = single(mul(x, y), 2);
const wide = single(mul(add(x, 1), add(y, 0.1)), 2);

/** Terms that cancel, so that another order would show. */
const data = floats(11, 400_000).map((value, i) => value * 2 ** ((i * 7) % 40) * (i % 2 ? 1 : -1));

/** What a request must answer, by what it combines with. */
const COMBINED = {
  sum: sumInOrder,
  max: (term: (r: number) => number, n: number) => Array.from({ length: n }, (_, r) => term(r)).reduce((a, b) => Math.max(a, b), -Infinity),
  min: (term: (r: number) => number, n: number) => Array.from({ length: n }, (_, r) => term(r)).reduce((a, b) => Math.min(a, b), Infinity),
};

function check(
  program: Program,
  shape: readonly number[],
  strides: readonly (readonly number[] | number)[],
  values = data,
  combine: keyof typeof COMBINED = "sum",
): void {
  const [n, inner] = shape.slice(-2) as [number, number];
  const outer = shape.slice(0, -2);
  const result = [...outer, inner];
  const inputs = strides.map((s, k) => (typeof s === "number" ? s : place(values, s, 3 * k)));
  const output = room(result);
  const expected = new Float32Array(count(result));
  reduce(machine, { kind: "reduce", combine, program, shape, inputs, outputs: [output] });
  for (let p = 0; p < expected.length; p++) {
    const index = result.map((size, d) => Math.floor(p / count(result.slice(d + 1))) % size);
    const j = index.pop()!;
    const at = (s: readonly number[], r: number): number => [...index, r, j].reduce((sum, i, d) => sum + i * s[d]!, 0);
    expected[p] = COMBINED[combine](
      (r) =>
        run(
          program,
          strides.map((s, k) => (typeof s === "number" ? s : values[3 * k + at(s, r)]!)),
        )[program.outputs[0]!]!,
      n,
    );
  }
  expect(difference(taken(output, result).map(oneNaN), bits(expected).map(oneNaN))).toBeNull();
  for (const view of [...inputs, output]) if (typeof view !== "number") machine.free(view.storage as never);
}

/** All NaNs count as one. */
const oneNaN = (word: number): number => ((word & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : word);

const SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 63, 64, 65, 1000, 16383, 16384, 16385, 32768, 40000, 100001];

describe("along rows", () => {
  test.each(SIZES)("%i terms", (n) => {
    check(plain, [n, 1], [[1, 1]]);
    check(
      products,
      [n, 1],
      [
        [1, 1],
        [0, 0],
      ],
    );
    check(wide, [n, 1], [[1, 1], 2.5]);
  });
  test.each([0, 1, 5, 8, 10, 64, 1001, 20000])("many rows of %i terms", (n) => {
    check(plain, [3, n, 1], [[n, 1, 1]]);
    check(
      products,
      [2, 3, n, 1],
      [
        [n, 0, 1, 1],
        [1, 5, 0, 0],
      ],
    );
  });
  test("more rows than one call takes", () => check(plain, [10000, 9, 1], [[9, 1, 1]]));
});

describe("down columns", () => {
  test.each(SIZES.filter((n) => n < 70000))("%i terms", (n) => {
    for (const inner of n > 1000 ? [2, 5] : [2, 3, 15, 16, 17, 64, 100]) {
      check(plain, [n, inner], [[inner, 1]]);
      check(
        products,
        [n, inner],
        [
          [inner, 1],
          [1, 0],
        ],
      );
      check(
        wide,
        [n, inner],
        [
          [0, 1],
          [0, 0],
        ],
      );
    }
  });
  test.each([0, 1, 5, 9, 64])("many outer indices, %i terms", (n) => {
    check(plain, [7, n, 64], [[64 * n, 64, 1]]);
    check(
      products,
      [3, 4, n, 10],
      [
        [10, 30 * n, 30, 1],
        [0, 10, 0, 1],
      ],
    );
  });
  test("more than one call takes", () => {
    check(plain, [2500, 5, 3], [[15, 3, 1]]);
    check(plain, [1500, 70], [[70, 1]]);
  });
});

/** Terms that cancel altogether: what is left of their sum is the rounding of its parts, which every other order would change. */
test.each([1000, 16385, 40000, 60000, 100001, 130000])("the order of additions of %i terms", (n) => {
  for (const inner of [1, 3]) {
    const wide = floats(n, n * inner).map((value, i) => value * 2 ** ((i * 11) % 61));
    const values = wide.map((value, i) => (i < Math.floor(n / 2) * inner ? value : i < Math.ceil(n / 2) * inner ? 0 : -wide[n * inner - 1 - i]!));
    expect(sumInOrder((r) => values[r * inner]!, n)).not.toBe(values.filter((_, i) => i % inner === 0).reduce((sum, value) => sum + value));
    check(plain, [n, inner], [[inner, 1]], values);
  }
});

test("a sum of −0 is 0, NaN and infinities pass", () => {
  for (const shape of [
    [20, 1],
    [20, 3],
  ]) {
    for (const values of [[-0], [0, -0, -0], [1, NaN, 2], [Infinity, 1], [Infinity, -Infinity], [3.4028235e38]]) {
      check(
        plain,
        shape,
        [[shape[1]!, 1]],
        Float32Array.from({ length: 60 }, (_, i) => values[i % values.length]!),
      );
    }
  }
});

test("a sum of fused functions is the sum of their float32 results", () => {
  const n = 50000;
  const from = place(
    data.map((value) => value % 80),
    [1],
  );
  const between = room([n]);
  const body = exp(x);
  const fused = room([1]);
  const apart = room([1]);
  const view = { ...from, strides: [1, 1] };
  reduce(machine, { kind: "reduce", combine: "sum", program: single(body), shape: [n, 1], inputs: [view], outputs: [fused] });
  map(machine, { kind: "map", program: single(body), shape: [n], inputs: [from], outputs: [between] });
  reduce(machine, { kind: "reduce", combine: "sum", program: plain, shape: [n, 1], inputs: [{ ...between, strides: [1, 1] }], outputs: [apart] });
  expect(taken(fused, [1])).toEqual(taken(apart, [1]));
});

describe.each(["max", "min"] as const)("%s", (combine) => {
  test.each(SIZES)("of %i terms, along rows and down columns", (n) => {
    check(plain, [n, 1], [[1, 1]], data, combine);
    check(wide, [n, 1], [[1, 1], 2.5], data, combine);
    for (const inner of n > 1000 ? [3] : [2, 15, 16, 17, 100]) {
      check(plain, [n, inner], [[inner, 1]], data, combine);
      check(
        products,
        [2, n, inner],
        [
          [3, inner, 1],
          [0, 1, 0],
        ],
        data,
        combine,
      );
    }
  });
  test("the greatest and the least may be anywhere", () => {
    const n = 45;
    for (let at = 0; at < n; at++) {
      const values = new Float32Array(3 * n).map((_, i) => (i % 3) / 4);
      values.fill(combine === "max" ? 7 : -7, 3 * at, 3 * at + 3);
      check(plain, [n, 1], [[1, 1]], values.slice(at % 3), combine);
      check(plain, [n, 3], [[3, 1]], values, combine);
    }
  });
  test("many rows, and more than one call takes", () => {
    check(plain, [10000, 9, 1], [[9, 1, 1]], data, combine);
    check(plain, [2500, 5, 3], [[15, 3, 1]], data, combine);
  });
  test("NaN wins, −0 is below 0, and all terms may be infinite", () => {
    for (const values of [[1, NaN, 2], [-0, 0], [0, -0], [-0], [-Infinity], [Infinity], [Infinity, NaN], [3e38, -3e38, 2 ** -149]])
      for (const shape of [
        [20, 1],
        [20, 3],
        [40000, 1],
      ])
        check(
          plain,
          shape,
          [[shape[1]!, 1]],
          Float32Array.from({ length: 40000 }, (_, i) => values[i % values.length]!),
          combine,
        );
  });
});

describe("wide terms and a finish", () => {
  const [t, s, n, e] = [input(0), input(1), input(2), input(3)],
    distance = words.sub(input(0), 0.75),
    wide = { args: [0], arithmetic: "float32", dtype: "float64" } as const,
    terms = [
      { body: distance, ...wide },
      { body: words.mul(distance, distance), ...wide },
    ];
  const mean = words.div(t, n),
    inverse = words.div(1, words.sqrt(words.add(words.sub(words.div(s, n), words.mul(mean, mean)), e)));
  const step = (body: typeof mean, args: readonly number[]) => ({ body, args, arithmetic: "float32", dtype: "float32" }) as const;
  /** The mean, an inverse root, and what rounding that loses. */
  const finish: Program = {
    inputs: ["float64", "float64", "float64", "float64"],
    steps: [step(mean, [0, 1, 2]), step(inverse, [0, 1, 2, 3]), step(words.sub(inverse, input(4)), [0, 1, 2, 3, 5])],
    outputs: [4, 5, 6],
  };
  const program: Program = { inputs: ["float32"], steps: terms, outputs: [1, 2], finish };
  /** What is defined: sums in order, in float64. */
  function expected(x: Float32Array, n: number, at: (i: number) => number): number[] {
    const d = (i: number): number => x[at(i)]! - 0.75,
      [total, squares] = [sumInOrder(d, n), sumInOrder((i) => d(i) * d(i), n)],
      m = total / n,
      r = 1 / Math.sqrt(squares / n - m * m + 1e-5);
    return [m, r, r - Math.fround(r)].map(Math.fround);
  }
  test.each([1, 7, 16, 33, 1000, BLOCK, BLOCK + 1, 3 * BLOCK + 5])("of %i terms, along rows and down columns", (length) => {
    const rows = 3,
      x = Float32Array.from({ length: length * rows }, (_, i) => Math.fround(Math.sin(i * i) * 3)),
      from = place(x, [1]),
      to = [room([rows]), room([rows]), room([rows])];
    for (const inner of [1, rows]) {
      const shape = inner === 1 ? [rows, length, 1] : [length, rows],
        strides = inner === 1 ? [length, 1, 0] : [rows, 1];
      reduce(machine, { kind: "reduce", combine: "sum", program, shape, inputs: [{ ...from, strides }, length, 1e-5], outputs: to });
      for (let row = 0; row < rows; row++)
        expect(to.map((o) => taken(o, [rows])[row])).toEqual([
          ...bits(Float32Array.from(expected(x, length, (i) => (inner === 1 ? row * length + i : i * rows + row)))),
        ]);
    }
    for (const view of [from, ...to]) machine.free(view.storage as never);
  });
  test("of nothing: 0/0, and no fault", () => {
    const to = [room([2]), room([2]), room([2])],
      from = room([1]);
    expect(
      reduce(machine, { kind: "reduce", combine: "sum", program, shape: [2, 0, 1], inputs: [{ ...from, strides: [0, 1, 0] }, 0, 1], outputs: to }),
    ).toBeNull();
    for (const o of to) expect(taken(o, [2]).map(oneNaN)).toEqual(bits(Float32Array.of(NaN, NaN)).map(oneNaN));
    for (const view of [from, ...to]) machine.free(view.storage as never);
  });
});
