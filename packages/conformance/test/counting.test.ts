/** Conditions, means, and what is searched in sorted rows, as users call them: against the references, in every type. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { verdict } from "../src/judge.js";
import { DATA } from "../src/kinds/case.js";
import { structural as reference } from "../src/reference/index.js";
import { FORMATS } from "../src/ulp.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
const next = random(11);
const values = (t: T): number[] => [...t.dataSync()];
/** Rows of few different values, most of them 0. */
const rows = (dtype: k.DType): T => {
  const some = k.isFloating(dtype) ? [0, 0, 0, NaN, -1, -0, 0.5, 0] : [0, 0, 0, 0, 1];
  return k.tensor(
    Array.from({ length: 60 }, () => some[next() % some.length]!),
    { shape: [12, 5], dtype },
  );
};

describe.each(k.DTYPES)("%s", (dtype) => {
  test("any, all, countNonzero", () => {
    const x = rows(dtype),
      data = values(x),
      lines = Array.from({ length: 12 }, (_, r) => data.slice(5 * r, 5 * r + 5)),
      columns = Array.from({ length: 5 }, (_, c) => data.filter((_v, i) => i % 5 === c));
    for (const name of ["any", "all", "countNonzero"] as const) {
      const got = [k[name](x, 1), k[name](x, 0), k[name](x), k[name](x, [0, 1])];
      expect(got.map((t) => t.dtype)).toEqual(got.map(() => (name === "countNonzero" ? "int32" : "bool")));
      expect(values(got[0]!)).toEqual(lines.map(reference[name]));
      expect(values(got[1]!)).toEqual(columns.map(reference[name]));
      expect([values(got[2]!), values(got[3]!)]).toEqual([[reference[name](data)], [reference[name](data)]]);
    }
  });
  test("searchsorted and bucketize, with values that are there, between and beyond, and NaN", () => {
    const some = k.isFloating(dtype) ? [NaN, -Infinity, Infinity, 0, -0, 1, 1.5, 2, 3] : dtype === "bool" ? [0, 1] : [0, 1, 2, 3, 5, 7];
    for (const n of [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33]) {
      const draw = (size: number): T =>
        k.tensor(
          Array.from({ length: size }, () => some[next() % some.length]!),
          { dtype },
        );
      // Sorted here: not every type is sorted there.
      const compare = (a: number, b: number): number => (a !== a ? 1 : b !== b ? -1 : a - b);
      const sorted = [0, 1, 2].map(() => values(draw(n)).sort(compare)),
        wanted = draw(21),
        data = values(wanted);
      for (const right of [false, true]) {
        const want = data.map((v, i) => reference.searchsorted(sorted[Math.floor(i / 7)]!, v, right)),
          got = k.searchsorted(k.tensor(sorted.flat(), { shape: [3, n], dtype }), k.reshape(wanted, [3, 7]), { right });
        expect([got.dtype, got.shape, values(got)]).toEqual(["int32", [3, 7], want]);
        const one = k.tensor(sorted[0]!, { dtype }),
          inOne = data.map((v) => reference.searchsorted(sorted[0]!, v, right));
        expect(values(k.searchsorted(one, k.reshape(wanted, [7, 3]), { right }))).toEqual(inOne);
        expect(values(k.bucketize(wanted, one, { right }))).toEqual(inOne);
      }
    }
  });
});

describe("mean", () => {
  test.each(["float32", "float64", "float16", "bfloat16"] as const)("%s: one rounding (two of float64) and the error of the sum", (dtype) => {
    const format = FORMATS[dtype];
    for (const n of [1, 3, 10, 1000, 40_000])
      for (const make of Object.values(DATA)) {
        const x = k.to(k.tensor(make(n, n).map((v) => (dtype === "float16" ? v / 2 ** 12 : v))), dtype),
          want = reference.mean(values(x));
        // An ulp is at most 2·u of the result: 0.001 of it, or in float64 one, beside the half.
        const beside = (dtype === "float64" ? 2 : 0.002) * (Math.abs(want.value[0]) / want.magnitude || 0);
        const v = verdict({
          address: () => `mean:${dtype}:cpu:${n}`,
          inputs: [],
          got: k.mean(x).item(),
          format,
          truth: want.value,
          bound: { terms: 2 ** (format.p - 52) + beside },
          magnitude: want.magnitude,
          leniency: { subnormals: "ieee", zeros: "either" },
        });
        expect(v.pass, v.sentence).toBe(true);
      }
  });
  test("float32 does not overflow on the way", () => {
    expect(k.mean([3e38, 3e38]).item()).toBe(Math.fround(3e38));
    expect(Array.from(k.mean([[3e38, -3e38], [3e38, -3e38]], 0).dataSync())).toEqual([3e38, -3e38].map(Math.fround)); // prettier-ignore
  });
  test("float16 does not overflow on the way", () => expect(k.mean(k.full([100], 60000, { dtype: "float16" })).item()).toBe(60000));
  test("its gradient is one share each, in the type of the operand; of nothing it is NaN", () => {
    const p = k.parameter([[1, 2, 3, 6], [1, 2, 3, 4]]); // prettier-ignore
    backward(k.sum(k.mul(k.mean(p, 1), [8, 16])));
    expect(values(p.grad!)).toEqual([2, 2, 2, 2, 4, 4, 4, 4]);
    expect(k.mean(k.parameter([4])).requiresGrad).toBe(true);
    expect(k.mean(k.zeros([0])).item()).toBeNaN();
  });
  test("whole numbers have none", () => {
    for (const dtype of ["int32", "uint8", "bool"] as const)
      expect(() => k.mean(k.ones([2], { dtype }))).toThrow(
        new TypeError(`mean: the operand is ${dtype}, and a mean is no whole number. Convert it first, with to(x, "float32").`),
      );
  });
});

describe("errors", () => {
  const cases: [string, () => unknown, RegExp, new (...a: never[]) => Error][] = [
    ["a dimension", () => k.any([1], 1), /^any: dimension 1 is out of range for shape \[1\]\. Use -1 … 0\.$/, RangeError],
    ["a dimension twice", () => k.mean([[1]], [0, 0]), /^mean: dims \[0, 0\] name a dimension twice\. Name each once\.$/, RangeError],
    ["no operand", () => k.all(null as never), /^all: an operand is null\. Pass a tensor/, TypeError],
    ["searched 0-d", () => k.searchsorted(1, 1), /^searchsorted: what is searched is 0-d\. Give it a dimension of sorted elements\.$/, RangeError],
    [
      "other rows",
      () => k.searchsorted(k.zeros([2, 3]), k.zeros([3, 3])),
      /^searchsorted: rows \[2, 3\] and values \[3, 3\] differ in front of the last dimension\. Give both the same sizes there, or search one row\.$/,
      RangeError,
    ],
    ["a number in rows", () => k.searchsorted(k.zeros([2, 3]), 1), /^searchsorted: rows \[2, 3\] and values \[\] differ/, RangeError],
    [
      "other types",
      () => k.searchsorted([1, 2], Int32Array.of(1)),
      /^searchsorted: operands are float32 and int32\. Convert one with to\(x, "float32"\)\.$/,
      TypeError,
    ],
    ["boundaries", () => k.bucketize([1], [[1]]), /^bucketize: the boundaries are \[1, 1\]\. Give them one dimension\.$/, RangeError],
    ["boundaries of another type", () => k.bucketize([1], Int32Array.of(1)), /^bucketize: operands are int32 and float32\./, TypeError],
  ];
  test.each(cases)("%s", (_, call, message, type) => {
    expect(call).toThrow(message);
    expect(call).toThrow(type);
  });
});
