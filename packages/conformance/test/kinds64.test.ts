/** Sums and products of matrices in float64, on data that tells ways of adding apart: against double-double sums, by Σ|terms|. */
import { beforeAll, describe, expect, test } from "vitest";
import { matmul, reshape, setDefaultDevice, sum, transpose, tensor } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { type Bound, verdict } from "../src/judge.js";
import { matmul as exactProduct } from "../src/reference/matmul.js";
import { sum as exactSum, type Sum } from "../src/reference/sum.js";
import { FORMATS } from "../src/ulp.js";

beforeAll(() => setDefaultDevice(cpu()));

const DATA: Readonly<Record<string, (u: number, v: number, i: number) => number>> = {
  positive: (u) => u,
  signed: (u) => 2 * u - 1,
  spread: (u, v) => (2 * u - 1) * 2 ** Math.floor(200 * v - 100),
  cancelling: (u, v, i) => (i % 2 ? -1 : 1) * 1e12 * (1 + (Math.floor(i / 2) % 7)) + (u - v),
};
function fill(n: number, seed: number, f: (u: number, v: number, i: number) => number): Float64Array<ArrayBuffer> {
  const next = random(seed),
    unit = (): number => next() / 2 ** 32 + next() / 2 ** 64;
  return Float64Array.from({ length: n }, (_, i) => f(unit(), unit(), i));
}
const check = (got: number, { value, magnitude }: Sum, bound: Bound): void => {
  const v = verdict({
    address: () => "float64",
    inputs: [],
    got,
    truth: value,
    magnitude,
    bound,
    format: FORMATS.float64,
    leniency: { subnormals: "ieee", zeros: "either" },
  });
  if (!v.pass) expect(v.sentence).toBe("");
};

describe.each(Object.entries(DATA))("%s", (_, f) => {
  test("sums along rows and down columns are within ½ ulp + 2·u·Σ|terms|, and the same", () => {
    for (const n of [0, 1, 2, 7, 8, 9, 16, 17, 100, 16_384, 16_385, 33_000]) {
      const columns = n > 1000 ? 2 : 19,
        data = fill(n * columns, n + 3, f),
        x = tensor(data, { shape: [columns, n] });
      const rows = sum(x, 1).dataSync(),
        down = sum(reshape(transpose(x, 0, 1), [n, columns]), 0).dataSync();
      expect(down).toEqual(rows);
      for (let c = 0; c < columns; c++) check(rows[c]!, exactSum(Array.from(data.subarray(c * n, (c + 1) * n))), { terms: 2 });
    }
  });
  test("products are within ½ ulp + (min(k, 256) + ⌈k/256⌉)·u·Σ|terms|", () => {
    for (const [m, k, n] of [
      [1, 1, 1],
      [3, 5, 7],
      [6, 300, 9],
      [2, 513, 40],
      [250, 17, 3],
    ] as const) {
      // prettier-ignore
      const a = fill(m * k, 5, f),
        b = fill(k * n, 6, DATA.signed!),
        c = matmul(tensor(a, { shape: [m, k] }), tensor(b, { shape: [k, n] })).dataSync();
      exactProduct(a, b, m, k, n).forEach((want, i) => check(c[i]!, want, { terms: Math.min(k, 256) + Math.ceil(k / 256) }));
    }
  });
});
