import type { Draw } from "@evenkeel/core";
import { input } from "@evenkeel/core";
import * as w from "@evenkeel/core/words";
import { describe, expect, test } from "vitest";
import { random } from "../src/kinds/random.js";
import { difference, machine, room, taken } from "./place.js";

type Counter = readonly [number, number, number, number];
function drawn(draw: Draw, key: readonly [number, number], counter: Counter, count: number): Int32Array {
  const output = room([count]);
  random(machine, { kind: "random", draw, key, counter, count, output });
  return taken(output, [count]);
}
const hex = (x: Int32Array): string => [...x].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join(" ");
const BITS: Draw = { form: "bits" };
const ALL = 2 ** 32 - 1;
const draws: Record<string, Draw> = {
  bits: BITS,
  uniform: { form: "uniform" },
  fraction: { form: "fraction" },
  integer: { form: "integer", low: -3, range: 1000 },
  direct: { form: "body", body: w.neg(input(0)) },
  heavy: { form: "body", body: w.exp(input(0)) },
};

test("the blocks that Random123 publishes", () => {
  expect(hex(drawn(BITS, [0, 0], [0, 0, 0, 0], 4))).toBe("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
  expect(hex(drawn(BITS, [ALL, ALL], [ALL, ALL, ALL, ALL], 4))).toBe("408f276d 41c83b0e a20bc7c6 6d5451fd");
  const pi = drawn(BITS, [0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 4);
  expect(hex(pi)).toBe("d16cfe09 94fdcceb 5001e420 24126ea1");
});

describe.each(Object.entries(draws))("%s", (name, draw) => {
  const perBlock = name === "integer" ? 2 : 4;
  test("of any count is the beginning of a longer one, and nothing is written beside it", () => {
    const long = drawn(draw, [5, 6], [7, 8, 9, 10], 100_001);
    for (const count of [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 255, 16_383, 16_384, 32_767, 32_768, 32_769, 65_537])
      expect(difference(drawn(draw, [5, 6], [7, 8, 9, 10], count), long.slice(0, count)), `${count}`).toBeNull();
  });
  test("from a later block is the rest of it, over the ends of words", () => {
    for (const [low, high] of [
      [0, 0],
      [ALL - 6000, 3],
      [ALL - 6000, ALL],
      [ALL, 0],
    ] as const) {
      const all = drawn(draw, [5, 6], [low, high, 9, 10], 40_000);
      for (const blocks of [1, 2, 3, 4, 5, 6000, 6001, 6002]) {
        const sum = low + blocks,
          counter = [sum % 2 ** 32, (high + Math.floor(sum / 2 ** 32)) % 2 ** 32, 9, 10] as const;
        const rest = drawn(draw, [5, 6], counter, 3000);
        expect(difference(rest, all.slice(perBlock * blocks, perBlock * blocks + 3000)), `${blocks} from ${low}, ${high}`).toBeNull();
      }
    }
  });
});

test("each word of key and counter matters", () => {
  const base = hex(drawn(BITS, [1, 2], [3, 4, 5, 6], 4)),
    seen = new Set([base]);
  for (const key of [
    [2, 2],
    [1, 3],
    [2 ** 31 + 1, 2],
  ] as const)
    seen.add(hex(drawn(BITS, key, [3, 4, 5, 6], 4)));
  for (let i = 0; i < 4; i++) seen.add(hex(drawn(BITS, [1, 2], [3, 4, 5, 6].map((c, j) => c + +(i === j)) as unknown as Counter, 4)));
  expect(seen.size).toBe(8);
});

test("one kernel a form and body, whatever key, counter, bounds and count are", () => {
  const before = machine.built;
  for (const draw of Object.values(draws)) for (const count of [3, 40_000]) drawn(draw, [count, 1], [count, 0, 0, 1], count);
  for (const range of [1, 7, ALL]) drawn({ form: "integer", low: range % 5, range }, [0, 0], [0, 0, 0, 0], 9);
  expect(machine.built).toBe(before);
});
