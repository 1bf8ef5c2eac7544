import { describe, expect, test } from "vitest";
import { input, type Ex, type Program, type View } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { map } from "../src/kinds/map.js";
import { program, run, single } from "./evaluate.js";
import { bits, contiguous, count, difference, eachIndex, floats, machine, place, room, taken } from "./place.js";

const { add, sub, mul, div, sqrt, neg, abs, min, max, lt, le, eq, and, or, not, where, exp, log, log1p, expm1 } = words;
const [x, y, z] = [input(0), input(1), input(2)];
type Operand = { data: Float32Array; strides: readonly number[]; offset?: number } | number;

/** NaNs are one value; all else counts by its bits. */
const sameNaN = (values: Int32Array): Int32Array => values.map((b) => ((b & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : b));

function check(program: Program, shape: readonly number[], operands: readonly Operand[]): void {
  const inputs = operands.map((o) => (typeof o === "number" ? o : place(o.data, o.strides, o.offset)));
  const outputs = program.outputs.map(() => room(shape));
  const expected = outputs.map(() => new Float32Array(count(shape)));
  map(machine, { kind: "map", program, shape, inputs, outputs });
  eachIndex(shape, (index, p) => {
    const at = operands.map((o) => (typeof o === "number" ? o : o.data[index.reduce((sum, i, d) => sum + i * o.strides[d]!, o.offset ?? 0)]!));
    const values = run(program, at);
    program.outputs.forEach((k, j) => (expected[j]![p] = values[k]!));
  });
  outputs.forEach((output, j) => expect(difference(sameNaN(taken(output, shape)), sameNaN(bits(expected[j]!)))).toBeNull());
  for (const view of [...inputs, ...outputs]) if (typeof view !== "number") machine.free(view.storage as never);
}

const CORNERS = [0, -0, NaN, Infinity, -Infinity, 1, -1, 1e-45, -1e-45, 1.1754944e-38, 3.4028235e38, -3.4028235e38, 0.1, 16777216, -2.5, 7];
const corners = Float32Array.from({ length: 256 }, (_, i) => CORNERS[i % 16]!);
const others = Float32Array.from({ length: 256 }, (_, i) => CORNERS[i >> 4]!);

describe("every word, direct and wide", () => {
  const words: Record<string, Ex> = {
    add: add(x, y),
    sub: sub(x, y),
    mul: mul(x, y),
    div: div(x, y),
    min: min(x, y),
    max: max(x, y),
    neg: neg(x),
    abs: abs(x),
    sqrt: sqrt(x),
    lt: where(lt(x, y), x, 3),
    le: where(le(x, y), y, 3),
    eq: where(eq(x, y), 2, x),
    and: where(and(lt(x, y), lt(0, x)), x, y),
    or: where(or(lt(x, y), lt(0, x)), x, y),
    not: where(not(lt(x, y)), x, y),
    min0: min(x, 0),
    max0: max(0, x),
    min1: min(1, x),
    max1: max(x, 1),
    minus0: min(-0, x),
    maxMinus0: max(x, -0),
    maxNaN: max(x, NaN),
    minInfinity: min(x, Infinity),
    constant: add(1, 2),
    negated: neg(0),
  };
  for (const [name, body] of Object.entries(words)) {
    // A second rounding word makes a body wide; the constant 0.1 is no float32 number.
    for (const variant of [body, mul(mul(body, 0.1), 3), add(body, mul(y, mul(x, 1e-30)))]) {
      test(name, () =>
        check(
          single(variant, 2),
          [256],
          [
            { data: corners, strides: [1] },
            { data: others, strides: [1] },
          ],
        ),
      );
    }
  }
});

describe("sizes and layouts", () => {
  const sum = single(add(x, y), 2);
  const wide = single(div(mul(x, 0.3), add(y, 1)), 2);
  const data = floats(3, 200_000);
  for (const program of [sum, wide]) {
    test.each([0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 1000, 32767, 32768, 32769, 65537])("%i elements", (n) => {
      check(
        program,
        [n],
        [
          { data, strides: [1] },
          { data, strides: [1], offset: 7 },
        ],
      );
    });
    test.each<[string, number[], number[], number[]]>([
      ["a scalar", [], [], []],
      ["ones", [1, 1, 1], [5, 3, 1], [0, 0, 0]],
      ["a row", [9, 10], [10, 1], [0, 1]],
      ["a column", [9, 10], [10, 1], [1, 0]],
      ["a column of a matrix", [40, 1], [7, 1], [1, 1]],
      ["both repeat", [4, 1000], [1, 0], [0, 0]],
      ["outer product", [50, 37], [1, 0], [0, 1]],
      ["rows of 64", [33, 5, 64], [320, 64, 1], [64, 0, 1]],
      ["four dimensions", [3, 4, 5, 6], [0, 30, 0, 1], [120, 0, 6, 0]],
      ["a long row, twice", [2, 40000], [40000, 1], [0, 1]],
      ["many rows", [7000, 6], [6, 1], [0, 1]],
      ["permuted", [4, 5, 16], [16, 64, 1], [80, 16, 1]],
      ["empty", [3, 0, 2], [0, 2, 1], [0, 2, 1]],
    ])("%s", (_, shape, a, b) =>
      check(program, shape, [
        { data, strides: a },
        { data, strides: b, offset: 5 },
      ]),
    );
    test("a number is rounded to float32", () => check(program, [77], [{ data, strides: [1] }, Math.fround(0.7)]));
    test("numbers only", () => check(program, [3, 5], [1.5, -2]));
  }
  test("several outputs, among them an input and a value that is used again", () => {
    const several = program(
      3,
      [
        [add(x, y), 0, 1],
        [mul(x, y), 3, 2],
      ],
      [4, 0, 3, 4],
    );
    for (const n of [5, 16, 100]) check(several, [n], [{ data, strides: [1] }, { data, strides: [1], offset: 9 }, 3]);
  });
  test("more operands than small scratch holds", () => {
    const inputs = 1200;
    const steps = Array.from({ length: inputs - 1 }, (_, i) => [add(x, y), i ? inputs + i - 1 : 0, i + 1] as const);
    check(
      program(inputs, steps, [2 * inputs - 2]),
      [20],
      Array.from({ length: inputs }, (_, i) => (i % 2 ? i : { data, strides: [1], offset: i })),
    );
  });
  test("an output in place of an input", () => {
    for (const shape of [[37], [1000], [6, 10]]) {
      const view = place(data.slice(0, 2000), contiguous(shape));
      const row: View = place(
        data,
        shape.map((_, d) => +(d === shape.length - 1)),
      );
      map(machine, { kind: "map", program: sum, shape, inputs: [view, row], outputs: [view] });
      const got = machine.memory.f32.slice((view.storage as never as { address: number }).address / 4).slice(0, 1001);
      eachIndex(shape, (index, p) => expect(got[p]).toBe(Math.fround(data[p]! + data[index[index.length - 1]!]!)));
      expect(got[count(shape)]).toBe(data[count(shape)]);
    }
  });
});

describe("fused is unfused, bit for bit", () => {
  const chains: Record<string, Ex[]> = {
    cheap: Array.from(
      { length: 20 },
      (_, i) => [add(x, Math.fround(0.3)), mul(x, Math.fround(1.1)), max(x, -0.5), div(x, Math.fround(0.9)), sqrt(abs(x))][i % 5]!,
    ),
    functions: [div(x, add(1, exp(neg(x)))), add(max(x, 0), log1p(exp(neg(abs(x))))), exp(neg(x)), expm1(x), log(x)],
    mixed: [mul(x, mul(min(max(add(x, 3), 0), 6), 1 / 6)), add(x, 1), exp(x), sub(x, 2), log(x), abs(x)],
  };
  const n = 100_000;
  const values = new Int32Array(n).map((_, i) => Math.imul(i, 42949));
  values.set(bits(corners));
  for (const [name, bodies] of Object.entries(chains)) {
    test(name, () => {
      const fused = program(
        1,
        bodies.map((body, i) => [body, i] as const),
        [bodies.length],
      );
      const start = place(values, [1]);
      const together = room([n]);
      map(machine, { kind: "map", program: fused, shape: [n], inputs: [start], outputs: [together] });
      const apart = bodies.reduce((from, body) => {
        const to = room([n]);
        map(machine, { kind: "map", program: single(body), shape: [n], inputs: [from], outputs: [to] });
        return to;
      }, start);
      expect(difference(sameNaN(taken(together, [n])), sameNaN(taken(apart, [n])))).toBeNull();
    });
  }
});

test("a kernel serves every size, number and address", () => {
  const program = single(add(mul(x, y), z), 3);
  const data = floats(5, 5000);
  const before = machine.built;
  for (let n = 1; n < 60; n++) check(program, [n, 3], [{ data, strides: [3, 1], offset: n }, n, { data, strides: [0, 1] }]);
  expect(machine.built - before).toBe(1);
});
