/**
 * What a long chain of one formula costs the first time: to restate it, and in all, until it and its gradient are there. The figures are microseconds for
 * each recorded node, which do not grow with the length where the work is linear in it; those of 20 links have in them what JavaScript takes to become quick.
 */
import { grad } from "@evenkeel/autograd";
import {
  add,
  cat,
  cumsum,
  div,
  exp,
  expand,
  flip,
  log,
  logsumexp,
  maximum,
  mean,
  mul,
  narrow,
  neg,
  norm,
  pow,
  reciprocal,
  sigmoid,
  silu,
  roll,
  sin,
  softmax,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  tensor,
  type Tensor,
} from "evenkeel";
import { stableOf } from "@evenkeel/core/internal";

type Link = (t: Tensor, x: Tensor) => Tensor;
const normal = (t: Tensor): Tensor => sub(t, mean(t));
const CHAINS: Readonly<Record<string, Link>> = {
  "1/(t + 1)": (t) => reciprocal(add(t, 1)),
  "(t + 2)^−2": (t) => pow(add(t, 2), -2),
  "t/(1 + t²)": (t) => div(t, add(1, square(t))),
  "t/√(1 + t²)": (t) => div(t, sqrt(add(1, square(t)))),
  "log(1 + t²)": (t) => log(add(1, square(t))),
  "t·(1 + t/100)": (t) => mul(t, add(1, mul(0.01, t))),
  "(x − t)/(x + t)": (t, x) => div(sub(x, t), add(x, t)),
  "(t + x/t)/2": (t, x) => mul(0.5, add(t, div(x, t))),
  "3.2·t·(1 − t)": (t) => mul(3.2, mul(t, sub(1, t))),
  "e^(−t²)": (t) => exp(neg(square(t))),
  "tanh(t − 0.1)": (t) => tanh(sub(t, 0.1)),
  "softplus(t − 1)": (t) => softplus(sub(t, 1)),
  "silu(t)": (t) => silu(t),
  "σ(t)·x + (1 − σ(t))·t": (t, x) => add(mul(sigmoid(t), x), mul(sub(1, sigmoid(t)), t)),
  "t + sin(t)/10": (t) => add(t, mul(0.1, sin(t))),
  "max(1 − t, x/2)": (t, x) => maximum(sub(1, t), mul(x, 0.5)),
  "softmax(2t + Σt)": (t) => softmax(add(mul(t, 2), sum(t)), 0),
  "softmax(3t)": (t) => softmax(mul(t, 3), 0),
  "t − log Σe^t": (t) => sub(t, logsumexp(t, 0)),
  "t/‖t‖": (t) => div(t, norm(t)),
  "standard score": (t) => div(normal(t), sqrt(add(1e-5, mean(square(normal(t)))))),
  "running sum": (t) => cumsum(mul(t, 0.4), 0),
  "1/(1 + Σt)": (t) => reciprocal(add(expand(sum(t), [3]), 1)),
  "parts of [2t, −t]": (t) => narrow(cat([mul(t, 2), neg(t)]), 0, 1, 3),
  "1 − e^−t, flipped": (t) => flip(sub(1, exp(neg(t))), 0),
  "e^t/(e^t + e^(t turned))": (t) => div(exp(t), add(exp(t), exp(roll(t, 1, 0)))),
  "t/(1 + t²), flipped": (t) => flip(div(t, add(1, square(t))), 0),
  "t/√(1 + t²), flipped": (t) => flip(div(t, sqrt(add(1, square(t)))), 0),
};
const LENGTHS = [20, 40, 80];

/** Nodes below a root, and the root. */
function count(root: Tensor): number {
  const seen = new Set<Tensor>();
  for (const open = [root]; open.length;) {
    const t = open.pop()!;
    if (seen.has(t)) continue;
    seen.add(t);
    open.push(...t.inputs);
  }
  return seen.size;
}
/** Microseconds a node to restate, microseconds a node with the gradient until both are computed, and how many nodes come of one. */
function cost(link: Link, length: number): readonly [number, number, number] {
  const x = tensor([0.5, 0.7, 1.3], { requiresGrad: true });
  let t = x;
  for (let i = 0; i < length; i++) t = link(t, x);
  const loss = sum(t),
    nodes = count(loss),
    start = performance.now(),
    stable = stableOf(loss),
    restated = performance.now();
  const [slope] = grad(loss, [x]) as Tensor[];
  loss.dataSync();
  slope!.dataSync();
  return [((restated - start) / nodes) * 1e3, ((performance.now() - start) / nodes) * 1e3, count(stable) / nodes];
}

const wanted = process.argv.slice(2);
console.log(`${"".padEnd(28)}${LENGTHS.map((n) => `${n} links`.padStart(28)).join("")}`);
console.log(`${"".padEnd(28)}${LENGTHS.map(() => "restate µs  in all µs  nodes".padStart(28)).join("")}`);
for (const [name, link] of Object.entries(CHAINS)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const row = LENGTHS.map((n) =>
    cost(link, n)
      .map((x, i) => x.toFixed(i < 2 ? 0 : 2).padStart(i ? (i < 2 ? 11 : 7) : 10))
      .join(""),
  );
  console.log(`${name.padEnd(28)}${row.join("")}`);
}
