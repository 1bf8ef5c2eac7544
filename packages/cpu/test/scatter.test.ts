import { describe, expect, test } from "vitest";
import { scatter } from "../src/kinds/scatter.js";
import { bits, difference, floats, machine, place, randoms, room, taken } from "./place.js";

type Shape = readonly [number, number, number];

interface Case {
  shape: Shape;
  size: number;
  strides: Shape;
  /** What the output starts from: nothing, another tensor, or itself. */
  base: "zeros" | "other" | "same";
  change?: (indices: Int32Array) => void;
}

function check({ shape, size, strides, base, change }: Case): number | null {
  const [outer, count, inner] = shape,
    random = randoms(size + inner),
    whole = [outer, size, inner];
  const indices = Int32Array.from({ length: 1 + shape.reduce((n, s, d) => n + Math.max(0, s - 1) * strides[d]!, 0) }, () => random() * size);
  change?.(indices);
  const source = floats(5, outer * count * inner);
  const start = base === "zeros" ? new Float32Array(outer * size * inner) : floats(6, outer * size * inner);
  const sums = Float64Array.from(start);
  let fault: number | null = null;
  for (let o = 0, p = 0; o < outer; o++)
    for (let j = 0; j < count; j++)
      for (let i = 0; i < inner; i++, p++) {
        const index = indices[o * strides[0] + j * strides[1] + i * strides[2]]!;
        if (index >= 0 && index < size) sums[(o * size + index) * inner + i]! += source[p]!;
        else fault ??= index;
      }
  const output = room(whole);
  if (base === "same") machine.memory.f32.set(start, machine.address(output) / 4);
  const view = base === "zeros" ? null : base === "same" ? output : place(start, []);
  const answer = scatter(machine, {
    kind: "scatter",
    dtype: "float32",
    shape,
    size,
    base: view,
    index: place(indices, strides),
    source: place(source, []),
    output,
  });
  expect(difference(taken(output, whole), bits(Float32Array.from(sums))), `${shape} into ${size} by ${strides}, ${base}`).toBeNull();
  expect(answer).toEqual(fault === null ? null : { index: fault });
  return fault;
}

const BASES = ["zeros", "other", "same"] as const;

describe("scatter", () => {
  test("rows", () => {
    for (const base of BASES) {
      for (const inner of [1, 3, 4, 5, 16, 17, 23, 64])
        for (const outer of [1, 3]) check({ shape: [outer, 40, inner], size: 7, strides: [40, 1, 0], base });
      check({ shape: [1, 3000, 64], size: 2000, strides: [0, 1, 0], base });
      check({ shape: [3, 10, 20], size: 9, strides: [0, 1, 0], base });
    }
  });

  test("elements", () => {
    for (const base of BASES) {
      for (const inner of [1, 2, 5, 13]) {
        check({ shape: [3, 20, inner], size: 6, strides: [20 * inner, inner, 1], base });
        check({ shape: [3, 20, inner], size: 6, strides: [0, 0, 1], base });
        check({ shape: [3, 4, inner], size: 6, strides: [1, 3, 12], base });
      }
      check({ shape: [1000, 1, 1], size: 10, strides: [1, 1, 1], base });
    }
  });

  test("many terms in one row are one float64 sum, rounded once", () => {
    for (const inner of [1, 4, 16]) check({ shape: [1, 20000, inner], size: 2, strides: [0, 1, 0], base: "zeros" });
    const sum = (...terms: number[]): number => {
      const output = room([1, 1, 1]);
      const index = place(new Int32Array(3), [0, 1, 0]);
      const source = place(Float32Array.from(terms), []);
      scatter(machine, { kind: "scatter", dtype: "float32", shape: [1, 3, 1], size: 1, base: null, index, source, output });
      return new Float32Array(taken(output, [1]).buffer)[0]!;
    };
    expect(sum(2 ** 30, 1, -(2 ** 30))).toBe(1); // 0 in float32
    expect([sum(2 ** 60, -(2 ** 60), 1), sum(2 ** 60, 1, -(2 ** 60)), sum(1, 2 ** 60, -(2 ** 60))]).toEqual([1, 0, 0]); // their order matters
  });

  test("rows that nothing touches keep their bits", () => {
    const start = Int32Array.of(0x7fc00001, -0x80000000, 1, 0x7f800001);
    const output = room([1, 4, 1]);
    const source = place(Float32Array.of(2), []);
    scatter(machine, {
      kind: "scatter",
      dtype: "float32",
      shape: [1, 1, 1],
      size: 4,
      base: place(start, []),
      index: place(Int32Array.of(2), [0, 1, 0]),
      source,
      output,
    });
    expect(taken(output, [4])).toEqual(Int32Array.of(0x7fc00001, -0x80000000, 0x40000000, 0x7f800001));
  });

  test("no terms, and nowhere to put them", () => {
    for (const base of BASES) {
      for (const shape of [
        [0, 2, 3],
        [2, 0, 3],
        [2, 3, 0],
      ] as const)
        check({ shape, size: 4, strides: [3, 1, 0], base });
      expect(check({ shape: [1, 3, 5], size: 0, strides: [0, 1, 0], base })).toBe(0);
    }
  });

  test("an index outside adds nothing and the first one is answered, whatever the layout", () => {
    for (const bad of [-1, 7, 2 ** 31 - 1, -(2 ** 31)]) {
      const change = (indices: Int32Array) => ((indices[4] = bad), (indices[5] = 99));
      for (const base of BASES) {
        expect(check({ shape: [2, 6, 5], size: 7, strides: [6, 1, 0], base, change })).toBe(bad);
        expect(check({ shape: [2, 6, 5], size: 7, strides: [30, 5, 1], base, change })).toBe(bad);
        expect(check({ shape: [2, 6, 1], size: 7, strides: [6, 1, 1], base, change })).toBe(bad);
        // Column 4 of row 0 comes before column 0 of row 1, in every layout of the indices.
        expect(check({ shape: [2, 6, 5], size: 7, strides: [30, 1, 6], base, change: (indices) => ((indices[24] = bad), (indices[1] = 99)) })).toBe(
          bad,
        );
      }
    }
  });
});
