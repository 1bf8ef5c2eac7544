/** Running sums and products as users call them: within their bounds, value and gradient, on views of every kind, against the double-double scan. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { type Question, shareOf, verdict } from "../src/judge.js";
import { DATA } from "../src/kinds/case.js";
import type { Extent } from "../src/reference/gather.js";
import { abs, mul } from "../src/reference/dd.js";
import { running } from "../src/reference/running.js";
import { scan } from "../src/reference/scan.js";
import type { Sum } from "../src/reference/sum.js";
import { FORMATS } from "../src/ulp.js";
import { seen } from "./seen.js";

beforeAll(() => k.setDefaultDevice(cpu()));

const note = seen("running.test");
/** Holds results to ½ ulp and so many times 2⁻²⁴·Σ|terms|. */
function judge(op: string, got: ArrayLike<number>, want: readonly Sum[], terms: number): void {
  expect(got.length).toBe(want.length);
  want.forEach(({ value, magnitude }, i) => {
    const leniency = { subnormals: "ieee", zeros: "either" } as const;
    const question: Question = {
      address: () => `running:f32:cpu:[${i}]`,
      inputs: [],
      got: got[i]!,
      truth: value,
      bound: { terms },
      magnitude,
      leniency,
    };
    const v = verdict(question);
    if (v.pass) note(op, shareOf(question), `${expect.getState().currentTestName?.split(" > ").join(", ")}`);
    expect(v.pass, v.sentence).toBe(true);
  });
}

const shape: Extent = [3, 50, 4];
const size = 600;
const views: Record<string, (x: Float32Array) => k.Tensor> = {
  contiguous: (x) => k.tensor(x, { shape }),
  permuted: (x) => k.permute(k.tensor(x, { shape: [4, 3, 50] }), [1, 2, 0]),
  expanded: (x) => k.expand(k.tensor(x.slice(0, 200), { shape: [1, 50, 4] }), shape),
  computed: (x) => k.mul(k.tensor(x, { shape }), 0.75),
};

describe.each(Object.entries(views))("%s", (_, view) => {
  test.each(Object.keys(DATA))("cumsum of %s terms", (data) => {
    const x = view(DATA[data]!(size, 4)),
      term = x.dataSync();
    judge("cumsum", k.cumsum(x, 1).dataSync(), scan({ factor: null, term, order: "inclusive", reverse: false }, shape), 50 * 2 ** -29);
    judge("cumsum", k.cumsum(x, -1).dataSync(), scan({ factor: null, term, order: "inclusive", reverse: false }, [150, 4, 1]), 4 * 2 ** -29);
    judge("cumsum", k.cumsum(x, 0).dataSync(), scan({ factor: null, term, order: "inclusive", reverse: false }, [1, 3, 200]), 3 * 2 ** -29);
  });
  test("cumprod", () => {
    const x = view(DATA.signed!(size, 4)),
      factor = x.dataSync();
    judge("cumprod", k.cumprod(x, 1).dataSync(), scan({ factor, term: null, order: "inclusive", reverse: false }, shape), 50 * 2 ** -29);
  });
});

describe("the gradient of cumprod", () => {
  /** Factors whose products stay near 1, so that no part leaves the normal range; with a seed every so-many-th is 0. */
  const factors = (n: number, zero: number): Float32Array => {
    const next = random(n + zero);
    return Float32Array.from({ length: n }, (_, i) =>
      zero && i % zero === zero - 1 ? 0 : Math.fround((next() & 1 ? 1 : -1) * 2 ** ((next() / 2 ** 32 - 0.5) / 4)),
    );
  };
  test.each([
    [1, 0],
    [2, 1],
    [7, 3],
    [40, 0],
    [1000, 0],
    [1000, 999],
    [1000, 300],
  ])("%i factors, every %i-th of them 0", (n, zero) => {
    const x = factors(n, zero),
      g = DATA.signed!(n, 8),
      p = k.parameter(x);
    backward(k.sum(k.mul(k.cumprod(p, 0), k.tensor(g))));
    const line: Extent = [1, n, 1],
      before = scan({ factor: x, term: null, order: "exclusive", reverse: false }, line),
      behind = scan({ factor: x, term: g, order: "lagged", reverse: true }, line);
    const want = before.map((b, i) => ({ value: mul(b.value, behind[i]!.value), magnitude: abs(b.value)[0] * behind[i]!.magnitude }));
    judge("cumprod", p.grad!.dataSync(), want, 3 + n * 2 ** -28);
  });
});

