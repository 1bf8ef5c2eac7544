/** Creation: what each function makes, to the bit, and what it refuses; numbers that a type cannot hold are told of. */
import type * as Core from "@evenkeel/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  add,
  arange,
  type DType,
  empty,
  eye,
  full,
  fullLike,
  gather,
  linspace,
  logspace,
  mul,
  ones,
  onesLike,
  setDefaultDevice,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
  zerosLike,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

setDefaultDevice(cpu());
const seen = (t: Tensor): unknown => [t.dtype, t.shape, ...t.dataSync()];
const f32 = Math.fround;

describe("arange", () => {
  test.each<[Tensor, unknown[]]>([
    [arange(5), ["int32", [5], 0, 1, 2, 3, 4]],
    [arange(1, 4), ["int32", [3], 1, 2, 3]],
    [arange(1, 2.5, 0.5), ["float32", [3], 1, 1.5, 2]],
    [arange(5, 0, -2), ["int32", [3], 5, 3, 1]],
    [arange(2.5), ["float32", [3], 0, 1, 2]],
    [arange(3, 3), ["int32", [0]]],
    [arange(3, { dtype: "float32" }), ["float32", [3], 0, 1, 2]],
    [arange(0, 1, 0.5, { dtype: "float32" }), ["float32", [2], 0, 0.5]],
    [arange(2, 4, { dtype: "float32" }), ["float32", [2], 2, 3]],
    [arange(-1, 1), ["int32", [2], -1, 0]],
    [arange(0, 0.3, 0.1, { dtype: "float64" }), ["float64", [3], 0, 0.1, 0.2]],
    [arange(3, { dtype: "uint8" }), ["uint8", [3], 0, 1, 2]],
    [arange(0, 3, 1, { dtype: "bfloat16" }), ["bfloat16", [3], 0, 1, 2]],
    [arange(2147483646, 2147483648), ["int32", [2], 2147483646, 2147483647]],
  ])("%#", (t, want) => expect(seen(t)).toEqual(want));
  test("numbers are start + i·step in float64, rounded once: errors do not add up", () => {
    const t = arange(0, 1000, 0.1).dataSync();
    expect(t).toHaveLength(10000);
    expect(t.every((x, i) => x === f32(i * 0.1))).toBe(true);
  });
  test.each([
    [0, 0.3, 0.1, 3],
    [0, 1, 0.1, 10],
    [1, 1.3, 0.1, 3],
    [0, 0.7, 0.1, 7],
    [-0.3, 0, 0.1, 3],
    [1.3, 1, -0.1, 3],
    [0, 1.05, 0.1, 11],
    [0, 1 + 1e-9, 0.5, 3],
    [0, 2 ** 30 - 1, 2 ** 29, 2],
  ])("from %d to %d by %d: %d numbers, as of the decimals that were written", (start, end, step, n) => expect(arange(start, end, step).size).toBe(n));
  test.each<[() => Tensor, RegExp]>([
    [() => arange(NaN), /^arange: end is NaN\. Use finite numbers\.$/],
    [() => arange(0, Infinity), /^arange: end is Infinity\. Use finite numbers\.$/],
    [() => arange(-1e308, 1e308), /^arange: end - start is Infinity\. Use finite numbers\.$/],
    [() => arange(0, 1, 0), /^arange: step is 0\. Use a step that leads from start to end\.$/],
    [() => arange(5, 0), /^arange: a step of 1 leads away from end, from 5 to 0\. Use -1, or exchange start and end\.$/],
    [() => arange(0, 5, -1), /^arange: a step of -1 leads away from end/],
    [() => arange(0, 1, 1e-12), /^arange: from 0 to 1 by 1e-12 there are 1000000000000 numbers\. A tensor holds at most 2\^30; use a larger step\.$/],
    [() => arange(0, 1e300, 1e-300), /^arange: from .* there are Infinity numbers/],
    [() => arange(0, 1, 0.5, { dtype: "int32" }), /^arange: 0\.5 is no int32\. Use whole numbers/],
    [() => arange(2147483647, 2147483649), /^arange: 2147483648 is no int32/],
    [() => arange(254, 257, { dtype: "uint8" }), /^arange: 256 is no uint8\. Use whole numbers from 0 to 255\.$/],
  ])("refuses, %#", (make, message) =>
    expect(make).toThrow(expect.objectContaining({ name: "RangeError", message: expect.stringMatching(message) })),
  );
  test("refuses what is no number", () => {
    expect(() => arange("5" as unknown as number)).toThrow(new TypeError("arange: end is string. Pass a number."));
  });
});

