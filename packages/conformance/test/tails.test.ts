/** Differences of one function at two places, and their logarithms, where both are in one tail: beside 4200 bits. */
import { beforeAll, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { arithmetic, big, type Big, neg, toNumber } from "../src/reference/big.js";
import { functions } from "../src/reference/bigFunctions.js";

beforeAll(() => k.setDefaultDevice(cpu()));
const BITS = 4200,
  f = functions(BITS),
  { add, sub, mul, div } = arithmetic(BITS),
  ONE = big(1);
const sigmoid = (x: Big): Big => div(ONE, add(ONE, f.exp(neg(x)))),
  rootPi = f.exp(mul(big(0.5), f.log(f.pi)));
/** A function, and its derivative. */
const kinds: Record<string, [(x: k.Tensor) => k.Tensor, (x: Big) => Big, (x: Big) => Big]> = {
  sigmoid: [k.sigmoid, sigmoid, (x) => mul(sigmoid(x), sigmoid(neg(x)))],
  tanh: [k.tanh, f.tanh, (x) => sub(ONE, mul(f.tanh(x), f.tanh(x)))],
  erf: [k.erf, f.erf, (x) => div(mul(big(2), f.exp(neg(mul(x, x)))), rootPi)],
  "1 − erfc": [(x) => k.sub(1, k.erfc(x)), f.erf, (x) => div(mul(big(2), f.exp(neg(mul(x, x)))), rootPi)],
  "½(1 + erf)": [(x) => k.mul(0.5, k.add(1, k.erf(x))), (x) => div(f.erf(x), big(2)), (x) => div(f.exp(neg(mul(x, x))), rootPi)],
  ndtr: [k.ndtr, f.ndtr, (x) => div(f.exp(mul(big(-0.5), mul(x, x))), mul(rootPi, f.exp(mul(big(0.5), f.log(big(2))))))],
};
const places = [
  [1, 0.75],
  [1, 0.9990234375],
  [1.5, -1.25],
  [-2, -3],
  [5, 4],
  [20, 19.875],
  [-19.9990234375, -20],
  [40, 39],
  [-39, -40],
  [0.001953125, -0.00390625],
  [3, -40],
];
const cases = Object.keys(kinds).flatMap((name) => places.map(([a, b]) => [name, a!, b!] as const));
test.each(cases)("log(f(a) − f(b)) of %s at %s and %s, and its gradient", (name, a, b) => {
  const [op, value, slope] = kinds[name]!,
    x = k.parameter(k.tensor([a])),
    y = k.parameter(k.tensor([b])),
    l = k.log(k.sub(op(x), op(y))),
    got = [l, ...grad(k.sum(l), [x, y])].map((t) => t!.dataSync()[0] as number),
    apart = sub(value(big(a)), value(big(b))),
    want = [f.log(apart), div(slope(big(a)), apart), neg(div(slope(big(b)), apart))].map(toNumber);
  // The gradient is a product and a quotient of what is held: it may be below the least normal number.
  got.forEach((v, i) => expect(Math.abs(v - want[i]!), `${i}: ${v}, want ${want[i]}`).toBeLessThanOrEqual(Math.abs(want[i]!) * 2 ** -21 + 2 ** -149));
});
test.each(cases)("f(a) − f(b) of %s at %s and %s", (name, a, b) => {
  const [op, value] = kinds[name]!,
    got = k.sub(op(k.tensor([a])), op(k.tensor([b]))).item() as number,
    want = toNumber(sub(value(big(a)), value(big(b))));
  expect(Math.abs(got - want), `${got}, want ${want}`).toBeLessThanOrEqual(Math.abs(want) * 2 ** -22 + 2 ** -149);
});
test.each(["sigmoid", "tanh", "erf", "ndtr"])("%s: nothing is between two infinite places of one sign", (name) => {
  const [op] = kinds[name]!,
    a = k.tensor([Infinity, -Infinity]),
    b = k.tensor([Infinity, -Infinity]);
  expect([...k.sub(op(a), op(b)).dataSync()].map((x) => (x as number) + 0)).toEqual([0, 0]);
  expect([...k.log(k.sub(op(a), op(b))).dataSync()]).toEqual([-Infinity, -Infinity]);
});
