/** What starts a run, and that nothing else does. */
import {
  add,
  assign,
  backward,
  batchNorm,
  clone,
  cpu,
  exp,
  full,
  matmul,
  mul,
  noGrad,
  optim,
  parameter,
  type Parameter,
  permute,
  read,
  realize,
  report,
  reshape,
  setDefaultDevice,
  stabilise,
  sum,
  type Tensor,
  tensor,
  to,
} from "evenkeel";
import { inspect } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { type Watched, watched } from "../../../core/test/watched.js";

let device: Watched, x: Tensor, p: Parameter, optimizer: optim.SGD;
beforeEach(() => {
  setDefaultDevice((device = watched()));
  x = exp(tensor([1, 2]));
  p = parameter([1, 2]);
  optimizer = new optim.SGD([p], { lr: 1, momentum: 0.5 });
});

test.each<[string, () => unknown]>([
  ["data", () => x.data()],
  ["dataSync", () => x.dataSync()],
  ["item", () => sum(x).item()],
  ["tolist", () => x.tolist()],
  ["read", () => read(x)],
  ["realize", () => realize(x)],
  ["backward", () => backward(sum(mul(p, x)))],
  ["assign", () => p.assign(x)],
  ["several assignments", () => assign([[p, x]])],
  [
    "step",
    () => {
      p.grad = tensor([1, 1]);
      optimizer.step();
    },
  ],
  ["parameter of what is not computed", () => parameter(x)],
  ["clone of what is there", () => clone(p)],
  ["to another device", () => to(x, cpu())],
])("%s starts one", async (_, act) => {
  await act();
  expect(device.requests.length).toBeGreaterThan(0);
});

test.each<[string, () => unknown]>([
  ["recording", () => sum(matmul(reshape(add(x, p), [1, 2]), permute(reshape(x, [1, 2]), [1, 0])))],
  ["recording under a mode", () => [noGrad(() => mul(p, x)), stabilise("off", () => exp(x))]],
  ["making tensors and parameters", () => [tensor([1]), full([3], 2), parameter([1]), parameter(full([3], 2))]],
  ["reading data that was given", () => [tensor([1, 2]).dataSync(), full([2], 3).dataSync(), p.dataSync()]],
  ["looking at a tensor", () => [String(x), inspect(x), x.shape, x.size, x.requiresGrad, p.grad]],
  ["forgetting", () => [x.dispose(), p.zeroGrad(), optimizer.zeroGrad()]],
  ["moving running statistics", () => batchNorm(x, parameter([0, 0], { requiresGrad: false }), null, { training: true })],
  ["a step without gradients", () => optimizer.step()],
  ["clone of what is only recorded", () => clone(x)],
  ["data to a device", () => [to(tensor([1]), cpu()), to(p, cpu()), to(x, device)]],
  ["a report, and the state of an optimizer that has none", () => [report(), optimizer.stateDict()]],
])("%s starts none", (_, act) => {
  act();
  expect(device.requests).toHaveLength(0);
});