describe("linspace", () => {
  test.each<[Tensor, unknown[]]>([
    [linspace(3, 10, 5), ["float32", [5], 3, 4.75, 6.5, 8.25, 10]],
    [linspace(-10, 10, 5), ["float32", [5], -10, -5, 0, 5, 10]],
    [linspace(-10, 10, 1), ["float32", [1], -10]],
    [linspace(1, 2, 0), ["float32", [0]]],
    [linspace(5, 5, 3), ["float32", [3], 5, 5, 5]],
    [linspace(0, 10, 3, { dtype: "int32" }), ["int32", [3], 0, 5, 10]],
    [linspace(0, 0.7, 3, { dtype: "float64" }), ["float64", [3], 0, 0.35, 0.7]],
  ])("%#", (t, want) => expect(seen(t)).toEqual(want));
  test("ends exactly at its ends, and is symmetric", () => {
    for (const n of [2, 3, 7, 10, 101, 1000]) {
      const t = linspace(-0.1, 0.1, n).dataSync();
      expect([t[0], t[n - 1]]).toEqual([f32(-0.1), f32(0.1)]);
      expect([...t].reverse()).toEqual([...t].map((x) => (x === 0 ? x : -x)));
      const u = linspace(0.1, 0.7, n).dataSync();
      expect([u[0], u[n - 1]]).toEqual([f32(0.1), f32(0.7)]);
    }
  });
  test.each<[() => Tensor, RegExp]>([
    [() => linspace(0, NaN, 3), /^linspace: end is NaN\. Use finite numbers\.$/],
    [() => linspace(-1e308, 1e308, 3), /^linspace: end - start is Infinity/],
    [() => linspace(0, 1, 2.5), /^linspace: 2\.5 is no size, in shape \[2\.5\]/],
    [() => linspace(0, 1, -1), /^linspace: -1 is no size/],
    [() => linspace(0, 1, 2 ** 31), /^linspace: shape \[2147483648\] has 2147483648 elements\. A tensor holds at most 2\^30\.$/],
    [() => linspace(0, 1, 3, { dtype: "int32" }), /^linspace: 0\.5 is no int32/],
  ])("refuses, %#", (make, message) =>
    expect(make).toThrow(expect.objectContaining({ name: "RangeError", message: expect.stringMatching(message) })),
  );
});

describe("logspace", () => {
  test("powers of ten and of two are exact where float32 has them", () => {
    expect(seen(logspace(0, 10, 11))).toEqual(["float32", [11], ...Array.from({ length: 11 }, (_, i) => Number(`1e${i}`))]);
    expect(seen(logspace(-149, 127, 277, { base: 2 }))).toEqual(["float32", [277], ...Array.from({ length: 277 }, (_, i) => 2 ** (i - 149))]);
    expect(seen(logspace(2, 2, 1, { base: 2 }))).toEqual(["float32", [1], 4]);
    expect(seen(logspace(0, 1, 0))).toEqual(["float32", [0]]);
  });
  test("powers out of range are 0 and ∞", () => expect([...logspace(-1e300, 1e300, 3).dataSync()]).toEqual([0, 1, Infinity]));
  test.each<[() => Tensor, RegExp]>([
    [() => logspace(0, 1, 2, { base: 0 }), /^logspace: base is 0\. Use a number from 2\^-100 to 2\^100\.$/],
    [() => logspace(0, 1, 2, { base: -2 }), /^logspace: base is -2/],
    [() => logspace(0, 1, 2, { base: 1e40 }), /^logspace: base is 1e\+40/],
    [() => logspace(0, 1, 2, { base: NaN }), /^logspace: base is NaN\. Use finite numbers\.$/],
    [() => logspace(Infinity, 1, 2), /^logspace: start is Infinity/],
    [() => logspace(0, 1, 1.5), /^logspace: 1\.5 is no size/],
  ])("refuses, %#", (make, message) =>
    expect(make).toThrow(expect.objectContaining({ name: "RangeError", message: expect.stringMatching(message) })),
  );
});

