/** Weighed by size.ts: a perceptron of two layers that learns to tell whether two bits differ. */
import { backward } from "@evenkeel/autograd";
import { add, log, matmul, mul, neg, parameter, setDefaultDevice, sigmoid, sub, sum, tensor } from "@evenkeel/core";
import { copy, makeCpu, map, matmul as multiply, sums } from "@evenkeel/cpu";
import { SGD } from "@evenkeel/optim";

setDefaultDevice(makeCpu({ map, reduce: sums, copy, matmul: multiply }));
const bits = tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]),
  differ = tensor([[0], [1], [1], [0]]);
const inner = parameter(
    tensor([
      [0.9, -0.7, 0.5],
      [-0.8, 0.6, 0.4],
    ]),
  ),
  bias = parameter(tensor([0.1, 0.2, -0.3])),
  outer = parameter(tensor([[0.7], [0.6], [-0.5]])),
  shift = parameter(tensor([0.1]));
const optimizer = new SGD([inner, bias, outer, shift], { lr: 0.5, momentum: 0.9 });

for (let step = 0; step < 200; step++) {
  const hidden = sigmoid(add(matmul(bits, inner), bias)),
    p = sigmoid(add(matmul(hidden, outer), shift));
  const loss = neg(sum(add(mul(differ, log(p)), mul(sub(1, differ), log(sub(1, p))))));
  optimizer.zeroGrad();
  backward(loss);
  optimizer.step();
  if (step % 20 === 19) console.log(loss.item());
}