describe("other types", () => {
  const values = (t: k.Tensor): number[] => [...t.dataSync()];
  const judge64 = (got: ArrayLike<number>, want: readonly Sum[], terms: number): void =>
    want.forEach(({ value, magnitude }, i) => {
      const leniency = { subnormals: "ieee", zeros: "either" } as const,
        format = FORMATS.float64;
      const v = verdict({
        address: () => `running:f64:cpu:[${i}]`,
        inputs: [],
        got: got[i]!,
        format,
        truth: value,
        bound: { terms },
        magnitude,
        leniency,
      });
      expect(v.pass, v.sentence).toBe(true);
    });
  test("whole numbers and conditions give int32", () => {
    for (const dtype of ["bool", "uint8", "int32"] as const) {
      const x = k.tensor([1, 0, 1, 1], { dtype });
      expect([k.cumsum(x, 0).dtype, values(k.cumsum(x, 0))]).toEqual(["int32", [1, 1, 2, 3]]);
      expect([k.cumprod(x, 0).dtype, values(k.cumprod(x, 0))]).toEqual(["int32", [1, 0, 0, 0]]);
    }
    expect(values(k.cumsum(k.tensor(Uint8Array.of(200, 200)), 0))).toEqual([200, 400]);
    const large = Int32Array.of(2 ** 30, 2 ** 30 - 1, 0, -5);
    expect(values(k.cumsum(large, 0))).toEqual([2 ** 30, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 6]);
    expect(values(k.cumprod(Int32Array.of(-(2 ** 16), 2 ** 15, 1, 0), 0))).toEqual([-(2 ** 16), -(2 ** 31), -(2 ** 31), 0]);
  });
  test("a total beyond int32 is an error when it is read, though a later one is not beyond", () => {
    const sums = k.cumsum(Int32Array.of(2 ** 31 - 1, 1, -1), 0),
      products = k.cumprod(Int32Array.of(2 ** 16, 2 ** 15, 0), 0);
    const message = (name: string): string =>
      `${name}: the result is beyond int32. Convert the operand first, with to(x, "float64").\n  in ${name}[3]. Turn on trace() to see the lines.`;
    expect(() => sums.dataSync()).toThrow(new RangeError(message("cumsum")));
    expect(() => products.dataSync()).toThrow(new RangeError(message("cumprod")));
  });
  test.each(["float16", "bfloat16"] as const)("%s: through float32, each rounded once more", (dtype) => {
    const x = k.to(k.tensor(DATA.signed!(300, 4)), dtype),
      wide = k.to(x, "float32");
    for (const scan of [k.cumsum, k.cumprod]) {
      expect(scan(x, 0).dtype).toBe(dtype);
      expect(values(scan(x, 0))).toEqual(values(k.to(scan(wide, 0), dtype)));
    }
  });
  test("float64: sums with what they lost, products in plain float64; and their gradients", () => {
    const n = 200,
      x = Float64Array.from(DATA.cancelling!(n, 3), (v, i) => v * (1 + i * 2 ** -40)),
      g = Float64Array.from(DATA.signed!(n, 5), (v) => v * (1 + 2 ** -30)),
      line: Extent = [1, n, 1];
    const p = k.parameter(x),
      sums = k.cumsum(p, 0);
    expect(sums.dtype).toBe("float64");
    judge64(sums.dataSync(), scan({ factor: null, term: x, order: "inclusive", reverse: false }, line), n * n * 2 ** -53);
    backward(k.sum(k.mul(sums, k.tensor(g))));
    judge64(p.grad!.dataSync(), scan({ factor: null, term: g, order: "inclusive", reverse: true }, line), n * n * 2 ** -53);
    const factors = Float64Array.from(DATA.signed!(n, 4), (v, i) => (i === 150 ? 0 : Math.sign(v) * (1 + v * 2 ** -6))),
      q = k.parameter(factors),
      products = k.cumprod(q, 0);
    judge64(products.dataSync(), scan({ factor: factors, term: null, order: "inclusive", reverse: false }, line), n);
    backward(k.sum(k.mul(products, k.tensor(g))));
    const before = scan({ factor: factors, term: null, order: "exclusive", reverse: false }, line),
      behind = scan({ factor: factors, term: g, order: "lagged", reverse: true }, line);
    judge64(
      q.grad!.dataSync(),
      before.map((b, i) => ({ value: mul(b.value, behind[i]!.value), magnitude: abs(b.value)[0] * behind[i]!.magnitude })),
      3 + 3 * n,
    );
  });
  test("float64: one after the other, 1 and many times 2⁻⁵³ are more than 1, and an infinite sum is no NaN", () => {
    expect(values(k.cumsum(Float64Array.of(1, ...new Array<number>(4).fill(2 ** -53)), 0))).toEqual([1, 1, 1 + 2 ** -52, 1 + 2 ** -51, 1 + 2 ** -51]);
    expect(values(k.cumsum(Float64Array.of(1e308, 1e308, -1e308, -Infinity), 0))).toEqual([1e308, Infinity, Infinity, NaN]);
    expect(values(k.cumsum(Float64Array.of(2 ** 100, 1, -(2 ** 100)), 0))).toEqual([2 ** 100, 2 ** 100, 1]);
  });
});

