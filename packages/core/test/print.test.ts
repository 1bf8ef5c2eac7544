/**
 * Tensors as text. Each golden text says where it comes from. `docs`: shown in PyTorch's documentation; where that page shows an older
 * version's spacing (a space before positive numbers, one before "...") it is `docs, respaced`. `tests`: what PyTorch's own test_print
 * expects. `rules`: worked out by hand from the rules of its _tensor_str.py, shown nowhere. Booleans, "requiresGrad=true" and dtypes are in our spelling.
 */
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  add,
  exp,
  format,
  mul,
  ones,
  parameter,
  print,
  printOptions,
  type PrintOptions,
  reshape,
  setDefaultDevice,
  stats,
  type Tensor,
  tensor,
  zeros,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { elements } from "../src/tensor/format.js";

setDefaultDevice(cpu());
const ints = (n: number, shape = [n]): Tensor =>
  tensor(
    Int32Array.from({ length: n }, (_, i) => i),
    { shape },
  );
const [inf, nan] = [Infinity, NaN];

const GOLDEN: readonly (readonly [source: string, t: Tensor, text: string, options?: Partial<PrintOptions>])[] = [
  [
    "docs",
    tensor([
      [0.1, 1.2],
      [2.2, 3.1],
      [4.9, 5.2],
    ]),
    "tensor([[0.1000, 1.2000],\n        [2.2000, 3.1000],\n        [4.9000, 5.2000]])",
  ],
  ["docs", tensor(Int32Array.of(0, 1)), "tensor([0, 1])"],
  ["docs", tensor(3.14159), "tensor(3.1416)"],
  ["docs", tensor([]), "tensor([])"],
  [
    "docs, respaced",
    tensor(
      [
        [1, -1],
        [1, 1],
      ],
      { requiresGrad: true },
    ),
    "tensor([[ 1., -1.],\n        [ 1.,  1.]], requiresGrad=true)",
  ],
  ["docs", tensor([1, 1.5, 2]), "tensor([1.0000, 1.5000, 2.0000])"],
  ["docs", ints(5), "tensor([0, 1, 2, 3, 4])"],
  ["docs", tensor([3, 4.75, 6.5, 8.25, 10]), "tensor([ 3.0000,  4.7500,  6.5000,  8.2500, 10.0000])"],
  ["docs", tensor([-10, -5, 0, 5, 10]), "tensor([-10.,  -5.,   0.,   5.,  10.])"],
  ["docs", tensor([-10]), "tensor([-10.])"],
  ["docs, respaced", tensor([1e-10, 1e-5, 1, 1e5, 1e10]), "tensor([1.0000e-10, 1.0000e-05, 1.0000e+00, 1.0000e+05, 1.0000e+10])"],
  ["docs", tensor([1.2589, 2.1135, 3.5481, 5.9566, 10]), "tensor([ 1.2589,  2.1135,  3.5481,  5.9566, 10.0000])"],
  [
    "docs, respaced",
    tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]),
    "tensor([[1., 0., 0.],\n        [0., 1., 0.],\n        [0., 0., 1.]])",
  ],
  [
    "docs",
    tensor([
      [3.141592, 3.141592],
      [3.141592, 3.141592],
    ]),
    "tensor([[3.1416, 3.1416],\n        [3.1416, 3.1416]])",
  ],
  ["docs", zeros([2, 3]), "tensor([[0., 0., 0.],\n        [0., 0., 0.]])"],
  ["docs", tensor([1.12345]), "tensor([1.12])", { precision: 2 }],
  ["docs", tensor([1.12345]), "tensor([1.1235])"],
  ["docs, respaced", ints(10), "tensor([0, 1, 2,  ..., 7, 8, 9])", { threshold: 5 }],
  ["docs", ints(10), "tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])"],
  ["tests", tensor([1e28, 1e-28]), "tensor([1.0000e+28, 1.0000e-28])"],
  ["tests", tensor([1e2, 1e-2]), "tensor([1.0000e+02, 1.0000e-02])", { sciMode: true }],
  ["tests", tensor([1e2, 1e-2]), "tensor([100.0000,   0.0100])", { sciMode: false }],
  ["tests", tensor(Int32Array.of(1, 2)), "tensor([1, 2])"],
  ["tests", tensor(Int32Array.of(1, -2)), "tensor([ 1, -2])"],
  ["tests", tensor([4, inf, 1.5, -inf, 0, nan, 1]), "tensor([4.0000,    inf, 1.5000,   -inf, 0.0000,    nan, 1.0000])"],
  ["tests", zeros([10000]), "tensor([0., 0., 0.,  ..., 0., 0., 0.])"],
  ["tests", tensor([123], { requiresGrad: true }), "tensor([123.], requiresGrad=true)"],
  ["tests", tensor(0.00002), "tensor(2.0000e-05)"],
  ["tests", tensor([0.00002]), "tensor([2.0000e-05])"],
  ["tests", tensor([123456789]), "tensor([1.2346e+08])"],
  ["tests", tensor([0.01, 11]), "tensor([1.0000e-02, 1.1000e+01])"],
  ["tests", tensor(Int32Array.of(1, 1010)), "tensor([   1, 1010])"],
  ["tests", tensor(Int32Array.of(1000000000)), "tensor([1000000000])"],
  ["tests", tensor([1, 1000]), "tensor([   1., 1000.])"],
  ["tests", tensor([1, 1010]), "tensor([1.0000e+00, 1.0100e+03])"],
  [
    "rules",
    ints(30),
    "tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,\n        18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])",
  ],
  ["rules", ints(8, [2, 2, 2]), "tensor([[[0, 1],\n         [2, 3]],\n\n        [[4, 5],\n         [6, 7]]])"],
  ["rules", tensor([], { shape: [0, 3] }), "tensor([], size=(0, 3))"],
  ["rules", tensor(Int32Array.of()), "tensor([], dtype=int32)"],
  ["rules", tensor([nan, inf]), "tensor([nan, inf])"],
  ["rules", tensor(-0), "tensor(-0.)"],
  ["rules", tensor(0.03125), "tensor(0.0312)"],
  ["rules", tensor([1e9, inf]), "tensor([1.0000e+09,        inf])"],
];
test.each(GOLDEN.map(([source, t, text, options]) => ({ source, t, text, options })))("$source: $text", async ({ t, text, options }) =>
  expect(await format(t, options)).toBe(text),
);

