/** Weighed by size.ts: word vectors trained with a skip-gram loss written by hand, as a page would write it. */
import { backward } from "@evenkeel/autograd";
import { add, embedding, log, mul, neg, parameter, setDefaultDevice, sigmoid, sub, sum, tensor } from "@evenkeel/core";
import { gather, makeCpu, map, scatter, sums } from "@evenkeel/cpu";
import { SGD } from "@evenkeel/optim";

setDefaultDevice(makeCpu({ map, reduce: sums, gather, scatter }));
const words = parameter(
  tensor([
    [0.1, 0.2],
    [0.3, -0.1],
    [-0.2, 0.4],
  ]),
);
const tags = parameter(
  tensor([
    [0, 0.1],
    [0.2, 0],
    [-0.1, 0.3],
  ]),
);
const anchors = tensor(new Int32Array([0, 1])),
  near = tensor(new Int32Array([1, 2])),
  far = tensor(new Int32Array([2, 0]));
const optimizer = new SGD([words, tags], { lr: 0.1 });

for (let step = 0; step < 10; step++) {
  const anchor = embedding(words, anchors);
  const positive = log(sigmoid(sum(mul(anchor, embedding(tags, near)), 1)));
  const negative = log(sub(1, sigmoid(sum(mul(anchor, embedding(tags, far)), 1))));
  const loss = neg(sum(add(positive, negative)));
  optimizer.zeroGrad();
  backward(loss);
  optimizer.step();
  console.log(loss.item());
}