describe("cummax and cummin", () => {
  const values = (t: k.Tensor): number[] => [...t.dataSync()];
  const WAYS = [
    ["cummax", k.cummax, 1],
    ["cummin", k.cummin, -1],
  ] as const;
  const HARD = [0, -0, 1, -1, 2, 2, NaN, Infinity, -Infinity];
  const next = random(11);
  describe.each(WAYS)("%s", (_name, op, sign) => {
    test.each([
      [3, 1, 4],
      [3, 2, 4],
      [2, 7, 3],
      [1, 50, 1],
      [2, 64, 1],
      [1, 65, 2],
    ] as const)("along the middle of [%i, %i, %i]", (...extent) => {
      for (const choice of [HARD, HARD.filter((x) => x === x), [1, 2, 3]]) {
        const data = Float32Array.from({ length: extent[0] * extent[1] * extent[2] }, () => choice[next() % choice.length]!),
          got = op(k.tensor(data, { shape: extent }), 1),
          want = running(data, extent, sign),
          at = (i: number): number => (Math.floor(i / (extent[1] * extent[2])) * extent[1] + want[i]!) * extent[2] + (i % extent[2]);
        expect([got.indices.dtype, got.indices.shape, got.values.shape]).toEqual(["int32", extent, extent]);
        expect(values(got.indices)).toEqual(want);
        expect(values(got.values)).toEqual(want.map((_w, i) => data[at(i)]!));
      }
    });
    test("every type, and float64 and int32 by all their bits", () => {
      for (const dtype of k.DTYPES) {
        const t = k.tensor([0, 1, 1, 0], { dtype }),
          { values: found, indices } = op(t, 0);
        expect([found.dtype, values(found), values(indices)]).toEqual([
          dtype,
          sign > 0 ? [0, 1, 1, 1] : [0, 0, 0, 0],
          sign > 0 ? [0, 1, 2, 2] : [0, 0, 0, 3],
        ]);
      }
      const near = op(Float64Array.of(1, 1 + sign * 2 ** -50, 1), 0);
      expect(values(near.indices)).toEqual([0, 1, 1]);
      expect(values(op(Int32Array.of(2 ** 30, 2 ** 30 + sign, 2 ** 30), 0).indices)).toEqual([0, 1, 1]);
    });
    test("a 0-d tensor, and sizes of 0", () => {
      const one = op(5, 0);
      expect([one.values.shape, one.values.item(), one.indices.item()]).toEqual([[], 5, 0]);
      expect(op(k.zeros([0]), 0).values.shape).toEqual([0]);
      expect(op(k.zeros([2, 0, 3]), -1).indices.shape).toEqual([2, 0, 3]);
      expect(() => op([1, 2], 1)).toThrow(new RangeError(`${op.name}: dimension 1 is out of range for shape [2]. Use -1 … 0.`));
    });
    test("the gradient goes to the places", () => {
      const p = k.parameter([1, sign * 3, sign * 2, sign * 3].map((x) => x)),
        { values: found } = op(p, 0);
      backward(k.sum(k.mul(found, [1, 10, 100, 1000])));
      expect(values(p.grad!)).toEqual([1, 110, 0, 1000]);
    });
  });
});

test("logcumsumexp of what is masked from the beginning has a gradient of 0 there", () => {
  const p = k.parameter([-Infinity, -Infinity, 1, 2]);
  backward(k.sum(k.logcumsumexp(p, 0)));
  const [a, b, c, d] = [...p.grad!.dataSync()],
    share = 1 / (1 + Math.E);
  expect([a, b]).toEqual([0, 0]);
  expect(c).toBeCloseTo(1 + share, 6);
  expect(d).toBeCloseTo(1 - share, 6);
});
test("logcumsumexp at multiples of 16, where its greatest element is what it is shifted by, is differentiated twice as between them", () => {
  const second = (at: number): number[] => {
    const slope = (x: k.Tensor): k.Tensor => grad((x: k.Tensor) => k.sum(k.mul(k.logcumsumexp(x, 0), [0.5, -1, 2])))(x);
    return [...grad((x: k.Tensor) => k.sum(k.mul(slope(x), [1, 2, -1])))(k.tensor(Float64Array.of(at, at - 0.5, at - 1))).dataSync()];
  };
  const between = second(15);
  second(16).forEach((x, i) => expect(Math.abs(x - between[i]!)).toBeLessThanOrEqual(2 ** -48));
  expect(Math.abs(between[0]!)).toBeGreaterThan(0.1);
});