describe("summaries", () => {
  const row = "[1., 1., 1.,  ..., 1., 1., 1.]";
  test("of several dimensions leave out blocks, rows and elements (tests)", async () => {
    const block = `[${row},\n         ${row}]`;
    expect(await format(ones([100, 2, 10]))).toBe(`tensor([${[block, block, block, "...", block, block, block].join(",\n\n        ")}])`);
  });
  test("take their width and notation from what is shown", async () => {
    const data = new Float32Array(2000).fill(1);
    data[1000] = 12345.678;
    expect(await format(tensor(data))).toBe("tensor([1., 1., 1.,  ..., 1., 1., 1.])");
    data[1] = 0.5;
    expect(await format(tensor(data))).toBe("tensor([1.0000, 0.5000, 1.0000,  ..., 1.0000, 1.0000, 1.0000])");
  });
  test("begin above the threshold, and show edgeitems at each end", async () => {
    expect(await format(ints(4), { threshold: 4, edgeitems: 1 })).toBe("tensor([0, 1, 2, 3])");
    expect(await format(ints(4), { threshold: 3, edgeitems: 1 })).toBe("tensor([0,  ..., 3])");
    expect(await format(ints(4), { threshold: 3, edgeitems: 0 })).toBe("tensor([...])");
    expect((await format(ints(2000), { threshold: Infinity })).split("\n")).toHaveLength(Math.ceil(2000 / 12));
  });
});

describe("other types", () => {
  const now = (): PrintOptions => printOptions();
  test("float64 to its ends (tests)", () => {
    const data = Float64Array.of(Number("1e-324"), 1e-323, 1e-322, 1e307, 1e308, Number("1e309"));
    expect(elements(data, [6], "float64", now(), 7)).toBe("[ 0.0000e+00, 9.8813e-324, 9.8813e-323, 1.0000e+307, 1.0000e+308,\n                inf]");
  });
  test("name themselves, but for booleans", async () => {
    expect(await format(tensor(Float64Array.of(1 / 3)))).toBe("tensor([0.3333], dtype=float64)");
    expect(await format(tensor(Uint8Array.of(1, 20)))).toBe("tensor([ 1, 20], dtype=uint8)");
    expect(await format(tensor([1, 1e5], { dtype: "float16" }))).toBe("tensor([1., inf], dtype=float16)");
    expect(await format(tensor([0.1], { dtype: "bfloat16" }))).toBe("tensor([0.1001], dtype=bfloat16)");
    expect(await format(tensor([true, false]))).toBe("tensor([ true, false])");
    expect(String(tensor([true, false]))).toBe("Tensor tensor bool [2]: true, false");
    expect(String(tensor([0.1], { dtype: "bfloat16" }))).toBe("Tensor tensor bfloat16 [1]: 0.100098");
  });
  test("booleans", () => expect(elements([1, 0], [2], "bool", now(), 7)).toBe("[ true, false]"));
});

