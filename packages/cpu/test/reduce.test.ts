import { describe, expect, test } from "vitest";
import { input, sumInOrder, type Program } from "@evenkeel/core";
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
