/** The element types in ops: promotion for all pairs, numbers and 0-d tensors, conversions, gradients and state. */
import { beforeAll, describe, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { type DType, DTYPES, type Tensor } from "@evenkeel/core";
import { backward } from "@evenkeel/autograd";
import { cpu } from "@evenkeel/cpu";
import { SGD } from "@evenkeel/optim";

beforeAll(() => k.setDefaultDevice(cpu()));

const of = (dtype: DType, ...values: number[]): Tensor => k.tensor(values, { dtype });
const point = (dtype: DType, value = 1): Tensor => k.tensor(value, { dtype });

/** torch.promote_types, with int32 as the default of whole numbers. Rows and columns in the order of DTYPES. */
const TABLE: readonly (readonly DType[])[] = [
  ["bool", "uint8", "int32", "float16", "bfloat16", "float32", "float64"],
  ["uint8", "uint8", "int32", "float16", "bfloat16", "float32", "float64"],
  ["int32", "int32", "int32", "float16", "bfloat16", "float32", "float64"],
  ["float16", "float16", "float16", "float16", "float32", "float32", "float64"],
  ["bfloat16", "bfloat16", "bfloat16", "float32", "bfloat16", "float32", "float64"],
  ["float32", "float32", "float32", "float32", "float32", "float32", "float64"],
  ["float64", "float64", "float64", "float64", "float64", "float64", "float64"],
];

describe("promotion", () => {
  test.each(DTYPES.flatMap((a, i) => DTYPES.map((b, j) => [a, b, TABLE[i]![j]!] as const)))("%s and %s are %s", (a, b, want) => {
    for (const f of a === "bool" || b === "bool" ? [k.add, k.mul] : [k.add, k.mul, k.sub]) {
      const t = f(of(a, 1, 0), of(b, 1, 1));
      expect(t.dtype).toBe(want);
      expect(t.dataSync()).toBeInstanceOf(k.decoded(want, k.encoded(want, [])).constructor);
    }
    expect(Array.from(k.mul(of(a, 1, 0), of(b, 1, 1)).dataSync())).toEqual([1, 0]);
    expect(k.lt(of(a, 1, 0), of(b, 1, 1)).dtype).toBe("bool");
    expect(Array.from(k.lt(of(a, 1, 0), of(b, 1, 1)).dataSync())).toEqual([0, 1]);
    const floating = k.isFloating(want) ? want : "float32";
    expect(k.div(of(a, 1, 0), of(b, 1, 1)).dtype).toBe(floating);
    expect(Array.from(k.div(of(a, 1, 0), of(b, 1, 1)).dataSync())).toEqual([1, 0]);
  });
  test.each(DTYPES.flatMap((a, i) => DTYPES.map((b, j) => [a, b, TABLE[i]![j]!] as const)))(
    "a 0-d %s counts beside %s only if its kind is higher",
    (a, b) => {
      const kind = (d: DType): number => (d === "bool" ? 0 : k.isFloating(d) ? 2 : 1);
      expect(k.add(point(a), of(b, 1)).dtype).toBe(kind(a) > kind(b) ? a : b);
      expect(k.add(of(b, 1), point(a)).dtype).toBe(kind(a) > kind(b) ? a : b);
    },
  );
  test.each([
    ["bool", 1, "int32"],
    ["uint8", 3, "uint8"],
    ["int32", 3, "int32"],
    ["int32", 2.5, "float32"],
    ["int32", 2 ** 31, "float32"],
    ["int32", NaN, "float32"],
    ["float16", 2.5, "float16"],
    ["float64", 0.1, "float64"],
  ] as const)("a number beside %s: %d gives %s", (dtype, n, want) => {
    const sum = k.add(of(dtype, 1), n);
    expect(sum.dtype).toBe(want);
    expect(sum.dataSync()[0]).toBe(k.decoded(want, k.encoded(want, [1 + (k.decoded(want, k.encoded(want, [n]))[0] as number)]))[0]);
  });
  test("a number that the type cannot hold is said so", () => {
    expect(() => k.add(of("uint8", 1), 300)).toThrow(/^add: 300 is no uint8\. Use a number that uint8 can hold/);
    expect(() => k.full([2], 0.5, { dtype: "int32" })).toThrow(RangeError);
  });
});

describe("conditions are no numbers", () => {
  const signed = {
    sub: (t: Tensor) => k.sub(1, t),
    neg: k.neg,
    abs: k.abs,
    floor: k.floor,
    ceil: k.ceil,
    round: k.round,
    trunc: k.trunc,
    relu: k.relu,
  };
  test.each(Object.entries(signed))("%s refuses them", (name, f) => {
    const says = new TypeError(`${name}: bool is no number. Convert it with to.`);
    expect(() => f(of("bool", 1, 0))).toThrow(says);
    expect(() => f(point("bool"))).toThrow(says);
    for (const dtype of DTYPES.filter((d) => d !== "bool")) expect(f(of(dtype, 1, 0)).dtype).toBe(dtype);
  });
  test("a difference refuses one beside any other type", () => {
    for (const dtype of DTYPES) expect(() => k.sub(of(dtype, 1), of("bool", 1))).toThrow(TypeError);
    expect(() => k.sub([true, false], 1)).toThrow(TypeError);
    expect(Array.from(k.sub(k.to(of("bool", 1, 0), "int32"), 3).dataSync())).toEqual([-2, -3]);
  });
  test("an error names what was called, not what that is made of", () => {
    expect(() => k.dist(of("bool", 1), of("float32", 1))).toThrow(/^dist: bool is no number\./);
    for (const f of [k.chainMatmul, (...ts: Tensor[]) => k.multiDot(ts)])
      expect(() => f(k.ones([1, 2], { dtype: "int32" }), k.ones([2, 1]))).toThrow(/^(chainMatmul|multiDot): operands are int32 and float32\./);
  });
});

describe("conversion", () => {
  test.each(DTYPES.flatMap((a) => DTYPES.map((b) => [a, b] as const)))("%s to %s", (a, b) => {
    const x = of(a, 0, 1, 1, 0);
    expect(k.to(x, b).dtype).toBe(b);
    expect(Array.from(k.to(x, b).dataSync())).toEqual([0, 1, 1, 0]);
    expect(k.to(x, a)).toBe(x);
  });
  test("what is cut off, held and wrapped", () => {
    const x = k.tensor([1.9, -1.9, 3e9, -3e9, NaN, 300, 0.25]);
    expect(Array.from(k.to(x, "int32").dataSync())).toEqual([1, -1, 2147483647, -2147483648, 0, 300, 0]);
    expect(Array.from(k.to(x, "uint8").dataSync())).toEqual([1, 255, 255, 0, 0, 44, 0]);
    expect(Array.from(k.to(x, "bool").dataSync())).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(Array.from(k.to(k.tensor([1 / 3, 65520, 1e-8]), "float16").dataSync())).toEqual([0.333251953125, Infinity, 0]);
  });
  test("typed arrays keep their type", () => {
    const cases: [k.TypedArray, DType][] = [
      [Float64Array.of(0.1), "float64"],
      [Uint8Array.of(7), "uint8"],
      [Uint8ClampedArray.of(7), "uint8"],
      [Int8Array.of(-7), "int32"],
      [Uint16Array.of(65535), "int32"],
      [Uint32Array.of(7), "int32"],
      [BigInt64Array.of(-5n), "int32"],
    ];
    for (const [data, dtype] of cases) {
      const t = k.tensor(data);
      expect(t.dtype).toBe(dtype);
      expect(t.dataSync()[0]).toBe(Number(data[0]));
    }
    expect(k.tensor([[true], [false]]).dtype).toBe("bool");
    expect(k.tensor([true, 2]).dtype).toBe("float32");
    expect(() => k.tensor(BigInt64Array.of(2n ** 40n))).toThrow(/^tensor: 1099511627776 in a BigInt64Array is no int32/);
    expect(() => k.tensor([1.5], { dtype: "int32" })).toThrow(/^tensor: 1\.5 is no int32\. Use whole numbers from -2\^31/);
    expect(() => k.tensor([-1], { dtype: "uint8" })).toThrow(/^tensor: -1 is no uint8\. Use whole numbers from 0 to 255/);
    expect(() => k.tensor([1], { dtype: "float8" as DType })).toThrow(/^tensor: float8 is no dtype/);
    expect(() => k.to([1], "float8" as DType)).toThrow(/^to: float8 is no dtype/);
  });
  test("bool reads as booleans in nested arrays", async () => expect(await k.gt([1, -1], 0).tolist()).toEqual([true, false]));
});

describe("gradients, products and state", () => {
  test("a gradient has the type of its tensor", () => {
    const half = k.parameter(of("float16", 1, 2)),
      double = k.parameter(of("float64", 3, 4));
    backward(k.sum(k.to(k.mul(half, double), "float32")));
    expect([half.grad!.dtype, double.grad!.dtype]).toEqual(["float16", "float64"]);
    expect([...half.grad!.dataSync(), ...double.grad!.dataSync()]).toEqual([3, 4, 1, 2]);
  });
  test("whole numbers have none", () => {
    expect(k.to(k.parameter([1]), "int32").requiresGrad).toBe(false);
    expect(() => k.parameter(of("int32", 1))).toThrow(/^parameter: the value is int32, which has no gradient/);
    expect(() => k.tensor([1], { dtype: "bool", requiresGrad: true })).toThrow(/^tensor: bool has no gradient/);
  });
  test("a float64 parameter is updated in float64", () => {
    const p = k.parameter(Float64Array.of(1));
    for (let i = 0; i < 2; i++) {
      p.zeroGrad();
      backward(k.mul(k.sum(p), 0.1));
      new SGD([p], { lr: 0.1, momentum: 0.5 }).step();
    }
    expect(p.dtype).toBe("float64");
    expect(p.dataSync()[0]).toBe(1 - 0.1 * 0.1 - 0.1 * 0.1);
    expect(() => p.assign(k.tensor([1]))).toThrow(
      /^assign: the value is float32 and parameter \d+ is float64\. Convert it with to\(value, "float64"\)/,
    );
    p.assign(k.full([1], 2, { dtype: "float64" }));
    expect(p.item()).toBe(2);
  });
  test("matmul and scatterAdd in every type that they take", () => {
    for (const dtype of ["float16", "bfloat16", "float32", "float64", "int32", "uint8"] as const) {
      const a = k.tensor([[1, 2], [3, 4]], { dtype }); // prettier-ignore
      const product = k.matmul(a, k.permute(a, [1, 0]));
      expect(product.dtype).toBe(dtype);
      expect(Array.from(product.dataSync())).toEqual([5, 11, 11, 25]);
    }
    for (const dtype of DTYPES) {
      const sum = k.scatterAdd(of(dtype, 0, 1), 0, k.tensor(Int32Array.of(1, 0, 1)), of(dtype, 1, 1, 0));
      expect(sum.dtype).toBe(dtype);
      expect(Array.from(sum.dataSync())).toEqual(dtype === "bool" ? [1, 1] : [1, 2]);
    }
    expect(() => k.matmul(of("float64", 1), of("float32", 1))).toThrow(/^matmul: operands are float64 and float32\. Convert one with to/);
    expect(() => k.scatterAdd(of("float64", 1), 0, k.tensor(Int32Array.of(0)), of("int32", 1))).toThrow(
      /^scatterAdd: operands are float64 and int32/,
    );
  });
  test("a float64 product keeps its digits", () => {
    const a = k.tensor(Float64Array.of(1, 1e-12, -1), { shape: [1, 3] });
    expect(k.matmul(a, k.permute(a, [1, 0])).item()).toBe(1 + 1e-24 + 1);
    const n = 300,
      x = k.tensor(
        Float64Array.from({ length: n * n }, (_, i) => (i % 17) / 16 - 0.5),
        { shape: [n, n] },
      );
    const got = k.matmul(x, x).dataSync(),
      data = x.dataSync();
    // Multiples of 2⁻⁸ below 2⁸: exact, in whatever order.
    for (const [i, j] of [
      [0, 0],
      [7, 299],
      [299, 1],
    ] as const)
      // prettier-ignore
      expect(got[i * n + j]).toBe(Array.from({ length: n }, (_, k) => data[i * n + k]! * data[k * n + j]!).reduce((a, b) => a + b));
  });
  test("gather, reshape and copies move elements of every size", () => {
    for (const dtype of DTYPES) {
      const x = k.tensor([[1, 0, 1], [0, 1, 1]], { dtype }); // prettier-ignore
      expect(Array.from(k.reshape(k.permute(x, [1, 0]), [6]).dataSync())).toEqual([1, 0, 0, 1, 1, 1]);
      expect(Array.from(k.gather(x, 1, k.tensor(Int32Array.of(2, 1), { shape: [2, 1] })).dataSync())).toEqual([1, 1]);
      expect(Array.from(k.embedding(x, k.tensor(Int32Array.of(1, 0))).dataSync())).toEqual([0, 1, 1, 1, 0, 1]);
      expect(Array.from(k.expand(k.tensor(1, { dtype }), [3]).dataSync())).toEqual([1, 1, 1]);
    }
  });
});

describe("sums and extremes", () => {
  test("whole numbers and conditions are counted in int32, the others keep their type", () => {
    for (const dtype of DTYPES) {
      const x = k.tensor([[1, 0, 1], [1, 1, 1]], { dtype }); // prettier-ignore
      const want = k.isFloating(dtype) ? dtype : "int32";
      for (const [sum, values] of [
        [k.sum(x), [5]],
        [k.sum(x, 0), [2, 1, 2]],
        [k.sum(x, 1), [2, 3]],
      ] as const) {
        // prettier-ignore
        expect(sum.dtype).toBe(want);
        expect(Array.from(sum.dataSync())).toEqual(values);
      }
      expect([k.amax(x, 0).dtype, k.amin(x, 1).dtype]).toEqual([dtype, dtype]);
      expect([Array.from(k.amin(x, 0).dataSync()), Array.from(k.amax(x, 1).dataSync())]).toEqual([[1, 0, 1], [1, 1]]); // prettier-ignore
      expect(k.logsumexp(x).dtype).toBe(k.isFloating(dtype) ? dtype : "float32");
      expect(Array.from(k.to(k.softmax(k.mul(x, 0), 1), "float32").dataSync()).every((p) => Math.abs(p - 1 / 3) < 2 ** -8)).toBe(true);
    }
  });
  test("a sum of int32 that is beyond int32 is an error at the read, along rows and down columns, in one block and in many", () => {
    const big = 2 ** 31 - 1,
      says = /^sum: the result is beyond int32\. Convert the operand first, with to\(x, "float64"\)\./;
    const filled = (n: number, last: number): Tensor => k.tensor(Int32Array.from({ length: n }, (_, i) => (i === n - 1 ? last : i === 0 ? big : 0)));
    for (const n of [2, 5, 17, 16384, 16385, 50_000]) {
      expect(k.sum(filled(n, -5)).item()).toBe(big - 5);
      expect(() => k.sum(filled(n, 1)).item()).toThrow(says);
      expect(k.sum(k.reshape(filled(n, -5), [n, 1]), 0).dataSync()[0]).toBe(big - 5);
      const columns = k.permute(k.reshape(k.tensor(Int32Array.from({ length: 3 * n }, (_, i) => (i % n === 0 ? big : i % n === n - 1 ? +(i > 2 * n) : 0))), [3, n]), [1, 0]); // prettier-ignore
      expect(() => k.sum(k.to(columns, "int32"), 0).dataSync()).toThrow(says);
      expect(Array.from(k.sum(k.mul(columns, k.tensor(Int32Array.of(1, 1, 0))), 0).dataSync())).toEqual([big, big, 0]);
    }
    expect(k.sum(k.to(k.tensor(Int32Array.of(big, big)), "float64")).item()).toBe(2 * big);
  });
  test("float64 sums lose nothing that float64 could keep, in the same bits whatever the layout", () => {
    const n = 5000,
      pieces = Float64Array.from({ length: n }, (_, i) => [1e16 + 2 * i, ((i * 37) % 101) / 128, -1e16 - 2 * i, 3][i % 4]!);
    // Exact in units of 2⁻⁷.
    const exact = Number(Array.from(pieces, (x) => BigInt(x * 128)).reduce((a, b) => a + b)) / 128;
    const x = k.tensor(pieces),
      row = k.sum(x).item();
    expect(row).toBe(exact);
    expect(Array.from(pieces).reduce((a, b) => a + b)).not.toBe(exact);
    const both = k.tensor(
      Float64Array.from({ length: 2 * n }, (_, i) => pieces[i >> 1]!),
      { shape: [n, 2] },
    );
    expect(Array.from(k.sum(both, 0).dataSync())).toEqual([row, row]);
    expect(k.sum(k.tensor(Float64Array.of(Infinity, 1))).item()).toBe(Infinity);
    // Beyond the range in one running sum, one after the other.
    const huge = k.full([40, 3], 1.7e308, { dtype: "float64" });
    expect(Array.from(k.sum(huge, 0).dataSync())).toEqual([Infinity, Infinity, Infinity]);
    expect(k.sum(k.neg(huge)).item()).toBe(-Infinity);
    expect(k.sum(k.tensor(Float64Array.of(Infinity, -Infinity))).item()).toBeNaN();
    expect(Array.from(k.sum(k.tensor(Float64Array.of(1, Infinity, 1, 1), { shape: [2, 2] }), 0).dataSync())).toEqual([2, Infinity]);
  });
  test("elementary functions of float64 have float64's digits", () => {
    const x = Float64Array.of(-700, -1, -1e-10, 1e-10, 0.3, 1, 20, 700);
    const close = (got: k.Data, want: (x: number) => number): number =>
      Math.max(...Array.from(x, (v, i) => (got[i] === want(v) ? 0 : Math.abs(got[i]! / want(v) - 1) / 2 ** -52)));
    expect(close(k.exp(x).dataSync(), Math.exp)).toBeLessThanOrEqual(2);
    expect(close(k.expm1(x).dataSync(), Math.expm1)).toBeLessThanOrEqual(2);
    expect(close(k.log(k.abs(x)).dataSync(), (v) => Math.log(Math.abs(v)))).toBeLessThanOrEqual(2);
    expect(k.log(k.sub(1, k.sigmoid(k.tensor(Float64Array.of(50))))).item()).toBe(-50);
  });
});

describe("forms are of one type", () => {
  /** As it is restated, and as it is written. */
  const both = (f: () => Tensor): (readonly number[])[] => [f(), k.stabilise("off", f)].map((t) => Array.from(t.dataSync()));
  const x = of("float32", 0.5, 1, 1.5);
  test.each<[string, () => Tensor]>([
    ["exponents of whole numbers among parts", () => k.log(k.cat([k.exp(of("int32", 1, 2)), k.exp(of("int32", 3))]))],
    ["exponents of bytes in a pad", () => k.log(k.pad(k.exp(of("uint8", 1, 2, 3)), [1, 1]))],
    ["a sum of exponents of bytes", () => k.log(k.mul(k.sum(k.exp(of("uint8", 1, 3))), k.exp(of("int32", 1, 2))))],
    ["bytes that wrap around in an exponent", () => k.log(k.exp(k.add(of("uint8", 250, 3), of("uint8", 10, 1))))],
    ["bytes that wrap around beside 1", () => k.log(k.add(of("uint8", 255, 1), 1))],
    [
      "bytes that wrap around in a factor",
      () => k.div(k.mul(k.exp(x), k.mul(k.full([3], 200, { dtype: "uint8" }), k.full([3], 2, { dtype: "uint8" }))), k.exp(k.mul(2, x))),
    ],
    ["conditions that are added up", () => k.log(k.exp(k.add(k.tensor([true]), k.tensor([true]))))],
  ])("%s: nothing is restated", (_, f) => {
    const [on, off] = both(f);
    expect(on).toEqual(off);
  });
  test("a 0-d float64 in a float32 part", () => {
    const shift = point("float64", 0.25),
      flipped = k.flip(k.mul(k.exp(x), k.exp(shift)), [0]);
    const [on, off] = both(() => k.log(k.cat([flipped, k.exp(x)])));
    on!.forEach((v, i) => expect(Math.abs(v - off![i]!)).toBeLessThanOrEqual(2 ** -22 * Math.abs(v)));
  });
  test.each(["float16", "float64"] as const)("what is put together in %s is restated", (dtype) => {
    const big = k.tensor([-200, 1], { dtype }),
      parts = k.log(k.cat([k.exp(big), k.pad(k.exp(big), [1, 0], { value: 1 })]));
    expect(parts.dtype).toBe(dtype);
    expect(Array.from(parts.dataSync())).toEqual([-200, 1, 0, -200, 1]);
  });
});

test("whole numbers are compared exactly with numbers beyond int32", () => {
  const x = k.tensor(Int32Array.of(2 ** 31 - 1, 0, -(2 ** 31))),
    of = (t: k.Tensor): number[] => [...t.dataSync()];
  for (const beyond of [2 ** 31, 2 ** 31 - 0.5, 1e20, Infinity]) {
    expect([of(k.lt(x, beyond)), of(k.le(x, beyond)), of(k.ne(x, beyond))]).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect([of(k.gt(x, beyond)), of(k.ge(x, beyond)), of(k.eq(beyond, x)), of(k.lt(beyond, x))]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([of(k.gt(x, -beyond - 1)), of(k.le(-beyond - 1, x)), of(k.eq(x, -beyond - 1))]).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [0, 0, 0],
    ]);
  }
  expect(of(k.eq(x, -(2 ** 31)))).toEqual([0, 0, 1]);
  expect(of(k.ge(x, NaN))).toEqual([0, 0, 0]);
  expect(of(k.lt([2 ** 31 - 1], Int32Array.of(2 ** 31 - 1)))).toEqual([0]);
});
test.each(["float16", "bfloat16"] as const)("int32 is rounded once to %s", (dtype) => {
  const digits = dtype === "float16" ? 11 : 8,
    numbers: number[] = [];
  for (let e = digits; e < (dtype === "float16" ? 16 : 31); e++)
    for (const off of [-1, 0, 1]) {
      // The middle of two neighbours, and what lies beside it: float32 has no room for that from 2^25 on.
      const x = 2 ** e + 2 ** (e - digits) + off;
      numbers.push(x, -x);
    }
  const want = k.tensor(Float64Array.from(numbers), { dtype }).dataSync();
  expect([...k.to(k.tensor(Int32Array.from(numbers)), dtype).dataSync()]).toEqual([...want]);
  if (dtype === "bfloat16") expect([...k.to(k.to(Int32Array.from(numbers), "float32"), dtype).dataSync()]).not.toEqual([...want]);
});

