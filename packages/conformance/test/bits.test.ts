/** Bits of whole numbers and conditions: every pair of hard values, in every type, and what is refused. */
import { beforeAll, describe, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import * as reference from "../src/reference/bits.js";

beforeAll(() => k.setDefaultDevice(cpu()));
const values = (t: k.Tensor): number[] => [...t.dataSync()];
const HARD = [0, 1, 2, 3, 7, 31, 32, 33, 64, 255, 256, -1, -2, -31, -32, 2 ** 31 - 1, -(2 ** 31), 0x55555555, -0x55555556, 123456789];
const pairs = HARD.flatMap((x) => HARD.map((y) => [x, y] as const));
const BINARY = ["bitwiseAnd", "bitwiseOr", "bitwiseXor", "bitwiseLeftShift", "bitwiseRightShift"] as const;

describe.each(BINARY)("%s", (name) => {
  const [op, of] = [k[name], reference[name]];
  test("int32", () => {
    const got = op(Int32Array.from(pairs, ([x]) => x), Int32Array.from(pairs, ([, y]) => y)); // prettier-ignore
    expect(got.dtype).toBe("int32");
    expect(values(got)).toEqual(pairs.map(([x, y]) => of(x, y)));
  });
  test("uint8, and a number beside it", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (const n of [0, 1, 3, 7, 8, 31, 200]) {
      const got = op(bytes, n);
      expect(got.dtype).toBe("uint8");
      expect(values(got)).toEqual(Array.from(bytes, (x) => of(x, n) & 255));
    }
  });
  test("floating numbers are refused, and conditions beside nothing else by shifts", () => {
    expect(() => op([1.5], [2])).toThrow(new RegExp(`^${name}: the operands are float32 together\\. Pass whole numbers`));
    expect(() => op(Int32Array.of(1), 0.5)).toThrow(TypeError);
    if (name.endsWith("Shift")) expect(() => op([true], [true])).toThrow(/bool together\. Pass whole numbers, or/);
    else for (const x of [0, 1]) for (const y of [0, 1]) expect(values(op([!!x], [!!y]))).toEqual([of(x, y)]);
  });
});

test("bitwiseNot", () => {
  expect(values(k.bitwiseNot(Int32Array.from(HARD)))).toEqual(HARD.map((x) => ~x));
  expect(values(k.bitwiseNot(Uint8Array.of(0, 1, 255)))).toEqual([255, 254, 0]);
  const not = k.bitwiseNot([true, false]);
  expect([not.dtype, values(not)]).toEqual(["bool", [0, 1]]);
  expect(() => k.bitwiseNot([1])).toThrow(TypeError);
});
