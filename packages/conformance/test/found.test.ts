/** The smallest of random expressions that were worse with the stabiliser, one for each cause: value and gradient are not. */
import { beforeAll, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import type { Algebra } from "../src/catalogue/algebra.js";
import type { Row } from "../src/catalogue/row.js";
import { compared } from "../src/differential/compare.js";

beforeAll(() => setDefaultDevice(cpu()));
const overSum = <T>(k: Algebra<T>, x: T): T => k.div(x, k.sum(x));
/** What is written, what it is, and the data at which it was worse. */
type Found = readonly [written: string, of: Row["of"], ...point: (readonly number[])[]];
const FOUND: readonly Found[] = [
  // By 1 + r the gradient of a square has 1 + r as a factor, which vanishes in roundings.
  ["1 − softplus(x)²", (k, x) => k.sub(1, k.square(k.softplus(x))), [-20, -6.4, 0, 1]],
  ["1 − softplus(x)·softplus(x)", (k, x) => k.sub(1, k.mul(k.softplus(x), k.softplus(x))), [-9, 0, 0, 0]],
  ["1 − (e^x + e^x)²", (k, x) => k.sub(1, k.pow(k.add(k.exp(x), k.exp(x)), 2)), [-30, 0, 0, 0]],
  ["1 − σ(x)²", (k, x) => k.sub(1, k.pow(k.sigmoid(x), 2)), [-30, 0, 0, 0]],
  // By its logarithm the gradient is a total that is infinite times shares that are 0.
  ["mean(e^x) − 1", (k, x) => k.sub(k.mean(k.exp(x)), 1), [0, 0, 0, 300]],
  ["softplus(mean(e^x)) − 1", (k, x) => k.sub(k.softplus(k.mean(k.exp(x))), 1), [0, 0, 0, 300]],
  // One exponent that is infinite makes no number of a whole row.
  ["softplus(e^e^x) over its sum", (k, x) => overSum(k, k.softplus(k.exp(k.exp(x)))), [0, 0, 0, 10]],
  ["e^log1p([e^x, x]) over its sum", (k, x) => overSum(k, k.exp(k.log1p(k.cat([k.exp(x), x])))), [0, 0, 0, 300]],
  // What is infinite times 1 less a share that is 1 by rounding.
  ["1 / logSoftmax(x)", (k, x) => k.div(1, k.logSoftmax(x, -1)), [0, 0, 0, 200]],
  // What cancels in one op is added before what is small.
  ["(x − x) − e^x", (k, x) => k.sub(k.sub(x, x), k.exp(x)), [0, 0, 0, -50]],
  // A factor's sign counts as often as it is repeated.
  ["log Π z·σ(x)", (k, z, x) => k.log(k.prod(k.mul(z, k.sigmoid(x)))), [-30], [0, 0]],
];

test.each(FOUND.map(([written, of, ...point]) => ({ written, of, point })))("$written is not worse", ({ written, of, point }) => {
  const rounded = point.map((x) => x.map(Math.fround)),
    leaves = rounded.map((x) => ({ shape: x.length === 1 ? [] : [x.length], from: -Infinity, to: Infinity }));
  expect(compared({ id: "", written, of, leaves, fails: [] }, rounded)).not.toMatchObject({ verdict: "worse" });
});