test("a number beside float16 or bfloat16 is float32, and the result is rounded once", () => {
  const half = (x: number) => k.tensor([x], { dtype: "float16" }),
    only = (t: k.Tensor) => t.dataSync()[0]!,
    thousandth = only(half(0.001));
  expect(only(k.mul(half(0.001), 1e5))).toBe(only(half(thousandth * 1e5)));
  expect(only(k.div(1e5, half(2000)))).toBe(50);
  // The number is 1 in bfloat16, of which 386 is the one after 384.
  expect(only(k.mul(k.tensor([384], { dtype: "bfloat16" }), 1 + 0.9 * 2 ** -8))).toBe(386);
  // Of what is stored it is where it is compared or stored itself.
  expect(only(k.eq(half(0.1), 0.1))).toBe(1);
  expect(only(k.mul(k.full([1], 1e-4, { dtype: "float16" }), 1e4))).toBe(only(k.mul(half(1e-4), 1e4)));
  expect(only(k.mul(k.to(1e-4, "float16"), k.to(half(1e4), "float32")))).toBe(Math.fround(only(half(1e-4)) * 1e4));
  expect(only(k.sum(k.mul(half(0.001), 1e5)))).toBe(only(half(thousandth * 1e5)));
});

test("addcmul of whole numbers is whole", () => {
  const i = Int32Array.of(46341, 3);
  expect([...k.addcmul(i, i, i).dataSync()]).toEqual([(46341 + Math.imul(46341, 46341)) | 0, 12]);
  expect(k.addcmul(i, i, i, { value: 2 }).dtype).toBe("int32");
  expect(k.addcmul(i, i, i, { value: 0.5 }).dtype).toBe("float32");
  expect(k.addcmul(i, i, [1, 2]).dtype).toBe("float32");
});
