import { describe, expect, test } from "vitest";
import { gather } from "../src/kinds/gather.js";
import { bits, difference, floats, machine, place, randoms, room, taken } from "./place.js";

type Shape = readonly [number, number, number];

function check(shape: Shape, size: number, strides: Shape, change: (indices: Int32Array) => void = () => {}): number | null {
  const [outer, count, inner] = shape,
    random = randoms(size + inner);
  const indices = Int32Array.from({ length: 1 + shape.reduce((n, s, d) => n + Math.max(0, s - 1) * strides[d]!, 0) }, () => random() * size);
  change(indices);
  const input = bits(floats(3, outer * size * inner));
  const expected = new Int32Array(outer * count * inner);
  const output = room(shape);
  let fault: number | null = null;
  for (let o = 0, p = 0; o < outer; o++)
    for (let j = 0; j < count; j++)
      for (let i = 0; i < inner; i++, p++) {
        const index = indices[o * strides[0] + j * strides[1] + i * strides[2]]!;
        const inside = index >= 0 && index < size;
        expected[p] = inside ? input[(o * size + index) * inner + i]! : 0;
        if (!inside) fault ??= index;
      }
  const answer = gather(machine, { kind: "gather", dtype: "float32", shape, size, input: place(input, []), index: place(indices, strides), output });
  expect(difference(taken(output, shape), expected), `${shape} of ${size} by ${strides}`).toBeNull();
  expect(answer).toEqual(fault === null ? null : { index: fault });
  return fault;
}

describe("gather", () => {
  test("rows", () => {
    for (const inner of [1, 3, 4, 5, 16, 17, 64]) for (const outer of [1, 3]) for (const i0 of [9, 0]) check([outer, 9, inner], 7, [i0, 1, 0]);
    check([1, 4096, 64], 1700, [0, 1, 0]);
    check([2, 6, 5], 4, [1, 2, 0]);
  });

  test("elements", () => {
    for (const inner of [1, 2, 5, 13]) {
      check([3, 4, inner], 6, [4 * inner, inner, 1]);
      check([3, 4, inner], 6, [0, 0, 1]);
      check([3, 4, inner], 6, [1, 3, 12]);
    }
    check([1000, 1, 1], 10, [1, 1, 1]);
  });

  test("nothing to pick, or nothing to pick from", () => {
    for (const shape of [
      [0, 2, 3],
      [2, 0, 3],
      [2, 3, 0],
    ] as const)
      check(shape, 4, [3, 1, 0]);
    expect(check([1, 3, 5], 0, [0, 1, 0])).toBe(0);
  });

  test("an index outside gives zeros and the first one is answered, whatever the layout", () => {
    for (const bad of [-1, 7, 2 ** 31 - 1, -(2 ** 31)]) {
      const twice = (indices: Int32Array) => ((indices[4] = bad), (indices[5] = 99));
      expect(check([2, 6, 5], 7, [6, 1, 0], twice)).toBe(bad);
      expect(check([2, 6, 5], 7, [30, 5, 1], twice)).toBe(bad);
      expect(check([2, 6, 1], 7, [6, 1, 1], twice)).toBe(bad);
    }
    // The last in memory is the first by position.
    const output = room([1, 3, 2]);
    const request = { kind: "gather", dtype: "float32", shape: [1, 3, 2], size: 4, input: place(floats(1, 8), []), output } as const;
    expect(gather(machine, { ...request, index: place(Int32Array.of(50, 1, 60), [0, -1, 0], 2) })).toEqual({ index: 60 });
  });
});
