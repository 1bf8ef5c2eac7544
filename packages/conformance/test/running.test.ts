/** Running sums and products as users call them: within their bounds, value and gradient, on views of every kind, against the double-double scan. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { verdict } from "../src/judge.js";
import { DATA } from "../src/kinds/case.js";
import type { Extent } from "../src/reference/gather.js";
import { abs, mul } from "../src/reference/dd.js";
import { scan } from "../src/reference/scan.js";
import type { Sum } from "../src/reference/sum.js";

beforeAll(() => k.setDefaultDevice(cpu()));

/** Holds results to ½ ulp and so many times 2⁻²⁴·Σ|terms|. */
function judge(got: ArrayLike<number>, want: readonly Sum[], terms: number): void {
  expect(got.length).toBe(want.length);
  want.forEach(({ value, magnitude }, i) => {
    const leniency = { subnormals: "ieee", zeros: "either" } as const;
    const v = verdict({ address: () => `running:f32:cpu:[${i}]`, inputs: [], got: got[i]!, truth: value, bound: { terms }, magnitude, leniency });
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
    judge(k.cumsum(x, 1).dataSync(), scan({ factor: null, term, order: "inclusive", reverse: false }, shape), 50 * 2 ** -29);
    judge(k.cumsum(x, -1).dataSync(), scan({ factor: null, term, order: "inclusive", reverse: false }, [150, 4, 1]), 4 * 2 ** -29);
    judge(k.cumsum(x, 0).dataSync(), scan({ factor: null, term, order: "inclusive", reverse: false }, [1, 3, 200]), 3 * 2 ** -29);
  });
  test("cumprod", () => {
    const x = view(DATA.signed!(size, 4)),
      factor = x.dataSync();
    judge(k.cumprod(x, 1).dataSync(), scan({ factor, term: null, order: "inclusive", reverse: false }, shape), 50 * 2 ** -29);
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
    judge(p.grad!.dataSync(), want, 3 + n * 2 ** -28);
  });
});
