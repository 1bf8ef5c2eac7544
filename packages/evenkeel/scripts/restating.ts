/**
 * What the stabiliser costs before a run, in µs a node, the first time that a graph of its structure is met and the least of 40 times later:
 * `node --import tsx --conditions @evenkeel/source packages/evenkeel/scripts/restating.ts`.
 */
import {
  add,
  cpu,
  div,
  exp,
  gelu,
  layerNorm,
  log,
  matmul,
  mul,
  neg,
  parameter,
  randn,
  setDefaultDevice,
  sigmoid,
  softmax,
  stabilise,
  sub,
  sum,
  tanh,
  type Tensor,
  tensor,
} from "evenkeel";
import { crossEntropy } from "@evenkeel/losses";
import { stableOf } from "@evenkeel/core/internal";

setDefaultDevice(cpu());
const times = (n: number, f: (i: number) => Tensor, join: (a: Tensor, b: Tensor) => Tensor): Tensor =>
  Array.from({ length: n }, (_, i) => f(i)).reduce((a, b) => join(a, b));
const leaf = (): Tensor => parameter([0.5, -1.25, 2]).current;

/** x·σ as people write it, n times over. */
function gates(n: number): Tensor {
  let x = leaf();
  for (let i = 0; i < n; i++) x = div(x, add(1, exp(neg(x))));
  return x;
}
function perceptron(n: number): Tensor {
  const sizes = 8;
  let x: Tensor = randn([4, sizes]);
  for (let i = 0; i < n; i++) x = gelu(add(matmul(layerNorm(x, [sizes]), parameter(randn([sizes, sizes]))), parameter(randn([sizes]))));
  return crossEntropy(x, tensor([0, 1, 2, 3], { dtype: "int32" }));
}
/** The loss of word vectors as it was written, over n words. */
const words = (n: number): Tensor => neg(times(n, () => log(sigmoid(sum(mul(leaf(), leaf())))), add));
const GRAPHS: Readonly<Record<string, () => Tensor>> = {
  "500 additions, nothing to restate": () => times(500, leaf, add),
  "a sum of 250 exponentials": () => times(250, () => exp(leaf()), add),
  "a product of 250 exponentials": () => times(250, () => exp(leaf()), mul),
  "a product of 500": () => times(500, leaf, mul),
  "a sum of 1000 exponentials": () => times(1000, () => exp(leaf()), add),
  "100 gates by hand": () => gates(100),
  "50 layers": () => perceptron(50),
  "log-sigmoids of 80 products": () => words(80),
  "a chain of 500 differences": () => times(250, () => tanh(leaf()), sub),
  "100 attentions": () => times(100, () => sum(softmax(mul(leaf(), 2), 0)), add),
};

const countOf = (root: Tensor): number => {
  const all = new Set<Tensor>([root]);
  for (const t of all) for (const x of t.inputs) all.add(x);
  return [...all].filter((t) => t.inputs.length).length;
};
function timed(root: Tensor): number {
  const from = performance.now();
  stableOf(root);
  return 1000 * (performance.now() - from);
}
const least = (n: number, graph: () => Tensor): number => Math.min(...Array.from({ length: n }, () => timed(graph())));
for (const [name, graph] of Object.entries(GRAPHS)) {
  const nodes = countOf(graph()),
    first = timed(graph()),
    later = least(40, graph),
    off = stabilise("off", () => least(40, graph));
  console.log(
    `${name.padEnd(36)} ${String(nodes).padStart(5)} nodes   first ${(first / nodes).toFixed(1).padStart(6)} µs a node, ${(first / 1000).toFixed(1).padStart(6)} ms   later ${(later / nodes).toFixed(2).padStart(6)} µs a node, ${(later / 1000).toFixed(1).padStart(5)} ms   off ${(off / 1000).toFixed(2)} ms`,
  );
}
