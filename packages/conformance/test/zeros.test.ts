/** Gradients where a difference is exactly 0: the logarithm of it is −∞, and what is made of that has the slope of the difference all the same. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

/** Of y, 0 at the first of these and not at the others. */
const differences: Record<string, [(y: T) => T, number[]]> = {
  "1 − y": [(y) => k.sub(1, y), [1, 0.5, -2]],
  "y − 1": [(y) => k.sub(y, 1), [1, 0.5, 1.75]],
  "e^y − 1": [(y) => k.sub(k.exp(y), 1), [0, 0.5, -1]],
  "1 − e^y": [(y) => k.sub(1, k.exp(y)), [0, 0.5, -1]],
  "expm1 y": [k.expm1, [0, 0.5, -1]],
  "1 − e^−y": [(y) => k.sub(1, k.exp(k.neg(y))), [0, 0.5, -1]],
  "1 − y²": [(y) => k.sub(1, k.square(y)), [1, 0.5, -0.25]],
  "(1 − y)(1 + y)": [(y) => k.mul(k.sub(1, y), k.add(1, y)), [-1, 0.5, -0.25]],
  "1 − 1/y": [(y) => k.sub(1, k.div(1, y)), [1, 0.5, 3]],
  "sinh y": [k.sinh, [0, 0.5, -1]],
  "tanh y": [k.tanh, [0, 0.5, -1]],
  "y(1 − y)": [(y) => k.mul(y, k.sub(1, y)), [1, 0.5, 0.25]],
  "y(1 − y) at 0": [(y) => k.mul(y, k.sub(1, y)), [0, 0.5, 0.25]],
  "1 − (1 − y)³": [(y) => k.sub(1, k.pow(k.sub(1, y), 3)), [0, 0.5, 0.25]],
  "1 − relu y": [(y) => k.sub(1, k.relu(y)), [1, 0.5, -2]],
  "e^y − e^(2y)": [(y) => k.sub(k.exp(y), k.exp(k.mul(y, 2))), [0, 0.5, -1]],
  "2σ(y) − 1": [(y) => k.sub(k.mul(2, k.sigmoid(y)), 1), [0, 0.5, -1]],
  "log y": [k.log, [1, 0.5, 3]],
};
/** What they are part of, with other operands. */
const places: Record<string, (d: T, x: T) => T> = {
  "log |Σd|": (d) => k.log(k.abs(k.sum(d))),
  "log Σd²": (d) => k.log(k.sum(k.square(d))),
  "1 / (3 + x·d)": (d, x) => k.div(1, k.add(3, k.mul(x, d))),
  "1 / (3 + d)": (d) => k.div(1, k.add(3, d)),
  "Σ d·x / Σ d": (d, x) => k.div(k.sum(k.mul(d, x)), k.sum(d)),
  "log mean((x + d)²)": (d, x) => k.log(k.mean(k.square(k.add(x, d)))),
  "softmax(x)·d": (d, x) => k.mul(k.softmax(x, 0), d),
  "e^x·d": (d, x) => k.mul(k.exp(x), d),
  "d / (1 + e^x)": (d, x) => k.div(d, k.add(1, k.exp(x))),
  "log(2 + σ(x)·d)": (d, x) => k.log(k.add(2, k.mul(k.sigmoid(x), d))),
  "‖d·x‖": (d, x) => k.norm(k.mul(d, x)),
  "d³": (d) => k.pow(d, 3),
  "√(2 + d)": (d) => k.sqrt(k.add(2, d)),
};
const WEIGHTS = [1, -0.5, 2],
  X = [0.75, 1.5, -0.5];
function gradients(d: (y: T) => T, place: (d: T, x: T) => T, at: number[], dtype: k.DType): number[] {
  const y = k.parameter(k.tensor(at, { dtype })),
    x = k.parameter(k.tensor(X, { dtype }));
  backward(k.sum(k.mul(place(d(y), x), k.tensor(WEIGHTS, { dtype }))));
  return [y, x].flatMap((p) => (p.grad ? [...p.grad.dataSync()] : [0, 0, 0])) as number[];
}
describe.each(Object.entries(differences))("%s", (_, [d, at]) => {
  test.each(Object.entries(places))("in %s", (_, place) => {
    // As written, in float64, in which none of these values loses more than a few digits.
    const want = k.stabilise("off", () => gradients(d, place, at, "float64")),
      size = Math.max(...want.map(Math.abs));
    for (const dtype of ["float32", "float64"] as const)
      gradients(d, place, at, dtype).forEach((g, i) =>
        expect(Math.abs(g - want[i]!), `${dtype} ${i}: ${g}, want ${want[i]}`).toBeLessThan(2 ** -20 * size),
      );
  });
});
