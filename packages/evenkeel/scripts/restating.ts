/**
 * What the stabiliser costs before a run, in µs a node: the first time that anything is restated by these rules, when the engine has not compiled them; the least of
 * graphs whose structures were not met before, each of another size; and the least of 40 of a structure that was:
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
const GRAPHS: Readonly<Record<string, readonly [size: number, graph: (n: number) => Tensor]>> = {
  "500 additions, nothing to restate": [500, (n) => times(n, leaf, add)],
  "a sum of 250 exponentials": [250, (n) => times(n, () => exp(leaf()), add)],
  "a product of 250 exponentials": [250, (n) => times(n, () => exp(leaf()), mul)],
  "a product of 500": [500, (n) => times(n, leaf, mul)],
  "a sum of 1000 exponentials": [1000, (n) => times(n, () => exp(leaf()), add)],
  "100 gates by hand": [100, gates],
  "50 layers": [50, perceptron],
  "log-sigmoids of 80 products": [80, words],
  "a chain of 500 differences": [250, (n) => times(n, () => tanh(leaf()), sub)],
  "100 attentions": [100, (n) => times(n, () => sum(softmax(mul(leaf(), 2), 0)), add)],
};
/** How many sizes are tried. */
const SIZES = 20;

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
const least = (times: number, graph: (i: number) => Tensor): number => Math.min(...Array.from({ length: times }, (_, i) => timed(graph(i))));
for (const [name, [size, graph]] of Object.entries(GRAPHS)) {
  const nodes = countOf(graph(size)),
    first = timed(graph(size)),
    other = least(SIZES, (i) => graph(size - 1 - i)),
    later = least(40, () => graph(size)),
    off = stabilise("off", () => least(40, () => graph(size)));
  const each = (µs: number): string => (µs / nodes).toFixed(2).padStart(6),
    all = (µs: number): string => (µs / 1000).toFixed(2).padStart(6);
  console.log(
    `${name.padEnd(36)} ${String(nodes).padStart(5)} nodes   first ${each(first)} µs a node, ${all(first)} ms   new ${each(other)} µs a node, ${all(other)} ms   later ${each(later)} µs a node, ${all(later)} ms   off ${all(off)} ms`,
  );
}
