/** glu against double-double, value and gradient, at the ends too; heaviside, nanToNum and cumulativeTrapezoid at what is special. */
import { beforeAll, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { stratified } from "../src/cases.js";
import { type Question, shareOf, verdict } from "../src/judge.js";
import { type DD, dd, mul } from "../src/reference/dd.js";
import { sigmoid } from "../src/reference/sigmoid.js";
import { seen } from "./seen.js";

beforeAll(() => k.setDefaultDevice(cpu()));
const note = seen("gated.test");

test("glu: value and gradients", () => {
  const b = [...stratified(400, 3), 0, 17, -17, 88, -88, -104, 1e4, -1e4].filter((x) => Number.isFinite(x)),
    a = b.map((_, i) => Math.fround([1, -3, 1e30, 1e-30, 0.75][i % 5]!)),
    x = k.tensor([a, b]),
    value = k.glu(x, 0).dataSync(),
    slopes = grad((t: k.Tensor) => k.sum(k.glu(t, 0)))(x).dataSync();
  const hold = (what: string, got: number, truth: DD): void => {
    const question: Question = {
      address: () => what,
      inputs: [],
      got,
      truth,
      bound: { ulp: 0.501 },
      leniency: { subnormals: "ieee", zeros: "either" },
    };
    const v = verdict(question);
    if (v.pass) note(what, shareOf(question));
    expect(v.pass, v.sentence).toBe(true);
  };
  b.forEach((y, i) => {
    hold(`glu of ${a[i]} and ${y}`, Number(value[i]), mul(dd(a[i]!), sigmoid.value(y)));
    hold(`glu ∂a of ${a[i]} and ${y}`, Number(slopes[i]), sigmoid.value(y));
    hold(`glu ∂b of ${a[i]} and ${y}`, Number(slopes[b.length + i]), mul(dd(a[i]!), sigmoid.derivatives[0]!(y)));
  });
  expect(() => k.glu([1, 2, 3])).toThrow(/^glu: dimension 0 of \[3\] has no two halves\. /);
  expect(() => k.glu(1)).toThrow(RangeError);
});
test("heaviside and nanToNum: what is special, and where gradients go", () => {
  const special = [NaN, Infinity, -Infinity, 0, -0, 2 ** -149, -1];
  expect([...k.heaviside(special, 0.5).dataSync()]).toEqual([NaN, 1, 0, 0.5, 0.5, 1, 0]);
  const { max } = k.finfo("float32");
  expect([...k.nanToNum(special).dataSync()]).toEqual([0, max, -max, 0, -0, 2 ** -149, -1]);
  expect([...k.nanToNum(special, { nan: 1, posinf: 2, neginf: 3 }).dataSync()]).toEqual([1, 2, 3, 0, -0, 2 ** -149, -1]);
  expect([...grad((x: k.Tensor) => k.sum(k.nanToNum(x)))(k.tensor(special)).dataSync()]).toEqual([0, 0, 0, 1, 1, 1, 1]);
  expect([...grad((v: k.Tensor) => k.sum(k.heaviside([0, 1, -1], v)))(k.tensor([1, 2, 3])).dataSync()]).toEqual([1, 0, 0]);
  expect([k.heaviside(k.tensor(Int32Array.of(-2, 0, 5)), k.tensor(Int32Array.of(7))).dtype, k.nanToNum(k.tensor(Int32Array.of(3))).dtype]).toEqual(["int32", "int32"]); // prettier-ignore
});
test("cumulativeTrapezoid ends with trapezoid", () => {
  const y = [[1, 2, 4, 3], [0.5, -1, 2, 8]]; // prettier-ignore
  for (const options of [{}, { dx: 0.25 }, { x: [0, 1, 3, 4] }]) {
    const all = k.cumulativeTrapezoid(y, options);
    expect(all.shape).toEqual([2, 3]);
    expect([...k.select(all, 1, -1).dataSync()]).toEqual([...k.trapezoid(y, options).dataSync()]);
  }
  expect(k.cumulativeTrapezoid(k.zeros([2, 0])).shape).toEqual([2, 0]);
  expect(() => k.cumulativeTrapezoid(y, { x: [1, 2] })).toThrow(/^cumulativeTrapezoid: x has 2 points/);
});