describe("eye", () => {
  test.each<[Tensor, unknown[]]>([
    [eye(2), ["float32", [2, 2], 1, 0, 0, 1]],
    [eye(2, 3), ["float32", [2, 3], 1, 0, 0, 0, 1, 0]],
    [eye(3, 2), ["float32", [3, 2], 1, 0, 0, 1, 0, 0]],
    [eye(2, 2, { dtype: "int32" }), ["int32", [2, 2], 1, 0, 0, 1]],
    [eye(0), ["float32", [0, 0]]],
    [eye(2, 2, { dtype: "bool" }), ["bool", [2, 2], 1, 0, 0, 1]],
  ])("%#", (t, want) => expect(seen(t)).toEqual(want));
  test("refuses sizes that are none", () => {
    expect(() => eye(1.5)).toThrow(new RangeError("eye: 1.5 is no size, in shape [1.5, 1.5]. Sizes are whole numbers from 0."));
    expect(() => eye(2 ** 20)).toThrow(/^eye: shape .* has 1099511627776 elements/);
  });
});

describe("one number everywhere", () => {
  const ints = tensor(Int32Array.of(1, 2));
  test.each<[Tensor, unknown[]]>([
    [full([2], 1.5), ["float32", [2], 1.5, 1.5]],
    [full([2, 1], 7, { dtype: "int32" }), ["int32", [2, 1], 7, 7]],
    [zeros([2], { dtype: "int32" }), ["int32", [2], 0, 0]],
    [ones([2]), ["float32", [2], 1, 1]],
    [empty([2, 0]), ["float32", [2, 0]]],
    [zerosLike(ints), ["int32", [2], 0, 0]],
    [onesLike(transpose(zeros([2, 1]), 0, 1)), ["float32", [1, 2], 1, 1]],
    [fullLike(ints, 9), ["int32", [2], 9, 9]],
    [zerosLike(tensor([true, false])), ["bool", [2], 0, 0]],
    [onesLike(ints, { dtype: "float64" }), ["float64", [2], 1, 1]],
    [full([], 0.1, { dtype: "float64" }), ["float64", [], 0.1]],
    [fullLike(ints, 0.5, { dtype: "float32" }), ["float32", [2], 0.5, 0.5]],
    [fullLike([[1], [2]], 3), ["float32", [2, 1], 3, 3]],
  ])("%#", (t, want) => expect(seen(t)).toEqual(want));
  test("computes like any other tensor, integers too", () => {
    expect(sum(add(full([3], 2), fullLike([1, 2, 3], 1))).item()).toBe(9);
    expect([...gather([5, 6, 7], 0, full([2], 2, { dtype: "int32" })).dataSync()]).toEqual([7, 7]);
  });
  test("a number is seen whole by the stabiliser, and costs no memory", () => {
    expect(full([2 ** 15, 2 ** 15], 1).value).toBeNull();
    expect(mul(tensor([3]), full([1], 0.1)).item()).toBe(f32(3 * f32(0.1)));
  });
  test("refuses", () => {
    expect(() => full([2], 0.5, { dtype: "int32" })).toThrow(/^full: 0\.5 is no int32/);
    expect(() => fullLike(ints, 0.5)).toThrow(/^fullLike: 0\.5 is no int32/);
    expect(() => zeros([-1])).toThrow(/^zeros: -1 is no size/);
    expect(() => zerosLike("x" as unknown as Tensor)).toThrow(/^zerosLike: an operand is a string/);
    expect(() => ones([-1])).toThrow(/^ones: -1 is no size/);
    expect(() => empty([-1])).toThrow(/^empty: -1 is no size/);
    expect(() => onesLike([1], { dtype: "int" as never })).toThrow(/^onesLike: int is no dtype/);
    expect(() => add([1], [[1], [1, 2]])).toThrow(/^add: ragged data/);
  });
});

