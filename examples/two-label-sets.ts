/**
 * A label comes from one of two sets, as in a pointer-generator network: p = cat(s·softmax(a), (1 − s)·softmax(b)), with a share s = sigmoid(t), and the
 * loss is the negative logarithm of the label's p. Where s saturates, log(1 − s) would be −∞; here it may be written as it is meant.
 */
import {
  backward,
  cat,
  exp,
  log,
  logSoftmax,
  mul,
  parameter,
  reshape,
  select,
  sigmoid,
  softmax,
  stabilise,
  sub,
  sum,
  tensor,
  type Tensor,
} from "evenkeel";

const first = tensor([
    [1.2372, -0.9604, 1.5415, -0.4079],
    [0.4777, -0.6759, -2.1489, -1.1463],
  ]),
  second = tensor([
    [0.8806, 0.0529, 0.0751],
    [-0.272, 1.0066, -0.0416],
  ]);
const logProbabilities = (t: Tensor, a: Tensor, b: Tensor): Tensor => {
  const s = reshape(sigmoid(t), [-1, 1]);
  return log(cat([mul(s, softmax(a, 1)), mul(sub(1, s), softmax(b, 1))], 1));
};
const show = (t: Tensor): void => {
  const [rows, columns] = t.ndim === 1 ? [1, t.size] : (t.shape as [number, number]),
    numbers = Array.from(t.dataSync(), (x) => String(Number(x.toFixed(4)) + 0));
  for (let i = 0; i < rows!; i++) console.log(numbers.slice(i * columns!, (i + 1) * columns!).join("  "));
};

// A third of the labels are of the first set: t = log(⅓ / ⅔).
const third = tensor([-Math.LN2, -Math.LN2]),
  logP = logProbabilities(third, first, second);
show(logP);
// → -2.0768  -4.2744  -1.7725  -3.7219  -1.0388  -1.8665  -1.8443
// → -1.5592  -2.7128  -4.1858  -3.1832  -2.172  -0.8934  -1.9416
show(sum(exp(logP), 1));
// → 1  1
// They are normalised: one more logSoftmax changes nothing.
show(sub(logSoftmax(logP, 1), logP));
// → 0  0  0  0  0  0  0
// → 0  0  0  0  0  0  0

// A share of e^−10000, which no float holds: the loss of a label of the first set, and its gradient by t.
const loss = (t: Tensor): Tensor => sum(select(logProbabilities(t, first, second), 1, 0));
const t = parameter([-1e4, -1e4]),
  y = loss(t);
backward(y);
console.log(y.item());
// → -20001.439453125
show(t.grad!);
// → 1  1

// The same with the stabiliser off: what the formula gives in float32.
stabilise("off", () => {
  const u = parameter([-1e4, -1e4]),
    z = loss(u);
  backward(z);
  console.log(z.item());
  show(u.grad!);
});
// → -Infinity
// → Infinity  Infinity
