import { describe, expect, test } from "vitest";
import { copy } from "../src/kinds/copy.js";
import { contiguous, count, difference, eachIndex, machine, place, randoms, room, taken } from "./place.js";

/** Random bits: among them NaNs with payloads. */
const data = (length: number): Int32Array => {
  const random = randoms(7);
  return Int32Array.from({ length }, () => random() * 2 ** 32 - 2 ** 31);
};

function check(shape: readonly number[], strides: readonly number[], offset = 0): void {
  let [low, high] = [offset, offset];
  strides.forEach((stride, d) => (stride < 0 ? (low += stride * (shape[d]! - 1)) : (high += stride * Math.max(0, shape[d]! - 1))));
  if (low < 0) throw new Error("the test reads before its data");
  const source = data(high + 1),
    output = room(shape),
    expected = new Int32Array(count(shape));
  eachIndex(shape, (index, p) => (expected[p] = source[index.reduce((at, i, d) => at + i * strides[d]!, offset)]!));
  expect(copy(machine, { kind: "copy", dtype: "float32", shape, input: place(source, strides, offset), output })).toBeNull();
  expect(difference(taken(output, shape), expected), `${shape} by ${strides}`).toBeNull();
}

const permutations = (n: number): number[][] =>
  n ? permutations(n - 1).flatMap((p) => Array.from({ length: n }, (_, i) => p.toSpliced(i, 0, n - 1))) : [[]];

describe("copy", () => {
  test("contiguous, of any length and rank", () => {
    for (const shape of [[], [1], [1, 1], [5], [4, 9], [2, 1, 3], [1000], [7, 0], [0], [3, 0, 2]]) check(shape, contiguous(shape), 3);
  });

  test("every permutation of the dimensions", () => {
    for (const shape of [
      [3, 5, 4, 7],
      [8, 1, 13, 2],
      [4, 4, 4, 4],
      [17, 3, 1, 9],
      [2, 2, 3, 3],
    ]) {
      for (const order of permutations(4))
        check(
          order.map((d) => shape[d]!),
          order.map((d) => contiguous(shape)[d]!),
          1,
        );
    }
  });

  test("transpositions of odd sizes", () => {
    for (const rows of [1, 2, 3, 4, 5, 8, 17, 63, 257]) for (const columns of [1, 3, 4, 5, 7, 8, 65, 300]) check([rows, columns], [1, rows], 2);
  });

  test("parts of matrices, straight and transposed", () => {
    for (const [rows, columns] of [
      [5, 3],
      [8, 8],
      [9, 14],
    ]) {
      check([rows!, columns!], [20, 1], 7);
      check([rows!, columns!], [1, 20], 7);
    }
  });

  test("repeats, steps and reversals", () => {
    check([5000, 9], [11, 1]);
    check([300, 130], [-131, 1], 131 * 299);
    check([4, 6], [0, 1]);
    check([4, 6], [1, 0]);
    check([4, 6], [0, 0]);
    check([3, 4, 5], [0, 1, 0]);
    check([5, 0, 3], [0, 0, 0]);
    check([6, 7], [21, 3]);
    check([6, 7], [7, -1], 6);
    check([6, 7], [-7, 1], 35);
    check([6, 7], [-7, -1], 41);
    check([6, 7], [-1, 6], 5);
    check([2, 3, 4], [-12, -4, -1], 23);
    check([9], [-2], 16);
    check([3, 5], [1, 1]);
    check([6, 5], [1, -6], 24);
  });
});
