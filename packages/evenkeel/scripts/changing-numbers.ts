/** A step of 8 elements with a number that is the same in every step, and with one that changes: milliseconds, the best of 3 times 60 steps. `node --import tsx --conditions @evenkeel/source packages/evenkeel/scripts/changing-numbers.ts` */
import {
  add,
  backward,
  div,
  exp,
  log,
  mean,
  mul,
  type Parameter,
  parameter,
  pow,
  sigmoid,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from "evenkeel";

const of = (f: (i: number) => number): Parameter => parameter(Array.from({ length: 8 }, (_, i) => f(i))),
  x = of((i) => i / 8 - 0.3),
  y = of(Math.cos);
const steps: Record<string, (c: number) => Tensor> = {
  "c·x": (c) => mul(x, c),
  "log(c + eˣ)": (c) => log(add(exp(x), c)),
  "(eˣ)^c": (c) => pow(exp(x), c),
  "√(x² + c)": (c) => sqrt(add(square(x), c)),
  "log σ(cx)": (c) => log(sigmoid(mul(x, c))),
  "log softmax(x/c)": (c) => log(softmax(div(x, c), 0)),
  "c·log Σ e^(x/c)": (c) => mul(log(sum(exp(div(x, c)))), c),
  "c·eˣ/Σeˣ": (c) => mul(c, div(exp(x), sum(exp(x)))),
  "cσ(x) + (1 − c)σ(y)": (c) => add(mul(c, sigmoid(x)), mul(1 - c, sigmoid(y))),
  "a bound of a likelihood": (c) => add(mean(square(sub(x, 0.5))), mul(c, mean(sub(sub(add(exp(y), square(x)), 1), y)))),
};
const STEPS = 60;
for (const [name, f] of Object.entries(steps)) {
  const [same, changing] = [() => 0.37, (i: number) => 0.1 + 0.001234 * i].map((number) =>
    Math.min(
      ...Array.from({ length: 3 }, (_, round) => {
        const start = performance.now();
        for (let i = 0; i < STEPS; i++) {
          for (const p of [x, y]) p.zeroGrad();
          backward(sum(f(number(STEPS * round + i))));
        }
        return (performance.now() - start) / STEPS;
      }),
    ),
  ) as [number, number];
  console.log(`${name.padEnd(26)}${same.toFixed(3).padStart(8)}${changing.toFixed(3).padStart(8)}`);
}