describe("what stands around the elements", () => {
  test("a parameter says so", async () => {
    const p = parameter([1, 2]);
    expect(await format(p)).toBe("Parameter containing:\ntensor([1., 2.], requiresGrad=true)");
    p.assign([3, 4]);
    expect(await format(p)).toBe("Parameter containing:\ntensor([3., 4.], requiresGrad=true)");
  });
  test("a suffix that does not fit goes to a line of its own", async () => {
    const t = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], { requiresGrad: true });
    const oneLine = "tensor([1., 2., 3., 4., 5., 6., 7., 8., 9.], requiresGrad=true)";
    expect(await format(t, { linewidth: 64 })).toBe(oneLine);
    expect(await format(t, { linewidth: 63 })).toBe(oneLine.replace(", requires", ",\n       requires"));
  });
});

describe("print", () => {
  afterEach(() => vi.restoreAllMocks());
  test("computes what is not computed in one plan, and writes all in one line as console.log does", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined),
      x = exp(tensor([0, 0])),
      before = stats().plans.built;
    await print("x is", x, 3, add(x, 1));
    expect(log.mock.calls).toEqual([["x is", "tensor([1., 1.])", 3, "tensor([2., 2.])"]]);
    expect(stats().plans.built - before).toBe(1);
  });
  test("one tensor twice, nothing, and views", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined),
      t = tensor(1);
    await print(t, t);
    await print();
    await print(reshape(mul(tensor([1, 2]), 2), [2, 1]));
    expect(log.mock.calls).toEqual([["tensor(1.)", "tensor(1.)"], [], ["tensor([[2.],\n        [4.]])"]]);
  });
});

describe("options", () => {
  test("hold until they are put back", async () => {
    const t = tensor([1.23456]),
      before = printOptions({ precision: 1 });
    expect(await format(t)).toBe("tensor([1.2])");
    expect(printOptions()).toEqual({ ...before, precision: 1 });
    printOptions(before);
    expect(await format(t)).toBe("tensor([1.2346])");
  });
  test.each([
    [{ precision: 1.5 }, "printOptions: precision is 1.5. Use a whole number from 0 to 50."],
    [{ precision: Infinity }, "printOptions: precision is Infinity. Use a whole number from 0 to 50."],
    [{ threshold: -1 }, "printOptions: threshold is -1. Use a whole number from 0, or Infinity."],
    [{ edgeitems: NaN }, "printOptions: edgeitems is NaN. Use a whole number from 0, or Infinity."],
    [{ linewidth: 0 }, "printOptions: linewidth is 0. Use a whole number from 1, or Infinity."],
  ])("%o is refused, and changes nothing", (change, message) => {
    const before = printOptions();
    expect(() => printOptions(change)).toThrow(new RangeError(message));
    expect(printOptions()).toEqual(before);
  });
  test("of wrong kinds are a TypeError", async () => {
    expect(() => printOptions({ sciMode: "yes" as unknown as boolean })).toThrow(
      new TypeError(`printOptions: sciMode is "yes". Use true, false or null.`),
    );
    await expect(format(3 as unknown as Tensor)).rejects.toThrow(new TypeError("format: the argument is number. Pass a tensor."));
    await expect(format(tensor(1), { precision: -1 })).rejects.toThrow(/^format: precision is -1/);
  });
});

describe("toString and console.log of a tensor", () => {
  test.each([
    [
      tensor([
        [1, -0.1],
        [3, NaN],
      ]),
      "Tensor tensor float32 [2, 2]: 1, -0.1, 3, NaN",
    ],
    [ints(9), "Tensor tensor int32 [9]: 0, 1, 2, 3, 4, 5, 6, 7, …"],
    [tensor(Int32Array.of(2 ** 31 - 1)), "Tensor tensor int32 [1]: 2147483647"],
    [tensor([]), "Tensor tensor float32 [0]"],
  ])("%s", (t, text) => expect(String(t)).toBe(text));
  test("computes nothing, and says on which device that is done", () => {
    const t = exp(zeros([2000])),
      plans = stats().plans.built;
    expect(inspect(t)).toBe("Tensor exp float32 [2000] on cpu");
    expect(stats().plans.built).toBe(plans);
    t.dataSync();
    expect(inspect(t)).toBe("Tensor exp float32 [2000] on cpu");
  });
  test("shows the present value of a parameter", () => {
    const p = parameter([1]);
    p.assign([2]);
    expect(String(p)).toBe("Tensor state float32 [1] on cpu");
    expect(String(parameter([1.5]))).toBe("Tensor state float32 [1]: 1.5");
  });
});