describe("numbers that a type cannot hold", () => {
  afterEach(() => vi.restoreAllMocks());
  /** A core that has warned of nothing yet. */
  async function fresh(): Promise<{ core: typeof Core; warnings: unknown[] }> {
    vi.resetModules();
    const warnings: unknown[] = [];
    vi.spyOn(console, "warn").mockImplementation((text: unknown) => void warnings.push(text));
    return { core: await import("@evenkeel/core"), warnings };
  }
  test("are told of once for each of underflow and overflow", async () => {
    const { core, warnings } = await fresh();
    core.tensor(1e-50);
    core.tensor([0, [1e-60]].flat());
    core.tensor([[1], [-1e39]]);
    core.full([2], 1e300);
    expect(warnings).toEqual([
      "tensor: 1e-50 is stored as 0 in float32. Scale the data, or choose a type of wider range.",
      "tensor: -1e+39 is stored as -Infinity in float32. Scale the data, or choose a type of wider range.",
    ]);
  });
  test("are told of once for each type that loses them, and not where a type holds them", async () => {
    const { core, warnings } = await fresh();
    for (const dtype of core.DTYPES.filter(core.isFloating)) core.tensor([70000, 1e-8, 1e-50, 1e39], { dtype });
    core.tensor(Float64Array.of(1e-50, 1e39));
    core.tensor(Float64Array.of(1e-300), { dtype: "float32" });
    const said = (x: number, y: string, dtype: string): unknown => expect.stringContaining(`tensor: ${x} is stored as ${y} in ${dtype}.`);
    expect(warnings).toEqual([
      said(70000, "Infinity", "float16"),
      said(1e-8, "0", "float16"),
      said(1e-50, "0", "bfloat16"),
      said(1e39, "Infinity", "bfloat16"),
      said(1e-50, "0", "float32"),
      said(1e39, "Infinity", "float32"),
    ]);
  });
  test("are told of by whatever creates them", async () => {
    const { core, warnings } = await fresh();
    core.full([2], 1e39);
    core.linspace(0, 1e-46, 2);
    expect(warnings).toEqual([
      expect.stringMatching(/^full: 1e\+39 is stored as Infinity/),
      expect.stringMatching(/^linspace: 1e-46 is stored as 0/),
    ]);
  });
  test("what is rounded, subnormal, infinite or nothing is no loss; nor is what float32 arrays hold, nor an operand", async () => {
    const { core, warnings } = await fresh();
    core.tensor([0, -0, 0.1, 1e-45, 3.4e38, Infinity, -Infinity, NaN]);
    core.tensor(Float32Array.of(0, 1e-50, Infinity, 1e39));
    core.mul(core.tensor([1]), 1e39);
    core.arange(3);
    expect(warnings).toEqual([]);
  });
});

test("a type that is asked for has a gradient or says that it has none; one that there is not says so", () => {
  expect(() => arange(3, { dtype: "float31" as DType })).toThrow(/^arange: float31 is no dtype\. Use one of /);
  expect(() => tensor([1], { dtype: "int32" as DType, requiresGrad: true })).toThrow(new TypeError("tensor: int32 has no gradient. Use float32."));
});
