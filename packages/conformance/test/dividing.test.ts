/** fmod, remainder and floorDivide as users call them: float64 of every size, whole numbers, which stay whole, types, and what has no quotient. */
import { beforeAll, describe, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { stratified64 } from "../src/cases64.js";
import { distance } from "../src/judge.js";
import { elementwise } from "../src/reference/index.js";
import { FORMATS } from "../src/ulp.js";
import { announce, numbers, present, samplesOf, type Stored } from "./outside/samples.js";

type T = k.Tensor;
announce("dividing");
beforeAll(() => k.setDefaultDevice(cpu()));
const ops = { fmod: k.fmod, remainder: k.remainder, floorDivide: k.floorDivide };
const names = Object.keys(ops) as (keyof typeof ops)[];
const values = (t: T): number[] => [...t.dataSync()].map((v) => v + 0);
const of = (dtype: k.DType, ...x: number[]): T => k.tensor(x, { dtype });

describe("fmod of float64", () => {
  const x = stratified64(40_000, 5),
    next = random(9),
    y = x.map((_, i) => x[(i + next()) % x.length]!);
  test("is exact at every pair of exponents, as the engine's own and as integers say", () => {
    const got = k.fmod(x, y).dataSync();
    const wrong = [...x].flatMap((v, i) => (Object.is(got[i], v % y[i]!) ? [] : [`${v}, ${y[i]}: ${got[i]}, not ${v % y[i]!}`]));
    expect(wrong).toEqual([]);
    const large = [...x].filter((v, i) => Number.isFinite(v) && Math.abs(v / y[i]!) > 2 ** 1000);
    expect(large.length).toBeGreaterThan(2000);
    for (let i = 0; i < x.length; i += 17) expect(elementwise.fmod.value(x[i]!, y[i]!)[0], `${x[i]}, ${y[i]}`).toBe(x[i]! % y[i]!);
  });
  test("and next to multiples of the divisor", () => {
    const [a, b]: number[][] = [[], []];
    for (let i = 0; i < 20_000; i++) {
      const divisor = (1 + next() / 2 ** 32 + next() / 2 ** 64) * 2 ** ((next() % 600) - 300),
        multiple = divisor * Math.floor(2 ** ((next() % 55000) / 1000)),
        unit = 2 ** (Math.floor(Math.log2(multiple)) - 52);
      for (const d of [-2, -1, 0, 1, 2]) {
        a!.push(multiple + d * unit);
        b!.push(divisor);
      }
    }
    const got = k.fmod(Float64Array.from(a!), Float64Array.from(b!)).dataSync();
    expect(a!.filter((v, i) => !Object.is(got[i], v % b![i]!))).toEqual([]);
  });
});

describe("floorDivide is of the exact quotient", () => {
  test("one tenth is more than that in float32", () => {
    expect(k.floorDivide(1, 0.1).item()).toBe(9);
    expect(k.floor(k.div(1, 0.1)).item()).toBe(10);
  });
  test.each([Float32Array, Float64Array])("next to whole multiples, of up to 2⁵⁰: %o", (Floats) => {
    const next = random(4),
      format = Floats === Float32Array ? FORMATS.float32 : FORMATS.float64,
      y = new Floats(60_000).map(() => (1 + next() / 2 ** 32) * (next() & 1 ? 3 : -0.1)),
      x = y.map((v) => v * (Math.floor(2 ** ((next() % 50000) / 1000)) + (next() % 5) * 2 ** -60));
    const got = k.floorDivide(x, y).dataSync(),
      { value } = elementwise.floorDivide;
    x.forEach((v, i) => expect(distance(got[i]!, value(v, y[i]!), format), `${v}, ${y[i]}`).toBeLessThanOrEqual(0.5));
    const rounded = x.filter((v, i) => Math.floor(Floats.of(v / y[i]!)[0]!) !== Floats.of(value(v, y[i]!)[0])[0]);
    expect(rounded.length).toBeGreaterThan(1000);
  });
});

test.skipIf(!present).each([
  ["remainder", k.remainder],
  ["floor_divide", k.floorDivide],
] as const)("%s is that of PyTorch in float64", (op, f) => {
  const samples = samplesOf(op).cases;
  for (const { args, out } of samples) {
    const [x, y] = args.map((a) => (typeof a === "number" ? a : stored((a as { t: Stored }).t))) as [T, T];
    expect(values(f(x, y))).toEqual(numbers(out[0]!).map((v) => v + 0));
  }
  expect(samples.length).toBeGreaterThan(5);

  function stored(t: Stored): T {
    return k.tensor(Float64Array.from(numbers(t)), { shape: t.s });
  }
});

describe("whole numbers", () => {
  const x = [7, -7, 7, -7, 6, -6, 0, 2147483647, -2147483648, -2147483648, 2147483646],
    y = [3, 3, -3, -3, 3, 3, -5, 2, 3, -2147483648, 2147483647];
  test("stay whole, as in PyTorch", () => {
    const of32 = (f: k.Elementwise<2>): T => f(Int32Array.from(x), Int32Array.from(y));
    expect(names.map((n) => of32(ops[n]).dtype)).toEqual(["int32", "int32", "int32"]);
    expect(values(of32(k.fmod))).toEqual([1, -1, 1, -1, 0, 0, 0, 1, -2, 0, 2147483646]);
    expect(values(of32(k.remainder))).toEqual([1, 2, -2, -1, 0, 0, 0, 1, 1, 0, 2147483646]);
    expect(values(of32(k.floorDivide))).toEqual([2, -3, -3, 2, 2, -2, 0, 1073741823, -715827883, 1, 0]);
  });
  test("what is beyond int32 is held to it", () =>
    expect(values(k.floorDivide(Int32Array.of(-2147483648), Int32Array.of(-1)))).toEqual([2147483647]));
  test("of uint8", () => {
    const a = Uint8Array.of(255, 200, 7),
      b = Uint8Array.of(2, 201, 7);
    expect(names.map((n) => ops[n](a, b).dtype)).toEqual(["uint8", "uint8", "uint8"]);
    expect(names.map((n) => values(ops[n](a, b)))).toEqual([[1, 200, 0], [1, 200, 0], [127, 0, 1]]); // prettier-ignore
    expect(() => k.remainder(a, 300)).toThrow(/^remainder: 300 is no uint8\./);
    expect(() => k.floorDivide(a, -1)).toThrow(/^floorDivide: -1 is no uint8\./);
  });
  test("with numbers on either side, and what broadcasts", () => {
    expect(values(k.remainder(Int32Array.of(-5, 5), 3))).toEqual([1, 2]);
    expect(values(k.floorDivide(7, Int32Array.of(2, -2)))).toEqual([3, -4]);
    const table = k.fmod(k.tensor([[9], [10]], { dtype: "int32" }), Int32Array.of(4, 6, 7));
    expect([table.dtype, table.shape, values(table)]).toEqual(["int32", [2, 3], [1, 3, 2, 2, 4, 3]]);
    expect(k.fmod(k.zeros([0, 3], { dtype: "int32" }), k.ones([3], { dtype: "int32" })).shape).toEqual([0, 3]);
  });
  test.each(names)("%s: by 0 there is an error, now or when it is read", (name) => {
    const f = ops[name],
      says = new RegExp(`^${name}: a divisor is 0, and whole numbers have no quotient by it\\. Convert an operand with to, or replace the zeros\\.`);
    const x = Int32Array.of(4, 5),
      computed = k.sub(Int32Array.of(3, 1), 1);
    expect(() => f(x, 0)).toThrow(says);
    expect(() => f(x, Int32Array.of(1, 0))).toThrow(says);
    expect(() => f(Uint8Array.of(1), Uint8Array.of(0))).toThrow(says);
    expect(() => f(x, computed).dataSync()).toThrow(says);
    expect(() => f(x, k.at(k.tensor(Int32Array.of(1, 0, 2)), [0, 2])).dataSync()).toThrow(says);
    expect(values(f(x, k.add(computed, 1)))).toEqual({ fmod: [1, 0], remainder: [1, 0], floorDivide: [1, 5] }[name]);
    // What floats have there is a value.
    expect(values(f(k.to(x, "float32"), 0))).toEqual(name === "floorDivide" ? [Infinity, Infinity] : [NaN, NaN]);
  });
});

describe("types", () => {
  test.each(names)("%s promotes as PyTorch does", (name) => {
    const f = ops[name];
    expect(f(of("int32", 5), of("float32", 2)).dtype).toBe("float32");
    expect(f(of("int32", 5), 2.5).dtype).toBe("float32");
    expect(f(of("uint8", 5), of("int32", 2)).dtype).toBe("int32");
    expect(f(of("float16", 5), of("int32", 2)).dtype).toBe("float16");
    expect(f(of("float32", 5), of("float64", 2)).dtype).toBe("float64");
    expect(f(5, 3).dtype).toBe("float32");
    expect(f(of("bool", 1), of("int32", 2)).dtype).toBe("int32");
    expect(f(of("bool", 1, 0), 2).dtype).toBe("int32");
    expect(values(f(of("int32", 5, -5), of("float32", 2.5, 3)))).toEqual({ fmod: [0, -2], remainder: [0, 1], floorDivide: [2, -2] }[name]);
    for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const)
      expect([f(of(dtype, -5), of(dtype, 3)).dtype, values(f(of(dtype, -5), of(dtype, 3)))[0]]).toEqual([
        dtype,
        { fmod: -2, remainder: 1, floorDivide: -2 }[name],
      ]);
    expect(() => f(of("bool", 1), of("bool", 1))).toThrow(new TypeError(`${name}: bool is no number. Convert it with to.`));
  });
});

describe("gradients", () => {
  test("pass to both operands, and not through floorDivide", () => {
    const x = k.parameter([5.5, -5.5, 1e10]),
      y = k.parameter([2, 2, 3]);
    const of = (f: k.Elementwise<2>): number[][] => grad(k.sum(f(x, y)), [x, y]).map((g) => values(g));
    expect(of(k.fmod)).toEqual([[1, 1, 1], [-2, 2, -3333333248]]); // prettier-ignore
    expect(of(k.remainder)).toEqual([[1, 1, 1], [-2, 3, -3333333248]]); // prettier-ignore
    expect(grad(k.sum(k.add(x, k.floorDivide(x, y))), [x, y], { allowUnused: true }).map((g) => values(g!))).toEqual([[1, 1, 1], [0, 0, 0]]); // prettier-ignore
  });
});
