/** A straight line through noisy points: parameters, a loss as it is written, gradients, steps. */
import { add, backward, matmul, mul, optim, parameter, stats, sub, sum, tensor } from "evenkeel";

// y = 3·a − 2·b + 1, and a little noise that repeats.
const inputs: number[][] = [],
  targets: number[][] = [];
for (let i = 0; i < 64; i++) {
  const a = (i % 8) / 4 - 1,
    b = Math.floor(i / 8) / 4 - 1;
  inputs.push([a, b]);
  targets.push([3 * a - 2 * b + 1 + ((i * 37) % 11) / 100 - 0.05]);
}
const x = tensor(inputs),
  y = tensor(targets);

const weights = parameter([[0], [0]], { name: "weights" }),
  bias = parameter([0], { name: "bias" });
const optimizer = new optim.SGD([weights, bias], { lr: 0.1, momentum: 0.9 });

for (let step = 0; step <= 100; step++) {
  const error = sub(add(matmul(x, weights), bias), y),
    loss = mul(sum(mul(error, error)), 1 / 64);
  optimizer.zeroGrad();
  backward(loss);
  if (step % 50 === 0) console.log(`step ${step}: loss ${(await loss.data())[0]!.toFixed(4)}`);
  optimizer.step();
}
// → step 0: loss 5.0165
// → step 50: loss 0.0220
// → step 100: loss 0.0011

const numbers = [...(await weights.data()), ...(await bias.data())];
console.log(`a, b and 1 count ${numbers.map((n) => n.toFixed(2)).join(", ")}`);
// → a, b and 1 count 2.98, -1.99, 1.00

// Every step has the same structure, so its plans are made once.
console.log(`${stats().plans.built} plans for 101 steps`);
// → 3 plans for 101 steps
