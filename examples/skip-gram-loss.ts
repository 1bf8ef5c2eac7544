/**
 * A skip-gram loss as its author first wrote it. In float32 sigmoid(20) is exactly 1, so log(1 − sigmoid(20)) would be −∞;
 * and sigmoid(−1e4) is exactly 0, so log(sigmoid(−1e4)) would be too. Written the same way here, both losses and both gradients are right.
 */
import { backward, log, neg, parameter, sigmoid, stabilise, sub, sum, type Tensor } from "evenkeel";

const dots = [20, -20, 1e4, -1e4];
const lossOfPositive = (dot: Tensor): Tensor => neg(log(sigmoid(dot)));
const lossOfNegative = (dot: Tensor): Tensor => neg(log(sub(1, sigmoid(dot))));

function show(loss: (dot: Tensor) => Tensor): void {
  const dot = parameter(dots),
    losses = loss(dot);
  backward(sum(losses));
  for (const numbers of [losses, dot.grad!]) console.log(Array.from(numbers.dataSync(), (x) => Number(x.toPrecision(6))).join("  "));
}

// softplus(−dot), and its gradient −sigmoid(−dot):
show(lossOfPositive);
// → 2.06115e-9  20  0  10000
// → -2.06115e-9  -1  0  -1

// softplus(dot), and its gradient sigmoid(dot):
show(lossOfNegative);
// → 20  2.06115e-9  10000  0
// → 1  2.06115e-9  1  0

// The same with the stabiliser off: what the formula gives in float32.
stabilise("off", () => show(lossOfNegative));
// → Infinity  0  Infinity  0
// → Infinity  2.06115e-9  Infinity  0
